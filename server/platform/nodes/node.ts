import { newId } from '@hufu/kit'
import type pg from 'pg'
import type { Logger } from 'pino'
import { newDatabaseTime } from '../clock/index.ts'
import type { Clock, DatabaseTime } from '../clock/index.ts'
import { openPool } from '../db/index.ts'
import type { PoolOptions } from '../db/index.ts'
import { authorityFeed, contentFeed } from '../feed/index.ts'
import type { AuthorityFeed, ContentFeed, Projection, Snapshot, Wakes } from '../feed/index.ts'
import { newBarrier } from './barrier.ts'
import type { Barrier } from './barrier.ts'
import { newEffects } from './effects.ts'
import type { Effects } from './effects.ts'
import { startHearing } from './hearing.ts'
import type { Hearing } from './hearing.ts'
import { newLease } from './lease.ts'
import type { Lease } from './lease.ts'
import { register, unregister } from './renewal.ts'
import type { NodeSelf } from './renewal.ts'
import { keepFresh } from './rounds.ts'

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
  /** Its `wall` is the database's time, so that a right ends on every node at once. */
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

/** The parts of a node while it is being put together. */
export type NodeParts = Omit<HufuNode, 'id' | 'name' | 'applying' | 'stop'> & {
  readonly self: NodeSelf
  readonly pools: Pools
  readonly time: DatabaseTime
  /** Sends a note to the other nodes; a lost one is repeated by the next renewal. */
  readonly tell: (statement: Promise<unknown>) => void
  readonly hearing: Hearing
}

type Pools = Readonly<Record<'command' | 'feed' | 'barrier' | 'lease', pg.Pool>>

const COMMAND_CONNECTIONS = 12
/** A renewal that takes longer than the lease itself would renew nothing, and the barrier has 6 s for everything. */
const RESERVED_ANSWER_MS = 2000

/** Registers this process as a node, loads every workspace, takes the lease and keeps all three fresh until `stop`. */
export async function startNode(options: NodeOptions): Promise<HufuNode> {
  const parts = partsOf(options)
  const { self, pools, feed, content, barrier, lease, effects, log, hearing } = parts
  await hearing.ready()
  await register(pools.lease, self, self.incarnation)
  for (const workspaceId of (await feed.poll()).keys()) {
    barrier.applied(workspaceId, feed.state(workspaceId).revision)
    content.wake(workspaceId)
  }
  const rounds = await keepFresh(parts)
  return {
    ...parts,
    id: self.id,
    name: self.name,
    applying: (workspaceId) => feed.state(workspaceId).revision > barrier.through(workspaceId),
    async stop() {
      rounds.stop()
      content.stop()
      lease.drop()
      effects.destroyAll('node/stopping')
      await unregister(pools.lease, self).catch((error: unknown) =>
        log.warn({ err: error }, 'the node row stays; a revoker will wait it out'),
      )
      await hearing.close()
      await Promise.all(Object.values(pools).map(async (pool) => pool.end()))
    },
  }
}

function partsOf(options: NodeOptions): NodeParts {
  const { url, log, clock, snapshots, projections } = options
  const self: NodeSelf = { id: newId(), incarnation: newId(), name: options.name }
  const pools = openPools(options, self)
  const feed = authorityFeed({ pool: pools.feed, log, snapshots, projections })
  const content = contentFeed({ pool: pools.feed, log })
  const tell = (statement: Promise<unknown>): void =>
    void statement.catch((error: unknown) =>
      log.warn({ err: error }, 'telling the other nodes failed; the next renewal repeats it'),
    )
  // What is heard goes to the barrier, which asks in turn whether everything was heard.
  const wakes: Wakes = {
    onFeed: (workspaceId, revision) => tell(feed.heard(workspaceId, revision)),
    onContent: content.wake,
    onAcknowledged: (note) => barrier.acknowledged(note),
    onApplied: (workspaceId, revision) => barrier.applied(workspaceId, revision),
  }
  const hearing = startHearing({ url, nodeId: nodeIdOf(self), log, clock, wakes })
  const barrier = newBarrier({ pool: pools.barrier, clock, log, heardAllSince: hearing.heardAllSince })
  const time = newDatabaseTime(clock)
  return {
    self,
    pools,
    time,
    log,
    clock: { wall: time.now, mono: clock.mono },
    pool: pools.command,
    feed,
    content,
    // Whether the machine slept or its clock was set shows between its own two clocks.
    lease: newLease(clock),
    barrier,
    effects: newEffects(),
    tell,
    hearing,
  }
}

const nodeIdOf = (self: NodeSelf): string => self.id.slice(-12)

function openPools(options: NodeOptions, self: NodeSelf): Pools {
  const open = (purpose: string, connectionsMax: number, more: Partial<PoolOptions> = {}): pg.Pool =>
    openPool({
      url: options.url,
      nodeId: nodeIdOf(self),
      purpose,
      connectionsMax,
      onError: (error) => options.log.warn({ err: error, purpose }, 'a database connection was lost'),
      ...more,
    })
  const reserved = (statementMs: number): Partial<PoolOptions> => ({
    limits: { statementMs, lockMs: 0, idleInTransactionMs: 0 },
  })
  const quick = { ...reserved(RESERVED_ANSWER_MS), answerMs: RESERVED_ANSWER_MS }
  return {
    command: open('command', options.connectionsMax ?? COMMAND_CONNECTIONS),
    // Loading a large company takes longer than any statement of a command may.
    feed: open('feed', 2, reserved(0)),
    barrier: open('barrier', 4, quick),
    lease: open('lease', 1, quick),
  }
}
