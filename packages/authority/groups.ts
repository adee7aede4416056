/** Groups inside groups: a directed graph without circles, by the hundred, so plain lists do. */
import { assert } from '@hufu/kit'
import { int } from './bits.ts'
import { NONE } from './facts.ts'
import type { Facts, Group } from './facts.ts'
import { find, idOf } from './ids.ts'

function groupAt(facts: Facts, group: number): Group {
  const entry = facts.groups[group]
  assert(entry !== undefined && entry.live, 'a known group has its entry')
  return entry
}

/** A group and all groups inside it, at any depth, each once. */
export function groupsWithin(facts: Facts, group: number): readonly number[] {
  const found = new Set([group])
  for (const at of found) for (const inner of facts.groups[at]?.inner ?? []) found.add(inner)
  return [...found]
}

/** Puts a group into another. A circle, or what is there already, is a bug of ours and throws. */
export function nest(facts: Facts, outer: number, inner: number): void {
  const entry = groupAt(facts, outer)
  assert(!groupsWithin(facts, inner).includes(outer), 'a group cannot lie inside itself')
  assert(!entry.inner.includes(inner), 'the group lies inside already')
  facts.groups[outer] = { ...entry, inner: [...entry.inner, inner] }
  settle(facts, inner)
}

/** Takes a group out of another. */
export function unnest(facts: Facts, outer: number, inner: number): void {
  const entry = groupAt(facts, outer)
  assert(entry.inner.includes(inner), 'the group does not lie inside')
  facts.groups[outer] = { ...entry, inner: entry.inner.filter((one) => one !== inner) }
  settle(facts, inner)
}

// Renews what lies around a group and around those inside it.
function settle(facts: Facts, changed: number): void {
  for (const group of groupsWithin(facts, changed)) {
    const around = new Set([group])
    for (const at of around)
      facts.groups.forEach((other, outer) => {
        if (other.inner.includes(at)) around.add(outer)
      })
    facts.groups[group] = { ...groupAt(facts, group), around: [...around] }
  }
}

/** Pairs of outer and inner group, in handles. */
export const nestings = (facts: Facts): readonly (readonly [outer: number, inner: number])[] =>
  facts.groups.flatMap(({ inner }, outer) => inner.map((one) => [outer, one] as const))

/** True when a group lies in no other and no other lies in it. */
export const standsAlone = (facts: Facts, group: number): boolean =>
  groupAt(facts, group).inner.length === 0 && groupAt(facts, group).around.length === 1

/** Whether one group is the other or lies inside it, at any depth; false when either is unknown. */
export function groupContains(facts: Facts, outerId: string, innerId: string): boolean {
  const outer = find(facts.groupIds, outerId)
  const inner = find(facts.groupIds, innerId)
  return outer !== NONE && inner !== NONE && (facts.groups[inner]?.around ?? []).includes(outer)
}

/** By which groups a member is in a group: from the one they stand in themselves to this one. Not in it: none. */
export function membershipPath(facts: Facts, memberId: string, groupId: string): readonly string[] {
  const member = find(facts.members.ids, memberId)
  const goal = find(facts.groupIds, groupId)
  if (member === NONE || goal === NONE) return []
  const starts: number[] = []
  const { memberships } = facts
  const first = int(facts.members.firstMembership, member)
  for (let row = first; row !== NONE; row = int(memberships.nextOfMember, row))
    if (facts.groups[int(memberships.group, row)]?.around.includes(goal) === true)
      starts.push(int(memberships.group, row))
  const [start] = starts.toSorted((a, b) => Number(b === goal) - Number(a === goal))
  return start === undefined ? [] : walk(facts, start, goal).map((group) => idOf(facts.groupIds, group))
}

// One way up from a group to one around it.
function walk(facts: Facts, from: number, to: number): readonly number[] {
  if (from === to) return [to]
  const up = facts.groups.findIndex((group) => group.inner.includes(from) && group.around.includes(to))
  return [from, ...(up === NONE ? [] : walk(facts, up, to))]
}

/** Ids of the groups in which a member stands themselves, sorted. */
export function ownGroupsOf(facts: Facts, memberId: string): readonly string[] {
  const member = find(facts.members.ids, memberId)
  if (member === NONE) return []
  const { memberships } = facts
  const groups: string[] = []
  const first = int(facts.members.firstMembership, member)
  for (let row = first; row !== NONE; row = int(memberships.nextOfMember, row))
    groups.push(idOf(facts.groupIds, int(memberships.group, row)))
  return groups.toSorted()
}

/** Ids of the groups directly inside a group, sorted; unknown group: none. */
export const groupsInside = (facts: Facts, groupId: string): readonly string[] =>
  (facts.groups[find(facts.groupIds, groupId)]?.inner ?? [])
    .map((group) => idOf(facts.groupIds, group))
    .toSorted()
