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
import type { Ids } from './ids.ts'
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
  const answers = new Uint8Array(facts.profiles.top * 2).fill(UNASKED)
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
      // Offsets of profiles are even: four answers each, by what is held everywhere and whether one's own covers the target.
      const own = sole === NONE ? 0 : (around[sole] as number) << 1
      const slot = int(profile, member) * 2 + (fate - LOOK) + own
      fate = slot < answers.length ? (answers[slot] as number) : UNASKED
      if (fate === UNASKED) {
        fate = holds(asked, member, (slot & 1) === 1, own !== 0, at) ? YES : NO
        answers[slot] = fate
      }
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
  const start = after === undefined ? NONE : find(ids, after)
  if (limit >= members.length) {
    const all = Array.from(members, (member) => idOf(ids, member)).toSorted()
    return after === undefined ? all : all.filter((id) => id > after)
  }
  return firstOf(ids, members, limit, (member) => after === undefined || isBehind(ids, member, start, after))
}

const isBehind = (ids: Ids, member: number, start: number, after: string): boolean =>
  start === NONE ? idOf(ids, member) > after : compareIds(ids, member, start) > 0

// The smallest ids, in order. Handles mostly come in the order of ids, so little is moved; and two words of an id tell
// nearly always that it comes too late, unless ids are texts.
function firstOf(
  ids: Ids,
  members: Int32Array,
  limit: number,
  counts: (member: number) => boolean,
): readonly string[] {
  const { words, stride } = ids
  const page: number[] = []
  let bound = Infinity
  let nextBound = Infinity
  for (const member of members) {
    const at = member * stride
    const word = int(words, at) >>> 0
    if (word > bound || (word === bound && int(words, at + 1) >>> 0 > nextBound)) continue
    if (!counts(member)) continue
    const place = page.findLastIndex((other) => compareIds(ids, other, member) < 0) + 1
    page.splice(place, 0, member)
    if (page.length > limit) page.pop()
    const last = page[limit - 1]
    if (last === undefined || ids.texts.length > 0) continue
    bound = int(words, last * stride) >>> 0
    nextBound = int(words, last * stride + 1) >>> 0
  }
  return page.map((member) => idOf(ids, member))
}
