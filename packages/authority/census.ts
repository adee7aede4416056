/** How many people scopes lie over, for lists: one pass over everybody, then two look-ups a subtree. */
import { int } from './bits.ts'
import { freshLabels } from './departments.ts'
import type { AdministratorRow } from './rows.ts'
import type { Scope } from './events.ts'
import { isActive } from './difference.ts'
import { NONE, SEVERAL } from './facts.ts'
import type { Facts } from './facts.ts'
import { find, idOf } from './ids.ts'
import { covers, departmentsIn, memberTarget, packScope, scope, tagOf } from './scope.ts'
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
    const roots = tagOf(packed) === scope.own ? ownDepartments(facts, holder) : departmentsIn(facts, packed)
    const tops = roots.filter((root) => !roots.some((other) => other !== root && lies(labels, other, root)))
    const sole = tops.reduce((sum, top) => sum + between(sums, labels, top), 0)
    const others = several.filter((member) => covers(facts, packed, memberTarget(member), holder, false))
    return sole + others.length
  })
}

const lies = (labels: Int32Array, outer: number, inner: number): boolean =>
  int(labels, outer * 2) <= int(labels, inner * 2) && int(labels, inner * 2) <= int(labels, outer * 2 + 1)

const between = (sums: Int32Array, labels: Int32Array, top: number): number =>
  int(sums, int(labels, top * 2 + 1) + 1) - int(sums, int(labels, top * 2))

// Active people with one department, summed up by its label; people with several are few and asked one by one.
function census(facts: Facts, labels: Int32Array) {
  const { department, ids } = facts.members
  const sums = new Int32Array(facts.departments.ids.count + 2)
  const several: number[] = []
  let all = 0
  for (let member = 0; member < ids.count; member++) {
    if (!isActive(facts, member)) continue
    all++
    const sole = int(department, member)
    if (sole === SEVERAL) several.push(member)
    else {
      const at = int(labels, (sole === NONE ? facts.root : sole) * 2) + 1
      sums[at] = int(sums, at) + 1
    }
  }
  for (let at = 1; at < sums.length; at++) sums[at] = int(sums, at) + int(sums, at - 1)
  return { sums, several, all }
}
