/** Folding of what people and places are: departments, members, appointments, positions, groups, resources. */
import { assert } from '@hufu/kit'
import { int } from './bits.ts'
import { resort } from './cohorts.ts'
import { addDepartment, contains, hang, unhang, upwards } from './departments.ts'
import type { AuthorityEvent, MemberStatus } from './events.ts'
import {
  ACTIVE,
  DEPARTED,
  DIRTY,
  GONE,
  HEAD,
  INVITED,
  NONE,
  PRIMARY,
  SEVERAL,
  STATUS,
  SUSPENDED,
  positionOf,
  postOf,
} from './facts.ts'
import type { Facts } from './facts.ts'
import { nest, standsAlone, unnest } from './groups.ts'
import { add, find, longer, remove } from './ids.ts'
import { markDepartment, markGroup, markMember } from './marks.ts'
import { handleIn, packSubject, resourceOf } from './scope.ts'
import { assertUnused } from './uses.ts'

const statuses: Record<MemberStatus, number> = {
  invited: INVITED,
  active: ACTIVE,
  suspended: SUSPENDED,
  departed: DEPARTED,
}

type Data<Name extends AuthorityEvent['name']> = Extract<AuthorityEvent, { readonly name: Name }>['data']

/** Folds an event about people and places; false when it is about rights. */
export function applyPeople(facts: Facts, event: AuthorityEvent): boolean {
  switch (event.name) {
    case 'workspace.founded@1':
      found(facts, event.data)
      return true
    case 'department.created@1':
      addDepartment(facts, event.data.departmentId, known(facts, 'department', event.data.parentId))
      return true
    case 'department.moved@1':
      moveDepartment(facts, event.data)
      return true
    case 'department.removed@1':
      removeDepartment(facts, event.data.departmentId)
      return true
    case 'member.added@1':
      addMember(facts, event.data)
      return true
    case 'member.activated@1':
    case 'member.restored@1':
      setStatus(facts, event.data.memberId, ACTIVE)
      return true
    case 'member.suspended@1':
      setStatus(facts, event.data.memberId, SUSPENDED)
      return true
    case 'member.departed@1':
      setStatus(facts, event.data.memberId, DEPARTED)
      return true
    default:
      return applyPlaces(facts, event)
  }
}

function applyPlaces(facts: Facts, event: AuthorityEvent): boolean {
  switch (event.name) {
    case 'appointment.made@1':
      makeAppointment(facts, event.data)
      return true
    case 'appointment.changed@1':
      changeAppointment(facts, event.data)
      return true
    case 'appointment.ended@1':
      endAppointment(facts, event.data.appointmentId)
      return true
    case 'position.created@1':
      facts.positions[add(facts.positionIds, event.data.positionId)] = {
        firstRule: NONE,
        live: true,
      }
      return true
    case 'position.removed@1':
      removePosition(facts, event.data.positionId)
      return true
    case 'group.created@1':
      createGroup(facts, event.data)
      return true
    case 'group.removed@1':
      removeGroup(facts, event.data.groupId)
      return true
    case 'group.member-added@1':
      join(facts, event.data)
      return true
    case 'group.member-removed@1':
      leave(facts, event.data)
      return true
    case 'group.group-added@1':
      nestGroups(facts, event.data, nest)
      return true
    case 'group.group-removed@1':
      nestGroups(facts, event.data, unnest)
      return true
    case 'resource.placed@1':
      placeResource(facts, event.data)
      return true
    case 'resource.removed@1':
      removeResource(facts, event.data)
      return true
    default:
      return false
  }
}

function known(facts: Facts, type: 'department' | 'member' | 'position' | 'group', id: string): number {
  return handleIn(packSubject(facts, { type, id }))
}

function found(facts: Facts, data: Data<'workspace.founded@1'>): void {
  assert(facts.workspaceId === null, 'a workspace is founded once')
  facts.workspaceId = data.workspaceId
  facts.root = addDepartment(facts, data.rootId, NONE)
}

function moveDepartment(facts: Facts, data: Data<'department.moved@1'>): void {
  const department = known(facts, 'department', data.departmentId)
  const parent = known(facts, 'department', data.parentId)
  assert(department !== facts.root, 'the root does not move')
  assert(!contains(facts, department, parent), `department ${data.departmentId} cannot move below itself`)
  // Members below hold what is given to departments above them: only then do they change.
  const above = [...upwards(facts, int(facts.departments.parent, department)), ...upwards(facts, parent)]
  if (above.some((at) => int(facts.departments.firstRule, at) !== NONE)) markDepartment(facts, department)
  unhang(facts, department)
  hang(facts, department, parent)
}

function removeDepartment(facts: Facts, id: string): void {
  const department = known(facts, 'department', id)
  const { departments } = facts
  assert(department !== facts.root, 'the root is not removed')
  assert(int(departments.firstChild, department) === NONE, `department ${id} has departments below it`)
  assert(int(departments.firstAppointment, department) === NONE, `department ${id} has members`)
  assertUnused(facts, { type: 'department', id })
  unhang(facts, department)
  departments.parent[department] = GONE
}

function addMember(facts: Facts, data: Data<'member.added@1'>): void {
  const { members } = facts
  const member = add(members.ids, data.memberId)
  if (member >= members.firstRule.length) {
    members.firstRule = longer(members.firstRule, member + 1)
    members.firstMembership = longer(members.firstMembership, member + 1)
    members.state = longer(members.state, member + 1)
    members.profile = longer(members.profile, member + 1)
    members.department = longer(members.department, member + 1)
    members.firstAppointment = longer(members.firstAppointment, member + 1)
  }
  members.state[member] = statuses[data.status] | DIRTY
  members.department[member] = members.firstAppointment[member] = NONE
  members.firstRule[member] = members.firstMembership[member] = NONE
  resort(facts, member)
}

function setStatus(facts: Facts, id: string, status: number): void {
  const { state } = facts.members
  const member = known(facts, 'member', id)
  state[member] = (int(state, member) & ~STATUS) | status
  resort(facts, member)
}

const marksOf = (data: { readonly primary: boolean; readonly head: boolean }): number =>
  (data.primary ? PRIMARY : 0) | (data.head ? HEAD : 0)

function makeAppointment(facts: Facts, data: Data<'appointment.made@1'>): void {
  const member = known(facts, 'member', data.memberId)
  const department = known(facts, 'department', data.departmentId)
  const position = data.positionId === null ? NONE : known(facts, 'position', data.positionId)
  const rows = facts.appointments
  const row = add(rows.ids, data.appointmentId)
  if (row >= rows.member.length) {
    rows.member = longer(rows.member, row + 1)
    rows.department = longer(rows.department, row + 1)
    rows.post = longer(rows.post, row + 1)
    rows.nextOfMember = longer(rows.nextOfMember, row + 1)
    rows.nextOfDepartment = longer(rows.nextOfDepartment, row + 1)
    rows.previousOfDepartment = longer(rows.previousOfDepartment, row + 1)
  }
  rows.member[row] = member
  rows.post[row] = postOf(position, marksOf(data))
  rows.nextOfMember[row] = int(facts.members.firstAppointment, member)
  facts.members.firstAppointment[member] = row
  takePlace(facts, row, department)
  settle(facts, member)
}

// Puts an appointment into its department's list.
function takePlace({ departments, appointments }: Facts, row: number, department: number): void {
  const other = int(departments.firstAppointment, department)
  appointments.department[row] = department
  appointments.nextOfDepartment[row] = other
  appointments.previousOfDepartment[row] = NONE
  if (other !== NONE) appointments.previousOfDepartment[other] = row
  departments.firstAppointment[department] = row
}

// Takes an appointment out of its department's list.
function leavePlace({ departments, appointments }: Facts, row: number): void {
  const department = int(appointments.department, row)
  const before = int(appointments.previousOfDepartment, row)
  const after = int(appointments.nextOfDepartment, row)
  if (before === NONE) departments.firstAppointment[department] = after
  else appointments.nextOfDepartment[before] = after
  if (after !== NONE) appointments.previousOfDepartment[after] = before
}

// Renews what stands at a member about their departments.
function settle(facts: Facts, member: number): void {
  const { members, appointments } = facts
  const first = int(members.firstAppointment, member)
  const several = first !== NONE && int(appointments.nextOfMember, first) !== NONE
  const sole = first === NONE ? NONE : int(appointments.department, first)
  members.department[member] = several ? SEVERAL : sole
  markMember(facts, member)
}

function appointmentRow(facts: Facts, id: string): number {
  const row = find(facts.appointments.ids, id)
  assert(row !== NONE, `unknown appointment ${id}`)
  return row
}

function changeAppointment(facts: Facts, data: Data<'appointment.changed@1'>): void {
  const rows = facts.appointments
  const row = appointmentRow(facts, data.appointmentId)
  const department = known(facts, 'department', data.departmentId)
  const position = data.positionId === null ? NONE : known(facts, 'position', data.positionId)
  leavePlace(facts, row)
  takePlace(facts, row, department)
  rows.post[row] = postOf(position, marksOf(data))
  settle(facts, int(rows.member, row))
}

function endAppointment(facts: Facts, id: string): void {
  const rows = facts.appointments
  const { firstAppointment } = facts.members
  const row = appointmentRow(facts, id)
  const member = int(rows.member, row)
  const after = int(rows.nextOfMember, row)
  let at = int(firstAppointment, member)
  if (at === row) firstAppointment[member] = after
  else {
    while (int(rows.nextOfMember, at) !== row) at = int(rows.nextOfMember, at)
    rows.nextOfMember[at] = after
  }
  leavePlace(facts, row)
  rows.post[row] = NONE
  remove(rows.ids, row)
  settle(facts, member)
}

function removePosition(facts: Facts, id: string): void {
  const position = known(facts, 'position', id)
  const { ids, post } = facts.appointments
  for (let row = 0; row < ids.count; row++)
    assert(int(post, row) === NONE || positionOf(int(post, row)) !== position, `position ${id} is held`)
  assertUnused(facts, { type: 'position', id })
  facts.positions[position] = { firstRule: NONE, live: false }
}

function createGroup(facts: Facts, data: Data<'group.created@1'>): void {
  if (data.departmentId !== null) known(facts, 'department', data.departmentId)
  const group = add(facts.groupIds, data.groupId)
  facts.groups[group] = { firstRule: NONE, firstMembership: NONE, live: true, inner: [], around: [group] }
  placeResource(facts, { kind: 'group', id: data.groupId, departmentId: data.departmentId })
}

function removeGroup(facts: Facts, id: string): void {
  const group = known(facts, 'group', id)
  assertUnused(facts, { type: 'group', id })
  assert(standsAlone(facts, group), `group ${id} lies in another, or another in it`)
  if (resourceOf(facts, 'group', id) !== NONE) removeResource(facts, { kind: 'group', id })
  const rows = facts.memberships
  for (let row = facts.groups[group]?.firstMembership ?? NONE; row !== NONE;) {
    const after = int(rows.nextOfGroup, row)
    drop(facts, row)
    row = after
  }
  facts.groups[group] = { firstRule: NONE, firstMembership: NONE, live: false, inner: [], around: [] }
}

// Puts one group into another or takes it out: either way everyone in the inner one is looked at anew.
function nestGroups(
  facts: Facts,
  data: Data<'group.group-added@1'>,
  change: (facts: Facts, outer: number, inner: number) => void,
): void {
  const inner = known(facts, 'group', data.innerId)
  change(facts, known(facts, 'group', data.groupId), inner)
  markGroup(facts, inner)
}

function membershipRow(facts: Facts, group: number, member: number): number {
  const rows = facts.memberships
  let row = int(facts.members.firstMembership, member)
  while (row !== NONE && int(rows.group, row) !== group) row = int(rows.nextOfMember, row)
  return row
}

function join(facts: Facts, data: Data<'group.member-added@1'>): void {
  const number = known(facts, 'group', data.groupId)
  const member = known(facts, 'member', data.memberId)
  assert(
    membershipRow(facts, number, member) === NONE,
    `${data.memberId} is in group ${data.groupId} already`,
  )
  const rows = facts.memberships
  const group = facts.groups[number]
  assert(group !== undefined, 'a known group has its entry')
  const row = rows.free.pop() ?? rows.count++
  if (row >= rows.group.length) {
    rows.group = longer(rows.group, row + 1)
    rows.member = longer(rows.member, row + 1)
    rows.nextOfMember = longer(rows.nextOfMember, row + 1)
    rows.nextOfGroup = longer(rows.nextOfGroup, row + 1)
    rows.previousOfGroup = longer(rows.previousOfGroup, row + 1)
  }
  rows.group[row] = number
  rows.member[row] = member
  rows.nextOfMember[row] = int(facts.members.firstMembership, member)
  rows.nextOfGroup[row] = group.firstMembership
  rows.previousOfGroup[row] = NONE
  if (group.firstMembership !== NONE) rows.previousOfGroup[group.firstMembership] = row
  facts.members.firstMembership[member] = row
  group.firstMembership = row
  markMember(facts, member)
}

function leave(facts: Facts, data: Data<'group.member-removed@1'>): void {
  const group = known(facts, 'group', data.groupId)
  const row = membershipRow(facts, group, known(facts, 'member', data.memberId))
  assert(row !== NONE, `${data.memberId} is not in group ${data.groupId}`)
  drop(facts, row)
}

// Takes one membership out of both its lists.
function drop(facts: Facts, row: number): void {
  const rows = facts.memberships
  const member = int(rows.member, row)
  const group = facts.groups[int(rows.group, row)]
  assert(group !== undefined, 'a membership names a group')
  const before = int(rows.previousOfGroup, row)
  const after = int(rows.nextOfGroup, row)
  if (before === NONE) group.firstMembership = after
  else rows.nextOfGroup[before] = after
  if (after !== NONE) rows.previousOfGroup[after] = before
  let at = int(facts.members.firstMembership, member)
  if (at === row) facts.members.firstMembership[member] = int(rows.nextOfMember, row)
  else {
    while (int(rows.nextOfMember, at) !== row) at = int(rows.nextOfMember, at)
    rows.nextOfMember[at] = int(rows.nextOfMember, row)
  }
  rows.free.push(row)
  markMember(facts, member)
}

function placeResource(facts: Facts, data: Data<'resource.placed@1'>): void {
  const { resources } = facts
  const department = data.departmentId === null ? NONE : known(facts, 'department', data.departmentId)
  const kind = resources.kindNumbers.get(data.kind) ?? resources.kinds.push(data.kind) - 1
  resources.kindNumbers.set(data.kind, kind)
  const before = find(resources.ids, data.id, kind)
  const handle = before === NONE ? add(resources.ids, data.id, kind) : before
  if (handle >= resources.department.length) resources.department = longer(resources.department, handle + 1)
  resources.department[handle] = department
}

function removeResource(facts: Facts, data: Data<'resource.removed@1'>): void {
  const handle = resourceOf(facts, data.kind, data.id)
  assert(handle !== NONE, `unknown ${data.kind} ${data.id}`)
  assertUnused(facts, { type: 'resource', kind: data.kind, id: data.id })
  facts.resources.department[handle] = GONE
}
