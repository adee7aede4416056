/** The fast answer: one boolean, no allocation, no clock. `decide` gives the same answer with its reasons. */
import { changingMask, coversAllMask, has, innateMask, instant, int, ownMask, revokeBit } from './bits.ts'
import { permissions } from './catalogue.ts'
import { DENIED, ENTRY, GRANTS, HEAD, RESTRICTIONS, SEAT, SEATS, WINDOW, compile } from './compile.ts'
import { ACTIVE, DIRTY, FLAGS, RECORD, SLOW, STATUS, SUSPENDED, TAIL } from './facts.ts'
import type { Facts } from './facts.ts'
import { find } from './ids.ts'
import { markMember } from './marks.ts'
import { covers, handleIn, isKnown, memberTarget, tagOf, target } from './scope.ts'
import type { TargetRef } from './scope.ts'
import { tierAt, tierNumber } from './tiers.ts'

/** The handle of a member in these facts, or -1; sessions and sockets carry it. */
export const handleOf = (facts: Facts, memberId: string): number => find(facts.members.ids, memberId)

/** Tells whether a member (handle) has a permission (bit) at a target at an instant (ms since 1970). Unknown: false. */
export function check(facts: Facts, member: number, bit: number, asked: TargetRef, at: number): boolean {
  const { record } = facts.members
  if (!(member >= 0 && member < facts.members.ids.count)) return false
  if (!(bit >= 0 && bit < permissions.length) || !isKnown(facts, asked) || Number.isNaN(at)) return false
  const flags = int(record, member * RECORD + FLAGS)
  if ((flags & SLOW) !== ACTIVE && !prepare(facts, member, flags, at))
    return (flags & STATUS) === SUSPENDED && has(innateMask, bit) && asked === memberTarget(member)
  const tail = int(record, member * RECORD + TAIL)
  const everywhere = (int(record, member * RECORD + (bit >>> 5)) >>> (bit & 31)) & 1
  if (tail === 0) {
    if (everywhere === 1) return true
  } else if (checkTail(facts, member, bit, asked, at, tail, everywhere === 1)) return true
  if (bit === revokeBit) return isRelated(facts, member, asked, at, tail)
  return has(innateMask, bit) && asked === memberTarget(member)
}

// Compiles where needed; false when the member is not active, so that nothing more is asked.
function prepare(facts: Facts, member: number, flags: number, at: number): boolean {
  if ((flags & STATUS) !== ACTIVE) return false
  if ((flags & DIRTY) === 0) {
    const window = (int(facts.members.record, member * RECORD + TAIL) >>> 1) + WINDOW
    const { instants } = facts.pool
    if (instant(instants, window) <= at && at < instant(instants, window + 1)) return true
    markMember(facts, member)
  }
  compile(facts, member, at)
  return true
}

function checkTail(
  facts: Facts,
  member: number,
  bit: number,
  asked: TargetRef,
  at: number,
  tail: number,
  everywhere: boolean,
): boolean {
  const { words } = facts.pool
  const all = has(coversAllMask, bit)
  const firstGrant = tail + HEAD
  const firstRestriction = firstGrant + int(words, tail + GRANTS) * ENTRY
  const firstSeat = firstRestriction + int(words, tail + RESTRICTIONS) * ENTRY
  const end = firstSeat + int(words, tail + SEATS) * SEAT
  const allowed =
    everywhere ||
    anyCovers(facts, member, bit, asked, firstGrant, firstRestriction, all) ||
    seatCovers(facts, member, bit, asked, at, firstSeat, end, all)
  return allowed && !anyCovers(facts, member, bit, asked, firstRestriction, firstSeat, false)
}

function anyCovers(
  facts: Facts,
  member: number,
  bit: number,
  asked: TargetRef,
  first: number,
  end: number,
  all: boolean,
): boolean {
  const { words } = facts.pool
  const word = 1 + (bit >>> 5)
  for (let entry = first; entry < end; entry += ENTRY)
    if (((int(words, entry + word) >>> (bit & 31)) & 1) === 1)
      if (covers(facts, int(words, entry), asked, member, all)) return true
  return false
}

function seatCovers(
  facts: Facts,
  member: number,
  bit: number,
  asked: TargetRef,
  at: number,
  first: number,
  end: number,
  all: boolean,
): boolean {
  const { words } = facts.pool
  for (let entry = first; entry < end; entry += SEAT) {
    if (((int(words, entry + 2 + (bit >>> 5)) >>> (bit & 31)) & 1) === 0) continue
    if (!covers(facts, int(words, entry + 1), asked, member, all)) continue
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
function isRelated(facts: Facts, member: number, asked: TargetRef, at: number, tail: number): boolean {
  if (tagOf(asked) !== target.member) return false
  if (tail !== 0 && isDenied(facts, member, asked, tail)) return false
  const person = handleIn(asked)
  const tier = tierAt(facts, person, at)
  if (tier === 0) return false
  if (person === member) return true
  if (tier > tierNumber.scoped) return false
  for (const seat of facts.seatsOf.get(person) ?? [])
    if (seat.appointedBy === member && seat.from <= at && at < seat.until) return true
  return false
}

function isDenied(facts: Facts, member: number, asked: TargetRef, tail: number): boolean {
  const { words } = facts.pool
  if (((int(words, tail + DENIED + (revokeBit >>> 5)) >>> (revokeBit & 31)) & 1) === 1) return true
  const first = tail + HEAD + int(words, tail + GRANTS) * ENTRY
  const end = first + int(words, tail + RESTRICTIONS) * ENTRY
  return anyCovers(facts, member, revokeBit, asked, first, end, false)
}
