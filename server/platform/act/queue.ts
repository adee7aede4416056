import { refuse } from '@hufu/kit'

/** Commands that wait longer than this for their turn are refused with `authority/busy`, so that nobody waits in the dark. */
export const QUEUE_MS_MAX = 15_000
export const QUEUE_LENGTH_MAX = 2000
/** Connections that authority commands may hold at once on one node. */
const CONNECTIONS_MAX = 2

type Waiter = { readonly workspaceId: string; readonly urgent: boolean; readonly start: () => void }

/** Authority commands one at a time per workspace and two per node, urgent ones first. */
export type Queue = {
  readonly run: <T>(workspaceId: string, urgent: boolean, work: () => Promise<T>) => Promise<T>
}

/** An in-process queue: it keeps lock waits out of the database, where each would hold a connection. */
export function newQueue(): Queue {
  const busy = new Set<string>()
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
      try {
        return await work()
      } finally {
        busy.delete(workspaceId)
        next()
      }
    },
  }
}
