/** Where a member holds one permission, in a form that compares: what is said twice or lies inside another is left out. */
import { WORDS, int } from './bits.ts'
import type { Mask } from './bits.ts'
import { ENTRY, EVERYWHERE, GRANTS_END, HEAD, RESTRICTIONS_END, SEAT, SEATS_END, TOUCHED } from './profile.ts'
import { contains, isLive } from './departments.ts'
import type { Scope } from './events.ts'
import { FRONT, FRONT_SHIFT, GONE, NONE, SEVERAL } from './facts.ts'
import type { Facts } from './facts.ts'
import { idOf } from './ids.ts'
import { departmentsIn, handleIn, resourceAt, scope, tagOf } from './scope.ts'

/**
 * Subtrees and single resources, by handle and sorted. `everywhere` leaves both empty. `own` says that the holder's own
 * departments are among the roots, which `named` leaves out; `leaning` says that which resources are left hangs on where
 * those lie.
 */
export type Area = {
  readonly everywhere: boolean
  readonly roots: readonly number[]
  readonly resources: readonly number[]
  readonly own: boolean
  readonly named: readonly number[]
  readonly leaning: boolean
}

/** Held in `by`, unless `except` covers it too. */
export type Extent = { readonly by: Area; readonly except: Area }

const nothing: Area = { everywhere: false, roots: [], resources: [], own: false, named: [], leaning: false }
const everything: Area = { ...nothing, everywhere: true }
const everywhere: Extent = { by: everything, except: nothing }

/** Offset of a compiled member's front, in integers. */
export const frontOf = (facts: Facts, member: number): number =>
  (int(facts.members.state, member) & FRONT) >>> FRONT_SHIFT

/** Whether a permission is held, and whether it is mentioned in any entry, of a compiled member. */
const bitIn = (words: Int32Array, at: number, bit: number): boolean =>
  ((int(words, at + (bit >>> 5)) >>> (bit & 31)) & 1) === 1

/** The extent of a permission (bit) for a compiled member, or null where it is held nowhere. */
export function extentOf(facts: Facts, member: number, bit: number): Extent | null {
  const front = frontOf(facts, member)
  const { words } = facts.fronts
  const whole = bitIn(words, front + EVERYWHERE, bit)
  if (!bitIn(words, front + TOUCHED, bit)) return whole ? everywhere : null
  const profile = int(facts.members.profile, member)
  const ends = facts.profiles.words
  const grantsEnd = profile + int(ends, profile + GRANTS_END)
  const restrictionsEnd = profile + int(ends, profile + RESTRICTIONS_END)
  const by = [
    ...scopesWith(facts, bit, profile + HEAD, grantsEnd, ENTRY),
    ...scopesWith(facts, bit, restrictionsEnd, profile + int(ends, profile + SEATS_END), SEAT),
  ]
  const held = whole ? everything : areaOf(facts, member, by)
  if (!held.everywhere && held.roots.length === 0 && held.resources.length === 0) return null
  const taken = scopesWith(facts, bit, grantsEnd, restrictionsEnd, ENTRY)
  return { by: held, except: areaOf(facts, member, taken) }
}

// Scopes of the entries that mention a permission. A seat's entry has its tier in front.
function scopesWith(facts: Facts, bit: number, first: number, end: number, size: number): readonly number[] {
  const { words } = facts.profiles
  const found: number[] = []
  for (let entry = first + size - ENTRY; entry < end; entry += size)
    if (bitIn(facts.masks.words, int(words, entry + 1), bit)) found.push(int(words, entry))
  return found
}

function areaOf(facts: Facts, member: number, scopes: readonly number[]): Area {
  if (scopes.length === 0) return nothing
  const named = new Set<number>()
  const resources = new Set<number>()
  let own: readonly number[] = []
  for (const packed of scopes)
    switch (tagOf(packed)) {
      case scope.workspace:
        return everything
      case scope.own:
        own = ownDepartments(facts, member)
        break
      case scope.resource:
        resources.add(handleIn(packed))
        break
      default:
        for (const department of departmentsIn(facts, packed)) named.add(department)
    }
  return tidy(facts, [...named], own, [...resources])
}

const ascending = (a: number, b: number): number => a - b

function tidy(
  facts: Facts,
  named: readonly number[],
  own: readonly number[],
  resources: readonly number[],
): Area {
  const said = topsOf(facts, named)
  const tops = own.length === 0 ? said : topsOf(facts, [...new Set([...said, ...own])])
  const alone = resources.filter((resource) => {
    const place = int(facts.resources.department, resource)
    return place !== GONE && !(place !== NONE && tops.some((root) => contains(facts, root, place)))
  })
  return {
    everywhere: false,
    roots: tops,
    resources: alone.toSorted(ascending),
    own: own.length > 0,
    named: said,
    leaning: own.length > 0 && resources.length > 0,
  }
}

// Departments that lie in none of the others.
const topsOf = (facts: Facts, departments: readonly number[]): readonly number[] =>
  departments
    .filter(
      (one) =>
        isLive(facts, one) && !departments.some((other) => other !== one && contains(facts, other, one)),
    )
    .toSorted(ascending)

/** Departments (handles) a member is appointed to. */
export function ownDepartments(facts: Facts, member: number): readonly number[] {
  const sole = int(facts.members.department, member)
  if (sole === NONE) return []
  if (sole !== SEVERAL) return [sole]
  const { department, nextOfMember } = facts.appointments
  const found: number[] = []
  for (let at = int(facts.members.firstAppointment, member); at !== NONE; at = int(nextOfMember, at))
    found.push(int(department, at))
  return found
}

/** Whether an area covers a department, as `facts` have the tree. */
export const areaCovers = (facts: Facts, area: Area, department: number): boolean =>
  area.everywhere || area.roots.some((root) => contains(facts, root, department))

/** Whether an area covers a resource. */
export function areaCoversResource(facts: Facts, area: Area, resource: number): boolean {
  if (area.everywhere || area.resources.includes(resource)) return true
  const place = int(facts.resources.department, resource)
  return place >= 0 && areaCovers(facts, area, place)
}

/** An area as scopes people know; `resolved` names own departments, for someone who stands elsewhere than before. */
export function scopesOf(facts: Facts, area: Area, resolved: boolean): readonly Scope[] {
  if (area.everywhere) return [{ type: 'workspace' }]
  const { roots, named, resources, own } = area
  const ids = (resolved ? roots : named).map((root) => idOf(facts.departments.ids, root)).toSorted()
  return [
    ...(own && !resolved ? [{ type: 'own-department' } as const] : []),
    ...(ids.length === 0 ? [] : [{ type: 'departments', ids } as const]),
    ...resources.map((resource): Scope => ({ type: 'resource', ...resourceAt(facts, resource) })),
  ]
}

/** The permissions that a compiled member holds or has an entry about. */
export function mentionedBy(facts: Facts, member: number): Mask {
  const front = frontOf(facts, member)
  const mask = new Int32Array(WORDS)
  for (let word = 0; word < WORDS; word++)
    mask[word] =
      int(facts.fronts.words, front + EVERYWHERE + word) | int(facts.fronts.words, front + TOUCHED + word)
  return mask
}

/**
 * The permissions about which what is compiled of a member differs between two states of one company. With `ground`
 * every permission that has an entry counts: equal entries may reach elsewhere.
 */
export function differingBits(before: Facts, after: Facts, member: number, ground: boolean): Mask {
  const mask = new Int32Array(WORDS)
  const [old, now] = [frontOf(before, member), frontOf(after, member)]
  for (let word = 0; word < WORDS; word++) {
    const touched =
      int(before.fronts.words, old + TOUCHED + word) | int(after.fronts.words, now + TOUCHED + word)
    const held =
      int(before.fronts.words, old + EVERYWHERE + word) ^ int(after.fronts.words, now + EVERYWHERE + word)
    mask[word] = held | (ground ? touched : 0)
  }
  if (!ground) {
    addLonely(before, after, member, mask)
    addLonely(after, before, member, mask)
  }
  return mask
}

// Adds what stands in entries of one side and in no entry of the same scope and kind on the other.
function addLonely(one: Facts, other: Facts, member: number, mask: Mask): void {
  const { words } = one.profiles
  const profile = int(one.members.profile, member)
  const grants = profile + int(words, profile + GRANTS_END)
  const seats = profile + int(words, profile + RESTRICTIONS_END)
  const end = profile + int(words, profile + SEATS_END)
  for (let at = profile + HEAD; at < end; at += at < seats ? ENTRY : SEAT) {
    const place = at < seats ? at : at + 1
    const section = at < grants ? GRANTS : at < seats ? RESTRICTIONS : SEATS
    const twin = twinOf(other, member, section, int(words, place))
    const offset = int(words, place + 1)
    for (let word = 0; word < WORDS; word++) {
      const known = twin < 0 ? 0 : int(other.masks.words, twin + word)
      mask[word] = int(mask, word) | (int(one.masks.words, offset + word) & ~known)
    }
  }
}

const GRANTS = 0
const RESTRICTIONS = 1
const SEATS = 2

// The mask of the entry of some kind and scope, or -1.
function twinOf(facts: Facts, member: number, section: number, wanted: number): number {
  const { words } = facts.profiles
  const profile = int(facts.members.profile, member)
  const ends = [HEAD, int(words, profile + GRANTS_END), int(words, profile + RESTRICTIONS_END)]
  const first = profile + (ends[section] ?? HEAD)
  const last = profile + int(words, profile + GRANTS_END + section)
  const size = section === SEATS ? SEAT : ENTRY
  for (let place = first + size - ENTRY; place < last; place += size)
    if (int(words, place) === wanted) return int(words, place + 1)
  return -1
}

/** True when a compiled member has entries: something held or taken in less than the whole company, or a seat. */
export const hasEntries = (facts: Facts, member: number): boolean =>
  int(facts.profiles.words, int(facts.members.profile, member) + SEATS_END) > HEAD
