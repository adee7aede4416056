/** Who can do something at a target. Whoever is compiled to the same profile gets one answer, found once. */
import { has, innateMask, int, revokeBit } from './bits.ts'
import { permission } from './catalogue.ts'
import type { PermissionKey } from './catalogue.ts'
import { check } from './check.ts'
import { ENTRY, EVERYWHERE, GRANTS_END, HEAD, RESTRICTIONS_END, SEATS_END, TOUCHED } from './compile.ts'
import type { Target } from './events.ts'
import { frontOf } from './extent.ts'
import { ACTIVE, FRONT_SHIFT, NONE, SEVERAL, SLOW } from './facts.ts'
import type { Facts } from './facts.ts'
import { compareIds, find, idOf } from './ids.ts'
import { UNKNOWN, covers, handleIn, isKnown, scope, tagOf, target as targets, targetOf } from './scope.ts'

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
  const members = handlesWho(facts, permission(key).bit, ref, at)
  return { total: members.length, ids: pageOf(facts, members, page) }
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
/** Fronts begin at multiples of eight; a state has them from its sixth bit on. */
const FRONT_STEP = FRONT_SHIFT + 3

function handlesWho(facts: Facts, bit: number, ref: number, at: number): Int32Array {
  const { ids, state, profile, department } = facts.members
  const place = placeOf(facts, ref)
  const person = tagOf(ref) === targets.member ? handleIn(ref) : NONE
  if (place === SEVERAL || hangsOnHolder(bit, person)) return eachAsked(facts, bit, ref, at)
  const found = new Int32Array(ids.count)
  const around = departmentsAround(facts, place)
  const asked = { facts, bit, ref, around }
  // What is made while we look is beyond the end of both, or belongs to somebody who is asked alone anyway.
  const fates = new Uint8Array(facts.fronts.top >>> 3).fill(UNASKED)
  // Offsets of profiles are even. Two bits each for four answers: by what is held everywhere, and whether one's own
  // departments cover the target. Packed, the table stays near the processor.
  const answers = new Uint8Array(facts.profiles.top >>> 1)
  let count = 0
  for (let member = 0; member < ids.count; member++) {
    const was = int(state, member)
    const front = was >>> FRONT_STEP
    const sole = int(department, member)
    found[count] = member
    if ((was & SLOW) !== ACTIVE || sole === SEVERAL || member === person || front >= fates.length) {
      count += check(facts, member, bit, ref, at) ? YES : NO
      continue
    }
    let fate = fates[front] as number
    if (fate === UNASKED) {
      fate = fateOf(facts, member, bit)
      fates[front] = fate
    }
    if (fate >= LOOK) {
      const own = sole === NONE ? 0 : (around[sole] as number)
      const shift = (fate & 1) * 2 + own * 4
      const slot = int(profile, member) >>> 1
      const answer = slot < answers.length ? ((answers[slot] as number) >>> shift) & 3 : 0
      const isYes =
        answer === 0
          ? holds(asked, member, fate === LOOK_EVERYWHERE, own === 1, at)
          : answer === ANSWERED + YES
      if (answer === 0 && slot < answers.length)
        answers[slot] = (answers[slot] as number) | ((ANSWERED + (isYes ? YES : NO)) << shift)
      fate = isYes ? YES : NO
    }
    count += fate
  }
  return found.subarray(0, count)
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

type Asked = {
  readonly facts: Facts
  readonly bit: number
  readonly ref: number
  readonly around: Uint8Array
}

// What `check` says of a profile; seats, which hang on whom they are used on, are left to it.
function holds(asked: Asked, member: number, everywhere: boolean, own: boolean, at: number): boolean {
  const { facts, bit, ref } = asked
  const { words } = facts.profiles
  const profile = int(facts.members.profile, member)
  const restrictions = profile + int(words, profile + GRANTS_END)
  const seats = profile + int(words, profile + RESTRICTIONS_END)
  if (seats < profile + int(words, profile + SEATS_END)) return check(facts, member, bit, ref, at)
  const held = everywhere || anyCovers(asked, profile + HEAD, restrictions, own)
  return held && !anyCovers(asked, restrictions, seats, own)
}

function anyCovers({ facts, bit, ref, around }: Asked, first: number, end: number, own: boolean): boolean {
  const { words } = facts.profiles
  for (let entry = first; entry < end; entry += ENTRY) {
    if (!has(facts.masks.words, int(words, entry + 1) * 32 + bit)) continue
    const packed = int(words, entry)
    const tag = tagOf(packed)
    if (tag === scope.own) {
      if (own) return true
    } else if (tag === scope.department) {
      if (around[handleIn(packed)] === 1) return true
    } else if (covers(facts, packed, ref, NONE, false)) return true
  }
  return false
}

// 1 for each department whose subtree a place stands in.
function departmentsAround(facts: Facts, place: number): Uint8Array {
  const around = new Uint8Array(facts.departments.ids.count)
  for (let up = place; up !== NONE; up = int(facts.departments.parent, up)) around[up] = 1
  return around
}

function eachAsked(facts: Facts, bit: number, ref: number, at: number): Int32Array {
  const { count } = facts.members.ids
  const found: number[] = []
  for (let member = 0; member < count; member++) if (check(facts, member, bit, ref, at)) found.push(member)
  return Int32Array.from(found)
}

// The one department a target stands in, NONE for the company and what stands in none, SEVERAL for a person in several.
function placeOf(facts: Facts, ref: number): number {
  const handle = handleIn(ref)
  switch (tagOf(ref)) {
    case targets.department:
      return handle
    case targets.member: {
      const sole = int(facts.members.department, handle)
      return sole === NONE ? facts.root : sole
    }
    case targets.resource:
      return int(facts.resources.department, handle)
    default:
      return NONE
  }
}

// Rights of membership itself and the ending of seats hang on who asks whom, which no profile knows.
const hangsOnHolder = (bit: number, person: number): boolean =>
  person !== NONE && (bit === revokeBit || has(innateMask, bit))

function pageOf(facts: Facts, members: Int32Array, { after, limit = Infinity }: Page): readonly string[] {
  const { ids } = facts.members
  if (limit >= members.length) {
    const all = Array.from(members, (member) => idOf(ids, member)).toSorted()
    return after === undefined ? all : all.filter((id) => id > after)
  }
  const start = after === undefined ? NONE : find(ids, after)
  const isAfter = (member: number): boolean =>
    after === undefined || (start === NONE ? idOf(ids, member) > after : compareIds(ids, member, start) > 0)
  // Most handles come in the order of their ids: of those the first that count are the smallest.
  const page: number[] = []
  let at = firstWhere(members, (member) => member >= ids.ascending || isAfter(member))
  for (; at < members.length && page.length < limit; at++) {
    const member = int(members, at)
    if (member >= ids.ascending) break
    page.push(member)
  }
  for (at = firstWhere(members, (member) => member >= ids.ascending); at < members.length; at++) {
    const member = int(members, at)
    const last = page[limit - 1]
    if (!isAfter(member) || (last !== undefined && compareIds(ids, member, last) > 0)) continue
    const place = page.findLastIndex((other) => compareIds(ids, other, member) < 0) + 1
    page.splice(place, 0, member)
    if (page.length > limit) page.pop()
  }
  return page.map((member) => idOf(ids, member))
}

// Of sorted handles, the place of the first for which something holds that then holds for all after it.
function firstWhere(members: Int32Array, holdsFor: (member: number) => boolean): number {
  let low = 0
  let high = members.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holdsFor(int(members, middle))) high = middle
    else low = middle + 1
  }
  return low
}
