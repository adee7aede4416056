import { assert } from '@hufu/kit'
import {
  consistencyProof,
  formatProof,
  inclusionProof,
  NODE_LEVEL_STEP,
  readEntry,
  toHex,
} from '@hufu/merkle'
import type { Leaf, StoredEntry } from '@hufu/merkle'
import { sha256 } from './hash.ts'
import type { Query } from './query.ts'
import {
  listEntries,
  placedEntries,
  readAbout,
  readLatestCheckpoint,
  readSpans,
  readStoredEntries,
} from './store.ts'
import type { EntryFilter, Place, TreeName } from './store.ts'
import { entriesOfRevisions, lastNaming } from './store-proved.ts'
import type { Naming } from './store-proved.ts'

/** Most entries on one page. */
export const LEDGER_PAGE_MAX = 200

/** One entry as it is shown: its leaf with the clear values in place of the commitments. `text` is what was hashed. */
export type LedgerEntry = Omit<Leaf, 'v' | 'workspace' | 'tree' | 'sealed'> & {
  readonly index: number
  readonly sealed: Readonly<Record<string, string>>
  readonly leafHash: string
  readonly text: string
  /** False when the row no longer is what was hashed: shown all the same, for hiding it would help the forger. */
  readonly intact: boolean
  /** Ids of the members it concerns. */
  readonly about: readonly string[]
}

/** A page of entries, newest first. `next` is the `before` of the page after, `null` at the end. */
export type LedgerPage = { readonly entries: readonly LedgerEntry[]; readonly next: number | null }

/** Reads a page. `before` is an index (exclusive); `limit` is 1 … LEDGER_PAGE_MAX. */
export async function readEntries(query: Query, filter: EntryFilter): Promise<LedgerPage> {
  const { limit } = filter
  assert(limit >= 1 && limit <= LEDGER_PAGE_MAX, `a page has 1 to ${LEDGER_PAGE_MAX} entries, not ${limit}`)
  const stored = await listEntries(query, { ...filter, limit: limit + 1 })
  const page = stored.slice(0, limit)
  const about = await readAbout(
    query,
    filter,
    page.map(({ index }) => index),
  )
  const entries = page.map((entry) => entryShown(filter, entry, about.get(entry.index) ?? []))
  return { entries, next: stored.length > limit ? (entries.at(-1)?.index ?? null) : null }
}

/** Entries by their place within their revision, by `revision place`. One that is not there is left out. */
export async function readPlaced(
  query: Query,
  tree: TreeName,
  places: readonly Place[],
): Promise<ReadonlyMap<string, LedgerEntry>> {
  if (places.length === 0) return new Map()
  const stored = await placedEntries(query, tree, places)
  const about = await readAbout(
    query,
    tree,
    stored.map(({ entry }) => entry.index),
  )
  return new Map(
    stored.map(({ entry, place }) => [
      `${entry.revision} ${place}`,
      entryShown(tree, entry, about.get(entry.index) ?? []),
    ]),
  )
}

/** The first entries of some revisions of the authority tree, in order. */
export async function readRevisions(
  query: Query,
  workspaceId: string,
  { revisions, each }: { readonly revisions: readonly number[]; readonly each: number },
): Promise<readonly LedgerEntry[]> {
  const tree = { workspaceId, tree: 'authority' } as const
  const stored = await entriesOfRevisions(query, { workspaceId, revisions, each })
  const about = await readAbout(
    query,
    tree,
    stored.map(({ index }) => index),
  )
  return stored.map((entry) => entryShown(tree, entry, about.get(entry.index) ?? []))
}

/** The newest entry of the authority tree that names a thing before a revision; null when none does. */
export async function readLastNaming(
  query: Query,
  naming: Naming,
  before: number,
): Promise<LedgerEntry | null> {
  const entry = await lastNaming(query, naming, before)
  return entry === null ? null : entryShown({ workspaceId: naming.workspaceId, tree: 'authority' }, entry, [])
}

function entryShown(tree: TreeName, entry: StoredEntry, about: readonly string[]): LedgerEntry {
  const { index, sealed, leaf: text } = entry
  const { leaf, problems } = readEntry({ hash: sha256, ...tree }, entry)
  const row = { index, sealed, text, about, leafHash: toHex(entry.leafHash), intact: problems.length === 0 }
  if (leaf === null) return { ...unreadable, ...row, ...columnsOf(entry) }
  const { v: _version, workspace: _workspace, tree: _tree, ...shown } = leaf
  return { ...shown, ...row }
}

const unreadable = { actor: { type: 'nobody' }, channel: 'job', data: {} } as const

const columnsOf = ({
  revision,
  event,
  request,
  at,
}: StoredEntry): Pick<Leaf, 'revision' | 'event' | 'request' | 'at'> => ({
  revision,
  event,
  request,
  at: new Date(at).toISOString(),
})

/** The newest signed checkpoint of a tree as a note with its size and instant (ms); `null` when none was signed yet. */
export async function latestCheckpoint(
  query: Query,
  tree: TreeName,
): Promise<{
  readonly size: number
  readonly root: string
  readonly note: string
  readonly signedAt: number
} | null> {
  const latest = await readLatestCheckpoint(query, tree)
  return latest === null ? null : { ...latest, root: toHex(latest.root) }
}

/**
 * The C2SP tlog-proof text of one entry under the newest checkpoint, with its leaf text and hash; `null` when the entry
 * does not exist or is not signed yet.
 */
export async function entryProof(
  query: Query,
  tree: TreeName,
  index: number,
): Promise<{ readonly proof: string; readonly leaf: string; readonly leafHash: string } | null> {
  const latest = await readLatestCheckpoint(query, tree)
  if (latest === null || index >= latest.size) return null
  const [entry] = await readStoredEntries(query, { ...tree, from: index, limit: 1 })
  if (entry === undefined || entry.index !== index) return null
  const read = async (spans: Parameters<typeof readSpans>[2]) => await readSpans(query, tree, spans)
  const proof = await inclusionProof({ hash: sha256, read, levelStep: NODE_LEVEL_STEP }, index, latest.size)
  return {
    proof: formatProof({ index, proof, checkpoint: latest.note }),
    leaf: entry.leaf,
    leafHash: toHex(entry.leafHash),
  }
}

/** The proof that a tree of `size` entries begins with its first `from`: hashes in order, none when `from` is not fewer. */
export async function growthProof(
  query: Query,
  tree: TreeName & { readonly size: number },
  from: number,
): Promise<readonly Uint8Array[]> {
  if (from >= tree.size) return []
  const read = async (spans: Parameters<typeof readSpans>[2]) => await readSpans(query, tree, spans)
  return await consistencyProof({ hash: sha256, read, levelStep: NODE_LEVEL_STEP }, from, tree.size)
}
