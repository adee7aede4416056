import { assert } from '@hufu/kit'
import { commitment, leafText, SALT_BYTES, toHex } from '@hufu/merkle'
import type { Leaf, LeafProof, LedgerActor, LedgerChannel, LedgerData, LedgerTree } from '@hufu/merkle'
import { randomBytes } from 'node:crypto'
import { sha256 } from './hash.ts'
import type { Query } from './query.ts'
import { appendLeaves, leavesText } from './store.ts'
import type { NewLeaf } from './store.ts'

/**
 * Most entries sent to the database in one call; longer appends go in several, under the same lock. Building a leaf
 * costs some 30 µs: between two calls everybody else on this thread has a turn.
 */
export const LEDGER_CALL_ENTRIES_MAX = 1000

/** Most entries that are sent as text: beyond that, parameters and calls of their own cost less than they save. */
export const LEDGER_TEXT_ENTRIES_MAX = 64

/** One thing that happened. `sealed` holds clear text and personal data by field; `about` the members it concerns. */
export type NewEntry = {
  readonly event: string
  readonly data: LedgerData
  readonly sealed?: Readonly<Record<string, string>>
  readonly about?: readonly string[]
}

/** Who did it, when (milliseconds since 1970), by which way and in which request. */
export type EntryOrigin = {
  readonly at: number
  readonly actor: LedgerActor
  readonly onBehalfOf?: LedgerActor
  /** When it took effect in the world (ms since 1970), on imports and replays of an older history. */
  readonly effectiveAt?: number
  /** By what the member proved once more who they are, where the act asked for it. */
  readonly proof?: LeafProof
  readonly channel: LedgerChannel
  readonly request: string
}

/** What one transaction appends to one tree, all at one revision. */
export type LedgerAppend = EntryOrigin & {
  readonly workspaceId: string
  readonly tree: LedgerTree
  readonly revision: number
  readonly entries: readonly NewEntry[]
}

/** Where the entries came to stand: `first` is the index of the first, `size` and `root` (hex) those of the tree after. */
export type Appended = { readonly first: number; readonly size: number; readonly root: string }

/**
 * Appends to the ledger inside the caller's transaction, to be its last step: it holds the tree's lock until commit.
 * Takes at least one entry. Throws when `revision` is behind the tree's own.
 */
export async function appendLedger(query: Query, append: LedgerAppend): Promise<Appended> {
  const { workspaceId, tree, revision, at, request, entries } = append
  assert(entries.length > 0, 'a ledger append has at least one entry')
  let first: number | undefined
  let head = { size: 0, root: new Uint8Array() }
  for (let from = 0; from < entries.length; from += LEDGER_CALL_ENTRIES_MAX) {
    const leaves = buildLeaves(append, entries.slice(from, from + LEDGER_CALL_ENTRIES_MAX))
    const added = await appendLeaves(query, { workspaceId, tree, revision, at, request, leaves })
    first ??= added.first
    head = added
  }
  return { first: first ?? 0, size: head.size, root: toHex(head.root) }
}

/**
 * The same append as SQL text for one message with other statements, COMMIT behind it: a short change costs its company's
 * lock as few round trips as can be. Its last row has `first`. For at most LEDGER_TEXT_ENTRIES_MAX entries.
 */
export function appendText(append: LedgerAppend): string {
  const { entries } = append
  assert(entries.length > 0 && entries.length <= LEDGER_TEXT_ENTRIES_MAX, 'an append as text is short')
  return leavesText({ ...append, leaves: buildLeaves(append, entries) })
}

type LeafOrigin = EntryOrigin & Pick<LedgerAppend, 'workspaceId' | 'tree' | 'revision'>

/** Builds leaves with fresh salts, ready for the store. */
export function buildLeaves(origin: LeafOrigin, entries: readonly NewEntry[]): readonly NewLeaf[] {
  const salts = randomBytes(entries.length * SALT_BYTES)
  return entries.map((entry, at) => {
    const salt = salts.subarray(at * SALT_BYTES, (at + 1) * SALT_BYTES)
    return buildLeaf(origin, entry, salt)
  })
}

/** Builds one leaf. `salt` must be fresh random bytes, never used for another entry. */
export function buildLeaf(origin: LeafOrigin, entry: NewEntry, salt: Uint8Array): NewLeaf {
  const { event, data, about = [] } = entry
  const fields = Object.entries(entry.sealed ?? {}).map(([field, text]) => [field, storable(text)] as const)
  const leaf: Leaf = {
    v: 1,
    workspace: origin.workspaceId,
    tree: origin.tree,
    revision: origin.revision,
    at: new Date(origin.at).toISOString(),
    actor: origin.actor,
    ...(origin.onBehalfOf === undefined ? {} : { onBehalfOf: origin.onBehalfOf }),
    ...(origin.effectiveAt === undefined ? {} : { effectiveAt: new Date(origin.effectiveAt).toISOString() }),
    ...(origin.proof === undefined ? {} : { proof: origin.proof }),
    channel: origin.channel,
    request: origin.request,
    event,
    data,
    sealed: Object.fromEntries(fields.map(([field, text]) => [field, commitment(sha256, salt, field, text)])),
  }
  const text = leafText(leaf)
  assert(!zeroByte.test(text), `${event}: a zero byte stands in its data`)
  return { event, text, sealed: JSON.stringify(Object.fromEntries(fields)), salt, about: [...new Set(about)] }
}

// What a visitor typed may hold halves of letters and zero bytes, which neither UTF-8 nor PostgreSQL takes.
const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')

// The escape of a zero byte, unless its backslash is itself escaped.
const zeroByte = /(?<!\\)(?:\\\\)*\\u0000/
