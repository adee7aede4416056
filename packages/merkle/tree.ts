import { assert } from '@hufu/kit'
import { utf8 } from './bytes.ts'

/** SHA-256, given by the caller: node:crypto on a server, `sha256` of this package in a browser. */
export type Hash = (bytes: Uint8Array) => Uint8Array

/** The right edge of a tree: the roots of its perfect subtrees, largest first. `size` counts leaves. */
export type Frontier = { readonly size: number; readonly nodes: readonly Uint8Array[] }

/** Hash of one leaf (RFC 6962, section 2.1): the zero byte in front keeps a leaf from passing for a node. */
export function leafHash(hash: Hash, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 1)
  bytes.set(data, 1)
  return hash(bytes)
}

/** Hash of a leaf given as text: a zero letter is a zero byte in UTF-8, so nothing is copied. */
export function leafTextHash(hash: Hash, text: string): Uint8Array {
  return hash(utf8(`\0${text}`))
}

/** Hash of an inner node from its two children, with a one in front. */
export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + left.length + right.length)
  bytes[0] = 1
  bytes.set(left, 1)
  bytes.set(right, 1 + left.length)
  return hash(bytes)
}

/** The frontier of a tree without leaves. */
export const emptyFrontier: Frontier = { size: 0, nodes: [] }

/** A perfect subtree that an append completed: it covers leaves [index·2^level, (index+1)·2^level). */
export type Completed = { readonly level: number; readonly index: number; readonly hash: Uint8Array }

/** Appends one leaf hash. `completed`, when given, is told each subtree above the leaf that became perfect. */
export function appendLeaf(
  hash: Hash,
  frontier: Frontier,
  leaf: Uint8Array,
  completed?: (node: Completed) => void,
): Frontier {
  assert(Number.isSafeInteger(frontier.size + 1), 'a tree is counted in safe integers')
  const nodes = [...frontier.nodes]
  let carry = leaf
  let above = frontier.size
  let level = 0
  while (above % 2 === 1) {
    const left = nodes.pop()
    assert(left !== undefined, `a frontier of ${frontier.size} leaves lacks a node`)
    carry = nodeHash(hash, left, carry)
    above = Math.floor(above / 2)
    level += 1
    completed?.({ level, index: above, hash: carry })
  }
  nodes.push(carry)
  return { size: frontier.size + 1, nodes }
}

/** Root of the tree with this frontier. The empty tree's root is the hash of nothing. */
export function frontierRoot(hash: Hash, frontier: Frontier): Uint8Array {
  const last = frontier.nodes.at(-1)
  if (last === undefined) return hash(new Uint8Array())
  return frontier.nodes.slice(0, -1).reduceRight((right, left) => nodeHash(hash, left, right), last)
}

/** Root over leaf hashes kept in memory. */
export function rootOf(hash: Hash, leaves: Iterable<Uint8Array>): Uint8Array {
  let frontier = emptyFrontier
  for (const leaf of leaves) frontier = appendLeaf(hash, frontier, leaf)
  return frontierRoot(hash, frontier)
}
