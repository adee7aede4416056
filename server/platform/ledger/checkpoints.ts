import {
  consistencyProof,
  formatCheckpoint,
  NODE_LEVEL_STEP,
  openCheckpoint,
  sameBytes,
  signNote,
  verifyConsistency,
} from '@hufu/merkle'
import type { Checkpoint } from '@hufu/merkle'
import { sha256 } from './hash.ts'
import { ledgerOrigin, treeSigner, treeVerifier } from './keys.ts'
import type { LedgerKey } from './keys.ts'
import type { KnownHeads } from './known-heads.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { onClient } from './query.ts'
import type { Query, QueryPool } from './query.ts'
import { insertCheckpoint, readHead, readLatestCheckpoint, readSpans, treesToSign } from './store.ts'
import type { DatedCheckpoint, TreeName } from './store.ts'

/** Milliseconds between two rounds of signing. */
export const CHECKPOINT_EVERY_MS = 10_000

/** What signing needs: the key, and where the newest heads are kept outside the database. */
export type Signing = { readonly key: LedgerKey; readonly known: KnownHeads }

/**
 * Signs the current committed head of a tree and stores it; the latest stays when nothing is new, `null` on an empty tree.
 * Throws rather than sign a head that does not continue what was signed before: a log never contradicts itself.
 */
export async function signCheckpoint(
  query: Query,
  { key, known }: Signing,
  tree: TreeName,
): Promise<DatedCheckpoint | null> {
  const latest = await readLatestCheckpoint(query, tree)
  const kept = await known.read(tree)
  const head = await readHead(query, tree)
  for (const note of [latest?.note, kept ?? undefined].filter((text) => text !== undefined))
    await assertContinues(query, {
      key,
      tree,
      note,
      head: head ?? { size: 0, root: sha256(new Uint8Array()) },
    })
  if (head === null || head.size === 0 || head.size === latest?.size) return latest
  const origin = ledgerOrigin(tree.workspaceId, tree.tree)
  const text = formatCheckpoint({ origin, size: head.size, root: head.root })
  const note = await signNote(text, [treeSigner(key, tree.workspaceId, tree.tree)])
  await insertCheckpoint(query, { ...tree, size: head.size, root: head.root, note })
  await known.write(tree, note)
  return await readLatestCheckpoint(query, tree)
}

type Continuation = {
  readonly key: LedgerKey
  readonly tree: TreeName
  readonly note: string
  readonly head: Pick<Checkpoint, 'size' | 'root'>
}

async function assertContinues(query: Query, { key, tree, note, head }: Continuation): Promise<void> {
  const name = ledgerOrigin(tree.workspaceId, tree.tree)
  const opened = await openCheckpoint(note, treeVerifier(key, tree.workspaceId, tree.tree))
  if (!opened.opened)
    throw new Error(`${name}: the newest checkpoint is not ours to continue (${opened.because})`)
  const { size, root } = opened.checkpoint
  if (size > head.size)
    throw new Error(
      `${name}: ${size} entries were signed, only ${head.size} are there: cut off, or an old backup`,
    )
  const read = async (spans: Parameters<typeof readSpans>[2]) => await readSpans(query, tree, spans)
  const same =
    size === head.size
      ? sameBytes(root, head.root)
      : verifyConsistency(sha256, {
          first: size,
          second: head.size,
          firstRoot: root,
          secondRoot: head.root,
          proof: await consistencyProof({ hash: sha256, read, levelStep: NODE_LEVEL_STEP }, size, head.size),
        })
  if (!same) throw new Error(`${name}: the entries signed at size ${size} are not those that stand there now`)
}

/** A running signer. `signNow` does a round at once, `stop` ends the rounds after a last one. */
export type CheckpointRounds = { readonly signNow: () => Promise<void>; readonly stop: () => Promise<void> }

/** What the rounds need beside `Signing`. `warn` hears, in words, of every tree that could not be signed. */
export type RoundsOptions = Signing & {
  readonly pool: QueryPool
  readonly warn: (message: string, error: unknown) => void
  readonly everyMs?: number
}

/** Signs, every ten seconds, each tree that grew. Several nodes may run it: equal heads give equal notes. */
export function startCheckpoints({
  pool,
  key,
  known,
  warn,
  everyMs = CHECKPOINT_EVERY_MS,
}: RoundsOptions): CheckpointRounds {
  const signAll = async (): Promise<void> =>
    await onClient(pool, async (query) => {
      for (const tree of await treesToSign(query))
        await signCheckpoint(query, { key, known }, tree).catch((error: unknown) => {
          // One tree that may not be signed must not keep the others unsigned; verify tells what is wrong with it.
          warn(`ledger ${ledgerOrigin(tree.workspaceId, tree.tree)} was not signed`, error)
        })
    })
  const signNow = oneAtATime(signAll)
  const timer = setInterval(() => {
    signNow().catch((error: unknown) => {
      warn('ledgers were not signed', error)
    })
  }, everyMs)
  timer.unref()
  return {
    signNow,
    stop: async () => {
      clearInterval(timer)
      await signNow()
    },
  }
}
