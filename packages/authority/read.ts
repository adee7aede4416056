/** What somebody has, told in reaches and with the facts it rests on. Agrees with `decide`, always. */
import { innate, permission, permissions } from './catalogue.ts'
import type { PermissionKey } from './catalogue.ts'
import { int } from './bits.ts'
import { seatMask, seatScope } from './compile.ts'
import type { Reason, Scope } from './events.ts'
import { ACTIVE, NONE, STATUS, SUSPENDED } from './facts.ts'
import type { Facts, Seat } from './facts.ts'
import { find, idOf } from './ids.ts'
import { compareText, givesBit, isRestriction, ruleInForce, rulesOf, seatInForce } from './rows.ts'
import { unpackScope } from './scope.ts'
import { tierAt, tierNumber } from './tiers.ts'

/** Where something holds: a scope, or exactly one person (oneself, or somebody one has appointed). */
export type Reach = Scope | { readonly type: 'person'; readonly id: string }

export type Held = { readonly reason: Reason; readonly reach: Reach }

/**
 * What a member has of one permission. It holds at a target that a reach in `by` covers and none in `except` does;
 * an administration permission that changes something never reaches a person of the same or a higher tier.
 */
export type Ability = {
  readonly permission: PermissionKey
  readonly by: readonly Held[]
  readonly except: readonly Held[]
}

/** Everything a member can do somewhere at an instant (ms since 1970), in catalogue order. Unknown member: nothing. */
export function heldRights(facts: Facts, memberId: string, at: number): readonly Ability[] {
  const member = find(facts.members.ids, memberId)
  if (member === NONE) return []
  const status = int(facts.members.state, member) & STATUS
  if (status === SUSPENDED)
    return innate.map((key) => ({ permission: key, by: [ownRight(memberId)], except: [] }))
  if (status !== ACTIVE) return []
  const rows = rulesOf(facts, member).filter((row) => ruleInForce(facts, row, at))
  return permissions.flatMap(({ key }) => {
    const by = [
      ...heldBy(facts, member, key, rows, at),
      ...(innate.includes(key) ? [ownRight(memberId)] : []),
    ]
    if (by.length === 0) return []
    return [{ permission: key, by, except: ruleHeld(facts, rows, key, true) }]
  })
}

const ownRight = (memberId: string): Held => ({
  reason: { kind: 'status', id: memberId },
  reach: { type: 'person', id: memberId },
})

function heldBy(
  facts: Facts,
  member: number,
  key: PermissionKey,
  rows: readonly number[],
  at: number,
): readonly Held[] {
  if (permission(key).kind === 'feature') return ruleHeld(facts, rows, key, false)
  const seats = (facts.seatsOf.get(member) ?? [])
    .filter((seat) => seatInForce(seat, at) && seatHas(seat, permission(key).bit))
    .map((seat): Held => ({
      reason: { kind: 'administrator', id: seat.id },
      reach: unpackScope(facts, seatScope(seat)),
    }))
  return key === 'admin.revoke' ? [...seats, ...relations(facts, member, at)] : seats
}

const seatHas = (seat: Seat, bit: number): boolean => ((seatMask(seat, bit >>> 5) >>> (bit & 31)) & 1) === 1

const ruleHeld = (
  facts: Facts,
  rows: readonly number[],
  key: PermissionKey,
  restrictions: boolean,
): readonly Held[] =>
  rows
    .filter((row) => isRestriction(facts, row) === restrictions && givesBit(facts, row, permission(key).bit))
    .map((row): Held => ({
      reason: { kind: restrictions ? 'restriction' : 'grant', id: idOf(facts.rules.ids, row) },
      reach: unpackScope(facts, int(facts.rules.scope, row)),
    }))
    .toSorted((a, b) => compareText(a.reason.id, b.reason.id))

// Seats one may end without the permission: one's own, and the scoped ones one has given.
function relations(facts: Facts, member: number, at: number): readonly Held[] {
  const related = (seat: Seat): boolean =>
    seat.member === member ||
    (seat.appointedBy === member && tierAt(facts, seat.member, at) === tierNumber.scoped)
  return [...facts.seats.values()]
    .filter((seat) => seatInForce(seat, at) && tierAt(facts, seat.member, at) > 0 && related(seat))
    .map((seat): Held => ({
      reason: { kind: 'relation', id: seat.id },
      reach: { type: 'person', id: idOf(facts.members.ids, seat.member) },
    }))
    .toSorted((a, b) => compareText(a.reason.id, b.reason.id))
}
