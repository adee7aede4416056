/** What is in force at an instant. */
import { instant, int } from './bits.ts'
import { permission } from './catalogue.ts'
import type { PermissionKey } from './catalogue.ts'
import { ACTIVE, NONE, STATUS } from './facts.ts'
import type { Facts } from './facts.ts'
import { find, idOf } from './ids.ts'
import {
  administratorRow,
  compareText,
  givesBit,
  isRestriction,
  isSuspended,
  ruleInForce,
  rulesOf,
  seatInForce,
} from './rows.ts'
import type { AdministratorRow } from './rows.ts'
import { tierAt } from './tiers.ts'

type Live = (facts: Facts, memberId: string, key: PermissionKey, at: number) => readonly string[]

const live =
  (restrictions: boolean): Live =>
  (facts, memberId, key, at) => {
    const member = find(facts.members.ids, memberId)
    if (member === NONE) return []
    return rulesOf(facts, member)
      .filter((row) => isRestriction(facts, row) === restrictions && ruleInForce(facts, row, at))
      .filter((row) => givesBit(facts, row, permission(key).bit))
      .map((row) => idOf(facts.rules.ids, row))
      .toSorted(compareText)
  }

/** Ids of the grants that give a member this feature at an instant (ms since 1970), wherever they hold; sorted. */
export const liveGrants: Live = (facts, memberId, key, at) =>
  permission(key).kind === 'feature' ? live(false)(facts, memberId, key, at) : []

/** Ids of the restrictions that take a permission from a member at an instant, wherever they hold; sorted. */
export const liveRestrictions: Live = live(true)

/** Ids of the suspended grants that would give a member this feature at an instant or later, were they resumed; sorted. */
export const suspendedGrants: Live = (facts, memberId, key, at) => {
  const member = find(facts.members.ids, memberId)
  if (member === NONE || permission(key).kind !== 'feature') return []
  return rulesOf(facts, member)
    .filter((row) => isSuspended(facts, row) && at < instant(facts.rules.until, row))
    .filter((row) => givesBit(facts, row, permission(key).bit))
    .map((row) => idOf(facts.rules.ids, row))
    .toSorted(compareText)
}

/** The seats in force at an instant (ms since 1970) of members who have not departed, sorted by id. */
export const seatsInForce = (facts: Facts, at: number): readonly AdministratorRow[] =>
  [...facts.seats.values()]
    .filter((seat) => seatInForce(seat, at) && tierAt(facts, seat.member, at) > 0)
    .map((seat) => administratorRow(facts, seat))
    .toSorted((a, b) => compareText(a.administratorId, b.administratorId))

/** The creator and the super administrators whose seat is in force at an instant and who are at work, sorted by id. */
export const topOf = (facts: Facts, at: number): readonly string[] =>
  [
    ...new Set(
      [...facts.seats.values()]
        .filter((seat) => seat.tier !== 'scoped' && seatInForce(seat, at))
        .filter(({ member }) => (int(facts.members.state, member) & STATUS) === ACTIVE)
        .map(({ member }) => idOf(facts.members.ids, member)),
    ),
  ].toSorted(compareText)
