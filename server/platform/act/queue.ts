import { refuse } from '@hufu/kit'

/** Commands that wait longer than this for their turn are refused with `authority/busy`, so that nobody waits in the dark. */
export const QUEUE_MS_MAX = 15_000
export const QUEUE_LENGTH_MAX = 2000
/** Connections that authority commands may hold at once on one node. */
const CONNECTIONS_MAX = 2

type Waiter = { readonly workspaceId: string; readonly urgent: boolean; readonly start: () => void }

/** A turn in the queue. */
export type Turn = {
  /** Settles when the change before this one, if it was still being committed, is committed and known here, or has failed. */
  readonly before: Promise<unknown>
  /**
   * What is left of this turn is its COMMIT: the next change may begin, which then waits in the database for the lock
   * instead of here for the answer. `ended` settles with the COMMIT, and must not wait for anything else.
   */
  readonly handOn: (ended: Promise<unknown>) => void
}

/** Authority commands one at a time per workspace and two per node, urgent ones first. */
export type Queue = {
  readonly run: <T>(workspaceId: string, urgent: boolean, work: (turn: Turn) => Promise<T>) => Promise<T>
}

/** An in-process queue: it keeps lock waits out of the database, where each would hold a connection. */
export function newQueue(): Queue {
  const busy = new Set<string>()
  const commits = underWay()
  const waiters: Waiter[] = []

  const next = (): void => {
    while (busy.size < CONNECTIONS_MAX) {
      const ready = (waiter: Waiter): boolean => !busy.has(waiter.workspaceId)
      const urgent = waiters.findIndex((waiter) => waiter.urgent && ready(waiter))
      const index = urgent === -1 ? waiters.findIndex(ready) : urgent
      const [waiter] = index === -1 ? [] : waiters.splice(index, 1)
      if (waiter === undefined) return
      busy.add(waiter.workspaceId)
      waiter.start()
    }
  }

  const turn = (workspaceId: string, urgent: boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      if (waiters.length >= QUEUE_LENGTH_MAX) return reject(refuse('authority/busy'))
      const timer = setTimeout(() => {
        const index = waiters.indexOf(waiter)
        if (index !== -1) waiters.splice(index, 1)
        reject(refuse('authority/busy'))
      }, QUEUE_MS_MAX)
      const waiter: Waiter = {
        workspaceId,
        urgent,
        start: () => {
          clearTimeout(timer)
          resolve()
        },
      }
      waiters.push(waiter)
      next()
    })

  return {
    async run(workspaceId, urgent, work) {
      await turn(workspaceId, urgent)
      const before = commits.of(workspaceId)
      let isOver = false
      const over = (): void => {
        if (isOver) return
        isOver = true
        busy.delete(workspaceId)
        next()
      }
      const handOn = (ended: Promise<unknown>): void => {
        if (isOver) return
        commits.add(workspaceId, ended)
        over()
      }
      try {
        return await work({ before, handOn })
      } finally {
        over()
      }
    },
  }
}

/** What is being committed by workspace: the newest stands for those before it. */
function underWay() {
  const newest = new Map<string, Promise<void>>()
  return {
    of: (workspaceId: string): Promise<void> => newest.get(workspaceId) ?? Promise.resolve(),
    add(workspaceId: string, ended: Promise<unknown>): void {
      const settled = Promise.allSettled([ended]).then(() => {
        if (newest.get(workspaceId) === settled) newest.delete(workspaceId)
      })
      newest.set(workspaceId, settled)
    },
  }
}
