import type { PermissionProfile } from '@hufu/contract'
import { actorLabel, namesWanted } from './names.ts'
import { endedGrantsOf, restrictionsForList, roles } from './store.ts'
import type { Shown } from './views.ts'

type Lost = PermissionProfile['lost'][number]
const LOST_MAX = 100

/** What a person lost lately: direct grants that were ended and restrictions placed on them, newest first. */
export async function lostBy({ reading, names, locale }: Shown, memberId: string): Promise<Lost[]> {
  const [ended, restrictions, roleRows] = await Promise.all([
    endedGrantsOf(reading.db, reading.workspaceId, memberId, LOST_MAX),
    restrictionsForList(reading.db, reading.workspaceId, { memberId, ended: false, limit: LOST_MAX }),
    roles(reading.db, reading.workspaceId),
  ])
  const everyone = { type: 'everyone' } as const
  const people = [...ended.map(({ endedBy }) => endedBy), ...restrictions.map(({ givenBy }) => givenBy)]
  const known = await names(
    reading.db,
    reading.workspaceId,
    namesWanted([{ subject: everyone, scope: { type: 'workspace' }, people }]),
  )
  const keysOf = (row: { permission: string | null; roleId: string | null }): readonly string[] =>
    row.permission !== null
      ? [row.permission]
      : (roleRows.find(({ id }) => id === row.roleId)?.permissions ?? [])
  const lost: Lost[] = [
    ...ended.flatMap((row) =>
      keysOf(row).map((key) => ({
        key,
        at: row.endedAt.toISOString(),
        by: actorLabel(row.endedBy ?? '', known, locale),
        because: row.endedBecause ?? '',
        event: 'grant.ended@1',
      })),
    ),
    ...restrictions.flatMap((row) =>
      keysOf(row).map((key) => ({
        key,
        at: row.givenAt.toISOString(),
        by: actorLabel(row.givenBy, known, locale),
        because: row.because,
        event: 'restriction.placed@1',
      })),
    ),
  ]
  return lost.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, LOST_MAX)
}
