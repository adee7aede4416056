import type { AuthorityEvent, PermissionKey } from '@hufu/authority'
import { apply } from '@hufu/authority'
import { assert } from '@hufu/kit'
import type { Json } from '@hufu/kit'
import { isAuthorityEvent } from '../feed/index.ts'
import type { LedgerData } from '../ledger/index.ts'
import type { Act } from './act.ts'
import { isStruck } from './permit.ts'
import type { Tally } from './permit.ts'

/** An event of a room that changes what may leave a node without changing facts: `conversation.opened@1`, `session.ended@1`. */
export type RoomEvent = {
  readonly name:
    | `${'conversation' | 'session' | 'credential' | 'import' | 'file' | 'heads' | 'visibility' | 'revocation' | 'plan' | 'handover' | 'backup' | 'request' | 'deputy' | 'report' | 'calendar' | 'protection' | 'factor' | 'transfer' | 'claim' | 'half'}.${string}@${number}`
    | WordsEvent
  readonly data: { readonly [key: string]: Json }
}
type WordsEvent =
  | 'department.renamed@1'
  | 'department.reach-approved@1'
  | 'position.renamed@1'
  | 'position.ranked@1'
  | 'group.renamed@1'
  | 'role.renamed@1'
  | 'member.changed@1'

/** What stands beside the public data: clear texts kept sealed, and the members whom the entry concerns. */
export type Beside = {
  readonly sealed?: Readonly<Record<string, string>>
  readonly about?: readonly string[]
  /** An entry beside the act's own: whoever is told of the act does not read it there. */
  readonly aside?: true
}

export type Recorded = {
  readonly event: string
  readonly data: LedgerData
  readonly sealed: Readonly<Record<string, string>>
  readonly about: readonly string[]
  /** The permission by whose tally it was recorded. */
  readonly by: PermissionKey
}

/** One row of the content feed to be written. */
export type Published = { readonly topic: string; readonly kind: string; readonly data: Json }

/** What an act has collected so far. Only `perform` reads it, right before COMMIT. */
export type Pages = {
  readonly recorded: Recorded[]
  readonly published: Published[]
  /** Where the last entry written by a tally stands among those of the act. */
  readonly lastBy: Map<Tally, number>
  readonly batch: boolean
}

const pagesOf = new WeakMap<Act, Pages>()

/** Gives an act its empty pages. For `perform` only. */
export function openPages(act: Act, batch: boolean): Pages {
  const pages: Pages = { recorded: [], published: [], lastBy: new Map(), batch }
  pagesOf.set(act, pages)
  return pages
}

/**
 * Writes an entry into the ledger: all entries of the act are appended in one call, last before COMMIT. Gives its place
 * among them: with the act's revision it names the entry before it has an index.
 */
export function record<P extends PermissionKey>(
  tally: Tally<P>,
  event: AuthorityEvent | RoomEvent,
  beside: Beside = {},
): number {
  const pages = pagesFor(tally)
  assert(tally.act.kind === 'authority', `${event.name} belongs into the authority journal`)
  // Event data are JSON by their types; the union's readonly arrays and optional fields hide that from the compiler.
  const data = event.data as unknown as LedgerData
  pages.recorded.push({
    event: event.name,
    data,
    sealed: beside.sealed ?? {},
    about: beside.about ?? [],
    by: tally.permission,
  })
  const place = pages.recorded.length - 1
  if (beside.aside === undefined) pages.lastBy.set(tally, place)
  if (pages.batch && isAuthorityEvent(event.name)) apply(tally.act.facts, event as AuthorityEvent)
  return place
}

/** Publishes to the content feed: the row is the record of the content journal. */
export function publish<P extends PermissionKey>(tally: Tally<P>, content: Published): void {
  pagesFor(tally).published.push(content)
}

function pagesFor(tally: Tally): Pages {
  assert(isStruck(tally), 'this tally was not struck by permit')
  const pages = pagesOf.get(tally.act)
  assert(pages !== undefined, 'this act was not begun by perform')
  return pages
}
