/**
 * Random companies from a seed: valid logs with everything the vocabulary can say, and questions that hit their
 * edges. For the tests of this package, of the server's fold, and for trials.
 */
import type { PermissionKey } from './catalogue.ts'
import type {
  AuthorityEvent,
  Ceiling,
  Question,
  Right,
  Scope,
  Subject,
  Target,
  Terms,
  Tier,
} from './events.ts'
import { happen, worldOf } from './world.ts'
import type { World } from './world.ts'

/** A generator of numbers in [0, 1), the same for the same seed (mulberry32). */
export type Random = () => number

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A company being told: its log so far, and what it looks like now. */
export type Story = {
  readonly random: Random
  readonly world: World
  readonly events: AuthorityEvent[]
}

/** The instant around which every time in a scenario lies, in ms since 1970. */
export const NOON = Date.UTC(2026, 2, 29, 12)
const STEP = 60_000
const DEPTH_MAX = 6

const features: readonly PermissionKey[] = [
  'msg.dm',
  'file.download',
  'resource.write',
  'org.directory.view',
  'audit.self.view',
  'request.submit',
]
const offices: readonly PermissionKey[] = [
  'org.member.edit',
  'org.member.disable',
  'org.dept.edit',
  'perm.view',
  'perm.grant',
  'admin.assign',
  'admin.revoke',
  'admin.delegate',
  'admin.assign.super',
  'creator.transfer',
  'sys.org.found',
]

/** Begins a company: a root, some departments, a creator, some people. */
export function beginStory(seed: number): Story {
  const story: Story = { random: randomFrom(seed), world: worldOf([]), events: [] }
  const rootId = newIdOf(story)
  tell(story, { name: 'workspace.founded@1', data: { workspaceId: newIdOf(story), rootId } })
  const memberId = newIdOf(story)
  tell(story, { name: 'member.added@1', data: { memberId, status: 'active' } })
  appoint(story, memberId, 'creator', null)
  for (let step = 0; step < 14; step++) growStory(story)
  return story
}

/** Lets a number of random things happen to the company. */
export function continueStory(story: Story, steps: number): void {
  for (let step = 0; step < steps; step++) happenings[below(story, happenings.length)]?.(story)
}

/** A whole company: its log, and questions about it that hit and miss. */
export function scenario(
  seed: number,
  size: { readonly steps: number; readonly questions: number },
): { readonly events: readonly AuthorityEvent[]; readonly questions: readonly Question[] } {
  const story = beginStory(seed)
  continueStory(story, size.steps)
  return { events: story.events, questions: questionsAbout(story, size.questions) }
}

/** Random questions about a company: known and unknown members, permissions and targets, at and around its times. */
export const questionsAbout = (story: Story, count: number): readonly Question[] =>
  Array.from({ length: count }, () => ({
    memberId: rarely(story, 0.02) ? newIdOf(story) : (memberOf(story) ?? newIdOf(story)),
    permission: anyKey(story),
    target: anyTarget(story),
    at: anyInstant(story),
  }))

/** Any permission of those the scenarios use. */
export const anyKey = (story: Story): PermissionKey =>
  pick(story, rarely(story, 0.6) ? features : offices) ?? 'msg.dm'

/** Any instant on or beside a boundary of the scenarios. */
export const anyInstant = (story: Story): number => NOON + (below(story, 9) - 4) * STEP + below(story, 3) - 1

/** Any target of the company, sometimes one that is not there. */
export function anyTarget(story: Story): Target {
  const { world } = story
  const kind = below(story, 10)
  if (kind === 0) return { type: 'workspace' }
  if (kind < 3) return { type: 'department', id: departmentOf(story) ?? newIdOf(story) }
  if (kind < 7) return { type: 'member', id: memberOf(story) ?? newIdOf(story) }
  const resource = rarely(story, 0.95) ? pick(story, [...world.resources.keys()]) : undefined
  return {
    type: 'resource',
    ...(resource === undefined ? { kind: 'external', id: 'nowhere' } : resourceOf(resource)),
  }
}

function tell(story: Story, event: AuthorityEvent): void {
  story.events.push(event)
  happen(story.world, event)
}

const below = (story: Story, count: number): number => Math.floor(story.random() * count)
const rarely = (story: Story, chance: number): boolean => story.random() < chance
const pick = <T>(story: Story, list: readonly T[]): T | undefined => list[below(story, list.length)]

function some<T>(story: Story, list: readonly T[], most: number): readonly T[] {
  const wanted = below(story, most + 1)
  return list.filter(() => story.random() < wanted / Math.max(1, list.length)).slice(0, most)
}

/** A random id in the form of a UUIDv7. */
export function newIdOf({ random }: Pick<Story, 'random'>): string {
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('')
  return `0195d0c0-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`
}

const departmentOf = ({ world, random }: Story): string | undefined => {
  const ids = [...world.parents.keys()]
  return ids[Math.floor(random() * ids.length)]
}

const memberOf = (story: Story): string | undefined => pick(story, [...story.world.statuses.keys()])
const positionOf = (story: Story): string | undefined => pick(story, [...story.world.positions])
const groupOf = (story: Story): string | undefined => pick(story, [...story.world.groups.keys()])

function resourceOf(key: string): { readonly kind: string; readonly id: string } {
  const space = key.indexOf(' ')
  return { kind: key.slice(0, space), id: key.slice(space + 1) }
}

function anyTerms(story: Story): Terms {
  const instant = (): string | null =>
    rarely(story, 0.6) ? null : new Date(NOON + (below(story, 9) - 4) * STEP).toISOString()
  return { from: instant(), until: instant() }
}

function anyScope(story: Story): Scope {
  const kind = below(story, 10)
  if (kind < 3) return { type: 'workspace' }
  if (kind < 5) return { type: 'own-department' }
  const resource = pick(story, [...story.world.resources.keys()])
  if (kind < 7 && resource !== undefined) return { type: 'resource', ...resourceOf(resource) }
  return { type: 'departments', ids: some(story, [...story.world.parents.keys()], 3) }
}

function anySubject(story: Story): Subject {
  const kind = below(story, 8)
  const id = [groupOf, positionOf, departmentOf][kind]?.(story)
  const type = (['group', 'position', 'department'] as const)[kind]
  if (id !== undefined && type !== undefined) return { type, id }
  const memberId = memberOf(story)
  return kind < 7 && memberId !== undefined ? { type: 'member', id: memberId } : { type: 'everyone' }
}

function anyRight(story: Story): Right {
  const role = pick(story, [...story.world.roles.keys()])
  return role !== undefined && rarely(story, 0.4)
    ? { type: 'role', id: role }
    : { type: 'permission', key: anyKey(story) }
}

const anyCeiling = (story: Story): Ceiling => ({
  permissions: some(story, features, 4),
  reach: anyScope(story),
})

function appoint(story: Story, memberId: string, tier: Tier, appointedBy: string | null): void {
  const permissions = tier === 'scoped' ? some(story, offices, 6) : []
  const scope: Scope = tier === 'scoped' ? anyScope(story) : { type: 'workspace' }
  const terms = tier === 'creator' ? { from: null, until: null } : anyTerms(story)
  tell(story, {
    name: 'administrator.appointed@1',
    data: {
      administratorId: newIdOf(story),
      memberId,
      tier,
      permissions,
      scope,
      ceiling: anyCeiling(story),
      appointedBy,
      ...terms,
    },
  })
}

// True while a rule or seat still names a thing: then its removal is no valid event.
const isSpokenOf = ({ world }: Story, id: string): boolean =>
  JSON.stringify([
    [...world.grants.values()],
    [...world.restrictions.values()],
    [...world.seats.values()],
  ]).includes(JSON.stringify(id))

function depthOf({ world }: Story, departmentId: string): number {
  let depth = 0
  for (let at = world.parents.get(departmentId) ?? null; at !== null; at = world.parents.get(at) ?? null)
    depth++
  return depth
}

function isInside({ world }: Story, inner: string, outer: string): boolean {
  for (let at: string | null = inner; at !== null; at = world.parents.get(at) ?? null)
    if (at === outer) return true
  return false
}

type Happening = (story: Story) => void

/** Does something with one thing of a kind, if there is one. */
const withOne =
  <T>(find: (story: Story) => T | undefined, act: (story: Story, found: T) => void): Happening =>
  (story) => {
    const found = find(story)
    if (found !== undefined) act(story, found)
  }

const addMember: Happening = (story) => {
  const memberId = newIdOf(story)
  const status = rarely(story, 0.9) ? 'active' : 'invited'
  tell(story, { name: 'member.added@1', data: { memberId, status } })
  if (rarely(story, 0.9)) place(story, memberId)
}

const addDepartment: Happening = withOne(departmentOf, (story, parentId) => {
  if (depthOf(story, parentId) < DEPTH_MAX - 1)
    tell(story, { name: 'department.created@1', data: { departmentId: newIdOf(story), parentId } })
})

const placement = (story: Story, departmentId: string) => ({
  departmentId,
  positionId: rarely(story, 0.5) ? (positionOf(story) ?? null) : null,
  primary: rarely(story, 0.5),
  head: rarely(story, 0.2),
})

function place(story: Story, memberId: string): void {
  const departmentId = departmentOf(story)
  if (departmentId === undefined) return
  tell(story, {
    name: 'appointment.made@1',
    data: { appointmentId: newIdOf(story), memberId, ...placement(story, departmentId) },
  })
}

const moveDepartment: Happening = withOne(departmentOf, (story, departmentId) => {
  const parentId = departmentOf(story)
  if (parentId === undefined || departmentId === story.world.root || isInside(story, parentId, departmentId))
    return
  tell(story, { name: 'department.moved@1', data: { departmentId, parentId } })
})

const removeDepartment: Happening = withOne(departmentOf, (story, departmentId) => {
  const { parents, appointments, resources, root } = story.world
  const used =
    departmentId === root ||
    [...parents.values(), ...resources.values()].includes(departmentId) ||
    [...appointments.values()].some((row) => row.departmentId === departmentId)
  if (!used && !isSpokenOf(story, departmentId))
    tell(story, { name: 'department.removed@1', data: { departmentId } })
})

const changeStatus: Happening = withOne(memberOf, (story, memberId) => {
  const next = {
    invited: 'member.activated@1',
    active: rarely(story, 0.8) ? 'member.suspended@1' : 'member.departed@1',
    suspended: 'member.restored@1',
    departed: null,
  } as const
  const name = next[story.world.statuses.get(memberId) ?? 'departed']
  if (name !== null) tell(story, { name, data: { memberId } })
})

const appointmentOf = (story: Story): string | undefined => pick(story, [...story.world.appointments.keys()])

const changeAppointment: Happening = withOne(appointmentOf, (story, appointmentId) => {
  const departmentId = departmentOf(story)
  if (departmentId === undefined) return
  const data = { appointmentId, ...placement(story, departmentId) }
  tell(
    story,
    rarely(story, 0.6)
      ? { name: 'appointment.changed@1', data }
      : { name: 'appointment.ended@1', data: { appointmentId } },
  )
})

const createPosition: Happening = (story) =>
  tell(story, { name: 'position.created@1', data: { positionId: newIdOf(story) } })

const removePosition: Happening = withOne(positionOf, (story, positionId) => {
  const held = [...story.world.appointments.values()].some((row) => row.positionId === positionId)
  if (!held && !isSpokenOf(story, positionId))
    tell(story, { name: 'position.removed@1', data: { positionId } })
})

const createGroup: Happening = (story) =>
  tell(story, {
    name: 'group.created@1',
    data: {
      groupId: newIdOf(story),
      departmentId: rarely(story, 0.5) ? (departmentOf(story) ?? null) : null,
    },
  })

const removeGroup: Happening = withOne(groupOf, (story, groupId) => {
  if (!isSpokenOf(story, groupId)) tell(story, { name: 'group.removed@1', data: { groupId } })
})

const joinOrLeave: Happening = withOne(groupOf, (story, groupId) => {
  const memberId = memberOf(story)
  if (memberId === undefined) return
  const inside = story.world.groups.get(groupId)?.has(memberId) ?? false
  tell(story, {
    name: inside ? 'group.member-removed@1' : 'group.member-added@1',
    data: { groupId, memberId },
  })
})

const placeResource: Happening = (story) => {
  const again = rarely(story, 0.3) ? pick(story, [...story.world.resources.keys()]) : undefined
  // Other systems name their things as they like, so some ids are no UUIDs.
  const id = rarely(story, 0.5) ? newIdOf(story) : `repository/${below(story, 1000)}`
  const departmentId = rarely(story, 0.7) ? (departmentOf(story) ?? null) : null
  tell(story, {
    name: 'resource.placed@1',
    data: { ...(again === undefined ? { kind: 'external', id } : resourceOf(again)), departmentId },
  })
}

const removeResource: Happening = (story) => {
  const key = pick(story, [...story.world.resources.keys()])
  if (key === undefined || key.startsWith('group ')) return
  const { kind, id } = resourceOf(key)
  if (!isSpokenOf(story, id)) tell(story, { name: 'resource.removed@1', data: { kind, id } })
}

const createRole: Happening = (story) =>
  tell(story, {
    name: 'role.created@1',
    data: { roleId: newIdOf(story), permissions: some(story, [...features, ...offices], 5) },
  })

const changeRole: Happening = withOne(
  (story) => pick(story, [...story.world.roles.keys()]),
  (story, roleId) => {
    if (rarely(story, 0.7))
      tell(story, {
        name: 'role.changed@1',
        data: { roleId, permissions: some(story, [...features, ...offices], 5) },
      })
    else if (!isSpokenOf(story, roleId)) tell(story, { name: 'role.removed@1', data: { roleId } })
  },
)

const give: Happening = (story) =>
  tell(story, {
    name: 'grant.given@1',
    data: {
      grantId: newIdOf(story),
      subject: anySubject(story),
      right: anyRight(story),
      scope: anyScope(story),
      source: 'administrator',
      ...anyTerms(story),
    },
  })

const restrict: Happening = (story) =>
  tell(story, {
    name: 'restriction.placed@1',
    data: {
      restrictionId: newIdOf(story),
      subject: anySubject(story),
      right: anyRight(story),
      scope: anyScope(story),
      ...anyTerms(story),
    },
  })

const endGrant: Happening = withOne(
  (story) => pick(story, [...story.world.grants.keys()]),
  (story, grantId) => tell(story, { name: 'grant.ended@1', data: { grantId } }),
)

const lift: Happening = withOne(
  (story) => pick(story, [...story.world.restrictions.keys()]),
  (story, restrictionId) => tell(story, { name: 'restriction.lifted@1', data: { restrictionId } }),
)

const appointAdministrator: Happening = withOne(memberOf, (story, memberId) =>
  appoint(story, memberId, rarely(story, 0.25) ? 'super' : 'scoped', memberOf(story) ?? null),
)

const changeSeat: Happening = withOne(
  (story) =>
    pick(
      story,
      [...story.world.seats.values()].filter(({ tier }) => tier !== 'creator'),
    ),
  (story, { administratorId }) => {
    if (rarely(story, 0.5)) tell(story, { name: 'administrator.ended@1', data: { administratorId } })
    else
      tell(story, {
        name: 'administrator.changed@1',
        data: {
          administratorId,
          permissions: some(story, offices, 6),
          scope: anyScope(story),
          ceiling: anyCeiling(story),
          ...anyTerms(story),
        },
      })
  },
)

const growth: readonly Happening[] = [
  addMember,
  addMember,
  addDepartment,
  createPosition,
  createGroup,
  createRole,
  placeResource,
]

/** Lets something come into being. */
export const growStory = (story: Story): void => growth[below(story, growth.length)]?.(story)

// Listed as often as they should happen.
const happenings: readonly Happening[] = [
  ...[addMember, addDepartment, growStory, moveDepartment, moveDepartment, removeDepartment, changeStatus],
  ...[
    changeAppointment,
    changeAppointment,
    removePosition,
    removeGroup,
    joinOrLeave,
    joinOrLeave,
    joinOrLeave,
  ],
  ...[removeResource, changeRole, give, give, give, give, endGrant, restrict, lift],
  ...[appointAdministrator, appointAdministrator, changeSeat],
  withOne(memberOf, place),
]
