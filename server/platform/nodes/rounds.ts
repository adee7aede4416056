import { newId } from '@hufu/kit'
import type { Logger } from 'pino'
import type { NodeParts } from './node.ts'
import { renewOnce } from './renewal.ts'

export const RENEWAL_EVERY_MS = 1000
const FEED_POLL_EVERY_MS = 500
const LAPSE_WATCH_EVERY_MS = 200
/** After a lapse sockets are kept this long, in case the node is back at once. */
const LAPSE_KEEPS_SOCKETS_MS = 3000
const STUCK_APPLYING_MS = 6500

/** Takes the lease, then keeps lease and feed fresh: what NOTIFY only hurries, these rounds make true. */
export async function keepFresh(parts: NodeParts): Promise<{ readonly stop: () => void }> {
  const { feed, content, lease, effects, log, clock, acknowledge } = parts
  const since = new Map<string, number>()
  feed.listen((workspaceId, revision) => {
    // Effects first: an acknowledgement says that nothing refused is open any more.
    effects.recheck(workspaceId)
    acknowledge(workspaceId, revision)
    since.set(workspaceId, clock.mono())
    content.wake(workspaceId)
  })
  await renew(parts)
  const stops = [
    repeat(RENEWAL_EVERY_MS, log, 'renewing the lease failed', async () => {
      await renew(parts)
      finishStuck(parts, since)
    }),
    repeat(FEED_POLL_EVERY_MS, log, 'polling the feed failed', async () => {
      for (const workspaceId of (await feed.poll()).keys()) content.wake(workspaceId)
    }),
    repeat(LAPSE_WATCH_EVERY_MS, log, 'watching the lease failed', () => {
      if (lease.lapsedForMs() > LAPSE_KEEPS_SOCKETS_MS) effects.destroyAll('node/not-fresh')
      return Promise.resolve()
    }),
  ]
  return {
    stop() {
      for (const stop of stops) stop()
    },
  }
}

async function renew({ pools, lease, feed, self, acknowledge }: NodeParts): Promise<void> {
  const renewed = await renewOnce(pools.lease, lease, feed, self, newId)
  // Behind the fence, or a new incarnation: it has caught up meanwhile and may ask again at once.
  if (!renewed) await renewOnce(pools.lease, lease, feed, self, newId)
  if (lease.fresh()) for (const state of feed.known()) acknowledge(state.workspaceId, state.revision)
}

// A revoker that died between its commit and the end of its barrier must not leave views saying "applying" for good.
function finishStuck({ feed, barrier, clock, tell }: NodeParts, since: Map<string, number>): void {
  for (const { workspaceId, revision } of feed.known()) {
    const from = since.get(workspaceId)
    if (from === undefined || revision <= barrier.through(workspaceId) || clock.mono() - from < STUCK_APPLYING_MS) continue
    since.set(workspaceId, clock.mono())
    tell(barrier.wait(workspaceId, revision, clock.mono()))
  }
}

/** Runs `work` every `ms`, never twice at once; a failure is logged and the next turn tries again. */
function repeat(ms: number, log: Logger, words: string, work: () => Promise<void>): () => void {
  let running = false
  const timer = setInterval(() => {
    if (running) return
    running = true
    work()
      .catch((error: unknown) => log.warn({ err: error }, words))
      .finally(() => {
        running = false
      })
  }, ms)
  return () => clearInterval(timer)
}
