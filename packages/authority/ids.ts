/**
 * Handles for ids: small integers inside, UUIDs outside. An id is kept as 16 bytes in a typed array and found through
 * an open-addressing table of handles, because a Map of strings costs ten times the memory.
 */
import { assert } from '@hufu/kit'
import { int } from './bits.ts'

/** Ids of one kind. With `stride` 5 the fifth word tells apart equal ids of different kinds of resource. */
export type Ids = {
  readonly stride: 4 | 5
  /** Handles ever given and not reused, so the next fresh one. */
  count: number
  /** Ids in the table now. */
  used: number
  /** So many of the first handles stand in the order of their ids, as texts compare. */
  ascending: number
  /** The handle found last: what comes in order is found beside it. */
  near: number
  words: Int32Array
  /** A fork reads the same words and slots: whichever of the two writes first takes a copy. */
  shared: boolean
  /** A handle + 1 below, eight bits of its id's hash above, or 0 for an empty slot. */
  slots: Int32Array
  /** Handles given back. */
  readonly free: number[]
  /** Ids that are no UUIDs (resources of other systems): their text by number, and back. */
  readonly texts: string[]
  readonly numbers: Map<string, number>
}

export const noIds = (stride: 4 | 5 = 4): Ids => ({
  stride,
  count: 0,
  used: 0,
  ascending: 0,
  near: 0,
  words: new Int32Array(0),
  shared: false,
  slots: new Int32Array(8),
  free: [],
  texts: [],
  numbers: new Map(),
})

// The id being looked for. Written by `encode` and read before anything else runs.
const wanted = new Int32Array(5)

/** Finds the handle of an id, or -1. */
export function find(ids: Ids, id: string, kind = 0): number {
  if (!encode(ids, id, kind)) return -1
  // Lists mostly come in the order of what they name, and one thing is asked about several times.
  if (isThere(ids, ids.near)) return ids.near
  if (isThere(ids, ids.near + 1)) return ++ids.near
  const hash = hashWanted(ids)
  for (let slot = home(ids, hash); ; slot = next(ids, slot)) {
    const entry = int(ids.slots, slot)
    if (entry === 0) return -1
    if (!mayBe(entry, hash) || !isWanted(ids, handleIn(entry))) continue
    ids.near = handleIn(entry)
    return ids.near
  }
}

/** The same ids for somebody else, who may add and remove without the first noticing, and the other way round. */
export function share(ids: Ids): Ids {
  ids.shared = true
  return { ...ids, free: [...ids.free], texts: [...ids.texts], numbers: new Map(ids.numbers) }
}

function unshare(ids: Ids): void {
  if (!ids.shared) return
  ids.words = ids.words.slice()
  ids.slots = ids.slots.slice()
  ids.shared = false
}

/** Gives an id its handle. An id that has one already is a bug of ours. */
export function add(ids: Ids, id: string, kind = 0): number {
  unshare(ids)
  if (!encode(ids, id, kind)) {
    ids.numbers.set(id, ids.texts.length)
    ids.texts.push(id)
    encode(ids, id, kind)
  }
  const hash = hashWanted(ids)
  let slot = home(ids, hash)
  for (let entry; (entry = int(ids.slots, slot)) !== 0; slot = next(ids, slot))
    if (mayBe(entry, hash)) assert(!isWanted(ids, handleIn(entry)), `id ${id} is already in use`)
  const handle = ids.free.pop() ?? ids.count++
  assert(handle < HANDLES_MAX, 'there are no more handles for ids of this kind')
  const needed = (handle + 1) * ids.stride
  if (needed > ids.words.length) ids.words = longer(ids.words, needed)
  for (let word = 0; word < ids.stride; word++) ids.words[handle * ids.stride + word] = int(wanted, word)
  if (handle < ids.ascending) ids.ascending = handle
  if (handle === ids.ascending && (handle === 0 || compareIds(ids, handle - 1, handle) < 0)) ids.ascending++
  if (ids.used + 1 > ids.slots.length * 0.75) enlarge(ids)
  else ids.slots[slot] = entryOf(handle, hash)
  ids.used++
  return handle
}

/** Takes an id away; its handle may be given again. */
export function remove(ids: Ids, handle: number): void {
  unshare(ids)
  let hole = home(ids, hashOf(ids, handle))
  while (handleIn(int(ids.slots, hole)) !== handle) hole = next(ids, hole)
  // Closing the gap keeps every other id reachable from its home slot without tombstones.
  for (let slot = next(ids, hole); int(ids.slots, slot) !== 0; slot = next(ids, slot)) {
    const from = home(ids, hashOf(ids, handleIn(int(ids.slots, slot))))
    const between = hole <= slot ? hole < from && from <= slot : hole < from || from <= slot
    if (between) continue
    ids.slots[hole] = int(ids.slots, slot)
    hole = slot
  }
  ids.slots[hole] = 0
  ids.used--
  ids.free.push(handle)
  // The mark of a text, but of none there is: nobody finds here what is gone.
  ids.words.fill(-1, handle * ids.stride, handle * ids.stride + 4)
}

/** The id of a handle. */
export function idOf(ids: Ids, handle: number): string {
  const at = handle * ids.stride
  if (isForeign(ids.words, at)) return ids.texts[int(ids.words, at + 3)] ?? ''
  const { words } = ids
  const [a, b, c, d] = [int(words, at), int(words, at + 1), int(words, at + 2), int(words, at + 3)]
  return `${upper(a)}${lower(a)}-${upper(b)}-${lower(b)}-${upper(c)}-${lower(c)}${upper(d)}${lower(d)}`
}

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const pair = (word: number, shift: number): string => pairs[(word >>> shift) & 255] as string
const upper = (word: number): string => pair(word, 24) + pair(word, 16)
const lower = (word: number): string => pair(word, 8) + pair(word, 0)

/** Compares two ids of one kind as their texts compare: below, at or above 0. */
export function compareIds(ids: Ids, a: number, b: number): number {
  const left = a * ids.stride
  const right = b * ids.stride
  if (ids.texts.length === 0) return compareWords(ids.words, left, right)
  if (isForeign(ids.words, left) || isForeign(ids.words, right)) {
    const [one, other] = [idOf(ids, a), idOf(ids, b)]
    return one < other ? -1 : one > other ? 1 : 0
  }
  return compareWords(ids.words, left, right)
}

function compareWords(words: Int32Array, left: number, right: number): number {
  for (let word = 0; word < 4; word++) {
    const difference = (int(words, left + word) >>> 0) - (int(words, right + word) >>> 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** A longer copy of a column, with room to grow by a fifth. */
export function longer(column: Int32Array, needed: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(Math.ceil(needed * 1.2) + 16)
  copy.set(column)
  return copy
}

// False when the text is no UUID and was never seen: then no handle can have it.
function encode(ids: Ids, id: string, kind: number): boolean {
  wanted[4] = kind
  if (parseUuid(id)) return true
  const number = ids.numbers.get(id)
  if (number === undefined) return false
  wanted[0] = wanted[1] = wanted[2] = -1
  wanted[3] = number
  return true
}

// Texts stand under words that no UUID we accept begins with.
const isForeign = (words: Int32Array, at: number): boolean =>
  int(words, at) === -1 && int(words, at + 1) === -1 && int(words, at + 2) === -1

function parseUuid(id: string): boolean {
  if (id.length !== 36) return false
  // A letter that is no ASCII is two bytes or three of it, all of them above 127 and so no digits.
  encoder.encodeInto(id, letters)
  if (letters[8] !== DASH || letters[13] !== DASH || letters[18] !== DASH || letters[23] !== DASH)
    return false
  strange = 0
  wanted[0] = (fourDigits(0) << 16) | fourDigits(4)
  wanted[1] = (fourDigits(9) << 16) | fourDigits(14)
  wanted[2] = (fourDigits(19) << 16) | fourDigits(24)
  wanted[3] = (fourDigits(28) << 16) | fourDigits(32)
  return (strange & 0xf0f0f0f0) === 0 && !isForeign(wanted, 0)
}

const DASH = 0x2d
const encoder = new TextEncoder()
// The id's letters, four to be read at once. Room for 36 of three bytes each.
const letters = new Uint8Array(108)
const fours = new DataView(letters.buffer)

// Has bits in the upper half of a byte once a letter was no digit of ours.
let strange = 0

// Four letters side by side in one integer. Bit 6 tells a-f from 0-9: taken off their beginning, what is left is at most
// 5 or 9, and going up to 15 stays in the lower half of the byte.
function fourDigits(at: number): number {
  const four = fours.getInt32(at)
  const high = (four >>> 6) & 0x01010101
  const left = (four - 0x30303030 - high * 0x31) | 0
  strange |= left | (left + 0x06060606 + high * 4)
  const value = left + high * 10
  return ((value >>> 12) & 0xf000) | ((value >>> 8) & 0xf00) | ((value >>> 4) & 0xf0) | (value & 0xf)
}

const mix = (hash: number, word: number): number => {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

const hashWanted = (ids: Ids): number => hashWords(wanted, 0, ids.stride)
const hashOf = (ids: Ids, handle: number): number => hashWords(ids.words, handle * ids.stride, ids.stride)

function hashWords(words: Int32Array, at: number, stride: number): number {
  let hash = 0
  for (let word = 0; word < stride; word++) hash = mix(hash, int(words, at + word))
  return hash >>> 0
}

const home = (ids: Ids, hash: number): number => Math.floor((hash * ids.slots.length) / 2 ** 32)
const next = (ids: Ids, slot: number): number => (slot + 1 === ids.slots.length ? 0 : slot + 1)

const isThere = (ids: Ids, handle: number): boolean => handle < ids.count && isWanted(ids, handle)

function isWanted(ids: Ids, handle: number): boolean {
  const at = handle * ids.stride
  for (let word = 0; word < ids.stride; word++)
    if (int(ids.words, at + word) !== int(wanted, word)) return false
  return true
}

// The place of an id is what stands above in its hash; what stands below goes into the entry beside the handle, so that
// a look at another id on the way, which no cache holds, is needed once in 256 times.
const HANDLE_BITS = 24
const HANDLES_MAX = 2 ** HANDLE_BITS - 1
const handleIn = (entry: number): number => (entry & HANDLES_MAX) - 1
const entryOf = (handle: number, hash: number): number => (hash << HANDLE_BITS) | (handle + 1)
const mayBe = (entry: number, hash: number): boolean => (entry ^ (hash << HANDLE_BITS)) >>> HANDLE_BITS === 0

function place(ids: Ids, handle: number): void {
  const hash = hashOf(ids, handle)
  let slot = home(ids, hash)
  while (int(ids.slots, slot) !== 0) slot = next(ids, slot)
  ids.slots[slot] = entryOf(handle, hash)
}

// With all that have words by now, in the order in which those stand: a million are read from one end to the other.
function enlarge(ids: Ids): void {
  ids.slots = new Int32Array(Math.ceil((ids.used + 8) * 1.9))
  for (let handle = 0; handle < ids.count; handle++) if (!isGone(ids, handle)) place(ids, handle)
}

const isGone = ({ words, stride }: Ids, handle: number): boolean =>
  isForeign(words, handle * stride) && int(words, handle * stride + 3) === -1
