import type { BackupLine } from '@hufu/contract'
import { can } from '../../platform/http/index.ts'
import { actorLabel } from '../authority/index.ts'
import { memberIn, person } from './asking.ts'
import { tookOver } from './store.ts'
import { backupsOf, openingsOf } from './store-backup.ts'
import { namesOf } from './views.ts'
import type { Shown } from './views.ts'

/** Sealed backups of a person, and who opened them. */
export async function showBackups(shown: Shown, memberId: string): Promise<BackupLine[]> {
  const { reading, locale } = shown
  const rows = await backupsOf(reading, memberId)
  const openings = await openingsOf(
    reading,
    rows.map(({ id }) => id),
  )
  const known = await namesOf(shown, [
    memberId,
    ...rows.map(({ takenBy }) => memberIn(takenBy)),
    ...openings.map((one) => one.memberId),
  ])
  const runs = can(reading, 'handover.run', person(memberId))
  const open = runs.allowed || (await tookOver(reading, memberId, reading.memberId))
  return rows.map((row) => ({
    id: row.id,
    memberId,
    memberName: known.get(memberId) ?? '',
    takenAt: row.takenAt.toISOString(),
    by: actorLabel(row.takenBy, known, locale),
    sha256: row.sha256.toString('hex'),
    files: row.files,
    bytes: row.bytes,
    counts: [...row.counts],
    openings: openings
      .filter(({ backupId }) => backupId === row.id)
      .map((one) => ({ by: known.get(one.memberId) ?? '', at: one.at.toISOString(), file: one.file })),
    can: { open: open ? { allowed: true, because: 'granted' } : runs },
  }))
}
