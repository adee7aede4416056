/**
 * What this browser remembers of a ledger: size and root of the newest checkpoint it has seen. At the next visit the
 * server has to prove that the tree was only added to since; whoever rewrote it cannot.
 */
import { fromBase64, fromHex, sha256, verifyConsistency } from '@hufu/merkle'

export type Kept = { readonly size: number; readonly root: string; readonly seenAt: string }

/** How the tree stands to what was kept: never seen before, only longer, shorter, or with another beginning. */
export type Standing = 'first' | 'grown' | 'shorter' | 'rewritten'

type Seen = { readonly size: number; readonly root: string }

/** Compares what was kept with a checkpoint and the server's proof (base64). Nothing but the proof is believed. */
export function standingOf(kept: Kept | null, now: Seen, proof: readonly string[]): Standing {
  if (kept === null) return 'first'
  if (now.size < kept.size) return 'shorter'
  const [firstRoot, secondRoot] = [fromHex(kept.root), fromHex(now.root)]
  const hashes = proof.map(fromBase64).filter((hash) => hash !== null)
  if (firstRoot === null || secondRoot === null || hashes.length !== proof.length) return 'rewritten'
  const claim = { first: kept.size, second: now.size, firstRoot, secondRoot, proof: hashes }
  return verifyConsistency(sha256, claim) ? 'grown' : 'rewritten'
}

const placeOf = (workspaceId: string, tree: string): string => `hufu.checkpoint.${workspaceId}.${tree}`

/** What this browser keeps of a tree; null when nothing, or nothing that can be read. */
export function readKept(workspaceId: string, tree: string): Kept | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(placeOf(workspaceId, tree)) ?? 'null')
    return isKept(value) ? value : null
  } catch {
    return null
  }
}

/** Keeps the newest checkpoint, for the next visit. */
export function keep(workspaceId: string, tree: string, { size, root }: Seen, now: Date): void {
  const kept: Kept = { size, root, seenAt: now.toISOString() }
  localStorage.setItem(placeOf(workspaceId, tree), JSON.stringify(kept))
}

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' &&
  value !== null &&
  'size' in value &&
  Number.isSafeInteger(value.size) &&
  'root' in value &&
  typeof value.root === 'string' &&
  'seenAt' in value &&
  typeof value.seenAt === 'string'
