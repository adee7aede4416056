/** Compiling a member: all that speaks of them, folded into one mask and a short tail. */
import { assert } from '@hufu/kit'
import { WORDS, creatorMask, featureMask, instant, int, superMask } from './bits.ts'
import type { Mask } from './bits.ts'
import { DIRTY, FIRST_APPOINTMENT, FLAGS, NONE, RECORD, RESTRICTION, TAIL, TIMED } from './facts.ts'
import type { Facts, Seat } from './facts.ts'
import { markEveryone } from './marks.ts'
import { intern } from './pool.ts'
import { WHOLE_WORKSPACE } from './scope.ts'
import { tierNumber } from './tiers.ts'

/** Ints of one tail entry: its scope, then its mask; seats carry their tier in front. */
export const ENTRY = 1 + WORDS
export const SEAT = 2 + WORDS
/** Offsets in a tail: counts of grants, restrictions and seats, then the window and what is denied everywhere. */
export const GRANTS = 0
export const RESTRICTIONS = 1
export const SEATS = 2
/** Two instants, in units of 8 bytes from the tail's start: the tail is right from the first until the second. */
export const WINDOW = 2
export const DENIED = 8
export const HEAD = DENIED + WORDS

/** Integers of tails below which throwing them away is not worth it. */
const POOL_LIMIT_MIN = 1 << 16

/** Appends the rows of every grant and restriction that speaks of a member, some of them twice. */
export function collectRules(facts: Facts, member: number, rows: number[]): void {
  follow(facts, facts.everyoneFirstRule, rows)
  follow(facts, int(facts.members.firstRule, member), rows)
  const { memberships, appointments, departments } = facts
  for (
    let at = int(facts.members.firstMembership, member);
    at !== NONE;
    at = int(memberships.nextOfMember, at)
  )
    follow(facts, facts.groups[int(memberships.group, at)]?.firstRule ?? NONE, rows)
  for (
    let at = int(facts.members.record, member * RECORD + FIRST_APPOINTMENT);
    at !== NONE;
    at = int(appointments.nextOfMember, at)
  ) {
    const position = int(appointments.position, at)
    if (position !== NONE) follow(facts, facts.positions[position]?.firstRule ?? NONE, rows)
    for (let up = int(appointments.department, at); up !== NONE; up = int(departments.parent, up))
      follow(facts, int(departments.firstRule, up), rows)
  }
}

function follow(facts: Facts, first: number, rows: number[]): void {
  for (let row = first; row !== NONE; row = int(facts.rules.nextOfSubject, row)) rows.push(row)
}

/** Adds to a mask what the right of a rule stands for. */
export function addRight(facts: Facts, right: number, mask: Mask): void {
  if (right >= 0) {
    mask[right >>> 5] = int(mask, right >>> 5) | (1 << (right & 31))
    return
  }
  const role = facts.roles[-1 - right]
  assert(role !== undefined, 'a rule names a role')
  for (let word = 0; word < WORDS; word++) mask[word] = int(mask, word) | int(role.mask, word)
}

/** What a seat can hold at most: the whole list of its tier, or the permissions it was given. */
export function seatMask(seat: Seat, word: number): number {
  if (seat.tier === 'creator') return int(creatorMask, word)
  return int(superMask, word) & (seat.tier === 'super' ? -1 : int(seat.permissions, word))
}

/** Where a seat holds: creator and super administrators cover the workspace, whatever their seat says. */
export const seatScope = (seat: Seat): number => (seat.tier === 'scoped' ? seat.scope : WHOLE_WORKSPACE)

// Scratch of one compilation; nothing in it outlives the call.
const rows: number[] = []
const base: Mask = new Int32Array(WORDS)
const denied: Mask = new Int32Array(WORDS)
const right: Mask = new Int32Array(WORDS)
const grants = new Map<number, Mask>()
const restrictions = new Map<number, Mask>()
const window = { from: -Infinity, until: Infinity }

/** Compiles a member for an instant (ms since 1970) and says in the record until when that stays right. */
export function compile(facts: Facts, member: number, at: number): void {
  if (facts.pool.top > facts.pool.limit) emptyPool(facts)
  rows.length = 0
  base.fill(0)
  denied.fill(0)
  grants.clear()
  restrictions.clear()
  window.from = -Infinity
  window.until = Infinity
  collectRules(facts, member, rows)
  for (const row of rows) takeRule(facts, row, at)
  for (let word = 0; word < WORDS; word++) base[word] = int(base, word) & ~int(denied, word)
  const seats = (facts.seatsOf.get(member) ?? []).filter((seat) => inForce(seat.from, seat.until, at))
  store(facts, member, seats)
}

// True when the interval holds `at`; narrows the window to the nearest boundary on either side.
function inForce(from: number, until: number, at: number): boolean {
  if (from > at) {
    window.until = Math.min(window.until, from)
    return false
  }
  window.from = Math.max(window.from, from)
  if (until <= at) {
    window.from = Math.max(window.from, until)
    return false
  }
  window.until = Math.min(window.until, until)
  return true
}

function takeRule(facts: Facts, row: number, at: number): void {
  const { rules } = facts
  const isRestriction = int(rules.source, row) === RESTRICTION
  if (!inForce(instant(rules.from, row), instant(rules.until, row), at)) return
  const scope = int(rules.scope, row)
  const everywhere = scope === WHOLE_WORKSPACE
  right.fill(0)
  addRight(facts, int(rules.right, row), right)
  // A grant gives feature rights only: administration comes from a seat, whatever a role may list.
  if (!isRestriction)
    for (let word = 0; word < WORDS; word++) right[word] = int(right, word) & int(featureMask, word)
  if (everywhere) return merge(isRestriction ? denied : base)
  const list = isRestriction ? restrictions : grants
  const mask = list.get(scope) ?? new Int32Array(WORDS)
  merge(mask)
  list.set(scope, mask)
}

function merge(into: Mask): void {
  for (let word = 0; word < WORDS; word++) into[word] = int(into, word) | int(right, word)
}

let tail = new Int32Array(256)
let tailInstants = new Float64Array(tail.buffer)

function store(facts: Facts, member: number, seats: readonly Seat[]): void {
  const timed = window.from !== -Infinity || window.until !== Infinity
  const plain =
    !timed && grants.size + restrictions.size + seats.length === 0 && denied.every((word) => word === 0)
  const { record } = facts.members
  const at = member * RECORD
  for (let word = 0; word < WORDS; word++) record[at + word] = int(base, word)
  record[at + TAIL] = plain ? 0 : intern(facts.pool, tail, writeTail(seats))
  record[at + FLAGS] = (int(record, at + FLAGS) & ~(DIRTY | TIMED)) | (timed ? TIMED : 0)
  facts.compiled++
}

// Writes the tail into the scratch buffer and gives its length in integers, a multiple of two.
function writeTail(seats: readonly Seat[]): number {
  const length = HEAD + (grants.size + restrictions.size) * ENTRY + seats.length * SEAT
  const even = length + (length & 1)
  if (even > tail.length) {
    tail = new Int32Array(even * 2)
    tailInstants = new Float64Array(tail.buffer)
  }
  tail.fill(0, 0, even)
  tail[GRANTS] = grants.size
  tail[RESTRICTIONS] = restrictions.size
  tail[SEATS] = seats.length
  tailInstants[WINDOW] = window.from
  tailInstants[WINDOW + 1] = window.until
  tail.set(denied, DENIED)
  let at = HEAD
  for (const list of [grants, restrictions])
    for (const [scope, mask] of list) {
      tail[at] = scope
      for (let word = 0; word < WORDS; word++)
        tail[at + 1 + word] = int(mask, word) & ~(list === grants ? int(denied, word) : 0)
      at += ENTRY
    }
  for (const seat of seats) {
    tail[at] = tierNumber[seat.tier]
    tail[at + 1] = seatScope(seat)
    for (let word = 0; word < WORDS; word++) tail[at + 2 + word] = seatMask(seat, word) & ~int(denied, word)
    at += SEAT
  }
  return even
}

// Throws all tails away; each member's is made again when next asked for.
function emptyPool(facts: Facts): void {
  const { pool, members } = facts
  const held = new Set<number>()
  for (let member = 0; member < members.ids.count; member++)
    held.add(int(members.record, member * RECORD + TAIL))
  let live = 0
  for (const offset of held) if (offset !== 0) live += 2 + int(pool.words, offset - 2)
  pool.limit = Math.max(POOL_LIMIT_MIN, 2 * live)
  markEveryone(facts)
  pool.slots.fill(0)
  pool.used = 0
  pool.top = 2
}
