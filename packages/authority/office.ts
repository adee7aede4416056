/** Seats handed on: who may appoint administrators, and make heads of departments who have an office. */
import { bitOf, heldByNobody, permission } from './catalogue.ts'
import type { PermissionKey } from './catalogue.ts'
import { has } from './bits.ts'
import { judge, mayHandOut, no, scopeInside, seatHas, yes } from './ceiling.ts'
import type { Verdict } from './ceiling.ts'
import type { Ceiling, Scope, Tier } from './events.ts'
import { NONE } from './facts.ts'
import type { Facts, Seat } from './facts.ts'
import { find } from './ids.ts'
import { pack, packScope, subject } from './scope.ts'
import { tierAt, tierNumber } from './tiers.ts'

/** A seat to be given. Without `memberId` a scope of *own department* counts as the whole workspace. */
export type Office = {
  readonly permissions: readonly PermissionKey[]
  readonly scope: Scope
  readonly ceiling: Ceiling
  readonly memberId?: string
  readonly tier?: Exclude<Tier, 'creator'>
}

/**
 * May the giver appoint such an administrator? Only the creator makes super administrators. A scoped administrator
 * needs `admin.assign` and `admin.delegate` in one seat, and hands on permissions, scope and ceiling inside that
 * seat's, without `admin.delegate`: one level deep.
 */
export function mayAppoint(facts: Facts, giverId: string, office: Office, at: number): Verdict {
  const bit = bitOf(office.tier === 'super' ? 'admin.assign.super' : 'admin.assign')
  const person = office.memberId === undefined ? NONE : find(facts.members.ids, office.memberId)
  return judge(facts, giverId, at, (seat) => {
    if (!seatHas(seat, bit)) return no('authority/not-administrator', office.permissions)
    if (person !== NONE && tierAt(facts, person, at) >= tierNumber[seat.tier])
      return no('authority/higher-tier', office.permissions)
    const above = [
      ...office.permissions.filter((key) => !mayHandOn(seat, key)),
      ...office.ceiling.permissions.filter((key) => !mayHandOut(seat, key)),
    ]
    if (above.length > 0) return no('authority/over-ceiling', above)
    return seat.tier !== 'scoped' || isOfficeInside(facts, seat, office, person)
      ? yes(seat)
      : no('authority/over-ceiling', office.permissions)
  })
}

/**
 * May somebody make a head of departments, who has an office there by the company's switch? Everything of that office
 * must lie inside one seat of whoever makes them head; nothing of it is chosen, so `admin.assign` is not asked.
 */
export function mayMakeHead(facts: Facts, makerId: string, office: Office, at: number): Verdict {
  return judge(facts, makerId, at, (seat) => {
    const above = [
      ...office.permissions.filter((key) => !mayHandOn(seat, key)),
      ...office.ceiling.permissions.filter((key) => !mayHandOut(seat, key)),
    ]
    if (above.length > 0) return no('authority/over-ceiling', above)
    const everyone = pack(subject.everyone, 0)
    const inside =
      seat.tier !== 'scoped' ||
      [office.scope, office.ceiling.reach].every((named, index) =>
        scopeInside(
          facts,
          index === 0 ? seat.scope : seat.reach,
          seat.member,
          packScope(facts, named),
          everyone,
        ),
      )
    return inside ? yes(seat) : no('authority/over-ceiling', office.permissions)
  })
}

// A seat holds administration only; a scoped giver hands on what the own seat holds, but not the handing on.
function mayHandOn(seat: Seat, key: PermissionKey): boolean {
  const { kind, creatorOnly, bit } = permission(key)
  if (kind !== 'administration' || creatorOnly || key === heldByNobody) return false
  return seat.tier !== 'scoped' || (key !== 'admin.delegate' && has(seat.permissions, bit))
}

function isOfficeInside(facts: Facts, seat: Seat, office: Office, person: number): boolean {
  const spoken = person === NONE ? pack(subject.everyone, 0) : pack(subject.member, person)
  return (
    seatHas(seat, bitOf('admin.delegate')) &&
    scopeInside(facts, seat.scope, seat.member, packScope(facts, office.scope), spoken) &&
    scopeInside(facts, seat.reach, seat.member, packScope(facts, office.ceiling.reach), spoken)
  )
}
