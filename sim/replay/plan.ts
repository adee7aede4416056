/**
 * How a decision of the file becomes steps of one batch. Pure but for the world it keeps.
 *
 * organisation → department under the root · person → member with an appointment in each of them · its admin → scoped
 * administrator over the department · team → user group · its maintainer → scoped administrator of that group ·
 * repository → external resource · a team's level there → one of five roles, given to the group at that resource.
 *
 * Who leaves the last organisation departs, with everything that goes with it here: what they still were in, led or
 * administered ends in that very step, and a later word of the file that they left a team has nothing left to do. Who
 * comes back is somebody new, with a login of their own. A team's privacy and the settings of an organisation have no
 * counterpart and change nothing.
 */
import type { BatchStep } from '@hufu/contract'
import { assert } from '@hufu/kit'
import type { ReplayDecision, ReplayEvent } from './events.ts'
import type { Handle, Handles } from './handles.ts'
import { groupNameOf, loginOf } from './names.ts'
import { administratorKeys, isLevel, maintainerKeys } from './rights.ts'
import type { Person, Team, World } from './world.ts'

/** The steps of one decision, and what became of the events that are none. */
export type Planned = {
  readonly steps: readonly BatchStep[]
  /** Events that have no counterpart. */
  readonly ignored: number
  /** Events that take somebody out of a team who has departed already. */
  readonly settled: number
  readonly departed: number
  readonly cameBack: number
}

type Planning = {
  readonly world: World
  readonly handles: Handles
  readonly because: string
  readonly steps: BatchStep[]
  readonly counts: Record<'ignored' | 'settled' | 'departed' | 'cameBack', number>
  /** Steps that change a team's members and may still take more of them in. */
  readonly open: Map<Team, Change>
}
type Change = { readonly input: Record<'add' | 'remove', unknown[]>; readonly added: Set<string> }

/** As many members as one step may add or remove. */
const CHANGE_MAX = 500

/** Says the steps of a decision and moves the world on. */
export function plan(world: World, handles: Handles, decision: ReplayDecision): Planned {
  const because =
    decision.requestedBy === '' ? decision.commit : `${decision.commit}, ${decision.requestedBy}`
  const counts = { ignored: 0, settled: 0, departed: 0, cameBack: 0 }
  const planning: Planning = { world, handles, because, steps: [], counts, open: new Map() }
  for (const event of decision.events) if (!planOne(planning, event)) counts.ignored += 1
  return { steps: planning.steps, ...counts }
}

function planOne(planning: Planning, event: ReplayEvent): boolean {
  const { event: what, team } = event
  switch (what) {
    case 'member_added':
      if (team === '') joinOrg(planning, event)
      else joinTeam(planning, event)
      return true
    case 'member_removed':
      if (team === '') leaveOrg(planning, event)
      else leaveTeam(planning, event)
      return true
    case 'role_changed':
      if (team === '') seatInOrg(planning, event, personOf(planning, event))
      else seatInTeam(planning, event, teamOf(planning, event))
      return true
    case 'team_added':
      addTeam(planning, event)
      return true
    case 'team_removed':
      removeTeam(planning, event)
      return true
    case 'team_renamed':
      renameTeam(planning, event)
      return true
    case 'repo_permission_changed':
      changeLevel(planning, event)
      return true
    case 'team_privacy_changed':
    case 'org_setting_changed':
      return false
    default:
      throw new Error(`event ${event.seq} is a ${what}, which the replay does not know`)
  }
}

function add(
  planning: Planning,
  name: string,
  input: Readonly<Record<string, unknown>>,
  handle?: Handle,
): void {
  planning.steps.push({ do: name, with: input, ...(handle === undefined ? {} : { as: handle.as }) })
}

/** Adds a step behind which an open change of a team's members must not reach back. */
function addBarring(
  planning: Planning,
  name: string,
  input: Readonly<Record<string, unknown>>,
  handle?: Handle,
): void {
  planning.open.clear()
  add(planning, name, input, handle)
}

const made = (kind: string, event: ReplayEvent): Handle => ({ as: `${kind}${event.seq}` })

function departmentOf(planning: Planning, event: ReplayEvent): Handle {
  const { world, handles } = planning
  const known = world.departments.get(event.org)
  if (known !== undefined) return known
  const department = made('department ', event)
  world.departments.set(event.org, department)
  addBarring(
    planning,
    'departments.create',
    { parentId: handles.write(world.root), name: event.org },
    department,
  )
  return department
}

function personOf({ world }: Planning, { user, seq }: ReplayEvent): Person {
  const person = world.people.get(user)
  assert(person !== undefined, `event ${seq} speaks of ${user}, who never came`)
  return person
}

function teamOf({ world }: Planning, { org, team, seq }: ReplayEvent): Team {
  const known = world.teams.get(`${org}/${team}`)
  assert(known !== undefined, `event ${seq} speaks of team ${org}/${team}, which is not there`)
  return known
}

function joinOrg(planning: Planning, event: ReplayEvent): void {
  const known = planning.world.people.get(event.user)
  if (known !== undefined) appoint(planning, event, known)
  seatInOrg(planning, event, known ?? arrive(planning, event))
}

/** Somebody who is not here: for the first time, or again after they had departed. */
function arrive(planning: Planning, event: ReplayEvent): Person {
  const { world, handles, counts } = planning
  const { user: name, org } = event
  const departmentId = handles.write(departmentOf(planning, event))
  const before = world.departed.get(name) ?? 0
  if (before > 0) counts.cameBack += 1
  const login = loginOf(name, before)
  const member = made('member ', event)
  const places = new Map([[org, { as: member.as, field: 'appointmentId' }]])
  const person: Person = { member, login, places, seats: new Map() }
  world.people.set(name, person)
  addBarring(planning, 'members.add', { name, login, departmentId, status: 'active' }, member)
  return person
}

function appoint(planning: Planning, event: ReplayEvent, person: Person): void {
  const { handles } = planning
  const place = made('appointment ', event)
  const departmentId = handles.write(departmentOf(planning, event))
  person.places.set(event.org, place)
  addBarring(planning, 'appointments.make', { memberId: handles.write(person.member), departmentId }, place)
}

function leaveOrg(planning: Planning, event: ReplayEvent): void {
  const { handles } = planning
  const person = personOf(planning, event)
  const place = person.places.get(event.org)
  assert(
    place !== undefined,
    `event ${event.seq} takes ${event.user} out of ${event.org}, where they are not`,
  )
  if (person.places.size === 1) {
    depart(planning, event, person)
    return
  }
  seatInOrg(planning, event, person)
  person.places.delete(event.org)
  addBarring(planning, 'appointments.end', { appointmentId: handles.write(place) })
}

/** One step for all of it: the seats, the appointment and the memberships end by the departure and by nothing else. */
function depart(planning: Planning, { user }: ReplayEvent, { member }: Person): void {
  const { world, handles, because, counts } = planning
  addBarring(planning, 'members.depart', { memberId: handles.write(member), because })
  world.people.delete(user)
  world.departed.set(user, (world.departed.get(user) ?? 0) + 1)
  for (const { seats } of world.teams.values()) seats.delete(user)
  counts.departed += 1
}

/** Gives or ends an administrator's seat as the new role says. */
function seatInOrg(planning: Planning, event: ReplayEvent, person: Person): void {
  const { handles } = planning
  const scope = { type: 'departments', ids: [handles.write(departmentOf(planning, event))] }
  const ceiling = {
    permissions: [
      'resource.read',
      'resource.triage',
      'resource.write',
      'resource.maintain',
      'resource.admin',
    ],
    reach: scope,
  }
  const seat = { permissions: administratorKeys, scope, ceiling }
  changeSeat(planning, event, person, {
    seats: person.seats,
    key: event.org,
    wanted: event.newValue === 'admin',
    seat,
  })
}

function seatInTeam(planning: Planning, event: ReplayEvent, team: Team): void {
  const seat = {
    permissions: maintainerKeys,
    scope: { type: 'resource', kind: 'group', id: planning.handles.write(team.group) },
  }
  const wanted = event.newValue === 'maintainer'
  changeSeat(planning, event, personOf(planning, event), { seats: team.seats, key: event.user, wanted, seat })
}

type Seat = {
  readonly seats: Map<string, Handle>
  readonly key: string
  readonly wanted: boolean
  readonly seat: Readonly<Record<string, unknown>>
}

function changeSeat(
  planning: Planning,
  event: ReplayEvent,
  person: Person,
  { seats, key, wanted, seat }: Seat,
): void {
  const { handles, because } = planning
  const held = seats.get(key)
  if (wanted && held === undefined) {
    const handle = made('seat ', event)
    seats.set(key, handle)
    add(
      planning,
      'administrators.appoint',
      { memberId: handles.write(person.member), tier: 'scoped', ...seat, because },
      handle,
    )
  }
  if (!wanted && held !== undefined) {
    seats.delete(key)
    add(planning, 'administrators.end', { administratorId: handles.write(held), because })
  }
}

function addTeam(planning: Planning, event: ReplayEvent): void {
  const { world, handles } = planning
  const { org, team } = event
  const group = made('group ', event)
  world.teams.set(`${org}/${team}`, { org, group, seats: new Map(), grants: new Map() })
  const departmentId = handles.write(departmentOf(planning, event))
  addBarring(planning, 'groups.create', { name: groupNameOf(org, team), departmentId }, group)
}

function removeTeam(planning: Planning, event: ReplayEvent): void {
  const { world, handles, because } = planning
  const team = teamOf(planning, event)
  for (const seat of team.seats.values())
    add(planning, 'administrators.end', { administratorId: handles.write(seat), because })
  for (const { grant } of team.grants.values())
    add(planning, 'grants.end', { grantId: handles.write(grant), because })
  world.teams.delete(`${event.org}/${event.team}`)
  addBarring(planning, 'groups.remove', { groupId: handles.write(team.group) })
}

function renameTeam(planning: Planning, event: ReplayEvent): void {
  const { world, handles } = planning
  const team = teamOf(planning, { ...event, team: event.oldValue })
  world.teams.delete(`${event.org}/${event.oldValue}`)
  world.teams.set(`${event.org}/${event.team}`, team)
  addBarring(planning, 'groups.rename', {
    groupId: handles.write(team.group),
    name: groupNameOf(event.org, event.team),
  })
}

function joinTeam(planning: Planning, event: ReplayEvent): void {
  const team = teamOf(planning, event)
  changeTeam(planning, event, team, 'add')
  seatInTeam(planning, event, team)
}

function leaveTeam(planning: Planning, event: ReplayEvent): void {
  const { world, counts } = planning
  const team = teamOf(planning, event)
  if (!world.people.has(event.user) && world.departed.has(event.user)) {
    counts.settled += 1
    return
  }
  seatInTeam(planning, event, team)
  changeTeam(planning, event, team, 'remove')
}

/** The members of one team change in one step as long as nothing in between could matter. */
function changeTeam(planning: Planning, event: ReplayEvent, team: Team, list: 'add' | 'remove'): void {
  const { handles, open } = planning
  const known = open.get(team)
  const change = known !== undefined && takes(known, event.user, list) ? known : openChange(planning, team)
  change.input[list].push(handles.write(personOf(planning, event).member))
  if (list === 'add') change.added.add(event.user)
}

// A step adds and removes at once and not in turn: what depends on the order needs a step of its own.
const takes = ({ input, added }: Change, user: string, list: 'add' | 'remove'): boolean =>
  input[list].length < CHANGE_MAX && (list === 'add' ? input.remove.length === 0 : !added.has(user))

function openChange(planning: Planning, team: Team): Change {
  const change: Change = { input: { add: [], remove: [] }, added: new Set() }
  planning.open.set(team, change)
  add(planning, 'groups.change-members', { groupId: planning.handles.write(team.group), ...change.input })
  return change
}

function changeLevel(planning: Planning, event: ReplayEvent): void {
  const { world, handles, because } = planning
  const team = teamOf(planning, event)
  const repository = `${event.org}/${event.object}`
  const departmentId = handles.write(departmentOf(planning, event))
  if (!world.repositories.has(repository)) {
    world.repositories.add(repository)
    add(planning, 'resources.place', { kind: 'repository', id: repository, name: repository, departmentId })
  }
  const held = team.grants.get(repository)
  if (held !== undefined) {
    team.grants.delete(repository)
    add(planning, 'grants.end', { grantId: handles.write(held.grant), because })
  }
  const { newValue: level } = event
  if (level === '') return
  assert(isLevel(level), `event ${event.seq} gives ${level}, which is no level`)
  const role = world.roles.get(level)
  assert(role !== undefined, `there is a role for ${level}`)
  const grant = made('grant ', event)
  team.grants.set(repository, { level, grant })
  const subject = { type: 'group', id: handles.write(team.group) }
  const scope = { type: 'resource', kind: 'repository', id: repository }
  add(
    planning,
    'grants.give',
    { subject, right: { type: 'role', id: handles.write(role) }, scope, because },
    grant,
  )
}
