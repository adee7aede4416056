/** Source rows: what stands behind a decision, written as the events wrote it. */
import { assert } from '@hufu/kit'
import { has, instant, int, keysOf } from './bits.ts'
import type { Mask } from './bits.ts'
import { permissions } from './catalogue.ts'
import { addRight, collectRules } from './compile.ts'
import type { AuthorityEvent, Right, Terms } from './events.ts'
import { NONE, RESTRICTION, sources } from './facts.ts'
import type { Facts, Seat } from './facts.ts'
import { find, idOf } from './ids.ts'
import { unpackScope, unpackSubject } from './scope.ts'

type Data<Name extends AuthorityEvent['name']> = Extract<AuthorityEvent, { readonly name: Name }>['data']

/** A grant as it was given, with the end it has by now. */
export type GrantRow = Data<'grant.given@1'>
export type GrantNow = GrantRow & { readonly suspended: boolean }
export type RestrictionRow = Data<'restriction.placed@1'>
export type AdministratorRow = Data<'administrator.appointed@1'>

const iso = (at: number): string | null => (Number.isFinite(at) ? new Date(at).toISOString() : null)

const termsOf = (from: number, until: number): Terms => ({ from: iso(from), until: iso(until) })

function rightOf(facts: Facts, right: number): Right {
  if (right < 0) return { type: 'role', id: idOf(facts.roleIds, -1 - right) }
  const entry = permissions[right]
  assert(entry !== undefined, 'a bit is in the catalogue')
  return { type: 'permission', key: entry.key }
}

const ruleTerms = (facts: Facts, row: number): Omit<RestrictionRow, 'restrictionId'> => ({
  subject: unpackSubject(facts, int(facts.rules.subject, row)),
  right: rightOf(facts, int(facts.rules.right, row)),
  scope: unpackScope(facts, int(facts.rules.scope, row)),
  ...termsOf(instant(facts.rules.from, row), instant(facts.rules.until, row)),
})

export const isRestriction = (facts: Facts, row: number): boolean =>
  int(facts.rules.source, row) === RESTRICTION

/** The grant at a row of the rules. */
export function grantRow(facts: Facts, row: number): GrantRow {
  const source = sources[int(facts.rules.source, row)]
  assert(source !== undefined, 'a grant has a source')
  return { grantId: idOf(facts.rules.ids, row), ...ruleTerms(facts, row), source }
}

/** The restriction at a row of the rules. */
export const restrictionRow = (facts: Facts, row: number): RestrictionRow => ({
  restrictionId: idOf(facts.rules.ids, row),
  ...ruleTerms(facts, row),
})

/** A seat as its appointment wrote it. */
export const administratorRow = (facts: Facts, seat: Seat): AdministratorRow => ({
  administratorId: seat.id,
  memberId: idOf(facts.members.ids, seat.member),
  tier: seat.tier,
  permissions: keysOf(seat.permissions),
  scope: unpackScope(facts, seat.scope),
  ceiling: { permissions: keysOf(seat.ceiling), reach: unpackScope(facts, seat.reach) },
  appointedBy: seat.appointedBy === NONE ? null : idOf(facts.members.ids, seat.appointedBy),
  ...termsOf(seat.from, seat.until),
})

const FEW = 32

/** Rows of the rules that speak of a member (handle), each once. */
export function rulesOf(facts: Facts, member: number): readonly number[] {
  const rows: number[] = []
  collectRules(facts, member, rows)
  // Of a few, looking is quicker than keeping a set.
  return rows.length > FEW ? [...new Set(rows)] : rows.filter((row, at) => rows.indexOf(row) === at)
}

type Rules = { readonly grants: readonly number[]; readonly restrictions: readonly number[] }

/** Of the rules that speak of a member (handle), those whose right includes a permission's bit, each once. */
export function rulesGiving(facts: Facts, member: number, bit: number): Rules {
  gathered.length = 0
  collectRules(facts, member, gathered)
  const grants: number[] = []
  let restrictions: number[] = none
  for (const row of gathered) {
    if (!givesBit(facts, row, bit)) continue
    if (!isRestriction(facts, row)) {
      if (!grants.includes(row)) grants.push(row)
    } else if (restrictions === none) restrictions = [row]
    else if (!restrictions.includes(row)) restrictions.push(row)
  }
  return { grants, restrictions }
}

// Scratch of one gathering; nothing in it outlives the call.
const gathered: number[] = []

// Nearly nobody has a restriction: nothing is written into this one.
const none: number[] = []

/** What the right of a rule stands for. */
export function rightMask(facts: Facts, row: number): Mask {
  const mask = new Int32Array(4)
  addRight(facts, int(facts.rules.right, row), mask)
  return mask
}

/** Whether the right of a rule includes a permission's bit. */
export function givesBit(facts: Facts, row: number, bit: number): boolean {
  const right = int(facts.rules.right, row)
  if (right >= 0) return right === bit
  const role = facts.roles[-1 - right]
  assert(role !== undefined, 'a rule names a role')
  return has(role.mask, bit)
}

/** Whether the grant at a row of the rules is suspended. */
export const isSuspended = (facts: Facts, row: number): boolean => int(facts.rules.suspended, row) !== 0

/** Whether a rule is in force at an instant (ms since 1970). INVARIANT A45: a suspended grant is not, at none. */
export const ruleInForce = (facts: Facts, row: number, at: number): boolean =>
  !isSuspended(facts, row) && instant(facts.rules.from, row) <= at && at < instant(facts.rules.until, row)

/** Whether a seat is in force at an instant (ms since 1970). */
export const seatInForce = (seat: Seat, at: number): boolean => seat.from <= at && at < seat.until

const grantNow = (facts: Facts, row: number): GrantNow => ({
  ...grantRow(facts, row),
  suspended: isSuspended(facts, row),
})

/** Whether a grant gives anything at an instant (ms since 1970). */
export const grantInForce = ({ from, until, suspended }: GrantNow, at: number): boolean =>
  !suspended && (from === null || Date.parse(from) <= at) && (until === null || at < Date.parse(until))

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Every grant that speaks of a member, by whatever path, in force or not; sorted by id. Unknown member: none. */
export function grantsOf(facts: Facts, memberId: string): readonly GrantNow[] {
  const member = find(facts.members.ids, memberId)
  if (member === NONE) return []
  const rows = rulesOf(facts, member).filter((row) => !isRestriction(facts, row))
  return rows.map((row) => grantNow(facts, row)).toSorted((a, b) => compareText(a.grantId, b.grantId))
}

/** Every restriction that speaks of a member, in force or not; sorted by id. Unknown member: none. */
export function restrictionsOf(facts: Facts, memberId: string): readonly RestrictionRow[] {
  const member = find(facts.members.ids, memberId)
  if (member === NONE) return []
  const rows = rulesOf(facts, member).filter((row) => isRestriction(facts, row))
  return rows
    .map((row) => restrictionRow(facts, row))
    .toSorted((a, b) => compareText(a.restrictionId, b.restrictionId))
}

/** The seats of a member, in force or not; without a member, everyone's. Sorted by id. */
export function administratorsOf(facts: Facts, memberId?: string): readonly AdministratorRow[] {
  const seats =
    memberId === undefined
      ? facts.seats.values()
      : (facts.seatsOf.get(find(facts.members.ids, memberId)) ?? [])
  return [...seats]
    .map((seat) => administratorRow(facts, seat))
    .toSorted((a, b) => compareText(a.administratorId, b.administratorId))
}

const findRule = (facts: Facts, id: string): number => find(facts.rules.ids, id)

/** The grant of an id, or null when there is none or it has ended. */
export function grantOf(facts: Facts, grantId: string): GrantNow | null {
  const row = findRule(facts, grantId)
  return row === NONE || isRestriction(facts, row) ? null : grantNow(facts, row)
}

/** The restriction of an id, or null when there is none or it was lifted. */
export function restrictionOf(facts: Facts, restrictionId: string): RestrictionRow | null {
  const row = findRule(facts, restrictionId)
  return row === NONE || !isRestriction(facts, row) ? null : restrictionRow(facts, row)
}

/** The seat of an id, or null when there is none or it has ended. */
export function administratorOf(facts: Facts, administratorId: string): AdministratorRow | null {
  const seat = facts.seats.get(administratorId)
  return seat === undefined ? null : administratorRow(facts, seat)
}
