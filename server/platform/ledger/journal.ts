import { sameBytes } from '@hufu/merkle'
import { buildLeaf } from './append.ts'
import { ACTIVITY_PER_ACTOR_MAX, ACTIVITY_WINDOW_MS } from './journal-budget.ts'
import { activityBuffer } from './journal-buffer.ts'
import type { ActivityBuffer, ActivityEntry, BufferBounds, JournalCounts, Waiting } from './journal-buffer.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { inTransaction } from './query.ts'
import type { Query, QueryPool } from './query.ts'
import { appendLeaves, lockTree, readRevision, readSalt } from './store.ts'

/** Milliseconds an entry may wait in memory before it is sent to the database. */
export const ACTIVITY_FLUSH_MS = 500

/** Most entries kept in memory while the database is away; newer ones are counted instead. */
export const ACTIVITY_BUFFER_MAX = 20_000

/** Most entries sent in one transaction. */
export const ACTIVITY_BATCH_MAX = 2_000

/** How the journal stands. `failing`: the database did not take the last batch. */
export type JournalState = JournalCounts & { readonly failing: boolean }

/** The activity journal. `recordActivity` never blocks and throws only when an entry cannot be a leaf: a bug of ours. */
export type ActivityJournal = {
  readonly recordActivity: (entry: ActivityEntry) => void
  /** Resolves when all that was recorded before stands in the ledger; rejects when the database does not take it. */
  readonly flush: () => Promise<void>
  /** Writes what is left, with the counts of what was left out, and ends the timer. */
  readonly stop: () => Promise<void>
  readonly state: () => JournalState
}

/** What the journal needs. `warn` hears when the database stops taking entries and when it takes them again. */
export type JournalOptions = Partial<BufferBounds> & {
  readonly pool: QueryPool
  readonly warn: (message: string, details: Readonly<Record<string, unknown>>) => void
  readonly now?: () => number
  readonly flushMs?: number
}

/** Starts a journal: entries wait at most half a second in memory, and outlive an absent database up to a bound. */
export function activityJournal(options: JournalOptions): ActivityJournal {
  const { pool, warn, now = Date.now, flushMs = ACTIVITY_FLUSH_MS } = options
  const { perActorMax = ACTIVITY_PER_ACTOR_MAX, windowMs = ACTIVITY_WINDOW_MS } = options
  const buffer = activityBuffer({
    bufferMax: options.bufferMax ?? ACTIVITY_BUFFER_MAX,
    perActorMax,
    windowMs,
  })
  const write = batchWriter(pool)
  let timer: NodeJS.Timeout | null = null
  let failing = false
  let settleUntil: () => number = now

  const flush = oneAtATime(async () => {
    try {
      buffer.settle(now(), settleUntil())
      await drain(buffer, write, now)
      if (failing) warn('the activity journal is written again', buffer.counts())
      failing = false
    } catch (error) {
      if (!failing)
        warn('the activity journal cannot be written; entries wait in memory', { error, ...buffer.counts() })
      failing = true
      schedule()
      throw error
    }
  })
  const schedule = (): void => {
    timer ??= setTimeout(() => {
      timer = null
      // What went wrong was told by the round itself, and the entries wait for the next one.
      flush().catch(() => {})
    }, flushMs)
    timer.unref()
  }
  return {
    recordActivity: (entry) => {
      buffer.add(entry)
      schedule()
    },
    flush,
    stop: async () => {
      settleUntil = () => Number.POSITIVE_INFINITY
      await flush().finally(() => {
        if (timer !== null) clearTimeout(timer)
      })
    },
    state: () => ({ ...buffer.counts(), failing }),
  }
}

type Writer = (workspaceId: string, batch: readonly Waiting[]) => Promise<void>

/** Writes all that waits. A workspace whose entries are not taken holds up no other; its error is thrown at the end. */
async function drain(buffer: ActivityBuffer, write: Writer, now: () => number): Promise<void> {
  const failed = new Set<string>()
  let firstError: unknown
  for (;;) {
    const next = buffer.first(ACTIVITY_BATCH_MAX, failed)
    if (next === null) break
    try {
      await write(next.workspaceId, next.batch)
      buffer.drop(next.workspaceId, next.batch.length, now())
    } catch (error) {
      firstError ??= error
      failed.add(next.workspaceId)
    }
  }
  if (failed.size > 0) throw firstError
}

/** Where the last batch of a workspace was about to stand: tells, after a lost answer, whether it was committed. */
type Attempt = { readonly first: number; readonly salt: Uint8Array; readonly count: number }

function batchWriter(pool: QueryPool): Writer {
  const attempts = new Map<string, Attempt>()
  return async (workspaceId, batch) => {
    const name = { workspaceId, tree: 'activity' } as const
    await inTransaction(pool, async (query) => {
      const first = await lockTree(query, name)
      const rest = batch.slice(await committedBefore(query, workspaceId, attempts.get(workspaceId)))
      const [next] = rest
      if (next === undefined) return
      // Read after the lock: whoever appends later reads the same revision or a newer one.
      const revision = await readRevision(query, workspaceId)
      const leaves = rest.map(({ entry, salt }) =>
        buildLeaf({ ...entry, tree: name.tree, revision }, entry, salt),
      )
      attempts.set(workspaceId, { first, salt: next.salt, count: rest.length })
      await appendLeaves(query, { ...name, revision, at: null, request: null, leaves })
    })
    attempts.delete(workspaceId)
  }
}

async function committedBefore(
  query: Query,
  workspaceId: string,
  attempt: Attempt | undefined,
): Promise<number> {
  if (attempt === undefined) return 0
  const salt = await readSalt(query, { workspaceId, tree: 'activity' }, attempt.first)
  return salt !== null && sameBytes(salt, attempt.salt) ? attempt.count : 0
}
