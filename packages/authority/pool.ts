/** Interned lists of integers: what is the same for many members is kept once. */
import { assert } from '@hufu/kit'
import { int } from './bits.ts'

/** One buffer of lists, found again by their content. Offsets are multiples of `align`, and never 0. */
export type Pool = {
  readonly align: number
  /** Length of every list; 0 when lists differ and say their length at index LENGTH, above two bits of their own. */
  readonly size: number
  words: Int32Array
  /** The same buffer, two integers at a time. */
  instants: Float64Array
  top: number
  /** Open-addressing table of offsets. */
  slots: Int32Array
  used: number
}

/** Where a list of varying length says it: the upper bits are the length in integers. */
export const LENGTH = 3
/** Bits of it that are free for whoever writes the list. */
export const LENGTH_SHIFT = 2

/** An empty pool. `align` is a power of two. */
export function emptyPool(align: number, size: number): Pool {
  const words = new Int32Array(64)
  return {
    align,
    size,
    words,
    instants: new Float64Array(words.buffer),
    top: align,
    slots: new Int32Array(64),
    used: 0,
  }
}

/** Forgets everything in a pool, keeping its room. */
export function clearPool(pool: Pool): void {
  pool.slots.fill(0)
  pool.used = 0
  pool.top = pool.align
}

/** Length of the list at an offset, in integers. */
export const lengthAt = (pool: Pool, offset: number): number =>
  pool.size === 0 ? int(pool.words, offset + LENGTH) >> LENGTH_SHIFT : pool.size

/** Finds or stores the first `length` integers of a list and gives their offset. */
export function intern(pool: Pool, list: Int32Array, length: number): number {
  const mask = pool.slots.length - 1
  for (let slot = hashOf(list, 0, length) & mask; ; slot = (slot + 1) & mask) {
    const offset = int(pool.slots, slot)
    if (offset === 0) return store(pool, list, length, slot)
    if (lengthAt(pool, offset) === length && equal(pool, offset, list, length)) return offset
  }
}

function equal(pool: Pool, offset: number, list: Int32Array, length: number): boolean {
  for (let at = 0; at < length; at++) if (int(pool.words, offset + at) !== int(list, at)) return false
  return true
}

function store(pool: Pool, list: Int32Array, length: number, slot: number): number {
  const offset = pool.top
  const end = offset + length
  assert(end < OFFSET_MAX, 'the pool has room')
  if (end > pool.words.length) lengthen(pool, end)
  pool.words.set(list.subarray(0, length), offset)
  pool.top = Math.ceil(end / pool.align) * pool.align
  pool.slots[slot] = offset
  pool.used++
  if (pool.used * 4 > pool.slots.length * 3) rehash(pool)
  return offset
}

/** Offsets are shifted by two bits where members keep them. */
const OFFSET_MAX = 1 << 28

function lengthen(pool: Pool, needed: number): void {
  const words = new Int32Array(Math.ceil((needed * 1.125) / 2) * 2 + 64)
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
    let slot = hashOf(pool.words, offset, lengthAt(pool, offset)) & mask
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
