import { newId } from '@hufu/kit'
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import { actorText } from '../../platform/act/index.ts'
import type { Tally } from '../../platform/act/index.ts'
import type { Where } from '../holdings/index.ts'
import { on } from './store.ts'
import type { Counts, HandoverTables } from './tables.ts'

export type BackupRow = Selectable<HandoverTables['backup']>
export type BackupFileRow = Selectable<HandoverTables['backupFile']>
export type OpeningRow = Selectable<HandoverTables['backupOpening']>

/** Whoever may take something from a person may seal a backup of it first. */
export type Backing = Tally<
  'handover.run' | 'handover.inservice' | 'perm.revoke' | 'org.member.delete' | 'creator.transfer'
>

export type NewBackup = Pick<BackupRow, 'id' | 'memberId' | 'because' | 'manifest' | 'sha256'> & {
  readonly counts: Counts
  readonly files: readonly Pick<BackupFileRow, 'fileId' | 'name' | 'type' | 'size' | 'sha256'>[]
}

/** Keeps a sealed backup, and with it the bytes that it names. */
export async function insertBackup(tally: Backing, { files, counts, ...backup }: NewBackup): Promise<void> {
  const { workspaceId, actor } = tally.act
  await on(tally.tx)
    .insertInto('backup')
    .values({
      ...backup,
      workspaceId,
      takenAt: tally.at,
      takenBy: actorText(actor),
      counts: JSON.stringify(counts),
      files: files.length,
      bytes: files.reduce((sum, { size }) => sum + size, 0),
    })
    .execute()
  if (files.length > 0)
    await sql`
    insert into backup_file (workspace_id, backup_id, file_id, name, type, size, sha256)
    select ${workspaceId}, ${backup.id}, given.* from unnest(
      ${files.map(({ fileId }) => fileId)}::uuid[], ${files.map(({ name }) => name)}::text[],
      ${files.map(({ type }) => type)}::text[], ${files.map(({ size }) => size)}::bigint[],
      ${files.map(({ sha256 }) => sha256)}::bytea[]
    ) as given`.execute(tally.tx)
}

/** Notes that somebody opened a backup, or read a file of it. */
export async function insertOpening(
  tally: Tally<'handover.run' | 'audit.self.view'>,
  opening: Pick<OpeningRow, 'backupId' | 'memberId' | 'fileId'>,
): Promise<void> {
  await on(tally.tx)
    .insertInto('backupOpening')
    .values({ ...opening, workspaceId: tally.act.workspaceId, id: newId(), at: tally.at })
    .execute()
}

/** One backup. */
export async function findBackup({ db, workspaceId }: Where, id: string): Promise<BackupRow | undefined> {
  return on(db)
    .selectFrom('backup')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Backups of a member without what is in them, newest first. */
export async function backupsOf(
  { db, workspaceId }: Where,
  memberId: string,
): Promise<readonly Omit<BackupRow, 'manifest'>[]> {
  return on(db)
    .selectFrom('backup')
    .select([
      'workspaceId',
      'id',
      'memberId',
      'takenAt',
      'takenBy',
      'because',
      'sha256',
      'counts',
      'files',
      'bytes',
    ])
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .orderBy('id', 'desc')
    .limit(BACKUPS_MAX)
    .execute()
}
const BACKUPS_MAX = 100

/** The files of a backup, by name. */
export async function filesIn(
  { db, workspaceId }: Where,
  backupId: string,
): Promise<readonly BackupFileRow[]> {
  return on(db)
    .selectFrom('backupFile')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('backupId', '=', backupId)
    .orderBy('name')
    .orderBy('fileId')
    .execute()
}

/** One file of a backup. */
export async function findFileIn(
  { db, workspaceId }: Where,
  { backupId, fileId }: { readonly backupId: string; readonly fileId: string },
): Promise<BackupFileRow | undefined> {
  return on(db)
    .selectFrom('backupFile')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('backupId', '=', backupId)
    .where('fileId', '=', fileId)
    .executeTakeFirst()
}

/** Who opened these backups, and which file, newest first. */
export async function openingsOf(
  { db, workspaceId }: Where,
  backupIds: readonly string[],
): Promise<readonly (OpeningRow & { readonly file: string | null })[]> {
  if (backupIds.length === 0) return []
  return on(db)
    .selectFrom('backupOpening as o')
    .leftJoin('backupFile as f', (join) =>
      join
        .onRef('f.workspaceId', '=', 'o.workspaceId')
        .onRef('f.backupId', '=', 'o.backupId')
        .onRef('f.fileId', '=', 'o.fileId'),
    )
    .selectAll('o')
    .select('f.name as file')
    .where('o.workspaceId', '=', workspaceId)
    .where('o.backupId', 'in', [...backupIds])
    .orderBy('o.id', 'desc')
    .limit(OPENINGS_MAX)
    .execute()
}
const OPENINGS_MAX = 500
