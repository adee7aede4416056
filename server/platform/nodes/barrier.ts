import type { Applied } from '@hufu/contract'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Clock } from '../clock/index.ts'
import type { Acknowledgement } from '../feed/index.ts'

/** A silent node may act from memory until its lease has run out; counted from the reply to COMMIT on our own clock. */
export const SILENT_NODE_MS = 5500
/** After this long our own older backends are ended, whatever they do. */
export const OLDER_BACKENDS_MS = 2000
/** The call returns by then in any case. */
export const BARRIER_MS_MAX = 6000
const pollMs = [0, 1, 1, 2, 2, 4, 4, 8, 16, 32] as const

/**
 * Whether every older writer has ended. The snapshot answers for the whole server; where somebody else's database on it
 * holds a long transaction, our own database is looked at: a number is in its backend's row before it is given out.
 */
const OLDER_ENDED = `select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 or not exists (
    select from pg_stat_activity
    where datname = current_database() and backend_xid is not null and age(backend_xid) > age($2::xid)
  ) as through`

/** backend_xid is the lower half of a number; `age` compares halves the way PostgreSQL itself does. */
const lowerHalf = (number: bigint): string => String(number & 0xffff_ffffn)

type NodeRow = { readonly id: string; readonly incarnation: string; readonly name: string }

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

/** The barrier of one node: acknowledgements by node, and the wait for older writers. */
export function newBarrier(options: BarrierOptions): Barrier {
  const acknowledgements = new Map<string, number>()
  const throughs = new Map<string, number>()
  const waiting = new Set<() => void>()
  const keyOf = (node: string, incarnation: string, workspaceId: string): string => `${node} ${incarnation} ${workspaceId}`
  const heard = (row: NodeRow, workspaceId: string): number =>
    acknowledgements.get(keyOf(row.id, row.incarnation, workspaceId)) ?? -1

  const nextAcknowledgement = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        waiting.delete(done)
        resolve()
      }
      const timer = setTimeout(done, Math.max(0, ms))
      waiting.add(done)
    })

  const waitForNode = async (row: NodeRow, workspaceId: string, revision: number, committed: number) => {
    for (;;) {
      const afterMs = options.clock.mono() - committed
      if (heard(row, workspaceId) >= revision) return { node: row.name, outcome: 'acknowledged' as const, afterMs }
      if (afterMs >= SILENT_NODE_MS) {
        await forget(row)
        return { node: row.name, outcome: 'lease-ran-out' as const, afterMs }
      }
      await nextAcknowledgement(SILENT_NODE_MS - afterMs)
    }
  }

  // Its lease has run out and cannot be renewed behind the fence: whoever wakes up as this node must register anew.
  const forget = async (row: NodeRow): Promise<void> => {
    await options.pool.query('delete from node where id = $1 and incarnation = $2', [row.id, row.incarnation])
    options.log.warn({ node: row.name }, 'a silent node was waited out; its row is gone')
  }

  const waitForNodes = async (workspaceId: string, revision: number, committed: number) => {
    const { rows } = await options.pool.query<NodeRow>('select id, incarnation, name from node')
    const self = options.self()
    return Promise.all(
      rows.map((row) =>
        row.id === self.id
          ? { node: row.name, outcome: 'acknowledged' as const, afterMs: options.clock.mono() - committed }
          : waitForNode(row, workspaceId, revision, committed),
      ),
    )
  }

  /** True when every transaction numbered before ours has ended: each either committed before our answer or never will. */
  const waitForWriters = async (committed: number): Promise<boolean> => {
    const { rows } = await options.pool.query<{ number: string }>('select pg_current_xact_id()::text as number')
    const number = BigInt(rows[0]?.number ?? '0')
    let ended = false
    for (let round = 0; ; round += 1) {
      const { rows: answers } = await options.pool.query<{ through: boolean }>(OLDER_ENDED, [String(number), lowerHalf(number)])
      if (answers[0]?.through === true) return true
      const afterMs = options.clock.mono() - committed
      if (afterMs >= SILENT_NODE_MS) return false
      if (afterMs >= OLDER_BACKENDS_MS && !ended) {
        ended = true
        await endOlderBackends(number)
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs[Math.min(round, pollMs.length - 1)]))
    }
  }

  const endOlderBackends = async (number: bigint): Promise<void> => {
    const { rows } = await options.pool.query<{ pid: number; application_name: string }>(
      `select pid, application_name, pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name like 'hufu/%' and pid <> pg_backend_pid()
         and backend_xid is not null and age(backend_xid) > age($1::xid)`,
      [lowerHalf(number)],
    )
    options.log.warn({ ended: rows.map((row) => row.application_name) }, 'older write transactions were ended by the barrier')
  }

  const applied = (workspaceId: string, revision: number): void => {
    if (revision > (throughs.get(workspaceId) ?? -1)) throughs.set(workspaceId, revision)
  }

  const judge = (writers: boolean, nodes: Applied['nodes'], revision: number, committed: number): Applied => ({
    state: writers && nodes.every((node) => node.outcome !== 'silent') ? 'applied' : 'unverified',
    revision,
    tookMs: options.clock.mono() - committed,
    nodes,
  })

  return {
    async wait(workspaceId, revision, committed) {
      const silent = new Promise<null>((resolve) => setTimeout(() => resolve(null), BARRIER_MS_MAX).unref())
      const whole = Promise.all([waitForWriters(committed), waitForNodes(workspaceId, revision, committed)])
      const done = await Promise.race([whole, silent]).catch((error: unknown) => {
        options.log.error({ err: error, workspaceId, revision }, 'the barrier could not be seen through')
        return null
      })
      if (done === null) return { state: 'unverified', revision, tookMs: options.clock.mono() - committed, nodes: [] }
      const answer = judge(done[0], done[1], revision, committed)
      if (answer.state === 'applied') {
        applied(workspaceId, revision)
        await options.pool.query("select pg_notify('hufu_applied', $1)", [`${workspaceId} ${revision}`])
      }
      return answer
    },
    acknowledged(note) {
      const key = keyOf(note.node, note.incarnation, note.workspaceId)
      if (note.revision > (acknowledgements.get(key) ?? -1)) acknowledgements.set(key, note.revision)
      for (const resume of waiting) resume()
    },
    applied,
    through: (workspaceId) => throughs.get(workspaceId) ?? -1,
  }
}
