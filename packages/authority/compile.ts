/** Compiling a member: all that speaks of them, folded into one short profile that many may share. */
import { assert } from '@hufu/kit'
import { WORDS, creatorMask, featureMask, has, instant, int, revokeBit, superMask } from './bits.ts'
import type { Mask } from './bits.ts'
import { DIRTY, FRONT_SHIFT, LASTING, NONE, RESTRICTION, TIMED, positionOf } from './facts.ts'
import type { Facts, Seat } from './facts.ts'
import { markEveryone } from './marks.ts'
import { clearPool, intern, lengthAt } from './pool.ts'
import {
  EVERYWHERE,
  TOUCHED,
  GRANTS_END,
  RESTRICTIONS_END,
  SEATS_END,
  ABOUT,
  HEAD,
  NO_REVOKING,
  ENTRY,
  SEAT,
  WINDOW,
} from './profile.ts'
import { WHOLE_WORKSPACE } from './scope.ts'
import { tierNumber } from './tiers.ts'

/** Integers of profiles below which throwing them away is not worth it. */
const PROFILES_MIN = 1 << 16

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
    followGroups(facts, int(memberships.group, at), rows)
  for (
    let at = int(facts.members.firstAppointment, member);
    at !== NONE;
    at = int(appointments.nextOfMember, at)
  ) {
    const position = positionOf(int(appointments.post, at))
    if (position !== NONE) follow(facts, facts.positions[position]?.firstRule ?? NONE, rows)
    for (let up = int(appointments.department, at); up !== NONE; up = int(departments.parent, up))
      follow(facts, int(departments.firstRule, up), rows)
  }
}

// A member of a group is one of every group around it.
function followGroups(facts: Facts, group: number, rows: number[]): void {
  for (const around of facts.groups[group]?.around ?? [])
    follow(facts, facts.groups[around]?.firstRule ?? NONE, rows)
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
const spare: Mask[] = []
let lent = 0

// A mask for one scope of this compilation: the same few serve everybody, one after the other.
function lend(): Mask {
  const mask = (spare[lent] ??= new Int32Array(WORDS))
  lent++
  return mask.fill(0)
}

/** Compiles a member for an instant (ms since 1970) and says until when that stays right. */
export function compile(facts: Facts, member: number, at: number): void {
  if (facts.profiles.top > facts.profilesMax) emptyProfiles(facts)
  rows.length = 0
  lent = 0
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
  let mask = list.get(scope)
  if (mask === undefined) {
    mask = lend()
    list.set(scope, mask)
  }
  merge(mask)
}

function merge(into: Mask): void {
  for (let word = 0; word < WORDS; word++) into[word] = int(into, word) | int(right, word)
}

let profile = new Int32Array(256)
let profileInstants = new Float64Array(profile.buffer)
const front = new Int32Array(2 * WORDS)

function store(facts: Facts, member: number, seats: readonly Seat[]): void {
  const timed = window.from !== -Infinity || window.until !== Infinity
  const { members } = facts
  members.profile[member] = intern(facts.profiles, profile, writeProfile(facts, seats, timed))
  const shown = intern(facts.fronts, front, front.length) << FRONT_SHIFT
  members.state[member] = (int(members.state, member) & LASTING) | shown | (timed ? TIMED : 0)
  facts.compiled++
}

// Writes the profile into the scratch buffer and gives its length in integers.
function writeProfile(facts: Facts, seats: readonly Seat[], timed: boolean): number {
  const entries = HEAD + (grants.size + restrictions.size) * ENTRY + seats.length * SEAT
  const length = entries + (entries & 1) + (timed ? WINDOW : 0)
  if (length > profile.length) {
    profile = new Int32Array(length * 2)
    profileInstants = new Float64Array(profile.buffer)
  }
  profile.fill(0, 0, length)
  front.fill(0)
  front.set(base, EVERYWHERE)
  let at = HEAD
  for (const [scope, mask] of grants) at = writeEntry(facts, at, scope, mask, true)
  profile[GRANTS_END] = at
  for (const [scope, mask] of restrictions) at = writeEntry(facts, at, scope, mask, false)
  profile[RESTRICTIONS_END] = at
  for (const seat of seats) {
    profile[at++] = tierNumber[seat.tier]
    for (let word = 0; word < WORDS; word++) right[word] = seatMask(seat, word)
    at = writeEntry(facts, at, seatScope(seat), right, true)
  }
  profile[SEATS_END] = at
  profile[ABOUT] = (length << 1) | (has(denied, revokeBit) ? NO_REVOKING : 0)
  if (timed) {
    profileInstants[(length >> 1) - 2] = window.from
    profileInstants[(length >> 1) - 1] = window.until
  }
  return length
}

// What allows loses what is denied everywhere; every entry leaves its bits in the front.
function writeEntry(facts: Facts, at: number, scope: number, mask: Mask, allows: boolean): number {
  for (let word = 0; word < WORDS; word++) {
    if (allows) mask[word] = int(mask, word) & ~int(denied, word)
    front[TOUCHED + word] = int(front, TOUCHED + word) | int(mask, word)
  }
  profile[at] = scope
  profile[at + 1] = intern(facts.masks, mask, WORDS)
  return at + ENTRY
}

// Throws all profiles away; each member's is made again when next asked for.
function emptyProfiles(facts: Facts): void {
  const { profiles, fronts, masks, members } = facts
  const held = new Set<number>()
  for (let member = 0; member < members.ids.count; member++)
    if ((int(members.state, member) & DIRTY) === 0) held.add(int(members.profile, member))
  let live = 0
  for (const offset of held) live += lengthAt(profiles, offset)
  facts.profilesMax = Math.max(PROFILES_MIN, 2 * live, 4 * members.ids.count)
  markEveryone(facts)
  facts.cohorts = null
  for (const pool of [profiles, fronts, masks]) clearPool(pool)
}
