import { apply, emptyFacts, setRevision } from '@hufu/authority'
import type { AuthorityEvent, Facts } from '@hufu/authority'
import type { Json } from '@hufu/kit'
import type { Kysely } from 'kysely'
import type { PoolClient } from 'pg'
import type { PlatformTables } from './tables.ts'

/** One entry of the authority feed as nodes see it: the public data, and the clear texts that stood sealed beside it. */
export type FeedEvent = {
  readonly revision: number
  readonly index: number
  readonly event: string
  readonly data: unknown
  readonly sealed: Readonly<Record<string, string>>
  readonly at: Date
  /** `member:<id>`, `system:<name>` or `operator:<name>`. */
  readonly actor: string
  readonly requestId: string
}

/** A handle for loading: everything is read in one REPEATABLE READ transaction. */
export type Reader = {
  readonly workspaceId: string
  readonly db: Kysely<PlatformTables>
  readonly client: PoolClient
}

/**
 * What a room keeps in memory beside the facts, maintained by the authority feed. `load` fills an empty state from the
 * tables; `apply` must be total and synchronous: all events of a revision become visible in one stretch.
 */
export type Projection<S> = {
  readonly name: string
  empty(): S
  // Methods, so that a list may hold projections of different states: each is only ever given its own.
  load(reader: Reader, state: S): Promise<void>
  apply(state: S, event: FeedEvent): void
  /** Everything that log and tables must agree on, where verification is to hold them against each other. */
  dump?(state: S): Json
}

/**
 * Turns the rows a room owns into events, so that the same fold builds facts from the tables and from the ledger. Lists
 * of them, in order: to wait for each of a million events takes longer than to fold it.
 */
export type Snapshot = (reader: Reader) => AsyncIterable<readonly AuthorityEvent[]>

/** Everything one node holds in memory about one workspace. `healthy` is false between a failed fold and its reload. */
export type WorkspaceState = {
  readonly workspaceId: string
  facts: Facts
  revision: number
  healthy: boolean
  readonly held: Map<Projection<unknown>, unknown>
}

/** A state before anything was loaded. It is not healthy: nothing may be decided on it. */
export function emptyState(workspaceId: string): WorkspaceState {
  return { workspaceId, facts: emptyFacts(), revision: -1, healthy: false, held: new Map() }
}

/** The state a room keeps. Throws when the projection was not registered at start: a bug of ours. */
export function projectionOf<S>(state: WorkspaceState, projection: Projection<S>): S {
  const held = state.held.get(projection)
  if (held === undefined) throw new Error(`projection ${projection.name} is not registered`)
  // The map is only filled by `fresh`, which pairs each projection with what its own `empty` made.
  return held as S
}

/** Loads a workspace from its tables as of the reader's snapshot. Replaces everything in `state` at the end, at once. */
export async function loadState(
  state: WorkspaceState,
  reader: Reader,
  revision: number,
  snapshots: readonly Snapshot[],
  projections: readonly Projection<unknown>[],
): Promise<void> {
  const facts = emptyFacts()
  for (const snapshot of snapshots)
    for await (const events of snapshot(reader)) for (const event of events) apply(facts, event)
  setRevision(facts, revision)
  const held = new Map<Projection<unknown>, unknown>()
  for (const projection of projections) {
    const empty = projection.empty()
    await projection.load(reader, empty)
    held.set(projection, empty)
  }
  // Folded beyond it meanwhile: what decisions rest on never goes back.
  if (state.healthy && state.revision >= revision) return
  state.facts = facts
  state.revision = revision
  state.held.clear()
  for (const [projection, loaded] of held) state.held.set(projection, loaded)
  state.healthy = true
}

/**
 * Applies every event of one revision in one synchronous stretch. An already applied revision is skipped, a gap throws.
 * When a fold throws, the state is half-way and therefore not healthy until it is loaded again.
 */
export function applyRevision(state: WorkspaceState, revision: number, events: readonly FeedEvent[]): void {
  if (!state.healthy || revision <= state.revision) return
  if (revision !== state.revision + 1) {
    state.healthy = false
    throw new Error(`authority feed of ${state.workspaceId}: revision ${revision} after ${state.revision}`)
  }
  try {
    for (const event of events) {
      if (isAuthorityEvent(event.event)) apply(state.facts, asAuthorityEvent(event))
      for (const [projection, held] of state.held) projection.apply(held, event)
    }
    setRevision(state.facts, revision)
    state.revision = revision
  } catch (error) {
    state.healthy = false
    throw error
  }
}

const authorityEventPrefixes = new Set([
  'creator',
  'workspace',
  'department',
  'member',
  'appointment',
  'position',
  'group',
  'role',
  'grant',
  'restriction',
  'administrator',
  'resource',
])
const wordsOnly = new Set([
  'department.renamed@1',
  'department.reach-approved@1',
  'position.renamed@1',
  'position.ranked@1',
  'group.renamed@1',
  'role.renamed@1',
  'member.changed@1',
])

/** Tells whether an event can change a decision; the others concern projections only. */
export function isAuthorityEvent(name: string): boolean {
  return authorityEventPrefixes.has(name.slice(0, name.indexOf('.'))) && !wordsOnly.has(name)
}

/** A ledger leaf's event as the union of @hufu/authority: it was written by `record`, which is typed by that union. */
export function asAuthorityEvent(event: { readonly event: string; readonly data: unknown }): AuthorityEvent {
  return { name: event.event, data: event.data } as AuthorityEvent
}
