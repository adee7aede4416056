import type { RevocationPlace, RevocationView } from '@hufu/contract'

type Vector = RevocationView['before']

/** One permission at one place, before and after. */
export type Compared = { readonly permission: string; readonly before: boolean; readonly after: boolean }

/** What one person may do at one place, before and after: what differs, and what does not. */
export type PlaceCompared = {
  readonly key: string
  readonly place: RevocationPlace
  readonly changed: readonly Compared[]
  readonly same: readonly string[]
}

/** A place as a key: two places are one when kind and id are. */
export const keyOfPlace = ({ type, id }: RevocationPlace): string => `${type}:${id ?? ''}`

/** Lays the vectors of before and after side by side, place by place, in the order in which they came. */
export function comparePlaces(before: Vector, after: Vector): readonly PlaceCompared[] {
  const then = byPlace(before)
  const now = byPlace(after)
  return [...new Map([...after, ...before].map(({ place }) => [keyOfPlace(place), place]))]
    .toSorted(([one], [other]) => orderIn(before, one) - orderIn(before, other))
    .map(([key, place]) => {
      const held = then.get(key) ?? new Set()
      const holds = now.get(key) ?? new Set()
      const both = [...new Set([...held, ...holds])]
      return {
        key,
        place,
        changed: both
          .filter((each) => held.has(each) !== holds.has(each))
          .map((permission) => ({
            permission,
            before: held.has(permission),
            after: holds.has(permission),
          })),
        same: both.filter((each) => held.has(each) && holds.has(each)),
      }
    })
}

const byPlace = (vector: Vector): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(vector.map(({ place, permissions }) => [keyOfPlace(place), new Set(permissions)]))

// Places that only the second one names come last.
const orderIn = (vector: Vector, key: string): number => {
  const at = vector.findIndex(({ place }) => keyOfPlace(place) === key)
  return at < 0 ? vector.length : at
}
