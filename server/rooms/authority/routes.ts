import { administratorsOf, isPermission } from '@hufu/authority'
import type { Target } from '@hufu/authority'
import { contract } from '@hufu/contract'
import type { Applied } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import type { Act } from '../../platform/act/index.ts'
import { may } from '../../platform/http/index.ts'
import type { Doors, Reading } from '../../platform/http/index.ts'
import { appoint, changeSeat, endAdministrator } from './commands/administrators.ts'
import { endGrant, give } from './commands/grants.ts'
import { lift, restrict } from './commands/restrictions.ts'
import { changeRole, createRole, removeRole } from './commands/roles.ts'
import { placeResource, removeResource } from './commands/resources.ts'
import { takeBack } from './commands/take-back.ts'
import { modulesView } from './modules.ts'
import type { Locale, Names } from './names.ts'
import { profileOf } from './profile.ts'
import type { PersonView } from './profile.ts'
import {
  grantsForList,
  resourcesForList,
  restrictionsForList,
  roleHolders,
  roles,
  seatsForList,
} from './store.ts'
import { catalogueView, showGrants, showRestrictions, showSeats } from './views.ts'
import type { Shown } from './views.ts'
import { evaluate, explainInWords } from './decisions.ts'

const routes = contract.authority
const LIST_LIMIT = 50
const workspace: Target = { type: 'workspace' }

/** What this room needs to know from the ones that know people. */
export type People = {
  readonly names: Names
  readonly person: (reading: Reading, memberId: string) => Promise<PersonView>
  /** Id of a member by id or login; `null` when there is none. */
  readonly find: (reading: Reading, idOrLogin: string) => Promise<string | null>
  /** Whether a person is there for the one who reads. */
  readonly sees: (reading: Reading, memberId: string) => boolean
}

type CallOf = {
  readonly perform: <T>(
    kind: 'authority',
    name: string,
    work: (act: Act) => Promise<T>,
  ) => Promise<{ result: T; applied: Applied }>
}

/** Runs an authority command and answers with what became of it on every node. */
async function change<T extends object | null>(call: CallOf, name: string, work: (act: Act) => Promise<T>) {
  const { result, applied } = await call.perform('authority', name, work)
  return { ...result, applied }
}

/** Registers the doors of authority. */
export function authorityRoutes(doors: Doors, people: People): void {
  const shown = (call: { reading: Reading; locale: Locale }) => ({
    reading: call.reading,
    names: people.names,
    locale: call.locale,
    sees: people.sees,
  })

  doors.handle(routes.catalogue, async (call) => {
    may(call.reading, 'audit.self.view', self(call.reading))
    return { modules: modulesView, items: catalogueView }
  })
  doors.handle(routes.profile, async (call) => {
    const { memberId } = call.params
    mayLookAt(call.reading, memberId)
    const person = await people.person(call.reading, memberId)
    return profileOf(shown(call), memberId, person, () => person.departments[0] ?? '')
  })
  doors.handle(routes.myPermissions, async (call) => {
    may(call.reading, 'audit.self.view', self(call.reading))
    const person = await people.person(call.reading, call.reading.memberId)
    return profileOf(shown(call), call.reading.memberId, person, () => person.departments[0] ?? '')
  })
  doors.handle(routes.takeBack, async (call) =>
    change(call, 'members.revoke', async (act) => {
      const taken = await takeBack(act, { ...call.params, ...call.body })
      return { ended: [...taken.ended], restricted: [...taken.restricted] }
    }),
  )
  roleRoutes(doors)
  ruleRoutes(doors, shown)
  seatRoutes(doors, shown, people)
  resourceRoutes(doors)

  doors.handle(routes.explain, async (call) => {
    const { memberId, permission: key, target, at } = call.body
    mayLookAt(call.reading, memberId)
    return explainInWords(shown(call), {
      memberId,
      key,
      target,
      at: at === undefined ? call.reading.at : Date.parse(at),
    })
  })
  doors.handle(routes.evaluation, async (call) => evaluate(call.reading, call.body, people.find, mayLookAt))
  doors.handle(routes.authzen, async (call) => ({
    policy_decision_point: call.publicUrl,
    access_evaluation_endpoint: `${call.publicUrl}/access/v1/evaluation`,
  }))
}

type Show = (call: { reading: Reading; locale: Locale }) => Shown

function roleRoutes(doors: Doors): void {
  doors.handle(routes.roles, async ({ reading }) => {
    may(reading, 'perm.view', somewhere(reading, 'perm.view'))
    const rows = await roles(reading.db, reading.workspaceId)
    const items = await Promise.all(
      rows.map(async ({ id, name, slug, permissions: keys }) => ({
        id,
        name,
        builtIn: slug !== null,
        permissions: [...keys],
        holders: await roleHolders(reading.db, reading.workspaceId, id),
      })),
    )
    return { items }
  })
  doors.handle(routes.createRole, async (call) =>
    change(call, 'roles.create', (act) => createRole(act, call.body)),
  )
  doors.handle(routes.changeRole, async (call) =>
    change(call, 'roles.change', (act) => changeRole(act, { ...call.params, ...call.body })),
  )
  doors.handle(routes.removeRole, async (call) =>
    change(call, 'roles.remove', (act) => removeRole(act, call.params)),
  )
}

function ruleRoutes(doors: Doors, shown: Show): void {
  doors.handle(routes.grants, async (call) => {
    const filter = ruleFilter(call.reading, call.query)
    const rows = await grantsForList(call.reading.db, call.reading.workspaceId, filter)
    return pageOf(await showGrants(shown(call), rows.slice(0, filter.limit - 1)), rows, filter.limit)
  })
  doors.handle(routes.give, async (call) => change(call, 'grants.give', (act) => give(act, call.body)))
  doors.handle(routes.endGrant, async (call) =>
    change(call, 'grants.end', (act) => endGrant(act, { ...call.params, ...call.body })),
  )
  doors.handle(routes.restrictions, async (call) => {
    const filter = ruleFilter(call.reading, call.query)
    const rows = await restrictionsForList(call.reading.db, call.reading.workspaceId, filter)
    return pageOf(await showRestrictions(shown(call), rows.slice(0, filter.limit - 1)), rows, filter.limit)
  })
  doors.handle(routes.restrict, async (call) =>
    change(call, 'restrictions.place', (act) => restrict(act, call.body)),
  )
  doors.handle(routes.lift, async (call) =>
    change(call, 'restrictions.lift', (act) => lift(act, { ...call.params, ...call.body })),
  )
}

function seatRoutes(doors: Doors, shown: Show, people: People): void {
  doors.handle(routes.administrators, async (call) => {
    may(call.reading, 'admin.view', somewhere(call.reading, 'admin.view'))
    const rows = await seatsForList(call.reading.db, call.reading.workspaceId, {
      memberId: call.query.memberId,
      ended: call.query.ended === 'true',
    })
    const departments = new Map<string, string>()
    for (const { memberId } of rows)
      departments.set(memberId, (await people.person(call.reading, memberId)).departments[0] ?? '')
    return { items: await showSeats(shown(call), rows, (memberId) => departments.get(memberId) ?? '') }
  })
  doors.handle(routes.appointAdministrator, async (call) =>
    change(call, 'administrators.appoint', (act) => appoint(act, call.body)),
  )
  doors.handle(routes.changeAdministrator, async (call) =>
    change(call, 'administrators.change', (act) => changeSeat(act, { ...call.params, ...call.body })),
  )
  doors.handle(routes.endAdministrator, async (call) =>
    change(call, 'administrators.end', (act) => endAdministrator(act, { ...call.params, ...call.body })),
  )
}

function resourceRoutes(doors: Doors): void {
  doors.handle(routes.resources, async ({ reading, query }) => {
    may(reading, 'resource.manage', somewhere(reading, 'resource.manage'))
    const limit = query.limit ?? LIST_LIMIT
    const [kind, id] = query.cursor?.split('\n') ?? []
    const rows = await resourcesForList(reading.db, reading.workspaceId, {
      search: query.search,
      after: kind === undefined || id === undefined ? undefined : [kind, id],
      limit: limit + 1,
    })
    const items = rows
      .slice(0, limit)
      .map(({ kind: of, id: key, name, departmentId }) => ({ kind: of, id: key, name, departmentId }))
    const last = items.at(-1)
    return { items, next: rows.length > limit && last !== undefined ? `${last.kind}\n${last.id}` : null }
  })
  doors.handle(routes.placeResource, async (call) =>
    change(call, 'resources.place', (act) => placeResource(act, call.body)),
  )
  doors.handle(routes.removeResource, async (call) =>
    change(call, 'resources.remove', (act) => removeResource(act, call.body)),
  )
}

const self = (reading: Reading): Target => ({ type: 'member', id: reading.memberId })

/** Looking at a person's rights: one's own, or with perm.view over them. */
function mayLookAt(reading: Reading, memberId: string): void {
  if (memberId === reading.memberId) may(reading, 'audit.self.view', self(reading))
  else may(reading, 'perm.view', { type: 'member', id: memberId })
}

/** Lists are for those who hold the permission anywhere; scoped administrators are asked at their first department. */
function somewhere(reading: Reading, key: 'perm.view' | 'admin.view' | 'resource.manage'): Target {
  const seat = administratorsOf(reading.facts, reading.memberId).find(
    ({ tier, permissions: keys }) => tier !== 'scoped' || keys.includes(key),
  )
  if (seat === undefined || seat.tier !== 'scoped') return workspace
  if (seat.scope.type === 'departments') return { type: 'department', id: seat.scope.ids[0] ?? '' }
  if (seat.scope.type === 'own-department') return self(reading)
  return seat.scope.type === 'resource'
    ? { type: 'resource', kind: seat.scope.kind, id: seat.scope.id }
    : workspace
}

type ListQuery = {
  readonly memberId?: string | undefined
  readonly permission?: string | undefined
  readonly ended?: 'true' | 'false' | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

function ruleFilter(reading: Reading, query: ListQuery) {
  if (query.memberId === undefined) may(reading, 'perm.view', workspace)
  else mayLookAt(reading, query.memberId)
  if (query.permission !== undefined && !isPermission(query.permission))
    throw refuse('authority/unknown-permission', { permission: query.permission })
  return {
    memberId: query.memberId,
    permission: query.permission,
    ended: query.ended === 'true',
    before: query.cursor,
    limit: (query.limit ?? LIST_LIMIT) + 1,
  }
}

function pageOf<Item extends { readonly id: string }>(
  items: Item[],
  rows: readonly unknown[],
  limit: number,
) {
  return { items, next: rows.length >= limit ? (items.at(-1)?.id ?? null) : null }
}
