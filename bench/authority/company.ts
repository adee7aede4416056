/** A seeded company of 100,000, told as events one at a time so that none is kept, and questions about it. */
import { permission, permissions } from '@hufu/authority'
import type { AuthorityEvent, PermissionKey, Right, Scope, Subject, Target } from '@hufu/authority'

export type Size = Readonly<
  Record<'members' | 'departments' | 'positions' | 'groups' | 'resources' | 'roles', number>
>

export const size: Size = {
  members: 100_000,
  departments: 5_000,
  positions: 100,
  groups: 1_000,
  resources: 10_000,
  roles: 20,
}

/** The instant of all questions, in ms since 1970. */
export const NOW = Date.UTC(2026, 0, 15)

/** Numbers in [0, 1), the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const mixed = Math.imul(state ^ (state >>> 16), 0x45d9f3b)
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32
  }
}

type Thing =
  | 'workspace'
  | 'department'
  | 'member'
  | 'position'
  | 'group'
  | 'resource'
  | 'role'
  | 'appointment'
  | 'rule'
  | 'seat'
const things: readonly Thing[] = [
  'workspace',
  'department',
  'member',
  'position',
  'group',
  'resource',
  'role',
  'appointment',
  'rule',
  'seat',
]

/** The id of the n-th thing of a kind: a UUIDv7 whose random half is really mixed, as ids in the wild are. */
export function idOf(thing: Thing, number: number): string {
  const random = randomFrom(number * 16 + things.indexOf(thing))
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('')
  const time = (0x0195d0c00000 + number * 977).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`
}

const keys = (kind: 'feature' | 'administration'): readonly PermissionKey[] =>
  permissions
    .filter((entry) => entry.kind === kind && !entry.creatorOnly && entry.key !== 'sys.org.found')
    .map(({ key }) => key)

export const features = keys('feature')
export const offices = keys('administration')
const baseline: readonly PermissionKey[] = features.filter((key) => permission(key).risk === 'low')

/** What a role of the company lists. */
export function roleKeys(role: number): readonly PermissionKey[] {
  const random = randomFrom(role + 7)
  return role === 0 ? baseline : features.filter(() => random() < 0.25)
}

/** The whole history of the company, from nothing; with more or fewer departments where a size says so. */
export function* company({ departments }: Size = size): Generator<AuthorityEvent> {
  yield {
    name: 'workspace.founded@1',
    data: { workspaceId: idOf('workspace', 0), rootId: idOf('department', 0) },
  }
  for (let number = 1; number < departments; number++)
    yield {
      name: 'department.created@1',
      data: { departmentId: idOf('department', number), parentId: idOf('department', parentOf(number)) },
    }
  for (let number = 0; number < size.positions; number++)
    yield { name: 'position.created@1', data: { positionId: idOf('position', number) } }
  yield* people()
  yield* places()
  yield* rights()
  yield* administrators()
}

// Eight below each of eight below each…: five levels for 5,000.
const parentOf = (number: number): number => Math.floor((number - 1) / 8)

function* people(): Generator<AuthorityEvent> {
  const random = randomFrom(1)
  let appointments = 0
  for (let number = 0; number < size.members; number++) {
    const memberId = idOf('member', number)
    yield { name: 'member.added@1', data: { memberId, status: random() < 0.02 ? 'suspended' : 'active' } }
    const count = random() < 0.05 ? 2 : 1
    for (let at = 0; at < count; at++)
      yield {
        name: 'appointment.made@1',
        data: {
          appointmentId: idOf('appointment', appointments++),
          memberId,
          departmentId: idOf('department', Math.floor(random() * size.departments)),
          positionId: random() < 0.4 ? idOf('position', Math.floor(random() * size.positions)) : null,
          primary: at === 0,
          head: random() < 0.04,
        },
      }
  }
}

function* places(): Generator<AuthorityEvent> {
  const random = randomFrom(2)
  const anyDepartment = (): string => idOf('department', Math.floor(random() * size.departments))
  for (let number = 0; number < size.groups; number++) {
    const groupId = idOf('group', number)
    yield { name: 'group.created@1', data: { groupId, departmentId: anyDepartment() } }
    const members = new Set(Array.from({ length: 20 }, () => Math.floor(random() * size.members)))
    for (const member of members)
      yield { name: 'group.member-added@1', data: { groupId, memberId: idOf('member', member) } }
  }
  for (let number = 0; number < size.resources; number++)
    yield {
      name: 'resource.placed@1',
      data: {
        kind: 'external',
        id: idOf('resource', number),
        departmentId: random() < 0.8 ? anyDepartment() : null,
      },
    }
}

function* rights(): Generator<AuthorityEvent> {
  for (let role = 0; role < size.roles; role++)
    yield { name: 'role.created@1', data: { roleId: idOf('role', role), permissions: roleKeys(role) } }
  let number = 0
  for (const given of grants())
    yield {
      name: 'grant.given@1',
      data: { ...given, grantId: idOf('rule', number++), source: 'administrator' },
    }
  for (const placed of restrictions())
    yield { name: 'restriction.placed@1', data: { ...placed, restrictionId: idOf('rule', number++) } }
}

type Rule = {
  readonly subject: Subject
  readonly right: Right
  readonly scope: Scope
  readonly from: null
  readonly until: string | null
}

const rule = (subject: Subject, right: Right, scope: Scope, until: string | null = null): Rule => ({
  subject,
  right,
  scope,
  from: null,
  until,
})
const role = (number: number): Right => ({ type: 'role', id: idOf('role', number) })

function* grants(): Generator<Rule> {
  const random = randomFrom(3)
  const below = (limit: number): number => Math.floor(random() * limit)
  const someRole = (): Right => role(1 + below(size.roles - 1))
  const somewhere = (): Scope => ({ type: 'departments', ids: [idOf('department', below(size.departments))] })
  const own: Scope = { type: 'own-department' }
  yield rule({ type: 'everyone' }, role(0), { type: 'workspace' })
  yield rule({ type: 'everyone' }, role(1), own)
  for (let number = 0; number < size.positions; number++)
    yield rule({ type: 'position', id: idOf('position', number) }, someRole(), own)
  for (let number = 0; number < 1000; number++)
    yield rule(
      { type: 'department', id: idOf('department', below(size.departments)) },
      someRole(),
      somewhere(),
    )
  for (let number = 0; number < size.groups; number++)
    yield rule({ type: 'group', id: idOf('group', number) }, someRole(), {
      type: 'resource',
      kind: 'external',
      id: idOf('resource', below(size.resources)),
    })
  const tomorrow = new Date(NOW + 86_400_000).toISOString()
  for (let number = 0; number < 5000; number++)
    yield rule(
      member(below(size.members)),
      feature(below),
      random() < 0.5 ? somewhere() : { type: 'workspace' },
      random() < 0.4 ? tomorrow : null,
    )
}

const member = (number: number): Subject => ({ type: 'member', id: idOf('member', number) })
const feature = (below: (limit: number) => number): Right => ({
  type: 'permission',
  key: features[below(features.length)] ?? 'msg.dm',
})

function* restrictions(): Generator<Rule> {
  const random = randomFrom(5)
  const below = (limit: number): number => Math.floor(random() * limit)
  for (let number = 0; number < 1000; number++) {
    const ids = [idOf('department', below(size.departments))]
    yield rule(
      member(below(size.members)),
      feature(below),
      random() < 0.5 ? { type: 'workspace' } : { type: 'departments', ids },
    )
  }
}

/** How many members hold a seat; they are the first ones. */
export const seats = 1000

function* administrators(): Generator<AuthorityEvent> {
  const random = randomFrom(4)
  for (let number = 0; number < seats; number++) {
    const tier = number === 0 ? 'creator' : number < 6 ? 'super' : 'scoped'
    yield {
      name: 'administrator.appointed@1',
      data: {
        administratorId: idOf('seat', number),
        memberId: idOf('member', number),
        tier,
        permissions: tier === 'scoped' ? offices.filter(() => random() < 0.3) : [],
        scope:
          tier !== 'scoped'
            ? { type: 'workspace' }
            : random() < 0.5
              ? { type: 'own-department' }
              : { type: 'departments', ids: [idOf('department', Math.floor(random() * size.departments))] },
        ceiling: { permissions: [], reach: { type: 'own-department' } },
        appointedBy: number === 0 ? null : idOf('member', 0),
        from: null,
        until: null,
      },
    }
  }
}

/** A question by numbers, so that asking costs nothing but the asking. */
export type Asked = { readonly member: number; readonly permission: PermissionKey; readonly target: Target }

/** Questions by members below `members`: seven of ten about features, three by administrators about administration. */
export function questions(seed: number, count: number, members: number): readonly Asked[] {
  const random = randomFrom(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  return Array.from({ length: count }, () => {
    const office = random() < 0.3
    const list = office ? offices : features
    const kind = below(4)
    const target: Target =
      kind === 0
        ? { type: 'department', id: idOf('department', below(size.departments)) }
        : kind === 1
          ? { type: 'resource', kind: 'external', id: idOf('resource', below(size.resources)) }
          : { type: 'member', id: idOf('member', below(size.members)) }
    return {
      member: below(office ? seats : members),
      permission: list[below(list.length)] ?? 'msg.dm',
      target,
    }
  })
}
