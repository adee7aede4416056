import { z } from 'zod'
import { SEARCH_MAX, can, change, id, instant, line, name, page, pageQuery, reason } from './common.ts'
import { route } from './define.ts'
import { decisions } from './decisions.ts'
import { grantLife, grantRoutes, howEnded } from './grants.ts'
import { memberStatus, tier } from './identity.ts'
import { drift, roleRoutes } from './roles.ts'
import { ceiling, key, right, scope, subject, terms } from './terms.ts'

const byMember = z.strictObject({ memberId: id })
/** A subject or scope with the names people know it by. */
const named = z.object({ label: z.string() })

export const permissionView = z.object({
  key: z.string(),
  module: z.string(),
  zh: z.string(),
  en: z.string(),
  kind: z.enum(['feature', 'administration']),
  scope: z.string(),
  risk: z.enum(['low', 'medium', 'high', 'critical']),
  state: z.enum(['enforced', 'reserved']),
  /** Days after which a grant of it ends unless said otherwise; null: without end. */
  defaultDays: z.number().int().nullable(),
})
export const grant = z.object({
  id,
  subject: z.intersection(subject, named),
  right: z.intersection(right, named),
  scope: z.intersection(scope, named),
  from: instant.nullable(),
  until: instant.nullable(),
  source: z.string(),
  because: z.string(),
  givenBy: z.string(),
  givenAt: instant,
  endedAt: instant.nullable(),
  endedBy: z.string().nullable(),
  endedBecause: z.string().nullable(),
  /** Null while it has not ended, and where it ended before this was kept. */
  endedHow: howEnded.nullable(),
  inForce: z.boolean(),
  ...grantLife.shape,
  can: grantLife.shape.can.extend({ end: can }),
})
export type GrantView = z.infer<typeof grant>
export const restriction = grant
  .omit({ source: true, endedHow: true, suspended: true, extended: true, firstUntil: true })
  .extend({ can: z.object({ lift: can }) })
export type RestrictionView = z.infer<typeof restriction>
export const administrator = z.object({
  id,
  memberId: id,
  memberName: z.string(),
  memberDepartment: z.string(),
  tier: z.enum(['creator', 'super', 'scoped']),
  permissions: z.array(z.string()),
  scope: z.intersection(scope, named),
  ceiling,
  from: instant.nullable(),
  until: instant.nullable(),
  because: z.string(),
  appointedBy: z.string(),
  appointedAt: instant,
  endedAt: instant.nullable(),
  inForce: z.boolean(),
  /** Departments (with all below) it holds in, own ones named: what an org chart paints. The root for the workspace. */
  departments: z.array(id),
  /** People it may act on, and people it may give to. */
  people: z.number().int(),
  /** Set by the switch for department heads, and kept by it. */
  forHead: z.boolean(),
  can: z.object({ change: can, end: can }),
})
export type AdministratorView = z.infer<typeof administrator>
/** An administrator as an org chart needs them: all of a company at once. */
export const chartSeat = administrator
  .pick({
    id: true,
    memberName: true,
    memberDepartment: true,
    tier: true,
    departments: true,
    people: true,
    forHead: true,
  })
  .extend({ scope: z.string() })
export type ChartSeat = z.infer<typeof chartSeat>

/** A fact that gives or takes a right. */
const rightSource = z.object({
  kind: z.enum(['grant', 'restriction', 'administrator', 'status', 'relation']),
  id: z.string(),
  /** In plain words: 基线, 角色 X, 用户组 Y, 直接授予… */
  label: z.string(),
  scope: z.string(),
  since: instant.nullable(),
  until: instant.nullable(),
  by: z.string(),
  reason: z.string(),
  /** `direct`: given to them as this very right. What gives it beside that: `role` and `group` can end for them alone, `other` cannot. */
  path: z.enum(['direct', 'role', 'group', 'other']),
  /** Whether the reader may end this path for this person. */
  remove: can,
  /** Of a grant. */
  life: grantLife.nullable(),
})

/** One line of a person's rights: the permission, whether it is theirs now, and every fact that gives or takes it. */
export const heldRight = z.object({
  key: z.string(),
  module: z.string(),
  allowed: z.boolean(),
  because: z.string(),
  sources: z.array(rightSource),
  /** Grants that would give it and are suspended. */
  suspended: z.array(rightSource),
  can: z.object({ give: can, takeBack: can }),
})
export const lostRight = z.object({
  key: z.string(),
  at: instant,
  by: z.string(),
  because: z.string(),
  event: z.string(),
  /** Where it was held; null for a seat. */
  scope: scope.nullable(),
  /** Of a grant that has ended. */
  how: howEnded.nullable(),
})
export const permissionProfile = z.object({
  memberId: id,
  name: z.string(),
  status: memberStatus,
  tier,
  departments: z.array(z.string()),
  rights: z.array(heldRight),
  restrictions: z.array(restriction),
  administrators: z.array(administrator),
  lost: z.array(lostRight),
  /** Against the templates of their positions; null when they hold none that has one. */
  drift: drift.omit({ member: true }).nullable(),
  revision: z.number().int(),
})
export type PermissionProfile = z.infer<typeof permissionProfile>

/** The switch for department heads: what each of them may do in the departments they head, and give there. */
export const headsView = z.object({
  enabled: z.boolean(),
  permissions: z.array(z.string()),
  ceiling: z.array(z.string()),
  heads: z.number().int(),
  can: z.object({ set: can }),
})

export const authority = {
  catalogue: route(
    'GET',
    '/api/v1/permissions',
    { summary: 'The catalogue of permissions', asks: ['audit.self.view'] },
    {
      answer: z.object({
        modules: z.array(z.object({ key: z.string(), zh: z.string(), en: z.string() })),
        items: z.array(permissionView),
      }),
    },
  ),
  profile: route(
    'GET',
    '/api/v1/members/:memberId/permissions',
    { summary: 'Every right of a person and why', asks: ['perm.view', 'audit.self.view'] },
    { params: byMember, answer: permissionProfile },
  ),
  myPermissions: route(
    'GET',
    '/api/v1/me/permissions',
    { summary: 'What I have, what I lost, when, by whom, why', asks: ['audit.self.view'] },
    { answer: permissionProfile },
  ),
  ...roleRoutes,

  grants: route(
    'GET',
    '/api/v1/grants',
    { summary: 'Grants', asks: ['perm.view'] },
    {
      query: z.strictObject({
        ...pageQuery,
        memberId: id.optional(),
        permission: key.optional(),
        ended: z.enum(['true', 'false']).optional(),
      }),
      answer: page(grant),
    },
  ),
  give: route(
    'POST',
    '/api/v1/grants',
    { summary: 'Give a right', asks: ['perm.grant', 'perm.grant.temp'] },
    {
      body: z.strictObject({ subject, right, scope, ...terms, because: reason }),
      answer: change.extend({ id }),
    },
  ),
  endGrant: route(
    'POST',
    '/api/v1/grants/:grantId/end',
    { summary: 'End a grant', asks: ['perm.revoke'] },
    {
      params: z.strictObject({ grantId: id }),
      body: z.strictObject({ because: reason }),
      /** `revocationId`: the record of what one person lost by it; null where nobody did, or a group of people. */
      answer: change.extend({ revocationId: id.nullable() }),
    },
  ),
  ...grantRoutes,
  restrictions: route(
    'GET',
    '/api/v1/restrictions',
    { summary: 'Restrictions', asks: ['perm.view'] },
    {
      query: z.strictObject({
        ...pageQuery,
        memberId: id.optional(),
        permission: key.optional(),
        ended: z.enum(['true', 'false']).optional(),
      }),
      answer: page(restriction),
    },
  ),
  restrict: route(
    'POST',
    '/api/v1/restrictions',
    { summary: 'Restrict: a no that beats every grant', asks: ['perm.restrict'] },
    {
      body: z.strictObject({ subject, right, scope, ...terms, because: reason }),
      answer: change.extend({ id }),
    },
  ),
  lift: route(
    'POST',
    '/api/v1/restrictions/:restrictionId/lift',
    { summary: 'Lift a restriction', asks: ['perm.restrict'] },
    {
      params: z.strictObject({ restrictionId: id }),
      body: z.strictObject({ because: reason }),
      answer: change,
    },
  ),

  administrators: route(
    'GET',
    '/api/v1/administrators',
    { summary: 'Administrators, their permissions and scopes', asks: ['admin.view'] },
    {
      query: z.strictObject({
        ...pageQuery,
        memberId: id.optional(),
        /** One seat alone, open or ended. */
        administratorId: id.optional(),
        /** What a name contains. */
        search: z.string().trim().max(SEARCH_MAX).optional(),
        ended: z.enum(['true', 'false']).optional(),
      }),
      answer: page(administrator).extend({
        /** Active super administrators in force: fewer than 2 or more than 4 deserve a hint. */
        supers: z.number().int(),
      }),
    },
  ),
  seatChart: route(
    'GET',
    '/api/v1/administrators/chart',
    { summary: 'Who manages what: every administrator in force, in short', asks: ['admin.view'] },
    { answer: z.object({ items: z.array(chartSeat) }) },
  ),
  heads: route(
    'GET',
    '/api/v1/administrators/heads',
    {
      summary: 'Whether department heads administer their own departments, and with what',
      asks: ['admin.view'],
    },
    { answer: headsView },
  ),
  setHeads: route(
    'PUT',
    '/api/v1/administrators/heads',
    {
      summary: 'Let department heads administer their own departments, or stop it',
      asks: ['admin.assign', 'admin.delegate'],
    },
    {
      body: z.strictObject({
        enabled: z.boolean(),
        permissions: z.array(key).max(200),
        ceiling: z.array(key).max(200),
        because: reason,
      }),
      answer: change.extend({ appointed: z.number().int(), ended: z.number().int() }),
    },
  ),
  appointAdministrator: route(
    'POST',
    '/api/v1/administrators',
    {
      summary: 'Appoint a super or scoped administrator',
      asks: ['admin.assign', 'admin.assign.super', 'admin.delegate'],
    },
    {
      body: z.strictObject({
        memberId: id,
        tier: z.enum(['super', 'scoped']),
        permissions: z.array(key).max(200).optional(),
        scope: scope.optional(),
        ceiling: ceiling.optional(),
        ...terms,
        because: reason,
      }),
      answer: change.extend({ id }),
    },
  ),
  changeAdministrator: route(
    'PATCH',
    '/api/v1/administrators/:administratorId',
    {
      summary: 'Change permissions, scope, ceiling or end of a scoped administrator',
      asks: ['admin.assign', 'admin.scope.set', 'admin.delegate'],
    },
    {
      params: z.strictObject({ administratorId: id }),
      body: z.strictObject({
        permissions: z.array(key).max(200).optional(),
        scope: scope.optional(),
        ceiling: ceiling.optional(),
        ...terms,
        because: reason,
      }),
      answer: change,
    },
  ),
  endAdministrator: route(
    'POST',
    '/api/v1/administrators/:administratorId/end',
    { summary: 'Remove an administrator (or step down)', asks: ['admin.revoke'] },
    {
      params: z.strictObject({ administratorId: id }),
      body: z.strictObject({ because: reason }),
      answer: change,
    },
  ),

  resources: route(
    'GET',
    '/api/v1/resources',
    { summary: 'External resources', asks: ['resource.manage'] },
    {
      query: z.strictObject({ ...pageQuery, search: z.string().max(100).optional() }),
      answer: page(
        z.object({ kind: z.string(), id: z.string(), name: z.string(), departmentId: id.nullable() }),
      ),
    },
  ),
  placeResource: route(
    'POST',
    '/api/v1/resources',
    { summary: 'Register an external resource', asks: ['resource.manage'] },
    {
      body: z.strictObject({ kind: line(40), id: line(200), name, departmentId: id.nullable() }),
      answer: change,
    },
  ),
  removeResource: route(
    'POST',
    '/api/v1/resources/remove',
    { summary: 'Forget an external resource', asks: ['resource.manage'] },
    { body: z.strictObject({ kind: line(40), id: line(200) }), answer: change },
  ),

  ...decisions,
}
