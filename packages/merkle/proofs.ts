import { assert } from '@hufu/kit'
import { nodeHash } from './tree.ts'
import type { Hash } from './tree.ts'
import { sameBytes } from './bytes.ts'

/** `count` neighbouring perfect subtrees at `level` (0: leaf hashes), from the one numbered `from`. */
export type Span = { readonly level: number; readonly from: number; readonly count: number }

/** Reads stored hashes: for each span its hashes in order. A missing one is an error of the reader. */
export type HashReader = (spans: readonly Span[]) => Promise<readonly (readonly Uint8Array[])[]>

/** Where proofs are built from. Hashes are stored at levels 0, `levelStep`, 2·`levelStep`, …; 1 means all. */
export type HashStore = { readonly hash: Hash; readonly read: HashReader; readonly levelStep: number }

type Range = { readonly from: number; readonly to: number }

/** Builds the proof that leaf `index` stands in the tree of `size` leaves (RFC 6962, 2.1.1): siblings, leaf side first. */
export async function inclusionProof(
  store: HashStore,
  index: number,
  size: number,
): Promise<readonly Uint8Array[]> {
  assert(Number.isSafeInteger(size) && index >= 0 && index < size, `no leaf ${index} in a tree of ${size}`)
  return await rangeRoots(store, inclusionRanges(index, size))
}

/** Builds the proof that the tree of `first` leaves is the beginning of the tree of `second` (RFC 6962, 2.1.2). */
export async function consistencyProof(
  store: HashStore,
  first: number,
  second: number,
): Promise<readonly Uint8Array[]> {
  assert(Number.isSafeInteger(second) && first >= 0 && first <= second, `no way from ${first} to ${second}`)
  if (first === 0) return []
  return await rangeRoots(store, consistencyRanges(first, second))
}

function inclusionRanges(index: number, size: number): readonly Range[] {
  const ranges: Range[] = []
  let from = 0
  let to = size
  while (to - from > 1) {
    const middle = from + powerBelow(to - from)
    if (index < middle) {
      ranges.unshift({ from: middle, to })
      to = middle
    } else {
      ranges.unshift({ from, to: middle })
      from = middle
    }
  }
  return ranges
}

function consistencyRanges(first: number, second: number): readonly Range[] {
  const ranges: Range[] = []
  let from = 0
  let to = second
  while (to !== first) {
    const middle = from + powerBelow(to - from)
    if (first <= middle) {
      ranges.unshift({ from: middle, to })
      to = middle
    } else {
      ranges.unshift({ from, to: middle })
      from = middle
    }
  }
  // The verifier knows the first root; a subtree of it that is not the whole must be named.
  return from === 0 ? ranges : [{ from, to }, ...ranges]
}

/** Largest power of two smaller than `count` (at least 2). */
function powerBelow(count: number): number {
  let power = 1
  while (power * 2 < count) power *= 2
  return power
}

async function rangeRoots(store: HashStore, ranges: readonly Range[]): Promise<readonly Uint8Array[]> {
  const spans = ranges.map((range) => spansOf(range, store.levelStep))
  const stored = await store.read(spans.flat())
  let next = 0
  return spans.map((parts) => {
    const roots = parts.map((span) => perfectRoot(store.hash, span, stored[next++]))
    return roots.reduceRight((right, left) => nodeHash(store.hash, left, right))
  })
}

/** Cuts a range of a tree into perfect subtrees, largest first, each named by the stored hashes under it. */
function spansOf({ from, to }: Range, levelStep: number): readonly Span[] {
  const spans: Span[] = []
  let at = from
  while (at < to) {
    let level = 0
    let width = 1
    while (width * 2 <= to - at) {
      level += 1
      width *= 2
    }
    const storedLevel = level - (level % levelStep)
    const storedWidth = 2 ** storedLevel
    spans.push({ level: storedLevel, from: at / storedWidth, count: width / storedWidth })
    at += width
  }
  return spans
}

function perfectRoot(hash: Hash, span: Span, stored: readonly Uint8Array[] | undefined): Uint8Array {
  assert(stored?.length === span.count, `hashes are missing at level ${span.level} from ${span.from}`)
  let row = stored
  while (row.length > 1) row = pairs(row).map(([left, right]) => nodeHash(hash, left, right))
  const [root] = row
  assert(root !== undefined, 'a span holds at least one hash')
  return root
}

function pairs(row: readonly Uint8Array[]): readonly (readonly [Uint8Array, Uint8Array])[] {
  const paired: (readonly [Uint8Array, Uint8Array])[] = []
  for (let at = 0; at + 1 < row.length; at += 2) {
    const left = row[at]
    const right = row[at + 1]
    if (left !== undefined && right !== undefined) paired.push([left, right])
  }
  return paired
}

/** What an inclusion proof is checked against. `leaf` is a leaf hash, `proof` comes leaf side first. */
export type InclusionClaim = {
  readonly index: number
  readonly size: number
  readonly leaf: Uint8Array
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}

/** Checks an inclusion proof (RFC 9162, 2.1.3.2). Never throws: whatever is malformed is false. */
export function verifyInclusion(hash: Hash, { index, size, leaf, proof, root }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false
  let position = index
  let last = size - 1
  let known = leaf
  for (const sibling of proof) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      known = nodeHash(hash, sibling, known)
      while (position % 2 === 0 && position !== 0) {
        position = position / 2
        last = Math.floor(last / 2)
      }
    } else known = nodeHash(hash, known, sibling)
    position = Math.floor(position / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && sameBytes(known, root)
}

/** What a consistency proof is checked against. */
export type ConsistencyClaim = {
  readonly first: number
  readonly second: number
  readonly firstRoot: Uint8Array
  readonly secondRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Checks a consistency proof (RFC 9162, 2.1.4.2). Never throws: whatever is malformed is false. */
export function verifyConsistency(hash: Hash, claim: ConsistencyClaim): boolean {
  const { first, second, firstRoot, secondRoot, proof } = claim
  if (!isCount(first) || !isCount(second) || first > second) return false
  if (first === second) return proof.length === 0 && sameBytes(firstRoot, secondRoot)
  if (first === 0) return proof.length === 0 && sameBytes(firstRoot, hash(new Uint8Array()))
  let position = first - 1
  let last = second - 1
  while (position % 2 === 1) {
    position = Math.floor(position / 2)
    last = Math.floor(last / 2)
  }
  // When the first tree is perfect, its root is the first node and need not be sent.
  const path = position === 0 ? [firstRoot, ...proof] : proof
  const [start, ...rest] = path
  if (start === undefined) return false
  let before = start
  let after = start
  for (const node of rest) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      before = nodeHash(hash, node, before)
      after = nodeHash(hash, node, after)
      while (position % 2 === 0 && position !== 0) {
        position = position / 2
        last = Math.floor(last / 2)
      }
    } else after = nodeHash(hash, after, node)
    position = Math.floor(position / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && sameBytes(before, firstRoot) && sameBytes(after, secondRoot)
}

const isCount = (count: number): boolean => Number.isSafeInteger(count) && count >= 0
