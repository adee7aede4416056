import type { Clock } from '../clock/index.ts'
import type { Acknowledgement } from '../feed/index.ts'

/** What each node has said of each workspace, and whoever waits to hear more. */
export type Acknowledgements = {
  readonly hear: (note: Acknowledgement) => void
  /** The newest revision heard of, −1 for none. */
  readonly heard: (node: string, incarnation: string, workspaceId: string) => number
  /** When an incarnation was last heard of, of whatever workspace, on the monotonic clock; minus infinity for never. */
  readonly lastFrom: (node: string, incarnation: string) => number
  /** Resolves at the next acknowledgement of anybody, when stirred, or after `ms`. */
  readonly next: (ms: number) => Promise<void>
  /** Something else has become known that who waits may have waited for. */
  readonly stir: () => void
}

/** An empty book. */
export function newAcknowledgements(clock: Clock): Acknowledgements {
  const revisions = new Map<string, number>()
  const lasts = new Map<string, number>()
  const waiting = new Set<() => void>()
  const keyOf = (node: string, incarnation: string, workspaceId: string): string =>
    `${node} ${incarnation} ${workspaceId}`
  const stir = (): void => {
    for (const resume of waiting) resume()
  }
  return {
    stir,
    hear({ node, incarnation, workspaceId, revision }) {
      lasts.set(`${node} ${incarnation}`, clock.mono())
      const key = keyOf(node, incarnation, workspaceId)
      if (revision > (revisions.get(key) ?? -1)) revisions.set(key, revision)
      stir()
    },
    heard: (node, incarnation, workspaceId) => revisions.get(keyOf(node, incarnation, workspaceId)) ?? -1,
    lastFrom: (node, incarnation) => lasts.get(`${node} ${incarnation}`) ?? Number.NEGATIVE_INFINITY,
    next: (ms) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer)
          waiting.delete(done)
          resolve()
        }
        const timer = setTimeout(done, Math.max(0, ms))
        waiting.add(done)
      }),
  }
}
