/** The plain fold of an authority log: the ground on which `spec` decides and `scenarios` grow. No cleverness here. */
import type { PermissionKey } from './catalogue.ts'
import type { AuthorityEvent } from './events.ts'
import type { AppointmentRow } from './people.ts'
import type { AdministratorRow, GrantRow, RestrictionRow } from './rows.ts'

/** The company as the log tells it, in plain maps by id. */
export type World = {
  root: string | null
  readonly parents: Map<string, string | null>
  readonly statuses: Map<string, 'invited' | 'active' | 'suspended' | 'departed'>
  readonly positions: Set<string>
  readonly appointments: Map<string, AppointmentRow>
  readonly groups: Map<string, Set<string>>
  /** Groups directly inside a group. */
  readonly nested: Map<string, Set<string>>
  /** By `kind id`: the department, or null for the workspace. */
  readonly resources: Map<string, string | null>
  readonly roles: Map<string, readonly PermissionKey[]>
  readonly grants: Map<string, GrantRow>
  readonly suspendedGrants: Set<string>
  readonly restrictions: Map<string, RestrictionRow>
  readonly seats: Map<string, AdministratorRow>
}

/** Folds a log. */
export function worldOf(events: readonly AuthorityEvent[]): World {
  const world: World = {
    root: null,
    parents: new Map(),
    statuses: new Map(),
    positions: new Set(),
    appointments: new Map(),
    groups: new Map(),
    nested: new Map(),
    resources: new Map(),
    roles: new Map(),
    grants: new Map(),
    suspendedGrants: new Set(),
    restrictions: new Map(),
    seats: new Map(),
  }
  for (const event of events) happen(world, event)
  return world
}

/** Folds one more event. */
export function happen(world: World, event: AuthorityEvent): void {
  happenToPeople(world, event)
  happenToRights(world, event)
}

function happenToPeople(world: World, { name, data }: AuthorityEvent): void {
  switch (name) {
    case 'workspace.founded@1':
      world.root = data.rootId
      return void world.parents.set(data.rootId, null)
    case 'department.created@1':
    case 'department.moved@1':
      return void world.parents.set(data.departmentId, data.parentId)
    case 'department.removed@1':
      return void world.parents.delete(data.departmentId)
    case 'member.added@1':
      return void world.statuses.set(data.memberId, data.status)
    case 'member.activated@1':
    case 'member.restored@1':
      return void world.statuses.set(data.memberId, 'active')
    case 'member.suspended@1':
      return void world.statuses.set(data.memberId, 'suspended')
    case 'member.departed@1':
      return void world.statuses.set(data.memberId, 'departed')
    case 'appointment.made@1':
      return void world.appointments.set(data.appointmentId, data)
    case 'appointment.changed@1':
      return change(world.appointments, data.appointmentId, data)
    case 'appointment.ended@1':
      return void world.appointments.delete(data.appointmentId)
    case 'position.created@1':
      return void world.positions.add(data.positionId)
    case 'position.removed@1':
      return void world.positions.delete(data.positionId)
    case 'group.created@1':
      world.resources.set(`group ${data.groupId}`, data.departmentId)
      world.nested.set(data.groupId, new Set())
      return void world.groups.set(data.groupId, new Set())
    case 'group.removed@1':
      world.resources.delete(`group ${data.groupId}`)
      world.nested.delete(data.groupId)
      return void world.groups.delete(data.groupId)
    case 'group.member-added@1':
      return void world.groups.get(data.groupId)?.add(data.memberId)
    case 'group.member-removed@1':
      return void world.groups.get(data.groupId)?.delete(data.memberId)
    case 'group.group-added@1':
      return void world.nested.get(data.groupId)?.add(data.innerId)
    case 'group.group-removed@1':
      return void world.nested.get(data.groupId)?.delete(data.innerId)
    case 'resource.placed@1':
      return void world.resources.set(`${data.kind} ${data.id}`, data.departmentId)
    case 'resource.removed@1':
      return void world.resources.delete(`${data.kind} ${data.id}`)
    default:
  }
}

function happenToRights(world: World, { name, data }: AuthorityEvent): void {
  switch (name) {
    case 'role.created@1':
    case 'role.changed@1':
      return void world.roles.set(data.roleId, data.permissions)
    case 'role.removed@1':
      return void world.roles.delete(data.roleId)
    case 'grant.given@1':
      return void world.grants.set(data.grantId, data)
    case 'grant.ended@1':
      world.suspendedGrants.delete(data.grantId)
      return void world.grants.delete(data.grantId)
    case 'grant.suspended@1':
      return void world.suspendedGrants.add(data.grantId)
    case 'grant.resumed@1':
      return void world.suspendedGrants.delete(data.grantId)
    case 'grant.extended@1':
      return change(world.grants, data.grantId, { until: data.until })
    case 'restriction.placed@1':
      return void world.restrictions.set(data.restrictionId, data)
    case 'restriction.lifted@1':
      return void world.restrictions.delete(data.restrictionId)
    case 'administrator.appointed@1':
      return void world.seats.set(data.administratorId, data)
    case 'administrator.changed@1':
      return change(world.seats, data.administratorId, data)
    case 'administrator.ended@1':
      return void world.seats.delete(data.administratorId)
    case 'creator.transferred@1': {
      for (const id of data.endedIds) world.seats.delete(id)
      return void world.seats.set(data.administratorId, creatorSeat(data))
    }
    default:
  }
}

const creatorSeat = ({
  administratorId,
  toId,
  permissions,
  appointedBy,
}: Extract<AuthorityEvent, { readonly name: 'creator.transferred@1' }>['data']): AdministratorRow => ({
  administratorId,
  memberId: toId,
  tier: 'creator',
  permissions,
  scope: { type: 'workspace' },
  ceiling: { permissions: [], reach: { type: 'workspace' } },
  appointedBy,
  from: null,
  until: null,
})

function change<T extends object>(map: Map<string, T>, id: string, to: Partial<T>): void {
  const from = map.get(id)
  if (from !== undefined) map.set(id, { ...from, ...to })
}
