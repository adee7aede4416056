/** The facts written out: as comparable JSON, and as the shortest log that makes them. */
import type { Json } from '@hufu/kit'
import { int, keysOf } from './bits.ts'
import type { AuthorityEvent } from './events.ts'
import { GONE, NONE } from './facts.ts'
import type { Facts } from './facts.ts'
import { idOf } from './ids.ts'
import { isLive } from './departments.ts'
import { nestings } from './groups.ts'
import { appointmentRow, ownMembersOf, parentOf, statusOf } from './people.ts'
import {
  administratorsOf,
  compareText,
  grantRow,
  isRestriction,
  isSuspended,
  restrictionRow,
} from './rows.ts'
import { resourceAt, resourceOf } from './scope.ts'

const handles = (count: number, live: (handle: number) => boolean): readonly number[] =>
  Array.from({ length: count }, (_, handle) => handle).filter(live)

const liveDepartments = (facts: Facts): readonly string[] =>
  handles(facts.departments.ids.count, (handle) => isLive(facts, handle)).map((handle) =>
    idOf(facts.departments.ids, handle),
  )

/**
 * The shortest log that makes these facts: what exists, each thing after what it speaks of, sorted by id. Ended and
 * removed things are not in it, and neither is the revision.
 */
export function snapshot(facts: Facts): readonly AuthorityEvent[] {
  if (facts.workspaceId === null) return []
  const rootId = idOf(facts.departments.ids, facts.root)
  return [
    { name: 'workspace.founded@1', data: { workspaceId: facts.workspaceId, rootId } },
    ...departmentEvents(facts, rootId),
    ...memberEvents(facts),
    ...placeEvents(facts),
    ...rightEvents(facts),
  ]
}

// Parents before children, siblings by id.
function departmentEvents(facts: Facts, rootId: string): readonly AuthorityEvent[] {
  const below = new Map<string, string[]>()
  for (const departmentId of liveDepartments(facts).toSorted(compareText)) {
    const parentId = parentOf(facts, departmentId)
    if (parentId !== null) below.set(parentId, [...(below.get(parentId) ?? []), departmentId])
  }
  const events: AuthorityEvent[] = []
  const waiting = [rootId]
  for (let parentId = waiting.shift(); parentId !== undefined; parentId = waiting.shift())
    for (const departmentId of below.get(parentId) ?? []) {
      events.push({ name: 'department.created@1', data: { departmentId, parentId } })
      waiting.push(departmentId)
    }
  return events
}

function memberEvents(facts: Facts): readonly AuthorityEvent[] {
  const { members, appointments, positions, positionIds } = facts
  const held = handles(appointments.ids.count, (row) => int(appointments.post, row) !== NONE)
  return [
    ...handles(members.ids.count, () => true)
      .map((handle) => idOf(members.ids, handle))
      .toSorted(compareText)
      .map((memberId): AuthorityEvent => ({
        name: 'member.added@1',
        data: { memberId, status: statusOf(facts, memberId) ?? 'departed' },
      })),
    ...handles(positionIds.count, (handle) => positions[handle]?.live === true)
      .map((handle) => idOf(positionIds, handle))
      .toSorted(compareText)
      .map((positionId): AuthorityEvent => ({ name: 'position.created@1', data: { positionId } })),
    ...held
      .map((row) => appointmentRow(facts, row))
      .toSorted((a, b) => compareText(a.appointmentId, b.appointmentId))
      .map((data): AuthorityEvent => ({ name: 'appointment.made@1', data })),
  ]
}

function placeEvents(facts: Facts): readonly AuthorityEvent[] {
  const { groupIds, groups, resources } = facts
  const groupList = handles(groupIds.count, (handle) => groups[handle]?.live === true)
    .map((handle) => idOf(groupIds, handle))
    .toSorted(compareText)
  const isGroup = new Set(groupList)
  const placed = handles(resources.ids.count, (handle) => int(resources.department, handle) !== GONE)
    .map((handle) => ({ ...resourceAt(facts, handle), departmentId: departmentAt(facts, handle) }))
    .filter(({ kind, id }) => kind !== 'group' || !isGroup.has(id))
    .toSorted((a, b) => compareText(a.kind, b.kind) || compareText(a.id, b.id))
  return [
    ...groupList.flatMap((groupId) => groupEvents(facts, groupId)),
    ...nestingEvents(facts),
    ...placed.map((data): AuthorityEvent => ({ name: 'resource.placed@1', data })),
  ]
}

const nestingEvents = (facts: Facts): readonly AuthorityEvent[] =>
  nestings(facts)
    .map(([outer, inner]) => ({ groupId: idOf(facts.groupIds, outer), innerId: idOf(facts.groupIds, inner) }))
    .toSorted((a, b) => compareText(a.groupId, b.groupId) || compareText(a.innerId, b.innerId))
    .map((data): AuthorityEvent => ({ name: 'group.group-added@1', data }))

function departmentAt(facts: Facts, resource: number): string | null {
  const department = int(facts.resources.department, resource)
  return department === NONE ? null : idOf(facts.departments.ids, department)
}

function groupEvents(facts: Facts, groupId: string): readonly AuthorityEvent[] {
  const resource = resourceOf(facts, 'group', groupId)
  const departmentId = resource === NONE ? null : departmentAt(facts, resource)
  const members = ownMembersOf(facts, groupId)
  return [
    { name: 'group.created@1', data: { groupId, departmentId } },
    ...(resource === NONE
      ? [{ name: 'resource.removed@1', data: { kind: 'group', id: groupId } } as const]
      : []),
    ...members.map((memberId): AuthorityEvent => ({
      name: 'group.member-added@1',
      data: { groupId, memberId },
    })),
  ]
}

function rightEvents(facts: Facts): readonly AuthorityEvent[] {
  const { roleIds, roles, rules } = facts
  const rows = handles(rules.ids.count, (row) => int(rules.source, row) !== NONE)
  return [
    ...handles(roleIds.count, (handle) => roles[handle]?.live === true)
      .map((handle) => ({
        roleId: idOf(roleIds, handle),
        permissions: keysOf(roles[handle]?.mask ?? new Int32Array(4)),
      }))
      .toSorted((a, b) => compareText(a.roleId, b.roleId))
      .map((data): AuthorityEvent => ({ name: 'role.created@1', data })),
    ...rows
      .filter((row) => !isRestriction(facts, row))
      .map((row) => grantRow(facts, row))
      .toSorted((a, b) => compareText(a.grantId, b.grantId))
      .map((data): AuthorityEvent => ({ name: 'grant.given@1', data })),
    ...rows
      .filter((row) => isSuspended(facts, row))
      .map((row) => idOf(facts.rules.ids, row))
      .toSorted(compareText)
      .map((grantId): AuthorityEvent => ({ name: 'grant.suspended@1', data: { grantId } })),
    ...rows
      .filter((row) => isRestriction(facts, row))
      .map((row) => restrictionRow(facts, row))
      .toSorted((a, b) => compareText(a.restrictionId, b.restrictionId))
      .map((data): AuthorityEvent => ({ name: 'restriction.placed@1', data })),
    ...administratorsOf(facts).map((data): AuthorityEvent => ({
      name: 'administrator.appointed@1',
      data,
    })),
  ]
}

/**
 * The facts as JSON, complete and in one order, so that two folds of one history compare equal as text. The revision
 * is not part of it.
 */
export function dump(facts: Facts): Json {
  const lists: Record<string, Json[]> = {}
  for (const { name, data } of snapshot(facts)) {
    const list = (lists[name.slice(0, name.indexOf('@'))] ??= [])
    list.push(data)
  }
  for (const list of Object.values(lists))
    list.sort((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)))
  return lists
}
