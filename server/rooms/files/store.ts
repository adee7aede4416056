import type { FileView } from '@hufu/contract'
import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import type { Act, Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { FileTables } from './tables.ts'

type Db = Kysely<PlatformTables>
export type FileRow = Selectable<FileTables['file']>

const on = (db: Db) => db.$extendTables<FileTables>()

/** Writes the row of bytes that are whole and kept. */
export async function insertFile(
  tally: Tally<'file.upload'>,
  file: Omit<FileRow, 'workspaceId' | 'sentSeq' | 'uploadedAt' | 'keeperId'>,
): Promise<void> {
  await on(tally.tx)
    .insertInto('file')
    .values({
      workspaceId: tally.act.workspaceId,
      uploadedAt: tally.at,
      keeperId: file.uploaderId,
      ...file,
    })
    .execute()
}

/** Reads a file and keeps it from changing until the transaction ends. */
export async function lockFile(act: Act, id: string): Promise<FileRow | undefined> {
  return on(act.tx)
    .selectFrom('file')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** Notes which message took a file along. */
export async function markSent(tally: Tally<'file.upload'>, id: string, seq: number): Promise<void> {
  await on(tally.tx)
    .updateTable('file')
    .set({ sentSeq: seq })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Reads one file, or none. */
export async function readFile(db: Db, workspaceId: string, id: string): Promise<FileRow | undefined> {
  return on(db)
    .selectFrom('file')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Files by id, as views. */
export async function readFiles(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FileView>> {
  if (ids.length === 0) return new Map()
  const rows = await on(db)
    .selectFrom('file')
    .select(['id', 'name', 'size', 'type'])
    .where('workspaceId', '=', workspaceId)
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** Ids of the newest files that a member put somewhere, or that lie where they are, at most `max`. */
export async function filesKnownTo(
  db: Db,
  workspaceId: string,
  known: readonly Knowing[],
  max: number,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ memberId: string; id: string }>`
    select one."memberId", f.id
    from jsonb_to_recordset(${JSON.stringify(known)}::jsonb) as one ("memberId" uuid, places uuid[])
    cross join lateral (
      (select id, uploaded_at from file where workspace_id = ${workspaceId} and uploader_id = one."memberId"
       order by uploaded_at desc limit ${max})
      union
      (select id, uploaded_at from file where workspace_id = ${workspaceId}
       and conversation_id = any(one.places) order by uploaded_at desc limit ${max})
      order by uploaded_at desc limit ${max}) as f
    order by f.uploaded_at desc`.execute(on(db))
  const files = Map.groupBy(rows, ({ memberId }) => memberId)
  return new Map([...files].map(([memberId, some]) => [memberId, some.map(({ id }) => id)]))
}

/** A member, and the conversations whose files they may have the address of. */
export type Knowing = { readonly memberId: string; readonly places: readonly string[] }

/** Takes away rows of uploads from before an instant that no message took along, at most `max`; answers their ids. */
export async function deleteUnsent(db: Db, before: Date, max: number): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    delete from file where (workspace_id, id) in (
      select workspace_id, id from file where sent_seq is null and uploaded_at < ${before}
      order by uploaded_at limit ${max} for update skip locked
    ) returning id`.execute(db)
  return rows.map(({ id }) => id)
}

/** Which of these ids have a row in any company. */
export async function knownFiles(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`select id from file where id = any(${[...ids]}::uuid[])`.execute(
    db,
  )
  return new Set(rows.map(({ id }) => id))
}
