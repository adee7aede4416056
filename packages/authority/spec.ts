/**
 * The specification: decisions read straight from the event log, written to be obviously right and nothing else.
 * The engine must agree with it always (INVARIANT C6). Rule numbers are those of docs/spec/authority.md.
 */
import { isPermission, permission } from './catalogue.ts'
import type { PermissionKey } from './catalogue.ts'
import type {
  AuthorityEvent,
  DecisionCode,
  Question,
  Reason,
  Right,
  Scope,
  Subject,
  Target,
  Terms,
} from './events.ts'
import type { AppointmentRow } from './people.ts'
import type { AdministratorRow, GrantRow, RestrictionRow } from './rows.ts'
import { worldOf } from './world.ts'
import type { World } from './world.ts'

export type Answer = {
  readonly allowed: boolean
  readonly because: DecisionCode
  readonly by: readonly Reason[]
}

const no = (because: DecisionCode, by: readonly Reason[] = []): Answer => ({
  allowed: false,
  because,
  by,
})
const yes = (by: readonly Reason[]): Answer => ({ allowed: true, because: 'granted', by })

/** Decides from the log. */
export const specDecide = (events: readonly AuthorityEvent[], question: Question): Answer =>
  specAnswer(worldOf(events), question)

/** Decides in a folded world. */
export function specAnswer(world: World, question: Question): Answer {
  const { memberId: me, permission: key, target, at } = question
  // Rule 1: what is unknown is denied.
  if (!isPermission(key)) return no('authority/unknown-permission')
  const status = world.statuses.get(me)
  if (status === undefined) return no('authority/unknown-member')
  if (!exists(world, target) || Number.isNaN(at)) return no('authority/unknown-target')
  // Rules 2 and 3: only the active act; two rights come with membership itself, and survive suspension and restriction.
  const self = target.type === 'member' && target.id === me
  const innate = self && (key === 'request.submit' || key === 'audit.self.view')
  const own: Reason[] = innate ? [{ kind: 'status', id: me }] : []
  if (status === 'suspended' && innate) return yes(own)
  if (status !== 'active') return no('member/inactive', [{ kind: 'status', id: me }])
  // Rule 4: a restriction beats everything else.
  const speaks = (rule: GrantRow | RestrictionRow): boolean =>
    inForce(rule, at) && speaksOf(world, rule.subject, me) && includes(world, rule.right, key)
  const forbidding = [...world.restrictions.values()]
    .filter((rule) => speaks(rule) && covers(world, rule.scope, me, target, 'any'))
    .map((rule): Reason => ({ kind: 'restriction', id: rule.restrictionId }))
  if (forbidding.length > 0) return innate ? yes(own) : no('authority/restricted', forbidding)
  if (permission(key).kind === 'administration') return administration(world, question)
  // Rule 5: a feature needs a grant that is not suspended.
  const held = [...world.grants.values()].filter(
    (rule) => speaks(rule) && !world.suspendedGrants.has(rule.grantId),
  )
  const by = held
    .filter((rule) => covers(world, rule.scope, me, target, permission(key).covers))
    .map((rule): Reason => ({ kind: 'grant', id: rule.grantId }))
  if (by.length + own.length > 0) return yes([...own, ...by])
  return no(held.length > 0 ? 'authority/out-of-scope' : 'authority/not-granted')
}

// Rules 6 to 9: administration needs a seat, or a relation to the seat that is to end.
function administration(world: World, { memberId: me, permission: key, target, at }: Question): Answer {
  const person = target.type === 'member' ? target.id : null
  const theirs = person === null ? [] : seatsOf(world, person, at)
  const fit = seatsOf(world, me, at).filter((seat) => holds(seat, key))
  const covering = fit.filter(
    (seat) => seat.tier !== 'scoped' || covers(world, seat.scope, me, target, permission(key).covers),
  )
  const changesSomething = !key.endsWith('.view')
  const reaching = covering.filter((seat) => {
    if (person === null || !changesSomething || theirs.every(({ tier }) => rank[tier] < rank[seat.tier]))
      return true
    return person === me && (key === 'admin.revoke' || (seat.tier === 'creator' && creatorsOwn.includes(key)))
  })
  const ending = key === 'admin.revoke' ? theirs : []
  const mayEnd = (seat: AdministratorRow): boolean =>
    person === me || (seat.appointedBy === me && theirs.every(({ tier }) => tier === 'scoped'))
  const by: Reason[] = [
    ...reaching.map((seat): Reason => ({ kind: 'administrator', id: seat.administratorId })),
    ...ending.filter(mayEnd).map((seat): Reason => ({ kind: 'relation', id: seat.administratorId })),
  ]
  if (by.length > 0) return yes(by)
  if (covering.length > 0) {
    const highest = Math.max(...theirs.map(({ tier }) => rank[tier]))
    const above = theirs.filter(({ tier }) => rank[tier] === highest)
    return no(
      'authority/higher-tier',
      above.map((seat) => ({ kind: 'administrator', id: seat.administratorId })),
    )
  }
  return no(fit.length > 0 ? 'authority/out-of-scope' : 'authority/not-administrator')
}

const rank = { scoped: 1, super: 2, creator: 3 }
const creatorsOwn: readonly string[] = [
  'org.member.edit',
  'org.member.move',
  'org.visibility.manage',
  'perm.grant',
  'perm.grant.temp',
  'perm.revoke',
  'perm.restrict',
]

function holds(seat: AdministratorRow, key: PermissionKey): boolean {
  if (key === 'sys.org.found') return false
  if (seat.tier === 'creator') return true
  return !permission(key).creatorOnly && (seat.tier === 'super' || seat.permissions.includes(key))
}

const seatsOf = (world: World, memberId: string, at: number): readonly AdministratorRow[] =>
  world.statuses.get(memberId) === 'departed'
    ? []
    : [...world.seats.values()].filter((seat) => seat.memberId === memberId && inForce(seat, at))

// Times are [from, until).
const inForce = ({ from, until }: Terms, at: number): boolean =>
  (from === null || Date.parse(from) <= at) && (until === null || at < Date.parse(until))

const includes = (world: World, right: Right, key: PermissionKey): boolean =>
  right.type === 'permission' ? right.key === key : (world.roles.get(right.id)?.includes(key) ?? false)

const appointmentsOf = (world: World, memberId: string): readonly AppointmentRow[] =>
  [...world.appointments.values()].filter((row) => row.memberId === memberId)

function speaksOf(world: World, subject: Subject, memberId: string): boolean {
  const held = appointmentsOf(world, memberId)
  switch (subject.type) {
    case 'everyone':
      return true
    case 'member':
      return subject.id === memberId
    case 'group':
      return isInGroup(world, subject.id, memberId)
    case 'position':
      return held.some(({ positionId }) => positionId === subject.id)
    case 'department':
      return held.some(({ departmentId }) => isBelow(world, departmentId, subject.id))
  }
}

/** Whether somebody is in a group or in one inside it. */
export function isInGroup(world: World, groupId: string, memberId: string): boolean {
  const inner = [...(world.nested.get(groupId) ?? [])]
  return (
    (world.groups.get(groupId)?.has(memberId) ?? false) || inner.some((id) => isInGroup(world, id, memberId))
  )
}

function isBelow(world: World, inner: string, outer: string): boolean {
  for (let at: string | null = inner; at !== null; at = world.parents.get(at) ?? null)
    if (at === outer) return true
  return false
}

function exists(world: World, target: Target): boolean {
  if (target.type === 'workspace') return world.root !== null
  if (target.type === 'department') return world.parents.has(target.id)
  return target.type === 'member'
    ? world.statuses.has(target.id)
    : world.resources.has(`${target.kind} ${target.id}`)
}

/** Whether a scope of somebody's covers a target: one of the places it stands in, or all. */
export function covers(
  world: World,
  scope: Scope,
  holder: string,
  target: Target,
  mode: 'any' | 'all',
): boolean {
  if (scope.type === 'workspace') return true
  if (scope.type === 'resource')
    return target.type === 'resource' && target.kind === scope.kind && target.id === scope.id
  const mine = appointmentsOf(world, holder).map(({ departmentId }) => departmentId)
  const outer = scope.type === 'departments' ? scope.ids : mine
  const inside = (departmentId: string): boolean => outer.some((id) => isBelow(world, departmentId, id))
  const places = placesOf(world, target)
  return places.length > 0 && (mode === 'any' ? places.some(inside) : places.every(inside))
}

// The departments a target stands in; a person without appointment stands at the root.
function placesOf(world: World, target: Target): readonly string[] {
  if (target.type === 'workspace') return []
  if (target.type === 'department') return [target.id]
  if (target.type === 'resource') {
    const place = world.resources.get(`${target.kind} ${target.id}`) ?? null
    return place === null ? [] : [place]
  }
  const places = appointmentsOf(world, target.id).map(({ departmentId }) => departmentId)
  return places.length > 0 || world.root === null ? places : [world.root]
}
