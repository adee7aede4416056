import { isRefusal, refuse } from '@hufu/kit'
import type { Facts } from '@hufu/authority'
import type pg from 'pg'
import type { Logger } from 'pino'
import { kyselyOn } from '../db/index.ts'
import { readRevisions } from './catch-up.ts'
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
  /** Brings a workspace to at least `revision`, on the given connection or the feed's own. */
  readonly catchUp: (workspaceId: string, revision: number, client?: pg.ClientBase) => Promise<void>
  /** Applies what this node itself has just committed. */
  readonly applyOwn: (workspaceId: string, revision: number, events: readonly FeedEvent[]) => void
  /** Reads every fence and catches up where behind. Returns the revisions seen. */
  readonly poll: () => Promise<ReadonlyMap<string, number>>
  readonly load: (workspaceId: string) => Promise<void>
}

/** Builds the authority feed of a node. Nothing is read before `poll` or `load` is called. */
export function authorityFeed(options: FeedOptions): AuthorityFeed {
  const states = new Map<string, WorkspaceState>()
  const listeners: Listener[] = []
  const loading = new Map<string, Promise<void>>()

  const announce = (state: WorkspaceState, events: readonly FeedEvent[]): void => {
    for (const listener of listeners) listener(state.workspaceId, state.revision, events)
  }

  const applyAll = (state: WorkspaceState, revision: number, events: readonly FeedEvent[]): void => {
    const before = state.revision
    applyRevision(state, revision, events)
    if (state.revision > before) announce(state, events)
  }

  const load = (workspaceId: string): Promise<void> => {
    const running = loading.get(workspaceId)
    if (running !== undefined) return running
    const started = loadNow(workspaceId).finally(() => loading.delete(workspaceId))
    loading.set(workspaceId, started)
    return started
  }

  const loadNow = async (workspaceId: string): Promise<void> => {
    const state = states.get(workspaceId) ?? emptyState(workspaceId)
    const client = await options.pool.connect()
    try {
      await client.query('begin isolation level repeatable read read only')
      const { rows } = await client.query<{ revision: number }>('select revision from workspace where id = $1', [workspaceId])
      const row = rows[0]
      if (row !== undefined) {
        const reader = { workspaceId, client, db: kyselyOn<PlatformTables>(client) }
        await loadState(state, reader, row.revision, options.snapshots, options.projections)
        states.set(workspaceId, state)
      }
      await client.query('commit')
      client.release()
      if (row !== undefined) announce(state, [])
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  const catchUp = async (workspaceId: string, revision: number, client?: pg.ClientBase): Promise<void> => {
    const state = states.get(workspaceId)
    if (state === undefined || !state.healthy) return load(workspaceId)
    if (state.revision >= revision) return
    const revisions = await readRevisions(client ?? options.pool, workspaceId, state.revision)
    if (revisions === null) return load(workspaceId)
    try {
      for (const one of revisions) applyAll(state, one.revision, one.events)
    } catch (error) {
      options.log.error({ err: error, workspaceId }, 'folding the authority feed failed; loading the workspace anew')
      return load(workspaceId)
    }
  }

  const poll = async (): Promise<ReadonlyMap<string, number>> => {
    const { rows } = await options.pool.query<{ id: string; revision: number }>('select id, revision from workspace')
    for (const row of rows) await catchUp(row.id, row.revision)
    return new Map(rows.map((row) => [row.id, row.revision]))
  }

  const state = (workspaceId: string): WorkspaceState => {
    const found = states.get(workspaceId)
    if (found === undefined || !found.healthy) throw refuse('node/not-fresh')
    return found
  }

  return {
    state,
    facts: (workspaceId) => state(workspaceId).facts,
    projection: (workspaceId, projection) => projectionOf(state(workspaceId), projection),
    known: () => [...states.values()],
    listen: (listener) => void listeners.push(listener),
    catchUp,
    applyOwn(workspaceId, revision, events) {
      const own = states.get(workspaceId)
      if (own === undefined) return
      try {
        // Behind by more than this revision: the feed itself will bring the rest, in order.
        if (own.revision === revision - 1) applyAll(own, revision, events)
      } catch (error) {
        options.log.error({ err: error, workspaceId }, 'folding our own change failed; loading the workspace anew')
        void load(workspaceId).catch((failure: unknown) => {
          if (!isRefusal(failure)) options.log.error({ err: failure, workspaceId }, 'loading a workspace failed')
        })
      }
    },
    poll,
    load,
  }
}
