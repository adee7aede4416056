import { z } from 'zod'
import { SEARCH_MAX, change, cursor, id, name, page, pageQuery, reason } from './common.ts'
import { personNamed } from './decisions.ts'
import { route } from './define.ts'
import { key, right, scope, subject, terms } from './terms.ts'

/** A subject, right or scope with the words people know it by. */
const named = z.object({ label: z.string() })

export const role = z.object({
  id,
  name: z.string(),
  builtIn: z.boolean(),
  permissions: z.array(z.string()),
  /** Open grants and restrictions that name it, and the people they speak of. */
  holders: z.number().int(),
  people: z.number().int(),
})
export type RoleView = z.infer<typeof role>

/** One rule by which a role is held or taken. */
export const roleHolder = z.object({
  id,
  kind: z.enum(['grant', 'restriction']),
  subject: z.intersection(subject, named),
  scope: z.intersection(scope, named),
  people: z.number().int(),
  until: z.string().nullable(),
  because: z.string(),
})

/** What a position gives whoever holds it: one grant. */
export const templateItem = z.object({
  grantId: id,
  right: z.intersection(right, named),
  scope: z.intersection(scope, named),
  permissions: z.array(z.string()),
})
export const template = z.object({
  positionId: id,
  name: z.string(),
  items: z.array(templateItem),
  holders: z.number().int(),
  /** Holders whose rights are not what the template and the baseline say. */
  drifted: z.number().int(),
})
export type TemplateView = z.infer<typeof template>

/** How a person's features differ from what their positions and the baseline say. */
export const drift = z.object({
  member: personNamed,
  /** Held beyond the template, by grants of their own or of their groups. */
  extra: z.array(z.string()),
  /** In the template, and not held: a restriction stands in the way. */
  missing: z.array(z.string()),
})
export type DriftView = z.infer<typeof drift>

/** Subjects and rights of one bulk change. */
export const BULK_SUBJECTS_MAX = 500
export const BULK_RIGHTS_MAX = 50
const bulk = z.strictObject({
  subjects: z.array(subject).min(1).max(BULK_SUBJECTS_MAX),
  rights: z.array(right).min(1).max(BULK_RIGHTS_MAX),
  scope,
  ...terms,
  because: reason,
})
const byRole = z.strictObject({ roleId: id })
const byPosition = z.strictObject({ positionId: id })

/** Roles, templates of positions, and many rights at once. Part of the doors of authority. */
export const roleRoutes = {
  roles: route(
    'GET',
    '/api/v1/roles',
    { summary: 'Roles', asks: ['perm.view'] },
    { answer: z.object({ items: z.array(role) }) },
  ),
  roleHolders: route(
    'GET',
    '/api/v1/roles/:roleId/holders',
    {
      summary: 'By which grants and restrictions a role is held, and by how many people',
      asks: ['perm.view'],
    },
    {
      params: byRole,
      query: z.strictObject({
        ...pageQuery,
        /** What the name of a person, department, position or group contains. */
        search: z.string().trim().max(SEARCH_MAX).optional(),
      }),
      answer: page(roleHolder).extend({
        /** Whether any restriction names the role: it cannot end without another role in its place. */
        restricts: z.boolean(),
      }),
    },
  ),
  createRole: route(
    'POST',
    '/api/v1/roles',
    { summary: 'Create a role', asks: ['admin.role.manage'] },
    { body: z.strictObject({ name, permissions: z.array(key).max(200) }), answer: change.extend({ id }) },
  ),
  changeRole: route(
    'PATCH',
    '/api/v1/roles/:roleId',
    { summary: 'Change a role', asks: ['admin.role.manage'] },
    {
      params: byRole,
      body: z.strictObject({ name: name.optional(), permissions: z.array(key).max(200).optional() }),
      answer: change,
    },
  ),
  removeRole: route(
    'DELETE',
    '/api/v1/roles/:roleId',
    { summary: 'Remove a role nobody holds', asks: ['admin.role.manage'] },
    { params: byRole, answer: change },
  ),
  replaceRole: route(
    'POST',
    '/api/v1/roles/:roleId/replace',
    {
      summary: 'Remove a role that is held: its grants and restrictions end, or go on with another role',
      asks: ['admin.role.manage', 'perm.revoke', 'perm.grant', 'perm.restrict'],
    },
    {
      params: byRole,
      /** Without `by` the grants end; restrictions can only go on with another role. */
      body: z.strictObject({ by: id.optional(), because: reason }),
      answer: change.extend({ ended: z.number().int(), given: z.number().int() }),
    },
  ),

  template: route(
    'GET',
    '/api/v1/positions/:positionId/template',
    { summary: 'What a position gives, and how many holders differ from it', asks: ['perm.view'] },
    { params: byPosition, answer: template },
  ),
  setTemplate: route(
    'PUT',
    '/api/v1/positions/:positionId/template',
    { summary: 'Set what a position gives to whoever holds it', asks: ['perm.template.manage'] },
    {
      params: byPosition,
      body: z.strictObject({
        items: z.array(z.strictObject({ right, scope })).max(100),
        because: reason,
      }),
      answer: change.extend({ given: z.number().int(), ended: z.number().int() }),
    },
  ),
  drift: route(
    'GET',
    '/api/v1/positions/:positionId/drift',
    { summary: 'Holders of a position whose rights differ from its template', asks: ['perm.view'] },
    {
      params: byPosition,
      query: z.strictObject({
        cursor: cursor.optional(),
        limit: z.coerce.number().int().min(1).max(200).optional(),
      }),
      answer: page(drift),
    },
  ),

  giveMany: route(
    'POST',
    '/api/v1/grants/bulk',
    {
      summary: 'Give several rights to several subjects, all or none',
      asks: ['perm.grant', 'perm.grant.temp'],
    },
    { body: bulk, answer: change.extend({ ids: z.array(id) }) },
  ),
  restrictMany: route(
    'POST',
    '/api/v1/restrictions/bulk',
    { summary: 'Restrict several rights of several subjects, all or none', asks: ['perm.restrict'] },
    { body: bulk, answer: change.extend({ ids: z.array(id) }) },
  ),
}
