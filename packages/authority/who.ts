/** Who can do something at a target. Whoever is compiled to the same profile gets one answer, found once. */
import { has, int, revokeBit } from './bits.ts'
import { permission } from './catalogue.ts'
import type { PermissionKey } from './catalogue.ts'
import { check } from './check.ts'
import { ENTRY, EVERYWHERE, GRANTS_END, HEAD, RESTRICTIONS_END, SEATS_END, TOUCHED } from './compile.ts'
import type { Target } from './events.ts'
import { upwards } from './departments.ts'
import { frontOf } from './extent.ts'
import { ACTIVE, FRONT_SHIFT, NONE, SEVERAL, SLOW, STATUS } from './facts.ts'
import type { Facts } from './facts.ts'
import { compareIds, find, idOf } from './ids.ts'
import type { Ids } from './ids.ts'
import { UNKNOWN, covers, handleIn, isKnown, scope, tagOf, target as targets, targetOf } from './scope.ts'
import { tierAt } from './tiers.ts'

/** How many can, and the ids of one page of them, sorted. */
export type WhoCan = { readonly total: number; readonly ids: readonly string[] }

/** Where a page begins: after an id, at most so many. Without it, everybody. */
export type Page = { readonly after?: string | undefined; readonly limit?: number | undefined }

/** Everybody who has a permission at a target at an instant (ms since 1970). Unknown target: nobody. */
export function whoCan(
  facts: Facts,
  key: PermissionKey,
  target: Target,
  at: number,
  page: Page = {},
): WhoCan {
  const ref = targetOf(facts, target)
  if (ref === UNKNOWN || !isKnown(facts, ref)) return { total: 0, ids: [] }
  return paged(facts, askingOf(facts, permission(key).bit, ref, at), page)
}

// What is added to the count of those found, so that counting needs no branch.
const NO = 0
const YES = 1
/** Of a front: entries have to be looked at, and whether the permission is also held everywhere. */
const LOOK = 2
const LOOK_EVERYWHERE = 3
const UNASKED = 4
/** Two bits of an answer: whether it was given, and which. */
const ANSWERED = 2
/** The place among the answers of whoever's front says it all: no and yes, as the front says. */
const SETTLED = 0
/** Fronts begin at multiples of eight; a state has them from its sixth bit on. */
const FRONT_STEP = FRONT_SHIFT + 3

/** One question about everybody, and what was found out while answering it. */
type Asking = {
  readonly facts: Facts
  readonly bit: number
  readonly ref: number
  readonly at: number
  /** A person asked about, who is asked alone about themselves; NONE for another target. */
  readonly person: number
  /** Nobody answers for anybody else. */
  readonly alone: boolean
  /** 1 for each department whose subtree the target stands in, by its handle and one more: the first is for none. */
  readonly around: Uint8Array
  /** What a front says, by its number. */
  readonly fates: Uint8Array
  /**
   * What a profile says. Its offset is even and never 0, so half of it numbers it and the first place is SETTLED; two bits
   * each for four answers, by what is held everywhere and whether one's own departments cover the target. Packed, the
   * table stays near the processor.
   */
  readonly answers: Uint8Array
}

function askingOf(facts: Facts, bit: number, ref: number, at: number): Asking {
  const person = tagOf(ref) === targets.member ? handleIn(ref) : NONE
  return {
    facts,
    bit,
    ref,
    at,
    person,
    // The ending of a seat also hangs on who has given it, which no profile knows.
    alone: bit === revokeBit && person !== NONE && tierAt(facts, person, at) > 0,
    around: departmentsAround(facts, ref),
    // What is made while we look is beyond the end of both, or belongs to somebody who is asked alone anyway.
    fates: new Uint8Array(facts.fronts.top >>> 3).fill(UNASKED),
    answers: noAnswers(facts),
  }
}

function noAnswers({ profiles }: Facts): Uint8Array {
  const answers = new Uint8Array(profiles.top >>> 1)
  const settled = (ANSWERED + NO) | ((ANSWERED + YES) << 2)
  answers[SETTLED] = settled | (settled << 4)
  return answers
}

/** Counts who can among some handles, in order, and keeps the first of them as long as there is room. */
function scan(asking: Asking, from: number, to: number, room: number, kept: number[]): number {
  const { facts, bit, ref, at, person, alone, around, fates, answers } = asking
  const { state, profile, department } = facts.members
  let wanted = room > 0 ? YES : UNASKED
  let count = 0
  for (let member = from; member < to; member++) {
    const was = int(state, member)
    const front = was >>> FRONT_STEP
    let fate = UNASKED
    if ((was & SLOW) !== ACTIVE || alone || member === person || front >= fates.length) {
      // Who is not active can nothing but what comes with being a member, about themselves.
      const isOut = (was & STATUS) !== ACTIVE && member !== person
      fate = !isOut && check(facts, member, bit, ref, at) ? YES : NO
    } else {
      fate = fates[front] as number
      if (fate === UNASKED) {
        fate = fateOf(facts, member, bit)
        fates[front] = fate
      }
      const sole = int(department, member)
      const own = sole === SEVERAL ? ownAround(facts, member, around) : (around[sole + 1] as number)
      // Without a branch, which nothing could foresee: where the front says it all, the place is SETTLED.
      const place = (int(profile, member) >>> 1) & -(fate >>> 1)
      const shift = (fate & 1) * 2 + own * 4
      let answer = place < answers.length ? ((answers[place] as number) >>> shift) & 3 : 0
      if (answer === 0) {
        answer = ANSWERED + (holds(asking, member, fate === LOOK_EVERYWHERE, own === 1) ? YES : NO)
        if (place < answers.length) answers[place] = (answers[place] as number) | (answer << shift)
      }
      fate = answer - ANSWERED
    }
    count += fate
    if (fate !== wanted) continue
    kept.push(member)
    if (kept.length >= room) wanted = UNASKED
  }
  return count
}

// What a front says of a permission; nothing more is needed for most.
function fateOf(facts: Facts, member: number, bit: number): number {
  const { words } = facts.fronts
  const front = frontOf(facts, member) + (bit >>> 5)
  const mask = 1 << (bit & 31)
  const everywhere = (int(words, front + EVERYWHERE) & mask) !== 0
  if ((int(words, front + TOUCHED) & mask) === 0) return everywhere ? YES : NO
  return everywhere ? LOOK_EVERYWHERE : LOOK
}

// What `check` says of a profile; seats, which hang on whom they are used on, are left to it.
function holds(asking: Asking, member: number, everywhere: boolean, own: boolean): boolean {
  const { facts, bit, ref, at } = asking
  const { words } = facts.profiles
  const profile = int(facts.members.profile, member)
  const restrictions = profile + int(words, profile + GRANTS_END)
  const seats = profile + int(words, profile + RESTRICTIONS_END)
  if (seats < profile + int(words, profile + SEATS_END)) return check(facts, member, bit, ref, at)
  const held = everywhere || anyCovers(asking, profile + HEAD, restrictions, own)
  return held && !anyCovers(asking, restrictions, seats, own)
}

function anyCovers({ facts, bit, ref, around }: Asking, first: number, end: number, own: boolean): boolean {
  const { words } = facts.profiles
  for (let entry = first; entry < end; entry += ENTRY) {
    if (!has(facts.masks.words, int(words, entry + 1) * 32 + bit)) continue
    const packed = int(words, entry)
    const tag = tagOf(packed)
    if (tag === scope.own) {
      if (own) return true
    } else if (tag === scope.department) {
      if (around[handleIn(packed) + 1] === 1) return true
    } else if (covers(facts, packed, ref, NONE, false)) return true
  }
  return false
}

// 1 for each department whose subtree a target stands in; a person may stand in several.
function departmentsAround(facts: Facts, ref: number): Uint8Array {
  const around = new Uint8Array(facts.departments.ids.count + 1)
  for (const place of placesOf(facts, ref)) for (const up of upwards(facts, place)) around[up + 1] = 1
  return around
}

function placesOf(facts: Facts, ref: number): readonly number[] {
  const handle = handleIn(ref)
  switch (tagOf(ref)) {
    case targets.department:
      return [handle]
    case targets.member: {
      const places = appointedTo(facts, handle)
      return places.length === 0 ? [facts.root] : places
    }
    case targets.resource: {
      const place = int(facts.resources.department, handle)
      return place >= 0 ? [place] : []
    }
    default:
      return []
  }
}

function appointedTo({ members, appointments }: Facts, member: number): readonly number[] {
  const places: number[] = []
  for (let at = int(members.firstAppointment, member); at !== NONE; at = int(appointments.nextOfMember, at))
    places.push(int(appointments.department, at))
  return places
}

// Whether one of several departments of a person's own is around the target.
function ownAround({ members, appointments }: Facts, member: number, around: Uint8Array): 0 | 1 {
  for (let at = int(members.firstAppointment, member); at !== NONE; at = int(appointments.nextOfMember, at))
    if (around[int(appointments.department, at) + 1] === 1) return 1
  return 0
}

/**
 * Most handles stand in the order of their ids: among those the first that count are the smallest. What comes after them
 * is kept whole and sorted in.
 */
function paged(facts: Facts, asking: Asking, { after, limit = Infinity }: Page): WhoCan {
  const { ids } = facts.members
  const start = after === undefined ? NONE : find(ids, after)
  const isAfter = (member: number): boolean =>
    after === undefined || (start === NONE ? idOf(ids, member) > after : compareIds(ids, member, start) > 0)
  const first = firstAfter(ids.ascending, isAfter)
  const page: number[] = []
  const rest: number[] = []
  const total =
    scan(asking, 0, first, 0, []) +
    scan(asking, first, ids.ascending, limit, page) +
    scan(asking, ids.ascending, ids.count, Infinity, rest)
  for (const member of rest) sortIn(ids, page, isAfter(member) ? member : NONE, limit)
  return { total, ids: page.map((member) => idOf(ids, member)) }
}

function sortIn(ids: Ids, page: number[], member: number, limit: number): void {
  const last = page[limit - 1]
  if (member === NONE || (last !== undefined && compareIds(ids, member, last) > 0)) return
  const place = page.findLastIndex((other) => compareIds(ids, other, member) < 0) + 1
  page.splice(place, 0, member)
  if (page.length > limit) page.pop()
}

// Of handles in the order of their ids, the first for which something holds that then holds for all after it.
function firstAfter(end: number, holdsFor: (member: number) => boolean): number {
  let low = 0
  let high = end
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holdsFor(middle)) high = middle
    else low = middle + 1
  }
  return low
}
