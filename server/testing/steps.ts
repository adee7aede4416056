/** Random administrative steps through the real commands, by whoever: most are refused, and that is the point. */
import { grantable, permission, permissions } from '@hufu/authority'
import type { PermissionKey, Scope, Subject } from '@hufu/authority'
import { randomFrom } from '../../packages/authority/scenarios.ts'
import type { Random, World } from '../../packages/authority/scenarios.ts'
import type { Act } from '../platform/act/index.ts'
import { authorityCommands as authority, endGrant } from '../rooms/authority/index.ts'
import { departMember, directoryCommands as directory, suspendMember } from '../rooms/directory/index.ts'
import { because } from './company.ts'

/** One step: what it is called, what it says, and how it is done. */
export type Step = {
  readonly name: string
  readonly input: unknown
  readonly run: (act: Act) => Promise<unknown>
}

/** Where steps come from: chance, the company as its log tells it, and the hour that times are counted from. */
export type Chance = {
  readonly random: Random
  readonly world: World
  /** Milliseconds since 1970. */
  readonly base: number
}

export const chanceFrom = (seed: number): Random => randomFrom(seed)

const HOUR_MS = 3_600_000
/** Hours from the base at which rules of random steps begin and end. */
export const turns: readonly number[] = [-48, -1, 24, 200]

const features = grantable(permissions.map(({ key }) => key)).filter(
  (key) => permission(key).kind === 'feature',
)
/** Few, so that steps meet: what is given here is what is in ceilings there. */
const someFeatures: readonly PermissionKey[] = ['file.download', 'file.upload', 'msg.dm', 'resource.read']
const offices: readonly PermissionKey[] = [
  'perm.view',
  'perm.grant',
  'perm.grant.temp',
  'perm.revoke',
  'perm.restrict',
  'perm.template.manage',
  'admin.role.manage',
  'admin.assign',
  'admin.delegate',
  'admin.revoke',
  'admin.scope.set',
  'org.dept.edit',
  'org.dept.move',
  'org.dept.delete',
  'org.member.invite',
  'org.member.move',
  'org.member.disable',
  'org.member.delete',
  'org.usergroup.manage',
  'resource.manage',
]

type Leaving = { readonly memberId: string; readonly because: string }
// Without the record of what is lost: here only what is given and what stays counts.
const suspend = (act: Act, input: Leaving) => suspendMember(act, input, (_, end) => end())
const depart = (act: Act, input: Leaving) => departMember(act, input, (_, end) => end())
const endOneGrant = (act: Act, input: Parameters<typeof endGrant>[1]) =>
  endGrant(act, input, (_, __, end) => end())

const below = (random: Random, count: number): number => Math.floor(random() * count)
const oneOf = <T>(random: Random, list: readonly T[], otherwise: T): T =>
  list[below(random, list.length)] ?? otherwise
const someOf = <T>(random: Random, list: readonly T[], most: number): readonly T[] =>
  list.toSorted(() => random() - 0.5).slice(0, 1 + below(random, most))
const rarely = (random: Random, chance: number): boolean => random() < chance

const nobody = '00000000-0000-7000-8000-000000000000'
const memberIn = ({ random, world }: Chance): string => oneOf(random, [...world.statuses.keys()], nobody)
const departmentIn = ({ random, world }: Chance): string => oneOf(random, [...world.parents.keys()], nobody)
const groupIn = ({ random, world }: Chance): string => oneOf(random, [...world.groups.keys()], nobody)
const positionIn = ({ random, world }: Chance): string => oneOf(random, [...world.positions], nobody)
const roleIn = ({ random, world }: Chance): string => oneOf(random, [...world.roles.keys()], nobody)

function scopeIn(chance: Chance): Scope {
  const { random } = chance
  if (rarely(random, 0.25)) return { type: 'workspace' }
  if (rarely(random, 0.15)) return { type: 'own-department' }
  if (rarely(random, 0.1)) return { type: 'resource', kind: 'group', id: groupIn(chance) }
  return { type: 'departments', ids: [departmentIn(chance)] }
}

function subjectIn(chance: Chance): Subject {
  const { random } = chance
  if (rarely(random, 0.6)) return { type: 'member', id: memberIn(chance) }
  if (rarely(random, 0.4)) return { type: 'group', id: groupIn(chance) }
  if (rarely(random, 0.4)) return { type: 'department', id: departmentIn(chance) }
  return rarely(random, 0.6) ? { type: 'position', id: positionIn(chance) } : { type: 'everyone' }
}

const rightIn = (chance: Chance, keys: readonly PermissionKey[]) =>
  rarely(chance.random, 0.2)
    ? ({ type: 'role', id: roleIn(chance) } as const)
    : ({ type: 'permission', key: oneOf(chance.random, keys, 'msg.dm') } as const)

function termsIn({ random, base }: Chance) {
  const at = (hours: number): string => new Date(base + hours * HOUR_MS).toISOString()
  const from = rarely(random, 0.3) ? at(oneOf(random, turns, 24)) : null
  const until = rarely(random, 0.3) ? at(oneOf(random, turns, 24) + 1) : null
  return { from, until }
}

let words = 0
const word = (): string => `w${(words += 1)}`

const ruleIn = (chance: Chance, keys: readonly PermissionKey[]) => ({
  subject: subjectIn(chance),
  right: rightIn(chance, keys),
  scope: scopeIn(chance),
  ...termsIn(chance),
  because,
})

const seatIn = (chance: Chance) => ({
  permissions: someOf(chance.random, offices, 8),
  scope: scopeIn(chance),
  ceiling: { permissions: someOf(chance.random, someFeatures, 3), reach: scopeIn(chance) },
  ...termsIn(chance),
  because,
})

const step = <Input>(
  name: string,
  command: (act: Act, input: Input) => Promise<unknown>,
  input: Input,
): Step => ({ name, input, run: (act) => command(act, input) })

type Maker = (chance: Chance) => Step

const ofRights: readonly Maker[] = [
  (chance) => step('give', authority['grants.give'], ruleIn(chance, someFeatures)),
  (chance) =>
    step('restrict', authority['restrictions.place'], ruleIn(chance, [...someFeatures, ...offices])),
  (chance) => {
    const { subject: _, right: __, ...rest } = ruleIn(chance, features)
    const subjects = [subjectIn(chance), subjectIn(chance)]
    return step('give many', authority['grants.give-many'], {
      ...rest,
      subjects,
      rights: [rightIn(chance, someFeatures), rightIn(chance, someFeatures)],
    })
  },
  ({ random, world }) =>
    step('end a grant', endOneGrant, {
      grantId: oneOf(random, [...world.grants.keys()], nobody),
      because,
    }),
  ({ random, world }) =>
    step('lift', authority['restrictions.lift'], {
      restrictionId: oneOf(random, [...world.restrictions.keys()], nobody),
      because,
    }),
  (chance) =>
    step('take back', authority['members.revoke'], {
      memberId: memberIn(chance),
      permissions: someOf(chance.random, someFeatures, 2),
      because,
    }),
]

const ofLives: readonly Maker[] = [
  ({ random, world }) =>
    step('suspend a grant', authority['grants.suspend'], {
      grantId: oneOf(random, [...world.grants.keys()], nobody),
      because,
    }),
  ({ random, world }) =>
    step('resume a grant', authority['grants.resume'], {
      grantId: oneOf(random, [...world.suspendedGrants], nobody),
      because,
    }),
  ({ random, world, base }) => {
    const ending = [...world.grants.values()].filter(({ until }) => until !== null)
    return step('extend a grant', authority['grants.extend'], {
      grantId: oneOf(
        random,
        ending.map(({ grantId }) => grantId),
        nobody,
      ),
      until: new Date(base + oneOf(random, turns, 24) * HOUR_MS + HOUR_MS).toISOString(),
      because,
    })
  },
  ({ random, world }) =>
    step('give a grant up', authority['grants.relinquish'], {
      grantId: oneOf(random, [...world.grants.keys()], nobody),
    }),
]

const ofRoles: readonly Maker[] = [
  ({ random }) =>
    step('create a role', authority['roles.create'], {
      name: word(),
      permissions: someOf(random, someFeatures, 3),
    }),
  (chance) =>
    step('change a role', authority['roles.change'], {
      roleId: roleIn(chance),
      permissions: someOf(chance.random, someFeatures, 3),
    }),
  (chance) =>
    step('replace a role', authority['roles.replace'], {
      roleId: roleIn(chance),
      ...(rarely(chance.random, 0.5) ? { by: roleIn(chance) } : {}),
      because,
    }),
  (chance) =>
    step('set a template', authority['positions.set-template'], {
      positionId: positionIn(chance),
      items: [{ right: rightIn(chance, someFeatures), scope: scopeIn(chance) }],
      because,
    }),
]

const ofSeats: readonly Maker[] = [
  (chance) =>
    step('appoint', authority['administrators.appoint'], {
      memberId: memberIn(chance),
      tier: rarely(chance.random, 0.15) ? 'super' : 'scoped',
      ...seatIn(chance),
    }),
  (chance) =>
    step('change a seat', authority['administrators.change'], {
      administratorId: oneOf(chance.random, [...chance.world.seats.keys()], nobody),
      ...seatIn(chance),
    }),
  ({ random, world }) =>
    step('end a seat', authority['administrators.end'], {
      administratorId: oneOf(random, [...world.seats.keys()], nobody),
      because,
    }),
  ({ random }) =>
    step('switch heads', authority['administrators.heads'], {
      enabled: rarely(random, 0.7),
      permissions: someOf(random, offices, 5),
      ceiling: someOf(random, someFeatures, 3),
      because,
    }),
]

const ofPlaces: readonly Maker[] = [
  (chance) =>
    step('found a department', directory['departments.create'], {
      parentId: departmentIn(chance),
      name: word(),
    }),
  (chance) =>
    step('move a department', directory['departments.move'], {
      departmentId: departmentIn(chance),
      parentId: departmentIn(chance),
    }),
  (chance) =>
    step('remove a department', directory['departments.remove'], { departmentId: departmentIn(chance) }),
  (chance) =>
    step('make a group', directory['groups.create'], {
      name: word(),
      departmentId: rarely(chance.random, 0.5) ? departmentIn(chance) : null,
    }),
  (chance) =>
    step('change a group', directory['groups.change-members'], {
      groupId: groupIn(chance),
      add: [memberIn(chance)],
      remove: [memberIn(chance)],
    }),
  (chance) =>
    step('nest groups', directory['groups.change-members'], {
      groupId: groupIn(chance),
      ...(rarely(chance.random, 0.7)
        ? { addGroups: [groupIn(chance)] }
        : { removeGroups: [groupIn(chance)] }),
    }),
  (chance) => step('remove a group', directory['groups.remove'], { groupId: groupIn(chance) }),
  (chance) =>
    step('place a resource', authority['resources.place'], {
      kind: 'repository',
      id: `r${below(chance.random, 3)}`,
      name: word(),
      departmentId: rarely(chance.random, 0.8) ? departmentIn(chance) : null,
    }),
]

const ofPeople: readonly Maker[] = [
  (chance) =>
    step('add a member', directory['members.add'], {
      name: word(),
      login: word(),
      departmentId: departmentIn(chance),
      positionId: rarely(chance.random, 0.4) ? positionIn(chance) : null,
      head: rarely(chance.random, 0.2),
      status: 'active',
    }),
  (chance) => step('suspend', suspend, { memberId: memberIn(chance), because }),
  (chance) => step('restore', directory['members.restore'], { memberId: memberIn(chance), because }),
  (chance) =>
    rarely(chance.random, 0.3)
      ? step('depart', depart, { memberId: memberIn(chance), because })
      : step('restore', directory['members.restore'], { memberId: memberIn(chance), because }),
  (chance) =>
    step('appoint to a department', directory['appointments.make'], {
      memberId: memberIn(chance),
      departmentId: departmentIn(chance),
      positionId: rarely(chance.random, 0.5) ? positionIn(chance) : null,
      head: rarely(chance.random, 0.3),
    }),
  (chance) =>
    step('change an appointment', directory['appointments.change'], {
      appointmentId: oneOf(chance.random, [...chance.world.appointments.keys()], nobody),
      ...(rarely(chance.random, 0.6) ? { departmentId: departmentIn(chance) } : {}),
      ...(rarely(chance.random, 0.4) ? { positionId: positionIn(chance) } : {}),
      head: rarely(chance.random, 0.4),
    }),
  ({ random, world }) =>
    step('end an appointment', directory['appointments.end'], {
      appointmentId: oneOf(random, [...world.appointments.keys()], nobody),
    }),
  ({ random }) =>
    step('create a position', directory['positions.create'], { name: `${word()}${below(random, 9)}` }),
]

const families = [ofRights, ofRights, ofLives, ofRoles, ofSeats, ofPlaces, ofPeople] as const

/** Any step. It names things that are there, and asks nobody whether it may be done. */
export function anyStep(chance: Chance): Step {
  const family = oneOf(chance.random, families, ofRights)
  const make = oneOf(chance.random, family, ofRights[0] ?? (() => ofNothing))
  return make(chance)
}

const ofNothing: Step = { name: 'nothing', input: null, run: () => Promise.resolve(null) }

/** Whoever may do the next step: mostly somebody with a seat, sometimes anybody. */
export function anyAuthor({ random, world }: Chance): string {
  const seated = [...world.seats.values()].map(({ memberId }) => memberId)
  const everybody = [...world.statuses.keys()]
  return oneOf(random, rarely(random, 0.9) ? seated : everybody, nobody)
}
