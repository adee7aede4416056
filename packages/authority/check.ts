/** The fast answer: one boolean, no allocation, no clock. `decide` gives the same answer with its reasons. */
import {
  WORDS,
  changingMask,
  coversAllMask,
  has,
  innateMask,
  int,
  maskOf,
  ownMask,
  revokeBit,
} from './bits.ts'
import { innate } from './catalogue.ts'
import { compile } from './compile.ts'
import {
  ABOUT,
  ENTRY,
  EVERYWHERE,
  GRANTS_END,
  HEAD,
  NO_REVOKING,
  TAKEN,
  RESTRICTIONS_END,
  SEAT,
  SEATS_END,
  TOUCHED,
  rightFrom,
  rightUntil,
} from './profile.ts'
import { ACTIVE, DIRTY, FRONT, FRONT_SHIFT, NONE, SLOW, STATUS, SUSPENDED, TIMED } from './facts.ts'
import type { Facts } from './facts.ts'
import { freshLabels } from './departments.ts'
import { find } from './ids.ts'
import { markMember } from './marks.ts'
import { covers, handleIn, isKnown, memberTarget, scope, tagOf, target } from './scope.ts'
import type { TargetRef } from './scope.ts'
import { tierAt, tierNumber } from './tiers.ts'

/** The handle of a member in these facts, or -1; sessions and sockets carry it. */
export const handleOf = (facts: Facts, memberId: string): number => find(facts.members.ids, memberId)

/** Tells whether a member (handle) has a permission (bit) at a target at an instant (ms since 1970). Unknown: false. */
export function check(facts: Facts, member: number, bit: number, asked: TargetRef, at: number): boolean {
  const { state, ids } = facts.members
  if (
    !(member >= 0 && member < ids.count) ||
    !(bit >= 0 && bit < WORDS * 32) ||
    asked < 0 ||
    Number.isNaN(at)
  )
    return false
  const was = int(state, member)
  if ((was & SLOW) !== ACTIVE && !prepare(facts, member, was, at))
    return (was & STATUS) === SUSPENDED && isOwn(member, bit, asked)
  const { words } = facts.fronts
  const word = ((int(state, member) & FRONT) >>> FRONT_SHIFT) + (bit >>> 5)
  const mask = 1 << (bit & 31)
  const everywhere = (int(words, word + EVERYWHERE) & mask) !== 0
  // Most profiles have no entry about the permission asked for: then their front alone decides.
  const touched = (int(words, word + TOUCHED) & mask) !== 0
  if (touched ? checkEntries(facts, member, bit, asked, at, everywhere) : everywhere)
    return isKnown(facts, asked)
  return (int(specialMask, bit >>> 5) & mask) !== 0 && checkSpecial(facts, member, bit, asked, at)
}

const specialMask = maskOf([...innate, 'admin.revoke'])

// What is allowed without grant or seat: the rights of membership itself, and ending a seat one is related to.
function checkSpecial(facts: Facts, member: number, bit: number, asked: TargetRef, at: number): boolean {
  return bit === revokeBit ? isRelated(facts, member, asked, at) : isOwn(member, bit, asked)
}

const isOwn = (member: number, bit: number, asked: TargetRef): boolean =>
  has(innateMask, bit) && asked === memberTarget(member)

/** Whether what is compiled of a member is right at an instant. */
export function isCurrent(facts: Facts, member: number, at: number): boolean {
  const was = int(facts.members.state, member)
  if ((was & DIRTY) !== 0) return false
  return (was & TIMED) === 0 || isInWindow(facts, member, at)
}

/**
 * Whether nothing that is compiled of an active member speaks of a feature permission, so that no rule in force gives or
 * takes it. False also where that is not known: what is compiled may be of another time.
 */
export function isUnspoken(facts: Facts, member: number, bit: number, at: number): boolean {
  const was = int(facts.members.state, member)
  if ((was & STATUS) !== ACTIVE) return false
  if ((was & DIRTY) !== 0) compile(facts, member, at)
  else if ((was & TIMED) !== 0 && !isInWindow(facts, member, at)) return false
  const { words } = facts.fronts
  const word = ((int(facts.members.state, member) & FRONT) >>> FRONT_SHIFT) + (bit >>> 5)
  const spoken = int(words, word + EVERYWHERE) | int(words, word + TOUCHED)
  if (((spoken >>> (bit & 31)) & 1) !== 0) return false
  return (int(facts.profiles.words, int(facts.members.profile, member) + ABOUT) & TAKEN) === 0
}

/** Compiles a member unless what is there is right at an instant. */
export function ready(facts: Facts, member: number, at: number): void {
  if (isCurrent(facts, member, at)) return
  markMember(facts, member)
  compile(facts, member, at)
}

function isInWindow(facts: Facts, member: number, at: number): boolean {
  const profile = int(facts.members.profile, member)
  return rightFrom(facts, profile) <= at && at < rightUntil(facts, profile)
}

// Compiles where needed; false when the member is not active, so that nothing more is asked.
function prepare(facts: Facts, member: number, was: number, at: number): boolean {
  if ((was & STATUS) !== ACTIVE) return false
  if ((was & DIRTY) === 0) {
    if (isInWindow(facts, member, at)) return true
    markMember(facts, member)
  }
  compile(facts, member, at)
  return true
}

function checkEntries(
  facts: Facts,
  member: number,
  bit: number,
  asked: TargetRef,
  at: number,
  everywhere: boolean,
): boolean {
  const { words } = facts.profiles
  const profile = int(facts.members.profile, member)
  const grants = profile + HEAD
  const restrictions = profile + int(words, profile + GRANTS_END)
  const seats = profile + int(words, profile + RESTRICTIONS_END)
  const end = profile + int(words, profile + SEATS_END)
  const label = labelOf(facts, asked)
  const allowed =
    everywhere ||
    anyCovers(facts, member, bit, asked, label, grants, restrictions) ||
    (seats < end && seatCovers(facts, member, bit, asked, label, at, seats, end))
  return (
    allowed && !(restrictions < seats && anyCovers(facts, member, bit, asked, label, restrictions, seats))
  )
}

// The label of the one department a target stands in, or -1: in none, in several, or in the workspace itself.
function labelOf(facts: Facts, asked: TargetRef): number {
  const labels = freshLabels(facts)
  const handle = handleIn(asked)
  switch (tagOf(asked)) {
    case target.department:
      return int(labels, handle * 2)
    case target.member: {
      const sole = int(facts.members.department, handle)
      return sole >= 0 ? int(labels, sole * 2) : -1
    }
    case target.resource: {
      const department = int(facts.resources.department, handle)
      return department >= 0 ? int(labels, department * 2) : -1
    }
    default:
      return -1
  }
}

// The usual question, one department inside one other, answered on the spot: 1 inside, 0 outside, -1 for all others.
function inside(labels: Int32Array, packed: number, own: number, label: number): number {
  const tag = tagOf(packed)
  const outer = tag === scope.department ? handleIn(packed) : tag === scope.own ? own : NONE
  if (outer < 0 || label < 0) return -1
  return int(labels, outer * 2) <= label && label <= int(labels, outer * 2 + 1) ? 1 : 0
}

// Whether the scope of a grant or restriction among these entries covers the target.
function anyCovers(
  facts: Facts,
  member: number,
  bit: number,
  asked: TargetRef,
  label: number,
  first: number,
  end: number,
): boolean {
  const { words } = facts.profiles
  const masks = facts.masks.words
  const { labels } = facts.departments
  const own = int(facts.members.department, member)
  const word = bit >>> 5
  const mask = 1 << (bit & 31)
  for (let entry = first; entry < end; entry += ENTRY) {
    if ((int(masks, int(words, entry + 1) + word) & mask) === 0) continue
    const packed = int(words, entry)
    const answer = inside(labels, packed, own, label)
    if (answer === 1 || (answer === -1 && covers(facts, packed, asked, member, false))) return true
  }
  return false
}

function seatCovers(
  facts: Facts,
  member: number,
  bit: number,
  asked: TargetRef,
  label: number,
  at: number,
  first: number,
  end: number,
): boolean {
  const { words } = facts.profiles
  const masks = facts.masks.words
  const { labels } = facts.departments
  const own = int(facts.members.department, member)
  for (let entry = first; entry < end; entry += SEAT) {
    if (((int(masks, int(words, entry + 2) + (bit >>> 5)) >>> (bit & 31)) & 1) === 0) continue
    const packed = int(words, entry + 1)
    const answer = inside(labels, packed, own, label)
    if (answer === 0 || (answer === -1 && !covers(facts, packed, asked, member, has(coversAllMask, bit))))
      continue
    if (reaches(facts, member, int(words, entry), bit, asked, at)) return true
  }
  return false
}

/**
 * Whether a seat of some tier may do this to a person: nobody changes anything about a person of the same or a higher
 * tier. Oneself: anyone may step down, and a creator keeps their own entry in the directory and their own feature rights.
 */
export function reaches(
  facts: Facts,
  member: number,
  tier: number,
  bit: number,
  asked: TargetRef,
  at: number,
): boolean {
  if (tagOf(asked) !== target.member || !has(changingMask, bit)) return true
  const person = handleIn(asked)
  if (tierAt(facts, person, at) < tier) return true
  if (person !== member) return false
  return bit === revokeBit || (tier === tierNumber.creator && has(ownMask, bit))
}

// Relations that satisfy `admin.revoke` without the permission: one's own seat, and a seat one has given.
function isRelated(facts: Facts, member: number, asked: TargetRef, at: number): boolean {
  if (tagOf(asked) !== target.member) return false
  const person = handleIn(asked)
  const tier = tierAt(facts, person, at)
  // Of nearly everybody this is all there is to know.
  if (tier === 0 || isDenied(facts, member, asked)) return false
  if (person === member) return true
  if (tier > tierNumber.scoped) return false
  for (const seat of facts.seatsOf.get(person) ?? [])
    if (seat.appointedBy === member && seat.from <= at && at < seat.until) return true
  return false
}

function isDenied(facts: Facts, member: number, asked: TargetRef): boolean {
  const { words } = facts.profiles
  const profile = int(facts.members.profile, member)
  if ((int(words, profile + ABOUT) & NO_REVOKING) !== 0) return true
  const restrictions = profile + int(words, profile + GRANTS_END)
  const seats = profile + int(words, profile + RESTRICTIONS_END)
  return anyCovers(facts, member, revokeBit, asked, labelOf(facts, asked), restrictions, seats)
}
