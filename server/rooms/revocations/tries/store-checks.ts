import type { Applied, RevocationState, RevocationSurface } from '@hufu/contract'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Act, Tally } from '../../../platform/act/index.ts'
import type { PlatformTables } from '../../../platform/feed/index.ts'
import type { CheckRow, RevocationRow } from '../store.ts'
import type { RevocationTables } from '../tables.ts'
import type { Failure } from '../vectors.ts'

type Db = Kysely<PlatformTables>
const on = (db: Db) => db.$extendTables<RevocationTables>()

/** What one node found in one round. */
export type NewCheck = {
  readonly revocationId: string
  readonly round: number
  readonly node: string
  readonly tookMs: number
  readonly tried: number
  readonly failed: readonly Failure[]
  readonly surfaces: readonly RevocationSurface[]
}

/** Reads revocations and keeps them from changing, in one order for all nodes. */
export async function lockRevocations(act: Act, ids: readonly string[]): Promise<readonly RevocationRow[]> {
  return on(act.tx)
    .selectFrom('revocation')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Keeps what became of each of some revocations on every node. */
export async function keepApplied(
  tally: Tally<'perm.verify'>,
  kept: readonly { readonly id: string; readonly applied: Applied }[],
): Promise<void> {
  const ids = kept.map(({ id }) => id)
  const said = kept.map(({ applied }) => JSON.stringify(applied))
  await sql`
    update revocation set applied = kept.applied from unnest(${ids}::uuid[], ${said}::jsonb[]) as kept (id, applied)
    where revocation.workspace_id = ${tally.act.workspaceId} and revocation.id = kept.id`.execute(tally.tx)
}

/** Writes what a node has found. The same node speaks once a round: what it says first stands. */
export async function insertChecks(tally: Tally<'perm.verify'>, checks: readonly NewCheck[]): Promise<void> {
  if (checks.length === 0) return
  await on(tally.tx)
    .insertInto('revocationCheck')
    .values(
      checks.map((check) => ({
        ...check,
        workspaceId: tally.act.workspaceId,
        at: tally.at,
        failed: JSON.stringify(check.failed),
        surfaces: JSON.stringify(check.surfaces),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** What nodes have said of several revocations so far, in all their rounds. */
export async function checksOfAll(
  { tx, workspaceId }: Act,
  ids: readonly string[],
): Promise<readonly Pick<CheckRow, 'revocationId' | 'round' | 'node' | 'failed' | 'surfaces'>[]> {
  return on(tx)
    .selectFrom('revocationCheck')
    .select(['revocationId', 'round', 'node', 'failed', 'surfaces'])
    .where('workspaceId', '=', workspaceId)
    .where('revocationId', 'in', ids)
    .execute()
}

const change = (tally: Tally<'perm.verify'>, ids: readonly string[]) =>
  on(tally.tx)
    .updateTable('revocation')
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('id', 'in', ids)

/** Sets how several revocations stand. */
export async function setStates(
  tally: Tally<'perm.verify'>,
  ids: readonly string[],
  state: RevocationState,
): Promise<void> {
  if (ids.length > 0) await change(tally, ids).set({ state }).execute()
}

/** Notes when the verifier asks again by itself. */
export async function setRetry(tally: Tally<'perm.verify'>, id: string, retryAt: Date): Promise<void> {
  await change(tally, [id]).set({ retryAt }).execute()
}

/** Notes that people were told. */
export async function setTold(tally: Tally<'perm.verify'>, ids: readonly string[]): Promise<void> {
  await change(tally, ids).set({ toldAt: tally.at }).execute()
}

/** Those that have been unverified since before an instant, wait for no retry, and of which nobody was told. */
export async function untoldSince(
  db: Db,
  before: Date,
): Promise<readonly { readonly workspaceId: string; readonly id: string }[]> {
  return on(db)
    .selectFrom('revocation')
    .select(['workspaceId', 'id'])
    .where('state', '=', 'unverified')
    .where('toldAt', 'is', null)
    .where('retryAt', 'is', null)
    .where('roundAt', '<', before)
    .limit(2000)
    .execute()
}

/** Begins a round that nobody has asked for. How the revocation stands stays: it is for the answers to better it. */
export async function retryRound(
  tally: Tally<'perm.verify'>,
  { id, round, retried }: Pick<RevocationRow, 'id' | 'round' | 'retried'>,
): Promise<void> {
  await change(tally, [id])
    .set({ round: round + 1, roundAt: tally.at, retried: retried + 1, retryAt: null })
    .execute()
}

/** A round, with the newest revision there is. */
type OpenRound = {
  readonly workspaceId: string
  readonly revocationId: string
  readonly round: number
  readonly revision: number
}

/** How far back rounds are looked for that have not come to their end; somebody has been told of them long before. */
const OPEN_MS_MAX = 86_400_000
const openSince = sql`now() - ${OPEN_MS_MAX}::float8 * interval '1 ms'`

/**
 * Rounds that a node has not answered, those it did not hear of, or was asked before it began: of the last seconds all,
 * of the last day those that nobody has brought to an end.
 */
export async function unansweredBy(db: Db, node: string, withinMs: number): Promise<readonly OpenRound[]> {
  const { rows } = await sql<OpenRound>`
    select r.workspace_id, r.id as revocation_id, r.round, w.revision
    from revocation r join workspace w on w.id = r.workspace_id
    where (r.round_at > now() - ${withinMs}::float8 * interval '1 ms'
        or r.state <> 'verified' and r.round_at > ${openSince})
      and not exists (
        select from revocation_check c
        where c.workspace_id = r.workspace_id and c.revocation_id = r.id and c.round = r.round and c.node = ${node})
    order by r.round_at limit 2000`.execute(on(db))
  return rows
}

/** A round in which nothing was allowed so far, and whether every registered node has answered it. */
export type QuietRound = { readonly workspaceId: string; readonly id: string; readonly isAnswered: boolean }

/** Rounds that only lack answers, or lack nothing any more: a node that had not answered may be gone. */
export async function quietRounds(db: Db, afterMs: number): Promise<readonly QuietRound[]> {
  const { rows } = await sql<QuietRound>`
    select r.workspace_id, r.id, not exists (select from node n where not exists (
        select from revocation_check c where c.workspace_id = r.workspace_id and c.revocation_id = r.id
          and c.round = r.round and c.node = n.name)) as is_answered
    from revocation r
    where r.state <> 'verified' and r.round_at > ${openSince}
      and r.round_at < now() - ${afterMs}::float8 * interval '1 ms'
      and exists (select from revocation_check c where c.workspace_id = r.workspace_id and c.revocation_id = r.id
        and c.round = r.round)
      and not exists (select from revocation_check c where c.workspace_id = r.workspace_id
        and c.revocation_id = r.id and c.round = r.round
        and (c.failed <> '[]' or jsonb_path_exists(c.surfaces, '$[*].failed[0]')))
    order by r.round_at limit 500`.execute(on(db))
  return rows
}

/** Those of which nobody has kept that every node has them applied, taken some time ago. */
export async function unkeptSince(
  db: Db,
  afterMs: number,
): Promise<readonly { readonly workspaceId: string; readonly id: string; readonly revision: number }[]> {
  return on(db)
    .selectFrom('revocation')
    .select(['workspaceId', 'id', 'revision'])
    .where(sql<boolean>`applied is null or applied ->> 'state' <> 'applied'`)
    .where('at', '>', sql<Date>`${openSince}`)
    .where('at', '<', sql<Date>`now() - ${afterMs}::float8 * interval '1 ms'`)
    .limit(500)
    .execute()
}

/** Those whose next round is due: the node that noted it may be gone. */
export async function dueRetries(
  db: Db,
  lateMs: number,
): Promise<readonly { readonly workspaceId: string; readonly id: string; readonly round: number }[]> {
  return on(db)
    .selectFrom('revocation')
    .select(['workspaceId', 'id', 'round'])
    .where('retryAt', '<', sql<Date>`now() - ${lateMs}::float8 * interval '1 ms'`)
    .limit(500)
    .execute()
}
