import type pg from 'pg'
import type { LedgerActor } from '../ledger/index.ts'
import type { FeedEvent } from './state.ts'

/** Above this many entries behind, loading the tables anew is quicker than folding. */
export const CATCH_UP_ENTRIES_MAX = 20_000

type Row = {
  readonly revision: number
  readonly index: number
  readonly event: string
  readonly leaf: string
  readonly sealed: Readonly<Record<string, string>> | null
  readonly at: Date
  readonly request_id: string
}

/** All entries of one revision, in order. */
export type RevisionEvents = { readonly revision: number; readonly events: readonly FeedEvent[] }

/**
 * Reads the authority feed above `after`, grouped by revision, oldest first. `null` when there is too much to fold and
 * the tables should be loaded instead. Runs on whatever connection it is given: inside `perform` the transaction's own.
 */
export async function readRevisions(
  client: pg.ClientBase | pg.Pool,
  workspaceId: string,
  after: number,
): Promise<readonly RevisionEvents[] | null> {
  const { rows } = await client.query<Row>(
    `select revision, index, event, leaf, sealed, at, request_id from ledger_entry
     where workspace_id = $1 and tree = 'authority' and revision > $2 order by index limit $3`,
    [workspaceId, after, CATCH_UP_ENTRIES_MAX + 1],
  )
  if (rows.length > CATCH_UP_ENTRIES_MAX) return null
  const revisions: { revision: number; events: FeedEvent[] }[] = []
  for (const row of rows) {
    const last = revisions.at(-1)
    if (last !== undefined && last.revision === row.revision) last.events.push(feedEventOf(row))
    else revisions.push({ revision: row.revision, events: [feedEventOf(row)] })
  }
  return revisions
}

function feedEventOf(row: Row): FeedEvent {
  // A leaf is canonical JSON that our own ledger wrote; its shape is fixed by its `v`.
  const leaf = JSON.parse(row.leaf) as { readonly data: unknown; readonly actor: LedgerActor }
  return {
    revision: row.revision,
    index: row.index,
    event: row.event,
    data: leaf.data,
    sealed: row.sealed ?? {},
    at: row.at,
    actor: textOf(leaf.actor),
    requestId: row.request_id,
  }
}

function textOf(actor: LedgerActor): string {
  if (actor.type === 'member' || actor.type === 'bot') return `${actor.type}:${actor.id}`
  return actor.type === 'system' ? `system:${actor.name}` : actor.type
}
