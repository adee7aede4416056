/** A small company told in words, for tests: names stand for ids, and only what matters is said. */
import { apply } from '../apply.ts'
import { bitOf } from '../catalogue.ts'
import type { PermissionKey } from '../catalogue.ts'
import { check, handleOf } from '../check.ts'
import { decide } from '../decide.ts'
import type { AuthorityEvent, Ceiling, Decision, Scope, Subject, Target, Tier } from '../events.ts'
import { emptyFacts } from '../facts.ts'
import type { Facts } from '../facts.ts'
import { newIdOf, randomFrom } from '../scenarios.ts'
import { targetOf } from '../scope.ts'

/** The instant of questions that say no other. */
export const NOW = Date.UTC(2026, 0, 1)

/** ISO text of an instant some milliseconds from `NOW`. */
export const after = (milliseconds: number): string => new Date(NOW + milliseconds).toISOString()

/** The id of a name: a UUID, always the same for the same name. */
export function idOf(name: string): string {
  let seed = 0x811c9dc5
  for (const character of name) seed = Math.imul(seed ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return newIdOf({ random: randomFrom(seed) })
}

type Terms = { readonly from?: string; readonly until?: string }
type RuleOptions = Terms & { readonly scope?: Scope; readonly id?: string }
type SeatOptions = Terms & {
  readonly tier?: Tier
  readonly scope?: Scope
  readonly ceiling?: Ceiling
  readonly by?: string
  readonly id?: string
}

export const everywhere: Scope = { type: 'workspace' }
export const own: Scope = { type: 'own-department' }
export const within = (...names: readonly string[]): Scope => ({ type: 'departments', ids: names.map(idOf) })
export const only = (kind: string, name: string): Scope => ({ type: 'resource', kind, id: idOf(name) })

export const member = (name: string): Target & Subject => ({ type: 'member', id: idOf(name) })
export const department = (name: string): Target & Subject => ({ type: 'department', id: idOf(name) })
export const resource = (kind: string, name: string): Target => ({ type: 'resource', kind, id: idOf(name) })
export const workspace: Target = { type: 'workspace' }
export const everyone: Subject = { type: 'everyone' }
export const group = (name: string): Subject => ({ type: 'group', id: idOf(name) })
export const position = (name: string): Subject => ({ type: 'position', id: idOf(name) })

const nothing: Ceiling = { permissions: [], reach: own }
const always = { from: null, until: null }

/** A company whose root is called `company`. Everything it is told goes through `apply`. */
export function house(): House {
  const facts = emptyFacts()
  const events: AuthorityEvent[] = []
  const tell = (event: AuthorityEvent): void => {
    apply(facts, event)
    events.push(event)
  }
  tell({ name: 'workspace.founded@1', data: { workspaceId: idOf('workspace'), rootId: idOf('company') } })
  return { facts, events, tell, ...directory(tell), ...rights(tell), ...asking(facts) }
}

export type House = {
  readonly facts: Facts
  readonly events: readonly AuthorityEvent[]
  readonly tell: (event: AuthorityEvent) => void
} & ReturnType<typeof directory> &
  ReturnType<typeof rights> &
  ReturnType<typeof asking>

type Tell = (event: AuthorityEvent) => void

const directory = (tell: Tell) => ({
  department: (name: string, parent = 'company'): void =>
    tell({ name: 'department.created@1', data: { departmentId: idOf(name), parentId: idOf(parent) } }),
  /** An active member, appointed to these departments. */
  member: (name: string, ...departments: readonly string[]): void => {
    tell({ name: 'member.added@1', data: { memberId: idOf(name), status: 'active' } })
    for (const at of departments)
      tell({
        name: 'appointment.made@1',
        data: {
          appointmentId: idOf(`${name} ${at}`),
          memberId: idOf(name),
          departmentId: idOf(at),
          positionId: null,
          primary: at === departments[0],
          head: false,
        },
      })
  },
  /** Changes the appointment that was first made to a department. */
  moveMember: (name: string, first: string, to: string, title: string | null = null): void =>
    tell({
      name: 'appointment.changed@1',
      data: {
        appointmentId: idOf(`${name} ${first}`),
        departmentId: idOf(to),
        positionId: title === null ? null : idOf(title),
        primary: true,
        head: false,
      },
    }),
  suspend: (name: string): void => tell({ name: 'member.suspended@1', data: { memberId: idOf(name) } }),
  depart: (name: string): void => tell({ name: 'member.departed@1', data: { memberId: idOf(name) } }),
  position: (name: string): void => tell({ name: 'position.created@1', data: { positionId: idOf(name) } }),
  group: (name: string, ...members: readonly string[]): void => {
    tell({ name: 'group.created@1', data: { groupId: idOf(name), departmentId: null } })
    for (const one of members)
      tell({ name: 'group.member-added@1', data: { groupId: idOf(name), memberId: idOf(one) } })
  },
  resource: (kind: string, name: string, at: string | null = null): void =>
    tell({
      name: 'resource.placed@1',
      data: { kind, id: idOf(name), departmentId: at === null ? null : idOf(at) },
    }),
})

let rules = 0

const rights = (tell: Tell) => ({
  role: (name: string, ...permissions: readonly PermissionKey[]): void =>
    tell({ name: 'role.created@1', data: { roleId: idOf(name), permissions } }),
  /** Gives a permission, or a role by its name with `role:` in front. */
  grant: (subject: Subject, what: PermissionKey | `role:${string}`, options: RuleOptions = {}): string => {
    const grantId = idOf(options.id ?? `grant ${rules++}`)
    tell({
      name: 'grant.given@1',
      data: { grantId, source: 'administrator', ...ruleOf(subject, what, options) },
    })
    return grantId
  },
  restrict: (subject: Subject, what: PermissionKey | `role:${string}`, options: RuleOptions = {}): string => {
    const restrictionId = idOf(options.id ?? `restriction ${rules++}`)
    tell({ name: 'restriction.placed@1', data: { restrictionId, ...ruleOf(subject, what, options) } })
    return restrictionId
  },
  /** Appoints an administrator, scoped over the workspace unless said. */
  seat: (name: string, permissions: readonly PermissionKey[], options: SeatOptions = {}): string => {
    const administratorId = idOf(options.id ?? `seat ${rules++}`)
    tell({
      name: 'administrator.appointed@1',
      data: {
        administratorId,
        memberId: idOf(name),
        tier: options.tier ?? 'scoped',
        permissions,
        scope: options.scope ?? everywhere,
        ceiling: options.ceiling ?? nothing,
        appointedBy: options.by === undefined ? null : idOf(options.by),
        ...always,
        ...termsOf(options),
      },
    })
    return administratorId
  },
})

const termsOf = ({ from, until }: Terms) => ({ from: from ?? null, until: until ?? null })

const ruleOf = (subject: Subject, what: PermissionKey | `role:${string}`, options: RuleOptions) => ({
  subject,
  right: rightOf(what),
  scope: options.scope ?? everywhere,
  ...termsOf(options),
})

const rightOf = (what: PermissionKey | `role:${string}`) =>
  isRole(what)
    ? ({ type: 'role', id: idOf(what.slice('role:'.length)) } as const)
    : ({ type: 'permission', key: what } as const)

const isRole = (what: string): what is `role:${string}` => what.startsWith('role:')

const asking = (facts: Facts) => ({
  /** The decision; fails the test when the fast answer is another one. */
  decide: (name: string, permission: PermissionKey, target: Target, at = NOW): Decision => {
    const decision = decide(facts, { memberId: idOf(name), permission, target, at })
    const fast = check(facts, handleOf(facts, idOf(name)), bitOf(permission), targetOf(facts, target), at)
    if (fast !== decision.allowed) throw new Error(`check says ${fast}, decide says ${decision.because}`)
    return decision
  },
  /** The deciding code: `granted`, or why not. */
  ask: (name: string, permission: PermissionKey, target: Target, at = NOW): Decision['because'] => {
    const decision = decide(facts, { memberId: idOf(name), permission, target, at })
    const fast = check(facts, handleOf(facts, idOf(name)), bitOf(permission), targetOf(facts, target), at)
    if (fast !== decision.allowed) throw new Error(`check says ${fast}, decide says ${decision.because}`)
    return decision.because
  },
})
