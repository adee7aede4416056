/** Who can do something at a target. Whoever is compiled to the same profile gets one answer, found once. */
import { has, innateMask, int, revokeBit } from './bits.ts'
import { permission } from './catalogue.ts'
import type { PermissionKey } from './catalogue.ts'
import { check } from './check.ts'
import { EVERYWHERE, TOUCHED } from './compile.ts'
import type { Target } from './events.ts'
import { freshLabels } from './departments.ts'
import { frontOf } from './extent.ts'
import { ACTIVE, NONE, SEVERAL, SLOW } from './facts.ts'
import type { Facts } from './facts.ts'
import { compareIds, find, idOf } from './ids.ts'
import { UNKNOWN, handleIn, isKnown, tagOf, target as targets, targetOf } from './scope.ts'

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

const UNASKED = 0
const YES = 1
const NO = 2
/** Answers kept of a profile: by whether it is held everywhere, and whether own departments cover the target. */
const SLOTS = 4

function handlesWho(facts: Facts, bit: number, ref: number, at: number): Int32Array {
  const { ids, state, profile, department } = facts.members
  const found = new Int32Array(ids.count)
  const labels = freshLabels(facts)
  const place = placeOf(facts, ref)
  const person = tagOf(ref) === targets.member ? handleIn(ref) : NONE
  const alone = place === SEVERAL || hangsOnHolder(bit, person)
  // Offsets are even. A profile made while we look is beyond the end and is asked by itself.
  const answers = new Uint8Array((facts.profiles.top * SLOTS) / 2)
  const word = bit >>> 5
  const mask = 1 << (bit & 31)
  let count = 0
  for (let member = 0; member < ids.count; member++) {
    const slot = (int(profile, member) * SLOTS) / 2
    const sole = int(department, member)
    const isAsked = alone || member === person || sole === SEVERAL || slot >= answers.length
    if ((int(state, member) & SLOW) !== ACTIVE || isAsked) {
      if (check(facts, member, bit, ref, at)) found[count++] = member
      continue
    }
    const front = frontOf(facts, member) + word
    const { words } = facts.fronts
    const everywhere = (int(words, front + EVERYWHERE) & mask) !== 0
    if ((int(words, front + TOUCHED) & mask) === 0) {
      if (everywhere) found[count++] = member
      continue
    }
    const own =
      sole !== NONE &&
      place !== NONE &&
      int(labels, sole * 2) <= int(labels, place * 2) &&
      int(labels, place * 2) <= int(labels, sole * 2 + 1)
    const answer = slot + (everywhere ? 1 : 0) + (own ? 2 : 0)
    if (answers[answer] === UNASKED) answers[answer] = check(facts, member, bit, ref, at) ? YES : NO
    if (answers[answer] === YES) found[count++] = member
  }
  return found.subarray(0, count)
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
  // The smallest ids above the start, kept in order: handles mostly come in the order of ids, so little is moved.
  const page: number[] = []
  for (const member of members) {
    if (
      after !== undefined &&
      (start === NONE ? idOf(ids, member) <= after : compareIds(ids, member, start) <= 0)
    )
      continue
    if (page.length === limit && compareIds(ids, member, page.at(-1) ?? NONE) > 0) continue
    const place = page.findLastIndex((other) => compareIds(ids, other, member) < 0) + 1
    page.splice(place, 0, member)
    if (page.length > limit) page.pop()
  }
  return page.map((member) => idOf(ids, member))
}
