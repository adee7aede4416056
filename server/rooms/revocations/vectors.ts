/** What somebody may do, place by place: said before and after, and tried again afterwards. Pure. */
import { decide, departmentsOf, heldRights, whatCan } from '@hufu/authority'
import type { Facts, PermissionKey, Scope, Target } from '@hufu/authority'

/** A place where rights are held. */
export type Place = Exclude<Target, { readonly type: 'member' }>

/** One person's rights at one place, in the order of the catalogue. */
export type Vector = { readonly place: Place; readonly permissions: readonly PermissionKey[] }

/** A right that was allowed although it had been taken. */
export type Failure = { readonly permission: PermissionKey; readonly place: Place }

/** A place in one text. */
export const placeKeyOf = (place: Place): string =>
  place.type === 'workspace'
    ? 'workspace'
    : place.type === 'department'
      ? `department ${place.id}`
      : `resource ${place.kind} ${place.id}`

/** Every place where somebody holds anything now, the company first. */
export function placesOf(facts: Facts, memberId: string, at: number): readonly Place[] {
  const own = departmentsOf(facts, memberId).map((id): Place => ({ type: 'department', id }))
  const reached = heldRights(facts, memberId, at).flatMap(({ by }) =>
    by.flatMap(({ reach }) => (reach.type === 'person' ? [] : placesIn(reach, own))),
  )
  const all: readonly Place[] = [{ type: 'workspace' }, ...own, ...reached]
  return [...new Map(all.map((place) => [placeKeyOf(place), place])).values()]
}

/** Every right that somebody holds by something, with each place where that reaches. */
export function placesByRight(facts: Facts, memberId: string, at: number): readonly Failure[] {
  const own = departmentsOf(facts, memberId).map((id): Place => ({ type: 'department', id }))
  return heldRights(facts, memberId, at).flatMap(({ permission, by }) =>
    by
      .flatMap(({ reach }) => (reach.type === 'person' ? [] : placesIn(reach, own)))
      .map((place) => ({ permission, place })),
  )
}

function placesIn(scope: Scope, own: readonly Place[]): readonly Place[] {
  switch (scope.type) {
    case 'workspace':
      return [{ type: 'workspace' }]
    case 'own-department':
      return own
    case 'departments':
      return scope.ids.map((id) => ({ type: 'department', id }))
    case 'resource':
      return [{ type: 'resource', kind: scope.kind, id: scope.id }]
  }
}

/** What somebody may do at each of some places. */
export const vectorsOf = (
  facts: Facts,
  memberId: string,
  places: readonly Place[],
  at: number,
): readonly Vector[] => places.map((place) => ({ place, permissions: whatCan(facts, memberId, place, at) }))

/** What somebody could do before and cannot any more: every such right at each place. That is what is tried afterwards. */
export function lostBetween(before: readonly Vector[], after: readonly Vector[]): readonly Failure[] {
  const left = new Map(after.map(({ place, permissions }) => [placeKeyOf(place), new Set(permissions)]))
  return before.flatMap(({ place, permissions }) => {
    const still = left.get(placeKeyOf(place))
    return permissions
      .filter((permission) => still?.has(permission) !== true)
      .map((permission) => ({ permission, place }))
  })
}

/** Asks them all of these facts; gives what was allowed. */
export const failuresOf = (
  facts: Facts,
  memberId: string,
  tries: readonly Failure[],
  at: number,
): readonly Failure[] =>
  tries.filter(({ permission, place }) => decide(facts, { memberId, permission, target: place, at }).allowed)
