import type { Hash } from './tree.ts'

/** A second opinion for tests and trials: RFC 6962 read aloud, recursive, sharing nothing with the real code. */
export type Naive = {
  readonly root: (size: number) => Uint8Array
  readonly path: (index: number, size: number) => readonly Uint8Array[]
  readonly consistency: (first: number, second: number) => readonly Uint8Array[]
}

/** Builds it over raw leaf data; all answers speak of its first `size` leaves. */
export function naive(hash: Hash, data: readonly Uint8Array[]): Naive {
  const known = new Map<string, Uint8Array>()
  const remembered = (from: number, to: number, make: () => Uint8Array): Uint8Array => {
    const found = known.get(`${from} ${to}`) ?? make()
    known.set(`${from} ${to}`, found)
    return found
  }
  const half = (count: number): number => {
    let k = 1
    while (k << 1 < count) k <<= 1
    return k
  }
  const root = (from: number, to: number): Uint8Array =>
    remembered(from, to, () => {
      if (from === to) return hash(new Uint8Array(0))
      if (to - from === 1) return hash(Buffer.concat([Buffer.from([0]), ...data.slice(from, to)]))
      const k = from + half(to - from)
      return hash(Buffer.concat([Buffer.from([1]), root(from, k), root(k, to)]))
    })
  const path = (index: number, from: number, to: number): readonly Uint8Array[] => {
    if (to - from === 1) return []
    const k = from + half(to - from)
    return index < k ? [...path(index, from, k), root(k, to)] : [...path(index, k, to), root(from, k)]
  }
  const part = (first: number, from: number, to: number, whole: boolean): readonly Uint8Array[] => {
    if (first === to) return whole ? [] : [root(from, to)]
    const k = from + half(to - from)
    return first <= k
      ? [...part(first, from, k, whole), root(k, to)]
      : [...part(first, k, to, false), root(from, k)]
  }
  return {
    root: (size) => root(0, size),
    path: (index, size) => path(index, 0, size),
    consistency: (first, second) => (first === 0 ? [] : part(first, 0, second, true)),
  }
}
