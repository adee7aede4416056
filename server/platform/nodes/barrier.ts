import type { Applied } from '@hufu/contract'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Clock } from '../clock/index.ts'
import type { Acknowledgement } from '../feed/index.ts'
import { newAcknowledgements } from './acknowledgements.ts'
import type { Acknowledgements } from './acknowledgements.ts'
import { waitForOlderWriters } from './older-writers.ts'

/** A silent node may act from memory until its lease has run out; counted from the reply to COMMIT on our own clock. */
export const SILENT_NODE_MS = 5500
/** The call returns by then in any case. */
export const BARRIER_MS_MAX = 6000

type NodeRow = { readonly id: string; readonly incarnation: string; readonly name: string }
type NodeOutcome = Applied['nodes'][number]

export type BarrierOptions = {
  /** Reserved for the barrier: short statements only, nothing is held while waiting. */
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly log: Logger
  readonly self: () => { readonly id: string; readonly incarnation: string }
}

export type Barrier = {
  /** Waits until nothing can act on facts older than `revision`. `committed` is the monotonic time of the reply to COMMIT. */
  readonly wait: (workspaceId: string, revision: number, committed: number) => Promise<Applied>
  readonly acknowledged: (note: Acknowledgement) => void
  /** Some node has seen a barrier through. */
  readonly applied: (workspaceId: string, revision: number) => void
  /** The newest revision whose barrier is known to be through. */
  readonly through: (workspaceId: string) => number
}

// One wait: for which revision, since when.
type Wait = { readonly workspaceId: string; readonly revision: number; readonly committed: number }

/** The barrier of one node. */
export function newBarrier(options: BarrierOptions): Barrier {
  const acknowledgements = newAcknowledgements()
  const throughs = new Map<string, number>()
  const applied = (workspaceId: string, revision: number): void => {
    if (revision > (throughs.get(workspaceId) ?? -1)) throughs.set(workspaceId, revision)
  }
  return {
    async wait(workspaceId, revision, committed) {
      const answer = await see(options, acknowledgements, { workspaceId, revision, committed })
      if (answer.state !== 'applied') return answer
      applied(workspaceId, revision)
      await options.pool.query("select pg_notify('hufu_applied', $1)", [`${workspaceId} ${revision}`])
      return answer
    },
    acknowledged: acknowledgements.hear,
    applied,
    through: (workspaceId) => throughs.get(workspaceId) ?? -1,
  }
}

async function see(options: BarrierOptions, acknowledgements: Acknowledgements, wait: Wait): Promise<Applied> {
  const { clock, log } = options
  const { revision, committed } = wait
  const silent = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), BARRIER_MS_MAX).unref()
  })
  const whole = Promise.all([waitForOlderWriters(options, committed, SILENT_NODE_MS), waitForNodes(options, acknowledgements, wait)])
  const done = await Promise.race([whole, silent]).catch((error: unknown) => {
    log.error({ err: error, ...wait }, 'the barrier could not be seen through')
    return null
  })
  const tookMs = clock.mono() - committed
  if (done === null) return { state: 'unverified', revision, tookMs, nodes: [] }
  const [writersEnded, nodes] = done
  return { state: writersEnded ? 'applied' : 'unverified', revision, tookMs, nodes }
}

async function waitForNodes(options: BarrierOptions, acknowledgements: Acknowledgements, wait: Wait): Promise<NodeOutcome[]> {
  const { rows } = await options.pool.query<NodeRow>('select id, incarnation, name from node')
  const self = options.self()
  return Promise.all(
    rows.map(async (row): Promise<NodeOutcome> => {
      if (row.id !== self.id) return waitForNode(options, acknowledgements, wait, row)
      return { node: row.name, outcome: 'acknowledged', afterMs: options.clock.mono() - wait.committed }
    }),
  )
}

async function waitForNode(options: BarrierOptions, acknowledgements: Acknowledgements, wait: Wait, row: NodeRow): Promise<NodeOutcome> {
  for (;;) {
    const afterMs = options.clock.mono() - wait.committed
    if (acknowledgements.heard(row.id, row.incarnation, wait.workspaceId) >= wait.revision)
      return { node: row.name, outcome: 'acknowledged', afterMs }
    if (afterMs >= SILENT_NODE_MS) {
      await forget(options, row)
      return { node: row.name, outcome: 'lease-ran-out', afterMs }
    }
    await acknowledgements.next(SILENT_NODE_MS - afterMs)
  }
}

// Its lease has run out and cannot be renewed behind the fence: whoever wakes up as this node must register anew.
async function forget({ pool, log }: BarrierOptions, row: NodeRow): Promise<void> {
  await pool.query('delete from node where id = $1 and incarnation = $2', [row.id, row.incarnation])
  log.warn({ node: row.name }, 'a silent node was waited out; its row is gone')
}
