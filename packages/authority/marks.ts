/** Which members must be compiled anew. Where there is no list, columns are scanned: 100,000 rows take under 0.1 ms. */
import { int } from './bits.ts'
import { resort } from './cohorts.ts'
import { appointmentsAt, downwards } from './departments.ts'
import { DIRTY, LASTING, NONE, positionOf } from './facts.ts'
import type { Facts } from './facts.ts'
import { groupsWithin } from './groups.ts'
import { handleIn, subject, tagOf } from './scope.ts'

/** Marks one member for compiling. */
export function markMember(facts: Facts, member: number): void {
  const { state } = facts.members
  const was = int(state, member)
  if ((was & DIRTY) !== 0) return
  state[member] = (was & LASTING) | DIRTY
  facts.compiled--
  resort(facts, member)
}

/** Marks everyone. */
export function markEveryone(facts: Facts): void {
  // With nobody left in them, cohorts are sooner begun anew.
  facts.cohorts = null
  if (facts.compiled === 0) return
  for (let member = 0; member < facts.members.ids.count; member++) markMember(facts, member)
}

/** Marks the members that hold an appointment in a department or below. */
export function markDepartment(facts: Facts, department: number): void {
  if (facts.compiled === 0) return
  for (const place of downwards(facts, department))
    for (const row of appointmentsAt(facts, place)) markMember(facts, int(facts.appointments.member, row))
}

function markPosition(facts: Facts, position: number): void {
  const rows = facts.appointments
  for (let row = 0; row < rows.ids.count; row++)
    if (int(rows.post, row) !== NONE && positionOf(int(rows.post, row)) === position)
      markMember(facts, int(rows.member, row))
}

/** Marks everyone in a group and in the groups inside it. */
export function markGroup(facts: Facts, group: number): void {
  const rows = facts.memberships
  for (const within of groupsWithin(facts, group)) {
    const first = facts.groups[within]?.firstMembership ?? NONE
    for (let row = first; row !== NONE; row = int(rows.nextOfGroup, row))
      markMember(facts, int(rows.member, row))
  }
}

/** Marks everyone a packed subject speaks of. */
export function markSubject(facts: Facts, packed: number): void {
  if (facts.compiled === 0) return
  const handle = handleIn(packed)
  switch (tagOf(packed)) {
    case subject.everyone:
      return markEveryone(facts)
    case subject.member:
      return markMember(facts, handle)
    case subject.group:
      return markGroup(facts, handle)
    case subject.position:
      return markPosition(facts, handle)
    default:
      return markDepartment(facts, handle)
  }
}
