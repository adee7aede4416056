import { fork } from '@hufu/authority'
import type { Applied } from '@hufu/contract'
import { assert, isId, isRefusal, newId, refuse } from '@hufu/kit'
import type { Refusal } from '@hufu/kit'
import type pg from 'pg'
import type { PoolClient } from 'pg'
import { kyselyOn } from '../db/index.ts'
import { projectionOf } from '../feed/index.ts'
import type { FeedEvent, PlatformTables } from '../feed/index.ts'
import { appendLedger, appendText, LEDGER_TEXT_ENTRIES_MAX } from '../ledger/index.ts'
import type { LedgerAppend } from '../ledger/index.ts'
import type { HufuNode } from '../nodes/index.ts'
import { actorText, ledgerActorOf } from './act.ts'
import type { Act, Actor, Channel, Kind } from './act.ts'
import { commit } from './commit.ts'
import { asRefusal, isConnectionLoss, mayTryAgain } from './failures.ts'
import { refuseEscalation } from './escalation.ts'
import { afterChange, afterCritical } from './hooks.ts'
import type { Hooks } from './hooks.ts'
import { isProofDemanded } from './permit.ts'
import { proved, redeem } from './proof.ts'
import type { Proof } from './proof.ts'
import { redeemHalf, seconderOf } from './second.ts'
import type { Half } from './second.ts'
import { newQueue } from './queue.ts'
import type { Turn } from './queue.ts'
import { openPages } from './record.ts'
import type { Pages, Recorded } from './record.ts'
import { newWitness } from './witness.ts'
import type { Witness } from './witness.ts'

export type Command = {
  /** Name in logs and metrics, like `grants.give`. */
  readonly name: string
  readonly kind: Kind
  readonly workspaceId: string
  readonly requestId?: string
  readonly channel?: Channel
  /** Where its writes are recorded, when not where its kind says: sign-ins and the like stand in `activity`. */
  readonly journal?: 'activity'
  /** A revocation: goes first and retries the lock for 15 s. */
  readonly urgent?: boolean
  readonly effectiveAt?: Date
  /** Several commands in one transaction: each sees what the ones before it have recorded. */
  readonly batch?: boolean
  /**
   * Id of what writers change one after the other, such as a conversation. They queue for it before they take a number,
   * so that a revocation waits for the one who writes and not for the whole queue.
   */
  readonly turn?: string
  /**
   * Asked at the fence, before the command: what the request itself rests on, such as its session, may have ended since
   * it came in. A refusal is thrown.
   */
  readonly stands?: () => Refusal | null
  /** What the request brings to prove once more who acts. Used up with the act, and not when the act is rolled back. */
  readonly proof?: Proof
  /** What the request brings to show that a second person stands behind it. Used up like the proof. */
  readonly half?: Half
  /** Bulk work raises its own limits; milliseconds. */
  readonly statementMs?: number
  /** Only for founding a company: its workspace row does not exist yet when the command begins. */
  readonly founding?: boolean
}

/** What a command gave, and what became of it on every node. For content commands `applied` has no nodes. */
export type Performed<T> = { readonly result: T; readonly applied: Applied }

export type Perform = <T>(
  actor: Actor,
  command: Command,
  work: (act: Act) => Promise<T>,
) => Promise<Performed<T>>

/** How often a command is begun anew when what stood in its way may pass by itself. */
export const TRIES_MAX = 4
const URGENT_TRIES_MAX = 5

/**
 * Ask → tally → write → ledger → commit → feed, in one transaction. Throws the refusal of the command (nothing was
 * changed), `node/not-fresh` without a lease, `authority/busy` or `node/busy` when a lock or a limit was hit, and
 * `node/outcome-unknown` where the answer to COMMIT was lost and nobody could say what became of it.
 */
export function performOn(node: HufuNode, hooks: Hooks = {}): Perform {
  const queue = newQueue()

  return async (actor, command, work) => {
    if (!node.lease.fresh()) throw refuse('node/not-fresh')
    const tried = (turn: Turn | null) =>
      retrying(() => attempt({ node, hooks, actor, command, turn }, work), command)
    try {
      if (command.kind === 'content') return await tried(null)
      const done = await queue.run(command.workspaceId, command.urgent === true, tried)
      // The barrier waits outside the queue: the next change need not.
      const applied = await node.barrier.wait(command.workspaceId, done.applied.revision, done.committed)
      return { result: done.result, applied }
    } catch (error) {
      if (command.kind === 'authority' && isRefusal(error)) await settleCurrent(node, command.workspaceId)
      throw asRefusal(error, command.kind)
    }
  }
}

// INVARIANT F24: a second administrator who is told "already ended" is told so when it is true on every node.
async function settleCurrent(node: HufuNode, workspaceId: string): Promise<void> {
  const state = node.feed.known().find((one) => one.workspaceId === workspaceId)
  if (state === undefined || !state.healthy || state.revision <= node.barrier.through(workspaceId)) return
  await node.barrier.wait(workspaceId, state.revision, node.clock.mono())
}

async function retrying<T>(once: () => Promise<T>, command: Command): Promise<T> {
  for (let round = 1; ; round += 1) {
    try {
      return await once()
    } catch (error) {
      const lockMissed =
        command.urgent === true && error instanceof Error && 'code' in error && error.code === '55P03'
      if (lockMissed ? round >= URGENT_TRIES_MAX : !mayTryAgain(error) || round >= TRIES_MAX) throw error
    }
  }
}

type Attempt<T> = Performed<T> & { readonly committed: number }
/** What a transaction begins with. */
export type Begun = { readonly xid: string; readonly revision: number | null; readonly at: Date }

/** What one attempt is made with. `turn` is that of an authority command. */
type Attempting = {
  readonly node: HufuNode
  readonly hooks: Hooks
  readonly actor: Actor
  readonly command: Command
  readonly turn: Turn | null
}

async function attempt<T>(
  { node, hooks, actor, command, turn }: Attempting,
  work: (act: Act) => Promise<T>,
): Promise<Attempt<T>> {
  const client = await node.pool.connect()
  let begun: Begun | null = null
  try {
    begun = await begin(client, command)
    await turn?.before
    const witness = newWitness()
    const act = await actAt(node, client, actor, command, begun, witness)
    const fallen = command.stands?.() ?? null
    if (fallen !== null) throw fallen
    const pages = openPages(act, command.batch === true)
    await redeem(act, command.proof)
    await redeemHalf(act, command.half)
    const result = await work(act)
    if (begun.revision !== null) refuseEscalation(act, pages, node.feed.state(command.workspaceId).facts)
    await afterCritical(act, pages, hooks)
    if (begun.revision !== null) await afterChange(pages, node.feed.state(command.workspaceId).facts, hooks)
    assertRecorded(command, pages, witness)
    const ended = writeAndCommit(node, act, pages, begun)
    // A long append would have the next one wait in the database for longer than it may.
    if (isShort(pages)) turn?.handOn(ended)
    const { revision, committed } = await ended
    if (command.founding === true) await node.feed.load(command.workspaceId)
    client.release()
    const applied: Applied = { state: 'applied', revision, tookMs: 0, nodes: [] }
    return { result, applied, committed }
  } catch (error) {
    await rollback(client, error)
    throw error
  }
}

/** BEGIN, turn and number-fence in one round trip. Ids are checked to be ids before they stand in SQL. */
export async function begin(client: PoolClient, command: Command): Promise<Begun> {
  const { workspaceId, kind, turn } = command
  assert(isId(workspaceId) && (turn === undefined || isId(turn)), 'a workspace id and a turn are UUIDs')
  const limits =
    command.statementMs === undefined
      ? ''
      : `set local statement_timeout = ${Math.floor(command.statementMs)};`
  const answers = await client.query(
    `begin;${limits}select xid::text as xid, revision, at from hufu_begin('${workspaceId}', '${kind}', ${turn === undefined ? 'null' : `'${turn}'`})`,
  )
  // A multi-statement query answers with a list; the last one is the select.
  const last = (Array.isArray(answers) ? answers.at(-1) : answers) as
    | { readonly rows: readonly Begun[] }
    | undefined
  const row = last?.rows[0]
  assert(row !== undefined, 'hufu_begin answers one row')
  if (row.revision === null && command.founding !== true) throw refuse('authority/not-found')
  return row
}

/** Brings this node's facts to the fence on the transaction's own connection, then builds the act. */
export async function actAt(
  node: HufuNode,
  client: PoolClient,
  actor: Actor,
  command: Command,
  begun: Begun,
  witness: Witness,
): Promise<Act> {
  if (begun.revision !== null) await node.feed.catchUp(command.workspaceId, begun.revision, client)
  const state = begun.revision === null ? null : node.feed.state(command.workspaceId)
  const facts = state === null ? null : command.batch === true ? fork(state.facts) : state.facts
  return {
    workspaceId: command.workspaceId,
    actor,
    kind: command.kind,
    at: begun.at,
    effectiveAt: command.effectiveAt ?? null,
    requestId: command.requestId ?? newId(),
    channel: command.channel ?? 'http',
    tx: kyselyOn<PlatformTables>(client).withPlugin(witness.plugin),
    client,
    get facts() {
      assert(facts !== null, 'there are no facts before the company is founded')
      return facts
    },
    projection(projection) {
      assert(state !== null, 'there is no projection before the company is founded')
      return projectionOf(state, projection)
    },
  }
}

// INVARIANT A1: no write without a record in the journal that the command names.
function assertRecorded(command: Command, pages: Pages, witness: Witness): void {
  if (!witness.wrote()) return
  const journal = command.journal ?? command.kind
  const recorded =
    journal === 'activity' || (journal === 'authority' ? pages.recorded : pages.published).length > 0
  assert(recorded, `${command.name} wrote without a record in the ${journal} journal`)
}

/** At which revision, and the monotonic time of the reply to COMMIT. */
type Written = { readonly revision: number; readonly committed: number }

/** Ledger, fence and COMMIT: of a short change in one message, since all others of the company wait for it. Then the feed. */
async function writeAndCommit(node: HufuNode, act: Act, pages: Pages, begun: Begun): Promise<Written> {
  if (pages.published.length > 0) await writeContent(act, pages)
  const fence = begun.revision ?? 0
  const { recorded } = pages
  const revision = recorded.length === 0 ? fence : fence + 1
  const append = ledgerAppendOf(act, recorded, revision)
  const advance = `select hufu_advance('${act.workspaceId}', ${revision})`
  const inOne = recorded.length > 0 && isShort(pages)
  let first = 0
  if (recorded.length > 0 && !inOne) {
    await act.client.query(advance)
    first = (await appendLedger(act.client, append)).first
  }
  const message = inOne ? `${advance};${appendText(append)};commit` : 'commit'
  if (!node.lease.fresh()) throw refuse('node/not-fresh')
  const over = node.feed.committing(act.workspaceId, revision)
  try {
    const answers = await commit(node, act.client, begun.xid, message)
    const committed = node.clock.mono()
    if (answers !== null && inOne) first = firstOf(answers)
    const events = recorded.map((entry, offset) => feedEventOf(act, entry, revision, first + offset))
    // Where its entries came to stand was lost with the answer: they are read.
    if (answers === null && inOne) await node.feed.catchUp(act.workspaceId, revision)
    else if (events.length > 0) node.feed.applyOwn(act.workspaceId, revision, events)
    return { revision, committed }
  } finally {
    over()
  }
}

const isShort = ({ recorded }: Pages): boolean => recorded.length <= LEDGER_TEXT_ENTRIES_MAX

function ledgerAppendOf(act: Act, entries: readonly Recorded[], revision: number): LedgerAppend {
  return {
    workspaceId: act.workspaceId,
    tree: 'authority',
    revision,
    at: act.at.getTime(),
    ...(act.effectiveAt === null ? {} : { effectiveAt: act.effectiveAt.getTime() }),
    actor: ledgerActorOf(act.actor),
    ...proofOf(act),
    channel: act.channel,
    request: act.requestId,
    entries,
  }
}

// Between fence and COMMIT.
function firstOf(answers: readonly pg.QueryResult[]): number {
  const row: unknown = answers.at(-2)?.rows[0]
  assert(row instanceof Object && 'first' in row, 'the ledger answers every append')
  return Number(row.first)
}

// Only where one was asked for: a proof that nobody wanted says nothing about the act.
function proofOf(act: Act): Pick<LedgerAppend, 'proof'> {
  const by = proved(act)
  if (by === null || !isProofDemanded(act)) return {}
  const { method, id } = by
  const second = seconderOf(act)
  if (second === null) return { proof: { method, id } }
  const { memberId, proof } = second
  return { proof: { method, id, second: { memberId, method: proof.method, id: proof.id } } }
}

function feedEventOf(act: Act, entry: Recorded, revision: number, index: number): FeedEvent {
  const { event, data, sealed } = entry
  return {
    revision,
    index,
    event,
    data,
    sealed,
    at: act.at,
    actor: actorText(act.actor),
    requestId: act.requestId,
  }
}

async function writeContent(act: Act, pages: Pages): Promise<void> {
  await act.client.query(
    `with written as (
       insert into content_feed (workspace_id, topic, kind, data, at)
       select $1, topic, kind, data, $2 from jsonb_to_recordset($3::jsonb) as row (topic text, kind text, data jsonb)
     ) select pg_notify('hufu_content', $1::text)`,
    [act.workspaceId, act.at, JSON.stringify(pages.published)],
  )
}

export async function rollback(client: PoolClient, error: unknown): Promise<void> {
  if (isConnectionLoss(error)) return client.release(true)
  // A rollback that fails leaves the backend open: the connection is thrown away, which ends it.
  await client.query('rollback').then(
    () => client.release(),
    () => client.release(true),
  )
}
