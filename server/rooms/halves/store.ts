import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import type { PermissionKey } from '@hufu/authority'
import type { Act, Seconded, Tally } from '../../platform/act/index.ts'
import { kyselyOn } from '../../platform/db/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { HalvesTables } from './tables.ts'

type Db = Kysely<PlatformTables>
const on = (db: Db): Kysely<PlatformTables & HalvesTables> => db.$extendTables<HalvesTables>()

export type HalfRow = Selectable<HalvesTables['half']>
type Own = Tally<'sec.self.manage'>

/** Keeps what somebody asks a second person to stand behind. */
export async function insertHalf(
  tally: Own,
  half: Pick<
    HalfRow,
    'id' | 'byId' | 'method' | 'path' | 'body' | 'actHash' | 'wanted' | 'because' | 'until'
  >,
): Promise<void> {
  await on(tally.tx)
    .insertInto('half')
    .values({
      ...half,
      workspaceId: tally.act.workspaceId,
      wanted: JSON.stringify(half.wanted),
      at: tally.at,
      state: 'waiting',
      answeredBy: null,
      answeredAt: null,
      answeredBecause: null,
      proof: null,
    })
    .execute()
}

/** How many of somebody's are open. */
export async function openOf(act: Act, byId: string): Promise<number> {
  const row = await on(act.tx)
    .selectFrom('half')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('workspaceId', '=', act.workspaceId)
    .where('byId', '=', byId)
    .where('state', 'in', ['waiting', 'agreed'])
    .where('until', '>', act.at)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Reads a half and keeps it from changing until the transaction ends. */
export async function lockHalf(act: Act, id: string): Promise<HalfRow | undefined> {
  return on(act.tx)
    .selectFrom('half')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Sets how a half stands, and by whose answer. */
export async function setHalf(
  tally: Own,
  id: string,
  change: Pick<HalfRow, 'state'> &
    Partial<Pick<HalfRow, 'answeredBy' | 'answeredAt' | 'answeredBecause'>> & {
      readonly proof?: HalfRow['proof']
    },
): Promise<void> {
  const { proof, ...plain } = change
  await on(tally.tx)
    .updateTable('half')
    .set({
      ...plain,
      ...(proof === undefined ? {} : { proof: proof === null ? null : JSON.stringify(proof) }),
    })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

/**
 * Uses up a half, where it was agreed to for this act, this person and this moment: of many who bring the same, one gets
 * it. What does not fit is left where it is. Beside `act.tx`: the entries of the act itself say who stood behind it.
 */
export async function takeHalf(
  act: Act,
  { id, actHash, byId }: Pick<HalfRow, 'id' | 'actHash' | 'byId'>,
): Promise<Seconded | null> {
  const row = await kyselyOn<PlatformTables & HalvesTables>(act.client)
    .updateTable('half')
    .set({ state: 'used' })
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .where('actHash', '=', actHash)
    .where('byId', '=', byId)
    .where('state', '=', 'agreed')
    .where('until', '>', act.at)
    .returning(['answeredBy', 'proof'])
    .executeTakeFirst()
  if (row === undefined || row.answeredBy === null || row.proof === null) return null
  return { memberId: row.answeredBy, proof: row.proof }
}

type Whose = { readonly workspaceId: string; readonly db: Db }

/** Some halves by their ids. */
export async function findHalves(
  { db, workspaceId }: Whose,
  ids: readonly string[],
): Promise<readonly HalfRow[]> {
  if (ids.length === 0) return []
  return on(db)
    .selectFrom('half')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', 'in', ids)
    .execute()
}

/** Newest first: what somebody has asked or answered, and whatever waits for anybody. Ids sort by when they were made. */
export async function listHalves(
  { db, workspaceId }: Whose,
  asked: {
    readonly memberId: string
    readonly at: Date
    readonly before: string | null
    readonly limit: number
  },
): Promise<readonly HalfRow[]> {
  const { memberId, at, before, limit } = asked
  let query = on(db)
    .selectFrom('half')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where((where) =>
      where.or([
        where('byId', '=', memberId),
        where('answeredBy', '=', memberId),
        where.and([where('state', '=', 'waiting'), where('until', '>', at)]),
      ]),
    )
  if (before !== null) query = query.where('id', '<', before)
  return query.orderBy('id', 'desc').limit(limit).execute()
}

/** Forgets what was asked before an instant; the ledger keeps that it was. Returns how many. */
export async function forgetHalves(db: Db, before: Date): Promise<number> {
  const done = await on(db).deleteFrom('half').where('until', '<', before).executeTakeFirst()
  return Number(done.numDeletedRows)
}

/** Notes that an act was taken back. Refused by the database where it was before. */
export async function insertTakenBack<P extends PermissionKey>(
  tally: Tally<P>,
  { revision, byId, because }: { readonly revision: number; readonly byId: string; readonly because: string },
): Promise<void> {
  await on(tally.tx)
    .insertInto('actTakenBack')
    .values({ workspaceId: tally.act.workspaceId, revision: String(revision), byId, because, at: tally.at })
    .execute()
}

export type TakenBack = { readonly revision: number; readonly byId: string; readonly at: Date }

/** Which of some acts were taken back. */
export async function takenBack(
  { db, workspaceId }: Whose,
  revisions: readonly number[],
): Promise<ReadonlyMap<number, TakenBack>> {
  if (revisions.length === 0) return new Map()
  const rows = await on(db)
    .selectFrom('actTakenBack')
    .select(['revision', 'byId', 'at'])
    .where('workspaceId', '=', workspaceId)
    .where('revision', '=', sql<string>`any(${[...revisions]}::bigint[])`)
    .execute()
  return new Map(rows.map((row) => [Number(row.revision), { ...row, revision: Number(row.revision) }]))
}
