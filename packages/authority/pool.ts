/** Interned tails: members about whom the same is said share one. Offsets are in integers and always even. */
import { int } from './bits.ts'
import type { Pool } from './facts.ts'

/** Finds or stores the first `length` integers of `tail` and gives their offset. */
export function intern(pool: Pool, tail: Int32Array, length: number): number {
  const hash = hashOf(tail, 0, length)
  const mask = pool.slots.length - 1
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const offset = int(pool.slots, slot)
    if (offset === 0) return store(pool, tail, length, slot)
    if (equal(pool, offset, tail, length)) return offset
  }
}

// The integer before a tail is its length, so that tails can be compared and hashed again.
function equal(pool: Pool, offset: number, tail: Int32Array, length: number): boolean {
  if (int(pool.words, offset - 2) !== length) return false
  for (let at = 0; at < length; at++) if (int(pool.words, offset + at) !== int(tail, at)) return false
  return true
}

function store(pool: Pool, tail: Int32Array, length: number, slot: number): number {
  const offset = pool.top + 2
  const needed = offset + length
  if (needed > pool.words.length) lengthen(pool, needed)
  pool.words[offset - 2] = length
  for (let at = 0; at < length; at++) pool.words[offset + at] = int(tail, at)
  pool.top = needed
  pool.slots[slot] = offset
  pool.used++
  if (pool.used * 4 > pool.slots.length * 3) rehash(pool)
  return offset
}

function lengthen(pool: Pool, needed: number): void {
  const size = Math.ceil((needed * 1.25) / 2) * 2
  const words = new Int32Array(size)
  words.set(pool.words)
  pool.words = words
  pool.instants = new Float64Array(words.buffer)
}

function rehash(pool: Pool): void {
  const old = pool.slots
  pool.slots = new Int32Array(old.length * 2)
  const mask = pool.slots.length - 1
  for (const offset of old) {
    if (offset === 0) continue
    let slot = hashOf(pool.words, offset, int(pool.words, offset - 2)) & mask
    while (int(pool.slots, slot) !== 0) slot = (slot + 1) & mask
    pool.slots[slot] = offset
  }
}

function hashOf(words: Int32Array, from: number, length: number): number {
  let hash = length
  for (let at = from; at < from + length; at++) {
    hash = Math.imul(hash ^ int(words, at), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return hash >>> 0
}
