import type pg from 'pg'
import type { Logger } from 'pino'
import { ownHorizon } from './horizon.ts'

/** One row of the content feed. Its row is its record. */
export type ContentEvent = {
  readonly id: number
  readonly topic: string
  readonly kind: string
  readonly data: unknown
  readonly at: Date
}

export type ContentListener = (workspaceId: string, event: ContentEvent) => void

export type ContentFeed = {
  readonly listen: (listener: ContentListener) => void
  /** Something was written, or may have become readable. */
  readonly wake: (workspaceId: string) => void
  readonly stop: () => void
}

const PAGE_ROWS_MAX = 500
/** While a writer with a lower number is open its successors wait: look again soon, then less often. */
const againMs = [2, 5, 10, 20, 50] as const
/** Having waited so often, it is asked whether the writer is one of ours. */
const PATIENCE_ROUNDS = 2

type Position = { xid: string; id: number }
type Row = ContentEvent & { readonly xid: string }

/**
 * Reads the content feed in the order (xid, id), only below the horizon: an earlier number may still commit above it. A
 * row waiting there is asked for again until it is free. `pg_snapshot_xmin` speaks of the whole server; where somebody
 * else's database on it holds a long transaction, the horizon of our own database is looked at.
 */
export function contentFeed(options: { readonly pool: pg.Pool; readonly log: Logger }): ContentFeed {
  const listeners: ContentListener[] = []
  const positions = new Map<string, Position>()
  const running = new Map<string, { again: boolean }>()
  let stopped = false

  const readPage = async (
    workspaceId: string,
    waited: number,
  ): Promise<{ rows: readonly Row[]; waiting: boolean }> => {
    const from = positions.get(workspaceId)
    if (from === undefined) {
      positions.set(workspaceId, { xid: await ownHorizon(options.pool), id: 0 })
      return { rows: [], waiting: true }
    }
    // INVARIANT: found before the rows are read, so that everything below it is in their snapshot.
    const horizon = waited > PATIENCE_ROUNDS ? await ownHorizon(options.pool) : '0'
    const { rows } = await options.pool.query<Row & { free: boolean }>(
      `select xid::text as xid, id, topic, kind, data, at,
              xid < greatest(pg_snapshot_xmin(pg_current_snapshot()), $5::xid8) as free
       from content_feed where workspace_id = $1 and (xid, id) > ($2::xid8, $3) order by content_feed.xid, id limit $4`,
      [workspaceId, from.xid, from.id, PAGE_ROWS_MAX, horizon],
    )
    const stop = rows.findIndex((row) => !row.free)
    const free = stop === -1 ? rows : rows.slice(0, stop)
    const last = free.at(-1)
    if (last !== undefined) positions.set(workspaceId, { xid: last.xid, id: last.id })
    return { rows: free, waiting: stop !== -1 || rows.length === PAGE_ROWS_MAX }
  }

  const drain = async (workspaceId: string): Promise<void> => {
    let waited = 0
    for (;;) {
      if (stopped) return
      const { rows, waiting } = await readPage(workspaceId, waited)
      for (const row of rows) for (const listener of listeners) listener(workspaceId, row)
      if (!waiting) return
      waited = rows.length > 0 ? 0 : waited + 1
      await new Promise((resolve) => setTimeout(resolve, againMs[Math.min(waited, againMs.length - 1)]))
    }
  }

  const wake = (workspaceId: string): void => {
    const current = running.get(workspaceId)
    if (current !== undefined) {
      current.again = true
      return
    }
    const mine = { again: false }
    running.set(workspaceId, mine)
    void drain(workspaceId)
      .catch((error: unknown) =>
        options.log.warn({ err: error, workspaceId }, 'reading the content feed failed; trying again'),
      )
      .finally(() => {
        running.delete(workspaceId)
        if (mine.again && !stopped) wake(workspaceId)
      })
  }

  return { listen: (listener) => void listeners.push(listener), wake, stop: () => void (stopped = true) }
}
