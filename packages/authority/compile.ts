/** Compiling a member: all that speaks of them, folded into one short profile that many may share. */
import { assert } from '@hufu/kit'
import { WORDS, creatorMask, featureMask, has, instant, int, revokeBit, superMask } from './bits.ts'
import type { Mask } from './bits.ts'
import { DIRTY, FRONT_SHIFT, LASTING, NONE, RESTRICTION, SEATED, TIMED, positionOf } from './facts.ts'
import type { Facts, Role, Seat } from './facts.ts'
import { markEveryone } from './marks.ts'
import { LENGTH_SHIFT, clearPool, intern, lengthAt } from './pool.ts'
import {
  EVERYWHERE,
  TOUCHED,
  GRANTS_END,
  RESTRICTIONS_END,
  SEATS_END,
  ABOUT,
  HEAD,
  NO_REVOKING,
  TAKEN,
  ENTRY,
  SEAT,
  WINDOW,
} from './profile.ts'
import { WHOLE_WORKSPACE } from './scope.ts'
import { clearSheet, emptySheet, maskFor } from './sheet.ts'
import type { Sheet } from './sheet.ts'
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
  const role = roleAt(facts, right)
  for (let word = 0; word < WORDS; word++) mask[word] = int(mask, word) | int(role.mask, word)
}

function roleAt(facts: Facts, right: number): Role {
  const role = facts.roles[-1 - right]
  assert(role !== undefined, 'a rule names a role')
  return role
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
const grants = emptySheet()
const restrictions = emptySheet()
const window = { from: -Infinity, until: Infinity }

/** Compiles a member for an instant (ms since 1970) and says until when that stays right. */
export function compile(facts: Facts, member: number, at: number): void {
  if (facts.profiles.top > facts.profilesMax) emptyProfiles(facts)
  rows.length = 0
  base.fill(0)
  denied.fill(0)
  clearSheet(grants)
  clearSheet(restrictions)
  window.from = -Infinity
  window.until = Infinity
  collectRules(facts, member, rows)
  for (const row of rows) takeRule(facts, row, at)
  for (let word = 0; word < WORDS; word++) base[word] = int(base, word) & ~int(denied, word)
  store(facts, member, seatsInForce(facts, member, at))
}

const none: readonly Seat[] = []

function seatsInForce(facts: Facts, member: number, at: number): readonly Seat[] {
  if ((int(facts.members.state, member) & SEATED) === 0) return none
  return (facts.seatsOf.get(member) ?? none).filter((seat) => inForce(seat.from, seat.until, at))
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
  if (int(rules.suspended, row) !== 0) return
  const from = instant(rules.from, row)
  const until = instant(rules.until, row)
  // Most rules have no end and no beginning.
  if ((from !== -Infinity || until !== Infinity) && !inForce(from, until, at)) return
  const scope = int(rules.scope, row)
  const isRestriction = int(rules.source, row) === RESTRICTION
  if (scope === WHOLE_WORKSPACE)
    return merge(facts, int(rules.right, row), isRestriction, isRestriction ? denied : base, 0)
  const sheet = isRestriction ? restrictions : grants
  const offset = maskFor(sheet, scope)
  merge(facts, int(rules.right, row), isRestriction, sheet.masks, offset)
}

// A grant gives feature rights only: administration comes from a seat, whatever a role may list.
function merge(facts: Facts, given: number, isRestriction: boolean, into: Int32Array, offset: number): void {
  if (given >= 0) {
    const word = given >>> 5
    const allowed = isRestriction ? -1 : int(featureMask, word)
    into[offset + word] = int(into, offset + word) | ((1 << (given & 31)) & allowed)
    return
  }
  const { mask } = roleAt(facts, given)
  for (let word = 0; word < WORDS; word++) {
    const allowed = isRestriction ? -1 : int(featureMask, word)
    into[offset + word] = int(into, offset + word) | (int(mask, word) & allowed)
  }
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
  const entries = HEAD + (grants.count + restrictions.count) * ENTRY + seats.length * SEAT
  const length = entries + (entries & 1) + (timed ? WINDOW : 0)
  if (length > profile.length) {
    profile = new Int32Array(length * 2)
    profileInstants = new Float64Array(profile.buffer)
  }
  profile.fill(0, 0, length)
  front.fill(0)
  front.set(base, EVERYWHERE)
  let at = HEAD
  at = writeSheet(facts, at, grants, true)
  profile[GRANTS_END] = at
  at = writeSheet(facts, at, restrictions, false)
  profile[RESTRICTIONS_END] = at
  for (const seat of seats) {
    profile[at++] = tierNumber[seat.tier]
    for (let word = 0; word < WORDS; word++) right[word] = seatMask(seat, word)
    at = writeEntry(facts, at, seatScope(seat), right, true)
  }
  profile[SEATS_END] = at
  profile[ABOUT] =
    (length << LENGTH_SHIFT) | (has(denied, revokeBit) ? NO_REVOKING : 0) | (isEmpty(denied) ? 0 : TAKEN)
  if (timed) {
    profileInstants[(length >> 1) - 2] = window.from
    profileInstants[(length >> 1) - 1] = window.until
  }
  return length
}

const isEmpty = (mask: Mask): boolean => mask.every((word) => word === 0)

function writeSheet(facts: Facts, start: number, { count, scopes, masks }: Sheet, allows: boolean): number {
  let at = start
  for (let place = 0; place < count; place++) {
    for (let word = 0; word < WORDS; word++) right[word] = int(masks, place * WORDS + word)
    at = writeEntry(facts, at, int(scopes, place), right, allows)
  }
  return at
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
  for (const pool of [profiles, fronts, masks]) clearPool(pool)
}
