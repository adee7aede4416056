import type { ProofMethod } from '@hufu/contract'

const STORE = 'hufu.proves-by'

/** Remembers on this device by what somebody proved last: the next time it stands first. */
export const keepPreferred = (way: ProofMethod): void => localStorage.setItem(STORE, way)

/** Of the ways that count, the one to begin with: what was used last, else the first. */
export function preferredOf(ways: readonly ProofMethod[]): ProofMethod | undefined {
  const kept = localStorage.getItem(STORE)
  return ways.find((way) => way === kept) ?? ways[0]
}
