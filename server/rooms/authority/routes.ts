import { headsIn, isPermission, knowsSubject } from '@hufu/authority'
import type { Target } from '@hufu/authority'
import { contract } from '@hufu/contract'
import type { Applied } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import type { Act } from '../../platform/act/index.ts'
import { can, hold, may } from '../../platform/http/index.ts'
import type { Doors, Reading } from '../../platform/http/index.ts'
import { appoint, changeSeat, endAdministrator } from './commands/administrators.ts'
import { give, giveMany, subjectOf } from './commands/grants.ts'
import { setHeads } from './commands/heads.ts'
import { extendGrant, relinquish, resumeGrant, suspendGrant } from './commands/lives.ts'
import { lift, restrict, restrictMany } from './commands/restrictions.ts'
import { changeRole, createRole, removeRole, replaceRole } from './commands/roles.ts'
import { setTemplate } from './commands/templates.ts'
import { placeResource, removeResource } from './commands/resources.ts'
import { modulesView } from './modules.ts'
import type { Locale } from './names.ts'
import { profileOf } from './profile.ts'
import {
  grantsForList,
  resourcesForList,
  restrictionsForList,
  headOffice,
  roles,
  subjectsForList,
} from './store.ts'
import type { RuleFilter, RuleSubject } from './store.ts'
import { catalogueView, showGrants, showRestrictions } from './views.ts'
import { lookerAtRules, looksEverywhere, mayLookAt, self, somewhere } from './looking.ts'
import type { People, Show } from './looking.ts'
import { seatChart, seatsView } from './seats.ts'
import { roleHoldersView, rolesView } from './roles.ts'
import { decisionRoutes } from './routes-decisions.ts'
import { driftView, templateView } from './templates.ts'

const routes = contract.authority
const LIST_LIMIT = 50
const workspace: Target = { type: 'workspace' }

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
    return profileOf(shown(call), memberId, person)
  })
  doors.handle(routes.myPermissions, async (call) => {
    may(call.reading, 'audit.self.view', self(call.reading))
    const person = await people.person(call.reading, call.reading.memberId)
    return profileOf(shown(call), call.reading.memberId, person)
  })
  roleRoutes(doors, shown)
  templateRoutes(doors, shown)
  ruleRoutes(doors, shown)
  lifeRoutes(doors)
  seatRoutes(doors, shown)
  resourceRoutes(doors)

  decisionRoutes(doors, shown, people)
}

function roleRoutes(doors: Doors, shown: Show): void {
  doors.handle(routes.roles, async ({ reading }) => {
    may(reading, 'perm.view', somewhere(reading, 'perm.view'))
    return rolesView(reading)
  })
  doors.handle(routes.roleHolders, async (call) => {
    may(call.reading, 'perm.view', workspace)
    const { db, workspaceId } = call.reading
    if (!(await roles(db, workspaceId)).some(({ id }) => id === call.params.roleId))
      throw refuse('authority/not-found', { what: 'role' })
    const { limit = LIST_LIMIT } = call.query
    return roleHoldersView(shown(call), call.params.roleId, { ...call.query, limit })
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
  doors.handle(routes.replaceRole, async (call) =>
    change(call, 'roles.replace', (act) => replaceRole(act, { ...call.params, ...call.body })),
  )
}

function templateRoutes(doors: Doors, shown: Show): void {
  doors.handle(routes.template, async (call) => {
    may(call.reading, 'perm.view', workspace)
    refuseUnknownPosition(call.reading, call.params.positionId)
    return templateView(shown(call), call.params.positionId)
  })
  doors.handle(routes.drift, async (call) => {
    may(call.reading, 'perm.view', workspace)
    refuseUnknownPosition(call.reading, call.params.positionId)
    return driftView(shown(call), call.params.positionId, call.query)
  })
  doors.handle(routes.setTemplate, async (call) =>
    change(call, 'positions.set-template', (act) => setTemplate(act, { ...call.params, ...call.body })),
  )
}

function refuseUnknownPosition({ facts }: Reading, id: string): void {
  if (!knowsSubject(facts, { type: 'position', id })) throw refuse('authority/unknown-target')
}

function ruleRoutes(doors: Doors, shown: Show): void {
  doors.handle(routes.grants, async (call) => {
    const filter = await ruleFilter(call.reading, call.query, 'authorityGrant')
    const rows = await grantsForList(call.reading.db, call.reading.workspaceId, filter)
    holdRows(call.reading, filter, rows)
    return pageOf(await showGrants(shown(call), rows.slice(0, filter.limit - 1)), rows, filter.limit)
  })
  doors.handle(routes.give, async (call) => change(call, 'grants.give', (act) => give(act, call.body)))
  doors.handle(routes.giveMany, async (call) =>
    change(call, 'grants.give-many', async (act) => ({ ids: [...(await giveMany(act, call.body)).ids] })),
  )
  doors.handle(routes.restrictMany, async (call) =>
    change(call, 'restrictions.place-many', async (act) => ({
      ids: [...(await restrictMany(act, call.body)).ids],
    })),
  )
  doors.handle(routes.restrictions, async (call) => {
    const filter = await ruleFilter(call.reading, call.query, 'restriction')
    const rows = await restrictionsForList(call.reading.db, call.reading.workspaceId, filter)
    holdRows(call.reading, filter, rows)
    return pageOf(await showRestrictions(shown(call), rows.slice(0, filter.limit - 1)), rows, filter.limit)
  })
  doors.handle(routes.restrict, async (call) =>
    change(call, 'restrictions.place', (act) => restrict(act, call.body)),
  )
  doors.handle(routes.lift, async (call) =>
    change(call, 'restrictions.lift', (act) => lift(act, { ...call.params, ...call.body })),
  )
}

function lifeRoutes(doors: Doors): void {
  doors.handle(routes.suspendGrant, async (call) =>
    change(call, 'grants.suspend', (act) => suspendGrant(act, { ...call.params, ...call.body })),
  )
  doors.handle(routes.resumeGrant, async (call) =>
    change(call, 'grants.resume', (act) => resumeGrant(act, { ...call.params, ...call.body })),
  )
  doors.handle(routes.extendGrant, async (call) =>
    change(call, 'grants.extend', (act) => extendGrant(act, { ...call.params, ...call.body })),
  )
  doors.handle(routes.relinquish, async (call) =>
    change(call, 'grants.relinquish', (act) => relinquish(act, { ...call.params, ...call.body })),
  )
}

function seatRoutes(doors: Doors, shown: Show): void {
  doors.handle(routes.administrators, async (call) => {
    may(call.reading, 'admin.view', somewhere(call.reading, 'admin.view'))
    const { ended, limit = LIST_LIMIT, ...asked } = call.query
    return seatsView(shown(call), { ...asked, limit, ended: ended === 'true' })
  })
  doors.handle(routes.seatChart, async (call) => {
    may(call.reading, 'admin.view', somewhere(call.reading, 'admin.view'))
    return seatChart(shown(call))
  })
  doors.handle(routes.heads, async ({ reading }) => {
    may(reading, 'admin.view', somewhere(reading, 'admin.view'))
    const office = await headOffice(reading.db, reading.workspaceId)
    return {
      enabled: office !== null,
      permissions: [...(office?.permissions ?? [])],
      ceiling: [...(office?.ceilingPermissions ?? [])],
      heads: headsIn(reading.facts).length,
      can: { set: can(reading, 'admin.assign', workspace) },
    }
  })
  doors.handle(routes.setHeads, async (call) =>
    change(call, 'administrators.heads', (act) => setHeads(act, call.body)),
  )
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

type ListQuery = {
  readonly memberId?: string | undefined
  readonly permission?: string | undefined
  readonly ended?: 'true' | 'false' | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

/** What is listed: the rules about one member, or all that whoever reads may look at, chosen before a page is cut. */
async function ruleFilter(
  reading: Reading,
  query: ListQuery,
  table: 'authorityGrant' | 'restriction',
): Promise<RuleFilter> {
  const whole = query.memberId === undefined && looksEverywhere(reading)
  if (query.memberId !== undefined) mayLookAt(reading, query.memberId)
  if (query.permission !== undefined && !isPermission(query.permission))
    throw refuse('authority/unknown-permission', { permission: query.permission })
  const asked = { memberId: query.memberId, permission: query.permission, ended: query.ended === 'true' }
  const page = { before: query.cursor, limit: (query.limit ?? LIST_LIMIT) + 1 }
  if (whole || query.memberId !== undefined) return { ...asked, ...page }
  const subjects = await subjectsForList(reading.db, reading.workspaceId, table, asked)
  const looks = lookerAtRules(reading)
  return { ...asked, ...page, subjects: subjects.filter((one) => looks(subjectOf(one))) }
}

/** Every row of a list that leaves something out is looked at once more when the answer leaves. */
function holdRows(reading: Reading, { subjects }: RuleFilter, rows: readonly RuleSubject[]): void {
  if (subjects === undefined) return
  hold(reading, () => {
    const looks = lookerAtRules(reading)
    return rows.every((row) => looks(subjectOf(row)))
      ? null
      : refuse('authority/out-of-scope', { permission: 'perm.view' })
  })
}

function pageOf<Item extends { readonly id: string }>(
  items: Item[],
  rows: readonly unknown[],
  limit: number,
) {
  return { items, next: rows.length >= limit ? (items.at(-1)?.id ?? null) : null }
}
