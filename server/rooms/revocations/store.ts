import type { PermissionKey } from '@hufu/authority'
import type { RevocationReason, RevocationState, RevocationWhat } from '@hufu/contract'
import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import { actorText } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { TakenRight } from '../authority/index.ts'
import type { RemainingPath, RevocationTables } from './tables.ts'
import type { Taking } from './take.ts'
import type { Vector } from './vectors.ts'

type Db = Kysely<PlatformTables>
const on = (db: Db) => db.$extendTables<RevocationTables>()

export type RevocationRow = Selectable<RevocationTables['revocation']>
export type CheckRow = Selectable<RevocationTables['revocationCheck']>

export type NewRevocation = {
  readonly id: string
  readonly memberId: string
  readonly what: RevocationWhat
  readonly reason: RevocationReason
  readonly because: string
  readonly revision: number
  readonly place: number
  readonly rights: readonly TakenRight[]
  readonly remaining: readonly RemainingPath[]
  readonly before: readonly Vector[]
  readonly after: readonly Vector[]
  readonly finishing: Date | null
}

/** Writes what was taken, to be tried in its first round. */
export async function insertRevocation(tally: Tally<Taking>, it: NewRevocation): Promise<void> {
  const { act } = tally
  await on(tally.tx)
    .insertInto('revocation')
    .values({
      ...it,
      workspaceId: act.workspaceId,
      takenBy: actorText(act.actor),
      at: tally.at,
      state: 'applied',
      round: 1,
      roundAt: tally.at,
      retried: 0,
      retryAt: null,
      toldAt: null,
      rights: JSON.stringify(it.rights),
      remaining: JSON.stringify(it.remaining),
      before: JSON.stringify(it.before),
      after: JSON.stringify(it.after),
      applied: null,
    })
    .execute()
}

/** Reads a revocation and keeps it from changing until the transaction ends. */
export async function lockRevocation(act: Act, id: string): Promise<RevocationRow | undefined> {
  return on(act.tx)
    .selectFrom('revocation')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Begins the next round, because somebody has asked for it: what came of those before it is forgotten. */
export async function beginRound(tally: Tally<'perm.verify'>, id: string, round: number): Promise<void> {
  await change(tally, id)
    .set({ round, roundAt: tally.at, state: 'applied', retried: 0, retryAt: null, toldAt: null })
    .execute()
}

/** Sets how a revocation stands. */
export async function setState(
  tally: Tally<'perm.verify'>,
  id: string,
  state: RevocationState,
): Promise<void> {
  await change(tally, id).set({ state }).execute()
}

const change = (tally: Tally<'perm.verify'>, id: string) =>
  on(tally.tx).updateTable('revocation').where('workspaceId', '=', tally.act.workspaceId).where('id', '=', id)

type Whose = { readonly workspaceId: string; readonly id: string }

/** One revocation. */
export async function findRevocation(db: Db, { workspaceId, id }: Whose): Promise<RevocationRow | undefined> {
  return on(db)
    .selectFrom('revocation')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Several revocations by their ids. */
export async function findRevocations(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RevocationRow>> {
  const rows = await on(db)
    .selectFrom('revocation')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** What nodes have found, oldest first. */
export async function checksOf(db: Db, { workspaceId, id }: Whose): Promise<readonly CheckRow[]> {
  return on(db)
    .selectFrom('revocationCheck')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('revocationId', '=', id)
    .orderBy('round')
    .orderBy('at')
    .orderBy('node')
    .execute()
}

/** Names of the nodes that serve, or may still serve for as long as their lease runs. */
export async function nodeNames(db: Db): Promise<readonly string[]> {
  const rows = await on(db).selectFrom('node').select('name').orderBy('name').execute()
  return rows.map(({ name }) => name)
}

export type RevocationFilter = {
  readonly memberId?: string | undefined
  readonly state?: RevocationState | undefined
  readonly reason?: RevocationReason | undefined
  readonly what?: RevocationWhat | undefined
  /** Newest first, from before this id. */
  readonly before: string | null
  readonly limit: number
}

/** What a list shows of them, newest first: ids sort by the time they were made. */
export async function listRevocations(db: Db, workspaceId: string, filter: RevocationFilter) {
  let query = on(db)
    .selectFrom('revocation')
    .select(['id', 'memberId', 'reason', 'what', 'takenBy', 'at', 'state', 'rights'])
    .where('workspaceId', '=', workspaceId)
  if (filter.memberId !== undefined) query = query.where('memberId', '=', filter.memberId)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (filter.reason !== undefined) query = query.where('reason', '=', filter.reason)
  if (filter.what !== undefined) query = query.where('what', '=', filter.what)
  if (filter.before !== null) query = query.where('id', '<', filter.before)
  return query.orderBy('id', 'desc').limit(filter.limit).execute()
}

/** Those of all companies that nodes were asked to try before an instant and have not all answered. */
export async function waitingSince(db: Db, before: Date): Promise<readonly Whose[]> {
  return on(db)
    .selectFrom('revocation')
    .select(['workspaceId', 'id'])
    .where('state', '=', 'applied')
    .where('roundAt', '<', before)
    .limit(1000)
    .execute()
}

/** The rights of a row by name, in the order in which they went. */
export const keysIn = (row: Pick<RevocationRow, 'rights'>): readonly PermissionKey[] =>
  row.rights.map(({ permission }) => permission)

/** What the company is called. */
export async function companyName(db: Db, workspaceId: string): Promise<string> {
  const row = await on(db)
    .selectFrom('workspace')
    .select('name')
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return row.name
}

/** How many people are at work. */
export async function activeMembers(db: Db, workspaceId: string): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) from member where workspace_id = ${workspaceId} and status = 'active'`.execute(db)
  return Number(rows[0]?.count ?? 0)
}

/** The last time somebody was suspended. */
export async function lastSuspension(
  db: Db,
  workspaceId: string,
  memberId: string,
): Promise<Pick<RevocationRow, 'id' | 'at' | 'takenBy' | 'because' | 'reason'> | undefined> {
  return on(db)
    .selectFrom('revocation')
    .select(['id', 'at', 'takenBy', 'because', 'reason'])
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .where('what', '=', 'suspension')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
}
