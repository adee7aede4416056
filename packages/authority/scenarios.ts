/**
 * Random companies from a seed: valid logs with everything the vocabulary can say, and questions that hit their
 * edges. For the tests of this package, of the server's fold, and for trials.
 */
import type { AuthorityEvent, Question } from './events.ts'
import {
  DEPTH_MAX,
  anyCeiling,
  anyRight,
  anyScope,
  anySubject,
  anyTerms,
  appoint,
  below,
  departmentOf,
  depthOf,
  features,
  groupOf,
  isGroupInside,
  isInside,
  isSpokenOf,
  laterThan,
  memberOf,
  newIdOf,
  offices,
  pick,
  positionOf,
  questionsAbout,
  randomFrom,
  rarely,
  resourceOf,
  some,
  tell,
} from './story.ts'
import type { Story } from './story.ts'
import { worldOf } from './world.ts'

export { anyInstant, anyKey, anyTarget, newIdOf, questionsAbout, randomFrom } from './story.ts'
export type { Random, Story } from './story.ts'
export { covers, isInGroup, specAnswer } from './spec.ts'
export { happen, worldOf } from './world.ts'
export type { World } from './world.ts'

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
  const { nested } = story.world
  const isNested = [...nested].some(([outer, inner]) =>
    outer === groupId ? inner.size > 0 : inner.has(groupId),
  )
  if (!isNested && !isSpokenOf(story, groupId)) tell(story, { name: 'group.removed@1', data: { groupId } })
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

const nestOrNot: Happening = withOne(groupOf, (story, groupId) => {
  const innerId = groupOf(story)
  if (innerId === undefined) return
  if (story.world.nested.get(groupId)?.has(innerId) === true)
    tell(story, { name: 'group.group-removed@1', data: { groupId, innerId } })
  else if (!isGroupInside(story, groupId, innerId))
    tell(story, { name: 'group.group-added@1', data: { groupId, innerId } })
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

const suspendOrResume: Happening = withOne(
  (story) => pick(story, [...story.world.grants.keys()]),
  (story, grantId) =>
    tell(story, {
      name: story.world.suspendedGrants.has(grantId) ? 'grant.resumed@1' : 'grant.suspended@1',
      data: { grantId },
    }),
)

const extendGrant: Happening = withOne(
  (story) =>
    pick(
      story,
      [...story.world.grants.values()].filter(({ until }) => until !== null),
    ),
  (story, { grantId, until }) =>
    tell(story, {
      name: 'grant.extended@1',
      data: { grantId, until: laterThan(story, until ?? '') },
    }),
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

const handOnTheTop: Happening = withOne(memberOf, (story, toId) => {
  const seats = [...story.world.seats.values()]
  const top = seats.find(({ tier }) => tier === 'creator')
  if (top === undefined || top.memberId === toId) return
  const isBelow = ({ memberId, tier }: (typeof seats)[number]): boolean =>
    (memberId === toId && rarely(story, 0.8)) ||
    (memberId === top.memberId && tier !== 'creator' && rarely(story, 0.5))
  tell(story, {
    name: 'creator.transferred@1',
    data: {
      administratorId: newIdOf(story),
      fromId: top.memberId,
      toId,
      permissions: [],
      endedIds: [top, ...seats.filter(isBelow)].map(({ administratorId }) => administratorId),
      appointedBy: rarely(story, 0.5) ? top.memberId : null,
    },
  })
})

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
const places = [addDepartment, growStory, moveDepartment, moveDepartment, removeDepartment, removePosition]
const people = [addMember, changeStatus, changeAppointment, changeAppointment, withOne(memberOf, place)]
const things = [
  removeGroup,
  nestOrNot,
  nestOrNot,
  joinOrLeave,
  joinOrLeave,
  joinOrLeave,
  removeResource,
  changeRole,
]
const rules = [
  give,
  give,
  give,
  give,
  endGrant,
  suspendOrResume,
  suspendOrResume,
  extendGrant,
  restrict,
  lift,
]
const seats = [appointAdministrator, appointAdministrator, changeSeat, handOnTheTop]
const happenings: readonly Happening[] = [...places, ...people, ...things, ...rules, ...seats]
