/**
 * Who has which rights in a company, and what somebody may hand out there, in plain words over the folded log: what
 * random steps are judged by. Nothing of the engine is used here.
 */
import { heldByNobody, permission, permissions } from '@hufu/authority'
import type { AdministratorRow, PermissionKey, Target } from '@hufu/authority'
import { covers, isInGroup, specAnswer } from '../../packages/authority/scenarios.ts'
import type { World } from '../../packages/authority/scenarios.ts'

/** A right somebody has at a place at an instant. */
export type HeldThere = {
  readonly memberId: string
  readonly permission: PermissionKey
  readonly target: Target
  readonly at: number
}

/** Everything held in a world at some instants, by a text that stands for it. */
export type HeldRights = ReadonlyMap<string, HeldThere>

const enforced = permissions.filter(({ state, key }) => state === 'enforced' && key !== heldByNobody)

/** Every place that is no person: people stand in several places at once, which are asked about themselves. */
export const placesOf = (world: World): readonly Target[] => [
  { type: 'workspace' },
  ...[...world.parents.keys()].map((id): Target => ({ type: 'department', id })),
  ...[...world.resources.keys()].map((key): Target => {
    const space = key.indexOf(' ')
    return { type: 'resource', kind: key.slice(0, space), id: key.slice(space + 1) }
  }),
]

/** Asks the specification about everybody, everything and every place, at each instant. */
export function rightsIn(world: World, instants: readonly number[]): HeldRights {
  const held = new Map<string, HeldThere>()
  const places = placesOf(world)
  const seated = new Set([...world.seats.values()].map(({ memberId }) => memberId))
  const given = givenIn(world)
  for (const [memberId, status] of world.statuses) {
    if (status !== 'active') continue
    for (const { key, kind } of enforced) {
      // What no grant names and no seat could hold needs no asking.
      if (kind === 'feature' ? !given.has(key) : !seated.has(memberId)) continue
      for (const target of places)
        for (const [turn, at] of instants.entries())
          if (specAnswer(world, { memberId, permission: key, target, at }).allowed)
            held.set(`${memberId} ${key} ${turn} ${JSON.stringify(target)}`, {
              memberId,
              permission: key,
              target,
              at,
            })
    }
  }
  return held
}

function givenIn(world: World): ReadonlySet<PermissionKey> {
  const rights = [...world.grants.values()].map(({ right }) => right)
  return new Set(
    rights.flatMap((right) => (right.type === 'role' ? (world.roles.get(right.id) ?? []) : [right.key])),
  )
}

const isLive = ({ from, until }: AdministratorRow, at: number): boolean =>
  (from === null || Date.parse(from) <= at) && (until === null || at < Date.parse(until))

/** Seats of somebody in force at an instant. */
export const seatsOf = (world: World, memberId: string, at: number): readonly AdministratorRow[] =>
  world.statuses.get(memberId) === 'active'
    ? [...world.seats.values()].filter((seat) => seat.memberId === memberId && isLive(seat, at))
    : []

/** A23, A24, A29: whether one seat could let somebody have a permission at a place. */
export function mayHandOut(world: World, seat: AdministratorRow, right: Omit<HeldThere, 'at'>): boolean {
  const { kind, creatorOnly } = permission(right.permission)
  if (seat.tier === 'creator') return true
  if (creatorOnly) return false
  if (seat.tier === 'super') return true
  const person: Target = { type: 'member', id: right.memberId }
  if (!covers(world, seat.scope, seat.memberId, right.target, 'any')) return false
  if (kind === 'administration')
    return (
      seat.permissions.includes(right.permission) && covers(world, seat.scope, seat.memberId, person, 'any')
    )
  const { reach, permissions: keys } = seat.ceiling
  const reaches =
    reach.type === 'resource' && reach.kind === 'group'
      ? isInGroup(world, reach.id, right.memberId)
      : covers(world, reach, seat.memberId, person, 'any')
  return keys.includes(right.permission) && reaches
}

/** What people have after a step and had not before. Who was not at work before, and places that were not there, aside. */
export function gainsOf(
  before: { readonly world: World; readonly rights: HeldRights },
  after: HeldRights,
): readonly HeldThere[] {
  const places = new Set(placesOf(before.world).map((place) => JSON.stringify(place)))
  return [...after]
    .filter(([text]) => !before.rights.has(text))
    .map(([, right]) => right)
    .filter(
      ({ memberId, target }) =>
        before.world.statuses.get(memberId) === 'active' && places.has(JSON.stringify(target)),
    )
}

/** Super administrators who are at work with a seat in force. */
export const supersIn = (world: World, at: number): number =>
  new Set(
    [...world.seats.values()]
      .filter(
        (seat) => seat.tier === 'super' && isLive(seat, at) && world.statuses.get(seat.memberId) === 'active',
      )
      .map(({ memberId }) => memberId),
  ).size

/** Creators at work. */
export const creatorsIn = (world: World): number =>
  [...world.seats.values()].filter(
    ({ tier, memberId }) => tier === 'creator' && world.statuses.get(memberId) === 'active',
  ).length
