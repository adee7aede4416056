import type { Applied } from '@hufu/contract'
import { assert } from '@hufu/kit'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Clock } from '../clock/index.ts'
import type { Acknowledgement } from '../feed/index.ts'
import { newAcknowledgements } from './acknowledgements.ts'
import type { Acknowledgements } from './acknowledgements.ts'
import { looksAtWriters, waitForOlderWriters } from './older-writers.ts'
import type { Looks } from './older-writers.ts'
import { shared, sharedForEach } from './shared.ts'
import { waitOutSilent } from './silence.ts'

/** A silent node may act from memory until its lease has run out; counted from the reply to COMMIT on our own clock. */
export const SILENT_NODE_MS = 5500
/** The call returns by then in any case. */
export const BARRIER_MS_MAX = 6000
/** A question that lost its connection is asked again after this. */
const ASK_AGAIN_MS = 50
/** Between two questions that many share. */
const REST_MS = 1

type NodeRow = { readonly id: string; readonly incarnation: string; readonly name: string }
type NodeOutcome = Applied['nodes'][number]

export type BarrierOptions = {
  /** Reserved for the barrier: short statements only, nothing is held while waiting. */
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly log: Logger
  /** Whether every acknowledgement given since an instant of the monotonic clock has been heard here. */
  readonly heardAllSince: (mono: number) => Promise<boolean>
}

export type Barrier = {
  /** Waits until nothing can act on facts older than `revision`. `committed` is the monotonic time of the reply to COMMIT. */
  readonly wait: (workspaceId: string, revision: number, committed: number) => Promise<Applied>
  readonly acknowledged: (note: Acknowledgement) => void
  /** Some node has seen a barrier through. */
  readonly applied: (workspaceId: string, revision: number) => void
  /** The newest revision whose barrier is known to be through. */
  readonly through: (workspaceId: string) => number
  /** Waits out the nodes that have said nothing for longer than a lease, and takes their rows off; their names. */
  readonly waitOutSilent: () => Promise<readonly string[]>
}

// One wait: for which revision, since when, and whether its answer is given.
type Wait = {
  readonly workspaceId: string
  readonly revision: number
  readonly committed: number
  over: boolean
}
type Inner = BarrierOptions & {
  readonly acknowledgements: Acknowledgements
  readonly through: Barrier['through']
  readonly begin: () => Promise<Beginning>
  readonly looks: Looks
}

/** What a wait rests on, both read after its COMMIT: a new number, and the nodes that may still act. */
type Beginning = { readonly number: bigint; readonly nodes: readonly NodeRow[] }

/** The barrier of one node. */
export function newBarrier(options: BarrierOptions): Barrier {
  const acknowledgements = newAcknowledgements(options.clock)
  const throughs = new Map<string, number>()
  const through = (workspaceId: string): number => throughs.get(workspaceId) ?? -1
  const applied = (workspaceId: string, revision: number): void => {
    if (revision <= through(workspaceId)) return
    throughs.set(workspaceId, revision)
    acknowledgements.stir()
  }
  const tellApplied = newTelling(options, through)
  const inner: Inner = {
    ...options,
    acknowledgements,
    through,
    begin: shared(() => beginning(options.pool), REST_MS),
    looks: looksAtWriters(options.pool),
  }
  return {
    async wait(workspaceId, revision, committed) {
      const answer = await see(inner, { workspaceId, revision, committed, over: false })
      if (answer.state !== 'applied' || through(workspaceId) >= revision) return answer
      applied(workspaceId, revision)
      tellApplied(workspaceId)
      return answer
    },
    acknowledged: acknowledgements.hear,
    applied,
    through,
    waitOutSilent: () => waitOutSilent({ ...inner, silentMs: SILENT_NODE_MS }),
  }
}

async function see(inner: Inner, wait: Wait): Promise<Applied> {
  const { clock, log } = inner
  const { revision, committed } = wait
  const late = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), BARRIER_MS_MAX - (clock.mono() - committed)).unref()
  })
  const whole = waitForBoth(inner, wait)
  const done = await Promise.race([whole, seenByOthers(inner, wait), late]).catch((error: unknown) => {
    log.error({ err: error, ...wait }, 'the barrier could not be seen through')
    return null
  })
  wait.over = true
  // What still waits ends with this; nobody is left to hear of it.
  inner.acknowledgements.stir()
  whole.catch(() => {})
  const tookMs = clock.mono() - committed
  if (done === null) return { state: 'unverified', revision, tookMs, nodes: [] }
  const [writers, nodes] = done
  return { state: writers ? 'applied' : 'unverified', revision, tookMs, nodes }
}

/** Somebody else who waits for this revision or a later one may see it through first. */
async function seenByOthers(
  { acknowledgements, through }: Inner,
  wait: Wait,
): Promise<readonly [boolean, NodeOutcome[]]> {
  while (!wait.over && through(wait.workspaceId) < wait.revision) await acknowledgements.next(BARRIER_MS_MAX)
  return [!wait.over, []]
}

async function waitForBoth(inner: Inner, wait: Wait): Promise<readonly [boolean, NodeOutcome[]]> {
  const { number, nodes } = await patiently(inner, wait, inner.begin)
  return await Promise.all([
    writersEnded(inner, wait, number),
    Promise.all(nodes.map((row) => waitForNode(inner, wait, row))),
  ])
}

async function beginning(pool: pg.Pool): Promise<Beginning> {
  const { rows } = await pool.query<{ number: string; nodes: readonly NodeRow[] }>(
    `select pg_current_xact_id()::text as number,
       (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'incarnation', incarnation, 'name', name)), '[]')
        from node) as nodes`,
  )
  const [row] = rows
  assert(row !== undefined, 'a select without a table answers one row')
  return { number: BigInt(row.number), nodes: row.nodes }
}

function writersEnded(inner: Inner, wait: Wait, number: bigint): Promise<boolean> {
  const elapsedMs = (): number => inner.clock.mono() - wait.committed
  const goOn = (): boolean => !wait.over && elapsedMs() < SILENT_NODE_MS
  return patiently(inner, wait, () => waitForOlderWriters({ ...inner, number, elapsedMs, goOn }))
}

async function waitForNode(inner: Inner, wait: Wait, row: NodeRow): Promise<NodeOutcome> {
  const { acknowledgements, clock } = inner
  for (;;) {
    const afterMs = clock.mono() - wait.committed
    if (hasAcknowledged(inner, wait, row)) return { node: row.name, outcome: 'acknowledged', afterMs }
    if (wait.over) return { node: row.name, outcome: 'silent', afterMs }
    if (afterMs >= SILENT_NODE_MS) {
      await forget(inner, wait, row)
      return { node: row.name, outcome: 'lease-ran-out', afterMs }
    }
    await acknowledgements.next(SILENT_NODE_MS - afterMs)
  }
}

const hasAcknowledged = ({ acknowledgements }: Inner, wait: Wait, row: NodeRow): boolean =>
  acknowledgements.heard(row.id, row.incarnation, wait.workspaceId) >= wait.revision

/**
 * Its lease has run out and cannot be renewed behind the fence: whoever wakes up as this node must register anew. A node
 * renews only after acknowledging, so one that is alive has been heard; where our own hearing was broken the row stays.
 */
async function forget(inner: Inner, wait: Wait, row: NodeRow): Promise<void> {
  const { pool, log, heardAllSince } = inner
  if (!(await heardAllSince(wait.committed)) || hasAcknowledged(inner, wait, row)) return
  await pool.query('delete from node where id = $1 and incarnation = $2', [row.id, row.incarnation])
  log.warn({ node: row.name }, 'a silent node was waited out; its row is gone')
}

/** Asks until the database answers: what is waited for does not change by a lost connection. */
async function patiently<T>({ clock, log }: Inner, wait: Wait, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (wait.over || clock.mono() - wait.committed >= SILENT_NODE_MS) throw error
      log.warn({ err: error }, 'the barrier lost a connection; it asks again')
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
    }
  }
}

// The others need not hear it: each finds out by waiting itself. The newest stands for those before it.
function newTelling(
  { pool, log }: BarrierOptions,
  through: Barrier['through'],
): (workspaceId: string) => void {
  const telling = sharedForEach(
    (workspaceId) =>
      pool.query("select pg_notify('hufu_applied', $1)", [`${workspaceId} ${through(workspaceId)}`]),
    REST_MS,
  )
  return (workspaceId) => {
    telling(workspaceId).catch((error: unknown) =>
      log.warn({ err: error }, 'the other nodes were not told that a barrier is through'),
    )
  }
}
