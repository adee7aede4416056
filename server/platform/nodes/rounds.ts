import { newId } from '@hufu/kit'
import type { Logger } from 'pino'
import { cutPool } from '../db/index.ts'
import type { NodeParts } from './node.ts'
import { renewOnce } from './renewal.ts'
import type { Renewing } from './renewal.ts'
import { sharedForEach } from './shared.ts'

export const RENEWAL_EVERY_MS = 1000
/** Between two acknowledgements of one company. */
const ACKNOWLEDGING_REST_MS = 1
/** Content has a NOTIFY of its own; a change of rights only has it looked at once more. */
const CONTENT_REST_MS = 20
const FEED_POLL_EVERY_MS = 500
const LAPSE_WATCH_EVERY_MS = 200
/** After a lapse sockets are kept this long, in case the node is back at once. */
const LAPSE_KEEPS_SOCKETS_MS = 3000
const STUCK_APPLYING_MS = 6500
const LISTENER_CHECK_EVERY_MS = 5000
/** After so many renewals in a row without an answer the other connections are taken to lead nowhere as well. */
const UNANSWERED_MAX = 2

/** Takes the lease, then keeps lease and feed fresh: what NOTIFY only hurries, these rounds make true. */
export async function keepFresh(parts: NodeParts): Promise<{ readonly stop: () => void }> {
  const { feed, content, lease, effects, log, clock, hearing } = parts
  const acknowledging = newAcknowledging(parts)
  const since = new Map<string, number>()
  const wakeContent = sharedForEach(
    (workspaceId) => Promise.resolve(content.wake(workspaceId)),
    CONTENT_REST_MS,
  )
  feed.listen((workspaceId, revision) => {
    // Effects first: an acknowledgement says that nothing refused is open any more.
    effects.recheck(workspaceId)
    acknowledging.say(workspaceId, revision)
    since.set(workspaceId, clock.mono())
    void wakeContent(workspaceId)
  })
  const renew = newRenewal(parts, acknowledging)
  await renew()
  const stops = [
    repeat(RENEWAL_EVERY_MS, log, 'renewing the lease failed', async () => {
      await renew()
      finishStuck(parts, since)
    }),
    repeat(LISTENER_CHECK_EVERY_MS, log, 'asking the listening connection failed', hearing.check),
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

type Acknowledging = Pick<Renewing, 'acknowledge' | 'acknowledged'> & {
  /** Says it without waiting; a renewal repeats what did not get through. */
  readonly say: (workspaceId: string, revision: number) => void
}

/**
 * Tells everybody which revisions this node has applied, and remembers what got through. Of many changes that come at
 * once the newest is told: it stands for those before it.
 */
function newAcknowledging({ self, pools, barrier, tell }: NodeParts): Acknowledging {
  const said = new Map<string, number>()
  const told = new Map<string, number>()
  const keyOf = (incarnation: string, workspaceId: string): string => `${incarnation} ${workspaceId}`
  const tellNewest = async (workspaceId: string): Promise<void> => {
    const { id, incarnation } = self
    const revision = said.get(workspaceId) ?? -1
    await pools.barrier.query("select pg_notify('hufu_ack', $1)", [
      `${id} ${incarnation} ${workspaceId} ${revision}`,
    ])
    const key = keyOf(incarnation, workspaceId)
    told.set(key, Math.max(revision, told.get(key) ?? -1))
  }
  const telling = sharedForEach(tellNewest, ACKNOWLEDGING_REST_MS)
  const acknowledge = async (workspaceId: string, revision: number): Promise<void> => {
    const { id, incarnation } = self
    // This node hears itself at once: its own barrier waits for it like for any other.
    barrier.acknowledged({ node: id, incarnation, workspaceId, revision })
    said.set(workspaceId, Math.max(revision, said.get(workspaceId) ?? -1))
    await telling(workspaceId)
  }
  return {
    acknowledge,
    acknowledged: (workspaceId) => told.get(keyOf(self.incarnation, workspaceId)) ?? -1,
    say: (workspaceId, revision) => tell(acknowledge(workspaceId, revision)),
  }
}

function newRenewal(
  { pools, lease, time, feed, self, hearing, log }: NodeParts,
  acknowledging: Acknowledging,
): () => Promise<void> {
  const own = { pool: pools.lease, lease, time, feed, self }
  const renewing: Renewing = { ...own, newIncarnation: newId, ...acknowledging }
  let unanswered = 0
  return async () => {
    try {
      // Refused while behind the fence or as a new incarnation: it has caught up meanwhile and may ask again at once.
      for (let round = 0; round < 3 && !(await renewOnce(renewing)); round += 1);
      unanswered = 0
    } catch (error) {
      unanswered += 1
      if (unanswered >= UNANSWERED_MAX) {
        log.warn('the database does not answer; every connection is made anew')
        for (const pool of [pools.command, pools.feed, pools.barrier]) cutPool(pool)
        hearing.renew()
      }
      throw error
    }
    if (lease.fresh()) for (const state of feed.known()) acknowledging.say(state.workspaceId, state.revision)
  }
}

// A revoker that died between its commit and the end of its barrier must not leave views saying "applying" for good.
function finishStuck({ feed, barrier, clock, tell }: NodeParts, since: Map<string, number>): void {
  for (const { workspaceId, revision } of feed.known()) {
    const from = since.get(workspaceId)
    if (
      from === undefined ||
      revision <= barrier.through(workspaceId) ||
      clock.mono() - from < STUCK_APPLYING_MS
    )
      continue
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
