/** How many people scopes lie over, for lists: one pass over everybody, then two look-ups a subtree. */
import { int } from './bits.ts'
import { freshLabels } from './departments.ts'
import type { AdministratorRow } from './rows.ts'
import type { Scope, Subject } from './events.ts'
import { isActive } from './difference.ts'
import { NONE, SEVERAL, positionOf } from './facts.ts'
import type { Facts } from './facts.ts'
import { find, idOf } from './ids.ts'
import { membersIn } from './people.ts'
import { covers, departmentsIn, handleIn, memberTarget, packScope, packSubject, scope } from './scope.ts'
import { subject, tagOf } from './scope.ts'
import { ownDepartments } from './extent.ts'

/** Departments (ids) in which a scope of somebody holds, own ones named; the root for the whole workspace. */
export function heldIn(facts: Facts, memberId: string, named: Scope): readonly string[] {
  if (named.type === 'workspace') return [idOf(facts.departments.ids, facts.root)]
  if (named.type === 'departments') return named.ids
  const member = find(facts.members.ids, memberId)
  if (named.type === 'resource' || member === NONE) return []
  return ownDepartments(facts, member).map((department) => idOf(facts.departments.ids, department))
}

/** For each seat the number of active people in its scope. */
export function peopleIn(
  facts: Facts,
  seats: readonly Pick<AdministratorRow, 'memberId' | 'scope'>[],
): number[] {
  const labels = freshLabels(facts)
  const { sums, several, all } = census(facts, labels)
  return seats.map(({ memberId, scope: named }) => {
    const holder = find(facts.members.ids, memberId)
    const packed = packScope(facts, named)
    if (tagOf(packed) === scope.workspace) return all
    const roots = [
      ...new Set(tagOf(packed) === scope.own ? ownDepartments(facts, holder) : departmentsIn(facts, packed)),
    ]
    const tops = roots.filter((root) => !roots.some((other) => other !== root && lies(labels, other, root)))
    const [top] = tops
    if (top === undefined) return 0
    if (tops.length === 1) return between(sums.each, labels, top)
    const sole = tops.reduce((sum, each) => sum + between(sums.sole, labels, each), 0)
    const others = several.filter((member) => covers(facts, packed, memberTarget(member), holder, false))
    return sole + others.length
  })
}

/** How many active people some subjects speak of together, each once. One pass over appointments, however many they are. */
export function peopleAmong(facts: Facts, subjects: readonly Subject[]): number {
  const packed = subjects.map((each) => packSubject(facts, each))
  const among = new Uint8Array(facts.members.ids.count)
  const everyone = packed.find((each) => tagOf(each) === subject.everyone)
  const one = (tag: number): boolean => tag === subject.member || tag === subject.group
  const direct = everyone === undefined ? packed.filter((each) => one(tagOf(each))) : [everyone]
  for (const each of direct) for (const member of membersIn(facts, each)) among[member] = 1
  if (everyone === undefined) markAppointed(facts, packed, among)
  let people = 0
  for (let member = 0; member < among.length; member++)
    if (among[member] === 1 && isActive(facts, member)) people++
  return people
}

/** How many active people each of some subjects speaks of. One pass over appointments for all of them. */
export function peopleEach(facts: Facts, subjects: readonly Subject[]): readonly number[] {
  const packed = subjects.map((each) => packSubject(facts, each))
  const appointed = appointedIn(facts, packed)
  return packed.map((each) => {
    const tag = tagOf(each)
    if (tag === subject.department || tag === subject.position) return appointed.get(each)?.size ?? 0
    return membersIn(facts, each).filter((member) => isActive(facts, member)).length
  })
}

// The active people of each department, with everything below, and of each position asked for.
function appointedIn(facts: Facts, packed: readonly number[]): ReadonlyMap<number, Set<number>> {
  const found = new Map<number, Set<number>>()
  const places = new Map<number, Set<number>>()
  const positions = new Map<number, Set<number>>()
  for (const each of packed) {
    const to = { [subject.department]: places, [subject.position]: positions }[tagOf(each)]
    if (to === undefined || found.has(each)) continue
    const people = new Set<number>()
    found.set(each, people)
    to.set(handleIn(each), people)
  }
  if (found.size === 0) return found
  const { ids, post, member, department } = facts.appointments
  for (let row = 0; row < ids.count; row++) {
    if (int(post, row) === NONE || !isActive(facts, int(member, row))) continue
    positions.get(positionOf(int(post, row)))?.add(int(member, row))
    if (places.size === 0) continue
    for (let at = int(department, row); at !== NONE; at = int(facts.departments.parent, at))
      places.get(at)?.add(int(member, row))
  }
  return found
}

// Marks whoever holds one of the positions or stands in one of the departments or below.
function markAppointed(facts: Facts, packed: readonly number[], among: Uint8Array): void {
  const handles = (tag: number) => packed.filter((each) => tagOf(each) === tag).map(handleIn)
  const positions = new Set(handles(subject.position))
  const departments = handles(subject.department)
  if (positions.size === 0 && departments.length === 0) return
  const covered = coveredBy(facts, departments)
  const { ids, post, member, department } = facts.appointments
  for (let row = 0; row < ids.count; row++)
    if (
      int(post, row) !== NONE &&
      (covered[int(department, row)] === 1 || positions.has(positionOf(int(post, row))))
    )
      among[int(member, row)] = 1
}

// Marks departments that are one of some, or below one.
function coveredBy(facts: Facts, departments: readonly number[]): Uint8Array {
  const covered = new Uint8Array(facts.departments.ids.count)
  if (departments.length === 0) return covered
  const labels = freshLabels(facts)
  const begins = new Int32Array(covered.length + 1)
  for (const each of departments) {
    begins[int(labels, each * 2)] = Math.max(
      int(begins, int(labels, each * 2)),
      int(labels, each * 2 + 1) + 1,
    )
  }
  let end = 0
  const within = begins.map((each, label) => {
    end = Math.max(end, each)
    return label < end ? 1 : 0
  })
  for (let each = 0; each < covered.length; each++) covered[each] = within[int(labels, each * 2)] ?? 0
  return covered
}

const lies = (labels: Int32Array, outer: number, inner: number): boolean =>
  int(labels, outer * 2) <= int(labels, inner * 2) && int(labels, inner * 2) <= int(labels, outer * 2 + 1)

const between = (sums: Int32Array, labels: Int32Array, top: number): number =>
  int(sums, int(labels, top * 2 + 1) + 1) - int(sums, int(labels, top * 2))

/**
 * Active people summed up by the label of their departments. `sole` are those with one department; `each` are all, so
 * that within any one subtree each is counted once: a person's departments count one each, and the nearest department
 * above two that follow one another takes one away.
 */
function census(facts: Facts, labels: Int32Array) {
  const { department, ids } = facts.members
  const size = facts.departments.ids.count + 2
  const sums = { sole: new Int32Array(size), each: new Int32Array(size) }
  const add = (to: Int32Array, at: number, count: number): void => {
    const place = int(labels, at * 2) + 1
    to[place] = int(to, place) + count
  }
  const several: number[] = []
  let all = 0
  for (let member = 0; member < ids.count; member++) {
    if (!isActive(facts, member)) continue
    all++
    const sole = int(department, member)
    if (sole !== SEVERAL) {
      add(sums.sole, sole === NONE ? facts.root : sole, 1)
      add(sums.each, sole === NONE ? facts.root : sole, 1)
      continue
    }
    several.push(member)
    const held = ownDepartments(facts, member).toSorted((a, b) => int(labels, a * 2) - int(labels, b * 2))
    for (const [place, at] of held.entries()) {
      add(sums.each, at, 1)
      const before = held[place - 1]
      if (before !== undefined) add(sums.each, nearestAbove(facts, labels, before, at), -1)
    }
  }
  for (const each of [sums.sole, sums.each])
    for (let at = 1; at < size; at++) each[at] = int(each, at) + int(each, at - 1)
  return { sums, several, all }
}

// The lowest department that has both within it; one of them when it is above the other.
function nearestAbove(facts: Facts, labels: Int32Array, one: number, other: number): number {
  let at = one
  while (!lies(labels, at, other)) at = int(facts.departments.parent, at)
  return at
}
