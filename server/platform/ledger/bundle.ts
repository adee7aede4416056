import { bundleHead, bundleLine, toHex } from '@hufu/merkle'
import type { StoredEntry } from '@hufu/merkle'
import { verifierKeyOf } from './keys.ts'
import type { LedgerKey } from './keys.ts'
import type { Query } from './query.ts'
import { readCheckpointsAfter, readLatestCheckpoint } from './store.ts'
import type { TreeName } from './store.ts'
import { allEntries } from './verify.ts'

/** Checkpoints read in one statement. */
const CHECKPOINTS_BATCH = 1_000
/** UTF-16 units gathered before they are handed on. */
const PIECE_LENGTH = 48 * 1024

/** What is exported, for whom: `texts` whether the sealed texts go with it; `at` is told in its first line. */
export type BundleWanted = TreeName & {
  readonly key: LedgerKey
  readonly texts: boolean
  readonly at: Date
}

/**
 * A tree up to its newest checkpoint as a file that is verified without a server (L32, L33), piece by piece as it is taken.
 * `query` must stand in a LEDGER_SNAPSHOT transaction. What somebody falsified goes out as it is found, for the verifier to find.
 */
export async function* exportBundle(query: Query, wanted: BundleWanted): AsyncGenerator<Uint8Array> {
  let piece = ''
  for await (const line of linesOf(query, wanted)) {
    piece += line
    if (piece.length < PIECE_LENGTH) continue
    yield Buffer.from(piece)
    piece = ''
  }
  yield Buffer.from(piece)
}

async function* linesOf(query: Query, wanted: BundleWanted): AsyncGenerator<string> {
  const { workspaceId, tree, key, texts, at } = wanted
  const size = (await readLatestCheckpoint(query, wanted))?.size ?? 0
  yield bundleHead({
    workspace: workspaceId,
    tree,
    size,
    texts,
    key: verifierKeyOf(key, workspaceId, tree),
    at: at.toISOString(),
  })
  const signed = checkpointsOf(query, wanted)
  let next = await signed.next()
  let [entries, checkpoints] = [0, 0]
  for await (const batch of allEntries(query, wanted)) {
    for (const entry of batch) {
      if (entry.index >= size) break
      yield entryLine(entry, texts)
      entries += 1
      for (; next.done !== true && next.value.size <= entry.index + 1; next = await signed.next()) {
        yield bundleLine({ kind: 'checkpoint', checkpoint: next.value.note })
        checkpoints += 1
      }
    }
    if ((batch.at(-1)?.index ?? size) >= size) break
  }
  // Those over entries that are no longer there.
  for (; next.done !== true; next = await signed.next()) {
    yield bundleLine({ kind: 'checkpoint', checkpoint: next.value.note })
    checkpoints += 1
  }
  yield bundleLine({ kind: 'end', end: entries, checkpoints })
}

function entryLine({ index, leaf, link, salt, sealed }: StoredEntry, texts: boolean): string {
  const entry = { index, leaf, link: toHex(link) }
  return bundleLine({ kind: 'entry', entry: texts ? { ...entry, salt: toHex(salt), sealed } : entry })
}

async function* checkpointsOf(query: Query, tree: TreeName) {
  for (let after = -1; ;) {
    const batch = await readCheckpointsAfter(query, { ...tree, after, limit: CHECKPOINTS_BATCH })
    yield* batch
    const last = batch.at(-1)
    if (last === undefined || batch.length < CHECKPOINTS_BATCH) return
    after = last.size
  }
}
