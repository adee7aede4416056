import type { Facts } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import type pg from 'pg'
import type { Logger } from 'pino'
import { kyselyOn } from '../db/index.ts'
import { CATCH_UP_ENTRIES_MAX, readRevisions } from './catch-up.ts'
import { applyRevision, emptyState, loadState, projectionOf } from './state.ts'
import type { FeedEvent, Projection, Snapshot, WorkspaceState } from './state.ts'
import type { PlatformTables } from './tables.ts'

export type FeedOptions = {
  /** A small pool of its own without statement timeout, so that a busy command pool never delays the feed. */
  readonly pool: pg.Pool
  readonly log: Logger
  readonly snapshots: readonly Snapshot[]
  readonly projections: readonly Projection<unknown>[]
}

/** Hears that a workspace stands at a new revision: called synchronously after the swap, before anything else runs. */
export type Listener = (workspaceId: string, revision: number, events: readonly FeedEvent[]) => void

/** What a node knows: the facts of every workspace, kept at the head of the authority feed. */
export type AuthorityFeed = {
  /** The state as it is now. Throws `node/not-fresh` when this node has none it may decide on. */
  readonly state: (workspaceId: string) => WorkspaceState
  readonly facts: (workspaceId: string) => Facts
  readonly projection: <S>(workspaceId: string, projection: Projection<S>) => S
  readonly known: () => readonly WorkspaceState[]
  readonly listen: (listener: Listener) => void
  /** Brings a workspace to at least `revision`, on the given connection or the feed's own. Throws `node/not-fresh` when it cannot. */
  readonly catchUp: (workspaceId: string, revision: number, client?: pg.ClientBase) => Promise<void>
  /** Somebody says that a revision is there. Nothing is read when it is one that this node itself is just committing. */
  readonly heard: (workspaceId: string, revision: number) => Promise<void>
  /** This node is about to commit a revision and applies it itself; what is answered is called when that is over. */
  readonly committing: (workspaceId: string, revision: number) => () => void
  /** Applies what this node itself has just committed. */
  readonly applyOwn: (workspaceId: string, revision: number, events: readonly FeedEvent[]) => void
  /** Reads every fence and catches up where behind. Returns the revisions seen. */
  readonly poll: () => Promise<ReadonlyMap<string, number>>
  readonly load: (workspaceId: string) => Promise<void>
}

type Inside = FeedOptions & {
  readonly states: Map<string, WorkspaceState>
  readonly listeners: Listener[]
  readonly loading: Map<string, Promise<void>>
  /** By workspace, what this node is committing itself. */
  readonly own: Map<string, number>
}

const CATCH_UPS_MAX = 4

const isAt = (state: WorkspaceState | undefined, revision: number): boolean =>
  state?.healthy === true && state.revision >= revision

/** Builds the authority feed of a node. Nothing is read before `poll` or `load` is called. */
export function authorityFeed(options: FeedOptions): AuthorityFeed {
  const inside: Inside = { ...options, states: new Map(), listeners: [], loading: new Map(), own: new Map() }
  const state = (workspaceId: string): WorkspaceState => {
    const found = inside.states.get(workspaceId)
    if (found === undefined || !found.healthy) throw refuse('node/not-fresh')
    return found
  }
  return {
    state,
    facts: (workspaceId) => state(workspaceId).facts,
    projection: (workspaceId, projection) => projectionOf(state(workspaceId), projection),
    known: () => [...inside.states.values()],
    listen: (listener) => void inside.listeners.push(listener),
    catchUp: (workspaceId, revision, client) => catchUp(inside, workspaceId, revision, client),
    heard: async (workspaceId, revision) => {
      if (inside.own.get(workspaceId) !== revision) await catchUp(inside, workspaceId, revision)
    },
    committing: (workspaceId, revision) => {
      inside.own.set(workspaceId, revision)
      return () => {
        if (inside.own.get(workspaceId) === revision) inside.own.delete(workspaceId)
      }
    },
    applyOwn: (workspaceId, revision, events) => applyOwn(inside, workspaceId, revision, events),
    poll: () => poll(inside),
    load: (workspaceId) => load(inside, workspaceId),
  }
}

function announce({ listeners }: Inside, state: WorkspaceState, events: readonly FeedEvent[]): void {
  for (const listener of listeners) listener(state.workspaceId, state.revision, events)
}

function applyAll(
  inside: Inside,
  state: WorkspaceState,
  revision: number,
  events: readonly FeedEvent[],
): void {
  const before = state.revision
  applyRevision(state, revision, events)
  if (state.revision > before) announce(inside, state, events)
}

/** Loads a workspace from its tables; several who want it at once share one load. */
function load(inside: Inside, workspaceId: string): Promise<void> {
  const running = inside.loading.get(workspaceId)
  if (running !== undefined) return running
  const started = loadNow(inside, workspaceId).finally(() => inside.loading.delete(workspaceId))
  inside.loading.set(workspaceId, started)
  return started
}

async function loadNow(inside: Inside, workspaceId: string): Promise<void> {
  const client = await inside.pool.connect()
  let sound = false
  try {
    await client.query('begin isolation level repeatable read read only')
    const { rows } = await client.query<{ revision: number }>(
      'select revision from workspace where id = $1',
      [workspaceId],
    )
    const row = rows[0]
    const state = inside.states.get(workspaceId) ?? emptyState(workspaceId)
    if (row !== undefined) {
      const reader = { workspaceId, client, db: kyselyOn<PlatformTables>(client) }
      await loadState(state, reader, row.revision, inside.snapshots, inside.projections)
      inside.states.set(workspaceId, state)
    }
    await client.query('commit')
    sound = true
    if (row !== undefined) announce(inside, state, [])
  } finally {
    client.release(!sound)
  }
}

// A load that somebody else began may be of an earlier moment, so what was reached is looked at each time.
async function catchUp(
  inside: Inside,
  workspaceId: string,
  revision: number,
  client?: pg.ClientBase,
): Promise<void> {
  for (let round = 0; round < CATCH_UPS_MAX; round += 1) {
    if (isAt(inside.states.get(workspaceId), revision)) return
    await comeCloser(inside, workspaceId, client)
  }
  if (!isAt(inside.states.get(workspaceId), revision)) throw refuse('node/not-fresh')
}

async function comeCloser(inside: Inside, workspaceId: string, client?: pg.ClientBase): Promise<void> {
  // Who reads the feed while it is being loaded would read a bulk change for nothing, and load it once more.
  const loading = inside.loading.get(workspaceId)
  if (loading !== undefined) return loading
  const state = inside.states.get(workspaceId)
  if (state === undefined || !state.healthy) return load(inside, workspaceId)
  const revisions = await readRevisions(client ?? inside.pool, workspaceId, state.revision)
  if (revisions === null) return load(inside, workspaceId)
  try {
    for (const one of revisions) applyAll(inside, state, one.revision, one.events)
  } catch (error) {
    inside.log.error(
      { err: error, workspaceId },
      'folding the authority feed failed; loading the workspace anew',
    )
    return load(inside, workspaceId)
  }
  return undefined
}

function applyOwn(inside: Inside, workspaceId: string, revision: number, events: readonly FeedEvent[]): void {
  const own = inside.states.get(workspaceId)
  // Behind by more than this revision: the feed itself will bring the rest, in order.
  if (own === undefined || own.revision !== revision - 1) return
  // A bulk change is loaded, as on every other node: folding it in one stretch would hold everybody up.
  if (events.length > CATCH_UP_ENTRIES_MAX) return loadSoon(inside, workspaceId)
  try {
    applyAll(inside, own, revision, events)
  } catch (error) {
    inside.log.error({ err: error, workspaceId }, 'folding our own change failed; loading the workspace anew')
    loadSoon(inside, workspaceId)
  }
}

function loadSoon(inside: Inside, workspaceId: string): void {
  load(inside, workspaceId).catch((failure: unknown) =>
    inside.log.error({ err: failure, workspaceId }, 'loading a workspace failed'),
  )
}

async function poll(inside: Inside): Promise<ReadonlyMap<string, number>> {
  const { rows } = await inside.pool.query<{ id: string; revision: number }>(
    'select id, revision from workspace',
  )
  for (const row of rows) await catchUp(inside, row.id, row.revision)
  return new Map(rows.map((row) => [row.id, row.revision]))
}
