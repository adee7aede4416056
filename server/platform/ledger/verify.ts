import { verifyLedger as verifyTree } from '@hufu/merkle'
import type { LedgerReport, LedgerSource, StoredEntry, Verification } from '@hufu/merkle'
import { sha256 } from './hash.ts'
import { treeVerifier } from './keys.ts'
import type { LedgerKey } from './keys.ts'
import type { KnownHeads } from './known-heads.ts'
import type { Query } from './query.ts'
import { readCheckpoints, readHead, readNodes, readStoredEntries } from './store.ts'
import type { TreeName } from './store.ts'

/** Entries read in one statement. */
export const VERIFY_BATCH = 2_000

/** The isolation level in which a ledger must be read: all of one instant. */
export const LEDGER_SNAPSHOT = 'begin isolation level repeatable read read only'

/** Reads a tree for verification. `query` must stand in a LEDGER_SNAPSHOT transaction. */
export function ledgerSource(query: Query, tree: TreeName): LedgerSource {
  return {
    head: async () => await readHead(query, tree),
    checkpoints: async () => await readCheckpoints(query, tree),
    nodes: async () => await readNodes(query, tree),
    entries: () => allEntries(query, tree),
  }
}

/** All entries in the order of their indexes, in batches; the database reads one ahead. */
export async function* allEntries(query: Query, tree: TreeName): AsyncGenerator<readonly StoredEntry[]> {
  const read = (from: number): Promise<readonly StoredEntry[]> =>
    readStoredEntries(query, { ...tree, from, limit: VERIFY_BATCH })
  let batch = await read(Number.MIN_SAFE_INTEGER)
  for (let last = batch.at(-1); last !== undefined; last = batch.at(-1)) {
    // The database reads the next batch while this one is hashed.
    const next = read(last.index + 1)
    // Whoever stops listening early must not be ended by an error nobody waits for; who goes on hears it just below.
    next.catch(() => {})
    yield batch
    batch = await next
  }
}

/** What the server adds to a verification: its key, and the heads it kept outside the database. */
export type ServerVerification = TreeName &
  Pick<Verification, 'fold' | 'compare'> & { readonly key: LedgerKey; readonly known: KnownHeads }

/** Verifies one tree of one workspace. `query` must stand in a LEDGER_SNAPSHOT transaction, as must `compare`. */
export async function verifyLedger(
  query: Query,
  { workspaceId, tree, key, known, ...rest }: ServerVerification,
): Promise<LedgerReport> {
  const kept = await known.read({ workspaceId, tree })
  return await verifyTree({
    workspaceId,
    tree,
    hash: sha256,
    verifier: treeVerifier(key, workspaceId, tree),
    source: ledgerSource(query, { workspaceId, tree }),
    known: kept === null ? [] : [kept],
    ...rest,
  })
}
