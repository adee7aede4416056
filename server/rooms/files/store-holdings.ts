import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { Passing, Where } from '../holdings/index.ts'
import type { FileTables } from './tables.ts'

const on = (db: Kysely<PlatformTables>) => db.$extendTables<FileTables>()

/** Files in a member's keeping that a message took along, the newest first. */
export async function filesKeptBy({ db, workspaceId }: Where, keeperIds: readonly string[]) {
  return on(db)
    .selectFrom('file')
    .select([
      'id',
      'name',
      'type',
      'size',
      'sha256',
      'conversationId',
      'uploaderId',
      'uploadedAt',
      'keeperId as holderId',
    ])
    .where('workspaceId', '=', workspaceId)
    .where('keeperId', 'in', keeperIds)
    .where('sentSeq', 'is not', null)
    .orderBy('id', 'desc')
    .execute()
}

/** How many files these members keep together; everybody, when none are named. */
export async function countKept({ db, workspaceId }: Where, keeperIds?: readonly string[]): Promise<number> {
  let query = on(db)
    .selectFrom('file')
    .select((all) => all.fn.countAll<string>().as('count'))
    .where('workspaceId', '=', workspaceId)
    .where('sentSeq', 'is not', null)
  if (keeperIds !== undefined) query = query.where('keeperId', 'in', [...keeperIds])
  return Number((await query.executeTakeFirstOrThrow()).count)
}

/** Gives files from one keeper to another; answers those that were the first one's. */
export async function setKeeper(
  tally: Passing,
  ids: readonly string[],
  from: string,
  to: string,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    update file set keeper_id = ${to}
    where workspace_id = ${tally.act.workspaceId} and keeper_id = ${from} and sent_seq is not null
      and id = any(${[...ids]}::uuid[])
    returning id`.execute(tally.tx)
  return rows.map(({ id }) => id).toSorted()
}

/** Which of these files a member keeps now. */
export async function keptAmong(
  { db, workspaceId }: Where,
  keeperId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from file where workspace_id = ${workspaceId} and keeper_id = ${keeperId}
      and id = any(${[...ids]}::uuid[])`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
