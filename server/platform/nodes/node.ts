import { newId } from '@hufu/kit'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Clock } from '../clock/index.ts'
import { openPool, reserveConnection } from '../db/index.ts'
import { authorityFeed, contentFeed, listenOn } from '../feed/index.ts'
import type { AuthorityFeed, ContentFeed, Projection, Snapshot } from '../feed/index.ts'
import { newBarrier } from './barrier.ts'
import type { Barrier } from './barrier.ts'
import { newEffects } from './effects.ts'
import type { Effects } from './effects.ts'
import { newLease } from './lease.ts'
import type { Lease } from './lease.ts'
import { RENEWAL_EVERY_MS, register, renewOnce, unregister } from './renewal.ts'
import type { NodeSelf } from './renewal.ts'

export type NodeOptions = {
  readonly url: string
  readonly name: string
  readonly log: Logger
  readonly clock: Clock
  readonly snapshots: readonly Snapshot[]
  readonly projections: readonly Projection<unknown>[]
  readonly connectionsMax?: number
}

/** One server process among those that share a database. */
export type HufuNode = {
  readonly id: string
  readonly name: string
  readonly log: Logger
  readonly clock: Clock
  /** For commands and reads. Feed, lease and barrier have connections of their own. */
  readonly pool: pg.Pool
  readonly feed: AuthorityFeed
  readonly content: ContentFeed
  readonly lease: Lease
  readonly barrier: Barrier
  readonly effects: Effects
  /** True while views must say *applying*: a revision is in force here whose barrier is not known to be through. */
  readonly applying: (workspaceId: string) => boolean
  readonly stop: () => Promise<void>
}

const FEED_POLL_EVERY_MS = 500
/** After a lapse sockets are kept this long, in case the node is back at once. */
const LAPSE_KEEPS_SOCKETS_MS = 3000
const STUCK_APPLYING_MS = 6500
const LISTENER_READY_MS_MAX = 10_000

/** Registers this process as a node, loads every workspace, takes the lease and keeps all three fresh until `stop`. */
export async function startNode(options: NodeOptions): Promise<HufuNode> {
  const self: NodeSelf = { id: newId(), incarnation: newId(), name: options.name }
  const open = (purpose: string, connectionsMax: number): pg.Pool =>
    openPool({
      url: options.url,
      nodeId: self.id.slice(-12),
      purpose,
      connectionsMax,
      onError: (error) => options.log.warn({ err: error, purpose }, 'a database connection was lost'),
      ...(purpose === 'command' ? {} : { limits: { statementMs: purpose === 'lease' ? 4000 : 0, lockMs: 0, idleInTransactionMs: 0 } }),
    })
  const pools = { command: open('command', options.connectionsMax ?? 12), feed: open('feed', 2), barrier: open('barrier', 4), lease: open('lease', 1) }
  const lease = newLease(options.clock)
  const effects = newEffects()
  const feed = authorityFeed({ pool: pools.feed, log: options.log, snapshots: options.snapshots, projections: options.projections })
  const content = contentFeed({ pool: pools.feed, log: options.log })
  const barrier = newBarrier({ pool: pools.barrier, clock: options.clock, log: options.log, self: () => self })
  const tell = (statement: Promise<unknown>): void =>
    void statement.catch((error: unknown) => options.log.warn({ err: error }, 'telling the other nodes failed; the next renewal repeats it'))

  const acknowledge = (workspaceId: string, revision: number): void =>
    tell(pools.barrier.query("select pg_notify('hufu_ack', $1)", [`${self.id} ${self.incarnation} ${workspaceId} ${revision}`]))
  const appliedSince = new Map<string, number>()
  feed.listen((workspaceId, revision) => {
    // Effects first: an acknowledgement says that nothing refused is open any more.
    effects.recheck(workspaceId)
    acknowledge(workspaceId, revision)
    appliedSince.set(workspaceId, options.clock.mono())
    content.wake(workspaceId)
  })

  const listener = reserveConnection({
    url: options.url,
    nodeId: self.id.slice(-12),
    purpose: 'listen',
    // It only waits for notifications; a statement of its own never runs.
    limits: { statementMs: 0, lockMs: 0, idleInTransactionMs: 0 },
    onError: (error) => options.log.warn({ err: error }, 'the listening connection was lost'),
    onConnect: (client) =>
      listenOn(client, {
        onFeed: (workspaceId, revision) => tell(feed.catchUp(workspaceId, revision)),
        onContent: content.wake,
        onAcknowledged: barrier.acknowledged,
        onApplied: barrier.applied,
      }),
  })
  await listener.ready(LISTENER_READY_MS_MAX)
  await register(pools.lease, self, self.incarnation)
  for (const workspaceId of (await feed.poll()).keys()) {
    barrier.applied(workspaceId, feed.state(workspaceId).revision)
    content.wake(workspaceId)
  }

  const renew = async (): Promise<void> => {
    const renewed = await renewOnce(pools.lease, lease, feed, self, newId)
    if (!renewed) await renewOnce(pools.lease, lease, feed, self, newId)
    if (lease.fresh()) for (const state of feed.known()) acknowledge(state.workspaceId, state.revision)
  }
  await renew()

  // A revoker that died between its commit and the end of its barrier must not leave views saying "applying" for good.
  const finishStuck = (): void => {
    for (const { workspaceId, revision } of feed.known()) {
      const since = appliedSince.get(workspaceId)
      if (revision <= barrier.through(workspaceId) || since === undefined) continue
      if (options.clock.mono() - since < STUCK_APPLYING_MS) continue
      appliedSince.set(workspaceId, options.clock.mono())
      tell(barrier.wait(workspaceId, revision, options.clock.mono()))
    }
  }

  const every = [
    repeat(RENEWAL_EVERY_MS, async () => {
      await renew()
      finishStuck()
    }, options.log, 'renewing the lease failed'),
    repeat(FEED_POLL_EVERY_MS, async () => {
      for (const workspaceId of (await feed.poll()).keys()) content.wake(workspaceId)
    }, options.log, 'polling the feed failed'),
    repeat(200, () => {
      if (lease.lapsedForMs() > LAPSE_KEEPS_SOCKETS_MS) effects.destroyAll('node/not-fresh')
      return Promise.resolve()
    }, options.log, 'watching the lease failed'),
  ]

  return {
    id: self.id,
    name: self.name,
    log: options.log,
    clock: options.clock,
    pool: pools.command,
    feed,
    content,
    lease,
    barrier,
    effects,
    applying: (workspaceId) => feed.state(workspaceId).revision > barrier.through(workspaceId),
    async stop() {
      for (const stop of every) stop()
      content.stop()
      lease.drop()
      effects.destroyAll('node/stopping')
      await unregister(pools.lease, self).catch((error: unknown) => options.log.warn({ err: error }, 'the node row stays; a revoker will wait it out'))
      await listener.close()
      await Promise.all(Object.values(pools).map((pool) => pool.end()))
    },
  }
}

/** Runs `work` every `ms`, never twice at once; a failure is logged and the next turn tries again. */
function repeat(ms: number, work: () => Promise<void>, log: Logger, words: string): () => void {
  let running = false
  const timer = setInterval(() => {
    if (running) return
    running = true
    work()
      .catch((error: unknown) => log.warn({ err: error }, words))
      .finally(() => (running = false))
  }, ms)
  return () => clearInterval(timer)
}
