/** Who stands where: containment and appointments, for commands and pages. */
import { int } from './bits.ts'
import { appointmentsAt, contains, downwards } from './departments.ts'
import type { MemberStatus, Subject } from './events.ts'
import { HEAD, NONE, PRIMARY, STATUS, positionOf } from './facts.ts'
import type { Facts } from './facts.ts'
import { groupsWithin } from './groups.ts'
import { find, idOf } from './ids.ts'
import { departmentOf, handleIn, packSubject, subject, tagOf } from './scope.ts'

/** True when `descendant` is `ancestor` or below it; false when either is unknown. */
export function departmentContains(facts: Facts, ancestor: string, descendant: string): boolean {
  const outer = departmentOf(facts, ancestor)
  const inner = departmentOf(facts, descendant)
  return outer !== NONE && inner !== NONE && contains(facts, outer, inner)
}

/** The parent of a department, or null for the root and for an unknown one. */
export function parentOf(facts: Facts, departmentId: string): string | null {
  const department = departmentOf(facts, departmentId)
  const parent = department === NONE ? NONE : int(facts.departments.parent, department)
  return parent === NONE ? null : idOf(facts.departments.ids, parent)
}

/** The company itself as a department, or null before it was founded. */
export const rootOf = (facts: Facts): string | null =>
  facts.root === NONE ? null : idOf(facts.departments.ids, facts.root)

/** One appointment of a member. */
export type AppointmentRow = {
  readonly appointmentId: string
  readonly memberId: string
  readonly departmentId: string
  readonly positionId: string | null
  readonly primary: boolean
  readonly head: boolean
}

/** The appointment at a row. */
export function appointmentRow(facts: Facts, row: number): AppointmentRow {
  const { ids, member, department, post } = facts.appointments
  const held = positionOf(int(post, row))
  return {
    appointmentId: idOf(ids, row),
    memberId: idOf(facts.members.ids, int(member, row)),
    departmentId: idOf(facts.departments.ids, int(department, row)),
    positionId: held === NONE ? null : idOf(facts.positionIds, held),
    primary: (int(post, row) & PRIMARY) !== 0,
    head: (int(post, row) & HEAD) !== 0,
  }
}

/** The appointments of a member, the primary one first. Unknown member: none. */
export function appointmentsOf(facts: Facts, memberId: string): readonly AppointmentRow[] {
  const member = find(facts.members.ids, memberId)
  if (member === NONE) return []
  const rows: AppointmentRow[] = []
  const first = int(facts.members.firstAppointment, member)
  for (let row = first; row !== NONE; row = int(facts.appointments.nextOfMember, row))
    rows.push(appointmentRow(facts, row))
  return rows.toSorted(
    (a, b) => Number(b.primary) - Number(a.primary) || (a.appointmentId < b.appointmentId ? -1 : 1),
  )
}

/** Ids of the departments a member is appointed to, the primary one first, each once. */
export const departmentsOf = (facts: Facts, memberId: string): readonly string[] => [
  ...new Set(appointmentsOf(facts, memberId).map(({ departmentId }) => departmentId)),
]

/** The member who heads a department, or null; of several heads the one with the smallest appointment id. */
export function headOf(facts: Facts, departmentId: string): string | null {
  const wanted = departmentOf(facts, departmentId)
  if (wanted === NONE) return null
  const { ids, post, member } = facts.appointments
  let head: { readonly id: string; readonly member: number } | null = null
  for (const row of appointmentsAt(facts, wanted)) {
    if ((int(post, row) & HEAD) === 0) continue
    const id = idOf(ids, row)
    if (head === null || id < head.id) head = { id, member: int(member, row) }
  }
  return head === null ? null : idOf(facts.members.ids, head.member)
}

/** The departments that somebody heads, sorted. */
export type Heads = { readonly memberId: string; readonly departmentIds: readonly string[] }

/** Everybody who heads a department, sorted by id. */
export function headsIn(facts: Facts): readonly Heads[] {
  const { ids, post, department, member } = facts.appointments
  const heads = new Map<number, Set<string>>()
  for (let row = 0; row < ids.count; row++) {
    if (int(post, row) === NONE || (int(post, row) & HEAD) === 0) continue
    const held = heads.get(int(member, row)) ?? new Set<string>()
    heads.set(int(member, row), held.add(idOf(facts.departments.ids, int(department, row))))
  }
  return [...heads]
    .map(([handle, held]) => ({
      memberId: idOf(facts.members.ids, handle),
      departmentIds: [...held].toSorted(),
    }))
    .toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1))
}

/** Names of the statuses, by their numbers. */
export const statusNames = [
  'invited',
  'active',
  'suspended',
  'departed',
] as const satisfies readonly MemberStatus[]

/** The status of a member, or null for an unknown one. */
export function statusOf(facts: Facts, memberId: string): MemberStatus | null {
  const member = find(facts.members.ids, memberId)
  if (member === NONE) return null
  return statusNames[int(facts.members.state, member) & STATUS] ?? null
}

/** Whether a member (handle) is in a group (handle), or in one inside it. */
export function isInGroup(facts: Facts, group: number, member: number): boolean {
  const { memberships } = facts
  const first = int(facts.members.firstMembership, member)
  for (let row = first; row !== NONE; row = int(memberships.nextOfMember, row))
    if (facts.groups[int(memberships.group, row)]?.around.includes(group) === true) return true
  return false
}

// Members of a group and of those inside it, each once.
function membersOfGroup(facts: Facts, group: number): readonly number[] {
  const { memberships, groups } = facts
  const members = new Set<number>()
  for (const within of groupsWithin(facts, group)) {
    const first = groups[within]?.firstMembership ?? NONE
    for (let row = first; row !== NONE; row = int(memberships.nextOfGroup, row))
      members.add(int(memberships.member, row))
  }
  return [...members]
}

/** Ids of the members who stand in a group themselves, not by a group inside it; sorted. Unknown group: none. */
export function ownMembersOf(facts: Facts, groupId: string): readonly string[] {
  const { memberships, groups, members } = facts
  const found: string[] = []
  const first = groups[find(facts.groupIds, groupId)]?.firstMembership ?? NONE
  for (let row = first; row !== NONE; row = int(memberships.nextOfGroup, row))
    found.push(idOf(members.ids, int(memberships.member, row)))
  return found.toSorted()
}

/** Handles of the members a packed subject speaks of, each once. */
export function membersIn(facts: Facts, packed: number): readonly number[] {
  const handle = handleIn(packed)
  switch (tagOf(packed)) {
    case subject.member:
      return [handle]
    case subject.group:
      return membersOfGroup(facts, handle)
    case subject.position:
      return holdersOf(facts, handle)
    case subject.department:
      return appointedBelow(facts, handle)
    default:
      return Array.from({ length: facts.members.ids.count }, (_, member) => member)
  }
}

function holdersOf(facts: Facts, position: number): readonly number[] {
  const { ids, post, member } = facts.appointments
  const members = new Set<number>()
  for (let row = 0; row < ids.count; row++)
    if (int(post, row) !== NONE && positionOf(int(post, row)) === position) members.add(int(member, row))
  return [...members]
}

function appointedBelow(facts: Facts, department: number): readonly number[] {
  const members = new Set<number>()
  for (const place of downwards(facts, department))
    for (const row of appointmentsAt(facts, place)) members.add(int(facts.appointments.member, row))
  return [...members]
}

/** Whether a subject speaks of a member; false when either is unknown. Costs the member's own rows, not the subject's. */
export function speaksOf(facts: Facts, named: Subject, memberId: string): boolean {
  const member = find(facts.members.ids, memberId)
  if (member === NONE) return false
  switch (named.type) {
    case 'everyone':
      return true
    case 'member':
      return named.id === memberId
    case 'group': {
      const group = find(facts.groupIds, named.id)
      return group !== NONE && isInGroup(facts, group, member)
    }
    case 'position':
      return appointmentsOf(facts, memberId).some(({ positionId }) => positionId === named.id)
    case 'department':
      return departmentsOf(facts, memberId).some((id) => departmentContains(facts, named.id, id))
  }
}

/** Ids of the members a subject speaks of, sorted. An unknown subject throws: a bug of ours. */
export const membersOf = (facts: Facts, named: Subject): readonly string[] =>
  membersIn(facts, packSubject(facts, named))
    .map((member) => idOf(facts.members.ids, member))
    .toSorted()
