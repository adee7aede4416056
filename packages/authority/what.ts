/** What somebody can do at one target: every permission in one pass over what is compiled of them. */
import { WORDS, changingMask, coversAllMask, has, innateMask, int, keysOf, revokeBit } from './bits.ts'
import type { Mask } from './bits.ts'
import { bitOf, permissions } from './catalogue.ts'
import type { PermissionKey } from './catalogue.ts'
import { check, reaches, ready } from './check.ts'
import { ENTRY, EVERYWHERE, GRANTS_END, HEAD, RESTRICTIONS_END, SEAT, SEATS_END } from './profile.ts'
import type { Target } from './events.ts'
import { extentOf, frontOf } from './extent.ts'
import { ACTIVE, NONE, STATUS } from './facts.ts'
import type { Facts } from './facts.ts'
import { find } from './ids.ts'
import {
  UNKNOWN,
  covers,
  handleIn,
  isKnown,
  memberTarget,
  tagOf,
  target as targets,
  targetOf,
} from './scope.ts'
import { tierAt } from './tiers.ts'

const keys: readonly PermissionKey[] = permissions.map(({ key }) => key)
const isPerson = (ref: number): boolean => tagOf(ref) === targets.member

/** The permissions a member has at a target at an instant (ms since 1970), in catalogue order. What is unknown: none. */
export function whatCan(
  facts: Facts,
  memberId: string,
  target: Target,
  at: number,
): readonly PermissionKey[] {
  const member = find(facts.members.ids, memberId)
  const ref = targetOf(facts, target)
  if (member === NONE || ref === UNKNOWN || Number.isNaN(at) || !isKnown(facts, ref)) return []
  if ((int(facts.members.state, member) & STATUS) !== ACTIVE)
    return keys.filter((_, bit) => check(facts, member, bit, ref, at))
  ready(facts, member, at)
  return listOf(maskAt(facts, member, ref, at))
}

/**
 * Whether a member (handle) has a permission over every person at an instant, whoever that is. For permissions that only
 * look: what changes people hangs on their tier.
 */
export function looksOverAll(facts: Facts, member: number, key: PermissionKey, at: number): boolean {
  const bit = bitOf(key)
  if (member < 0 || has(changingMask, bit) || (int(facts.members.state, member) & STATUS) !== ACTIVE)
    return false
  ready(facts, member, at)
  const extent = extentOf(facts, member, bit)
  if (extent === null || !extent.by.everywhere) return false
  const { everywhere, roots, resources } = extent.except
  return !everywhere && roots.length + resources.length === 0
}

const LISTS = 8192
const lists: (readonly PermissionKey[] | undefined)[] = Array.from({ length: LISTS })
/** The masks of the lists, side by side: looking one up touches one line of memory and not a chain of objects. */
const listed = new Int32Array(LISTS * WORDS)

// Far fewer sets of permissions are held than people hold them, and making a list costs more than finding what is in it.
function listOf(mask: Mask): readonly PermissionKey[] {
  let hash = 0
  for (let word = 0; word < WORDS; word++) hash = Math.imul(hash ^ int(mask, word), 0x9e3779b1)
  const place = (hash >>> 16) & (LISTS - 1)
  const known = lists[place]
  if (known !== undefined && isListed(mask, place)) return known
  const held = keysOf(mask)
  lists[place] = held
  listed.set(mask, place * WORDS)
  return held
}

function isListed(mask: Mask, place: number): boolean {
  for (let word = 0; word < WORDS; word++)
    if (int(mask, word) !== int(listed, place * WORDS + word)) return false
  return true
}

// Scratch of one question; nothing in it outlives the call.
const allowed = new Int32Array(WORDS)
const taken = new Int32Array(WORDS)

function maskAt(facts: Facts, member: number, ref: number, at: number): Int32Array {
  const front = frontOf(facts, member)
  const { words } = facts.profiles
  const profile = int(facts.members.profile, member)
  const restrictions = profile + int(words, profile + GRANTS_END)
  const seats = profile + int(words, profile + RESTRICTIONS_END)
  for (let word = 0; word < WORDS; word++) {
    allowed[word] = int(facts.fronts.words, front + EVERYWHERE + word)
    taken[word] = 0
  }
  for (let entry = profile + HEAD; entry < seats; entry += ENTRY)
    if (covers(facts, int(words, entry), ref, member, false))
      add(facts, entry < restrictions ? allowed : taken, int(words, entry + 1))
  addSeats(facts, member, ref, at, seats, profile + int(words, profile + SEATS_END))
  for (let word = 0; word < WORDS; word++) {
    allowed[word] = int(allowed, word) & ~int(taken, word)
    if (ref === memberTarget(member)) allowed[word] = int(allowed, word) | int(innateMask, word)
  }
  // Ending a seat also hangs on who gave it, which no profile knows.
  if (isPerson(ref) && tierAt(facts, handleIn(ref), at) > 0 && check(facts, member, revokeBit, ref, at))
    allowed[revokeBit >>> 5] = int(allowed, revokeBit >>> 5) | (1 << (revokeBit & 31))
  return allowed
}

// The permissions of a seat: those over one department are enough for some, others need all of a person's.
function addSeats(facts: Facts, member: number, ref: number, at: number, first: number, end: number): void {
  const { words } = facts.profiles
  for (let entry = first; entry < end; entry += SEAT) {
    const packed = int(words, entry + 1)
    const offset = int(words, entry + 2)
    const any = covers(facts, packed, ref, member, false)
    if (!any) continue
    const all = covers(facts, packed, ref, member, true)
    for (let word = 0; word < WORDS; word++) {
      const wide = all ? -1 : ~int(coversAllMask, word)
      const risen = isPerson(ref) ? reaching(facts, member, int(words, entry), ref, at, word) : -1
      allowed[word] = int(allowed, word) | (int(facts.masks.words, offset + word) & wide & risen)
    }
  }
}

// Of one word of permissions, those a seat of some tier may use on a person.
function reaching(facts: Facts, member: number, tier: number, ref: number, at: number, word: number): number {
  let mask = ~int(changingMask, word)
  if (handleIn(ref) !== member) return reaches(facts, member, tier, changingBit, ref, at) ? -1 : mask
  for (let left = int(changingMask, word); left !== 0; left &= left - 1) {
    const bit = word * 32 + 31 - Math.clz32(left & -left)
    if (reaches(facts, member, tier, bit, ref, at)) mask |= left & -left
  }
  return mask
}

const changingBit = permissions.find(({ key }) => key === 'org.member.edit')?.bit ?? NONE

function add(facts: Facts, into: Int32Array, offset: number): void {
  for (let word = 0; word < WORDS; word++)
    into[word] = int(into, word) | int(facts.masks.words, offset + word)
}
