/** Who can do something at a target. Whoever is compiled to the same profile gets one answer, found once. */
import { int } from './bits.ts'
import { permission } from './catalogue.ts'
import type { PermissionKey } from './catalogue.ts'
import { check } from './check.ts'
import { EVERYWHERE, TOUCHED } from './compile.ts'
import type { Target } from './events.ts'
import { frontOf, speaksOfOwn } from './extent.ts'
import { ACTIVE, NONE, SLOW } from './facts.ts'
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

function handlesWho(facts: Facts, bit: number, ref: number, at: number): Int32Array {
  const { ids, state, profile } = facts.members
  const found = new Int32Array(ids.count)
  const special = specialPerson(facts, bit, ref)
  // One answer a profile. A profile made while we look is beyond the end and is asked by itself.
  const answers = new Uint8Array(facts.profiles.top)
  const word = bit >>> 5
  const mask = 1 << (bit & 31)
  let count = 0
  for (let member = 0; member < ids.count; member++) {
    const offset = int(profile, member)
    if ((int(state, member) & SLOW) !== ACTIVE || special !== null || offset >= answers.length) {
      if (check(facts, member, bit, ref, at)) found[count++] = member
      continue
    }
    const front = frontOf(facts, member) + word
    const { words } = facts.fronts
    if ((int(words, front + TOUCHED) & mask) === 0) {
      if ((int(words, front + EVERYWHERE) & mask) !== 0) found[count++] = member
      continue
    }
    const known = answers[offset] ?? UNASKED
    const allowed = known === UNASKED ? check(facts, member, bit, ref, at) : known === YES
    if (known === UNASKED && !dependsOnHolder(facts, member, ref)) answers[offset] = allowed ? YES : NO
    if (allowed) found[count++] = member
  }
  return found.subarray(0, count)
}

// Rights of membership itself and the ending of seats hang on who asks whom: then everybody is asked.
function specialPerson(facts: Facts, bit: number, ref: number): number | null {
  const isSpecial = bit === permission('admin.revoke').bit || permission('audit.self.view').bit === bit
  if (!isSpecial && bit !== permission('request.submit').bit) return null
  return tagOf(ref) === targets.member && handleIn(ref) < facts.members.ids.count ? handleIn(ref) : null
}

// Own departments differ among holders of one profile, and a person as target may be the holder.
const dependsOnHolder = (facts: Facts, member: number, ref: number): boolean =>
  tagOf(ref) === targets.member || speaksOfOwn(facts, member)

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
