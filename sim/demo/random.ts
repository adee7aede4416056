/** A small seeded source of chance: the same seed gives the same company. */
export type Random = {
  /** A whole number from 0 to below `end`. */
  readonly below: (end: number) => number
  readonly pick: <T>(from: readonly T[]) => T
}

/** Starts a source of chance (mulberry32: enough for a demonstration, never for secrets). */
export function newRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number): number => Math.floor(next() * end)
  return {
    below,
    pick(from) {
      const picked = from[below(from.length)]
      if (picked === undefined) throw new Error('there is nothing to pick from')
      return picked
    },
  }
}
