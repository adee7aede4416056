import { z } from 'zod'
import { SEARCH_MAX, can, change, id, instant, line, name, page, pageQuery, reason } from './common.ts'
import { route } from './define.ts'
import { imports } from './imports.ts'
import { login, memberStatus, tier } from './identity.ts'
import { revocationReason } from './revocations.ts'
import { hideableField } from './visibility-terms.ts'

const byDepartment = z.strictObject({ departmentId: id })
const byMember = z.strictObject({ memberId: id })
const byAppointment = z.strictObject({ appointmentId: id })
const byPosition = z.strictObject({ positionId: id })
const byGroup = z.strictObject({ groupId: id })
export const phone = z
  .string()
  .trim()
  .regex(/^\+?[0-9][0-9 -]{4,20}$/, 'phone')
export const email = z.email().max(254)

/** `revocationId`: the record of what the person lost by it, with what every node finds when it tries. */
/** What became of what was given for the old job: ended at once, planned to end, and left to others to decide. */
const moved = change.extend({
  dropped: z.array(id),
  later: z.object({ planId: id, grantIds: z.array(id) }).nullable(),
  open: z.number().int(),
})
const leaving = z.strictObject({ because: reason, reason: revocationReason.optional() })
const revoked = change.extend({ revocationId: id })

/** Administrators that one move of a department may name. */
const REACH_MAX = 1000

/** The whole tree in columns, pre-order, parents by index (−1 = root): 45,000 departments stay small and quick. */
export const departmentTree = z.object({
  revision: z.number().int(),
  /** Not looked at one by one: 45,000 of them would cost as long as everything else in the answer. */
  ids: z.array(z.string()),
  parents: z.array(z.number().int()),
  names: z.array(z.string()),
  /** Members with an appointment in this department itself. */
  members: z.array(z.number().int()),
  /** `can` per department: bit 0 org.dept.edit, 1 org.dept.move, 2 org.dept.delete, 3 org.member.invite. */
  can: z.array(z.number().int()),
})
export type DepartmentTree = z.infer<typeof departmentTree>

export const appointment = z.object({
  id,
  departmentId: id,
  departmentName: z.string(),
  /** Names from the root down, the department itself last. */
  departmentPath: z.array(z.string()),
  positionId: id.nullable(),
  positionName: z.string().nullable(),
  primary: z.boolean(),
  head: z.boolean(),
})

export const memberRow = z.object({
  id,
  name: z.string(),
  /** Empty when it is hidden. */
  login: z.string(),
  employeeNo: z.string().nullable(),
  status: memberStatus,
  tier,
  /** Masked unless the caller holds org.member.edit here: `138****0001`. */
  phone: z.string().nullable(),
  email: z.string().nullable(),
  appointments: z.array(appointment),
  /** Fields that a rule hides from the caller: they come empty, whatever they hold. */
  hidden: z.array(hideableField),
})
export type MemberRow = z.infer<typeof memberRow>

export const memberCard = memberRow.extend({
  managerId: id.nullable(),
  managerName: z.string().nullable(),
  groups: z.array(z.object({ id, name: z.string() })),
  createdAt: instant,
  departedAt: instant.nullable(),
  /** Keys: org.member.edit, org.member.move, org.member.disable, org.member.delete, org.member.invite, perm.view, perm.grant, perm.revoke, perm.restrict, admin.assign, sec.session.view, sec.session.kick, org.field.sensitive.view, org.visibility.manage, msg.dm. */
  can: z.record(z.string(), can),
})
export type MemberCard = z.infer<typeof memberCard>

/** The higher the number, the higher the rank; null: none. */
const rank = z.number().int().min(0).max(100).nullable()
export const position = z.object({ id, name: z.string(), rank, members: z.number().int() })
export const group = z.object({
  id,
  name: z.string(),
  departmentId: id.nullable(),
  /** People who stand in it themselves; with the groups inside, each counted once, they are `people`. */
  members: z.number().int(),
  people: z.number().int(),
  /** Groups directly inside. */
  groups: z.array(id),
})

const profile = {
  name,
  login,
  phone: phone.nullable().optional(),
  email: email.nullable().optional(),
  employeeNo: line(40).nullable().optional(),
}

export const directory = {
  tree: route(
    'GET',
    '/api/v1/departments',
    { summary: 'The department tree, in columns', asks: ['org.directory.view'] },
    { answer: departmentTree },
  ),
  createDepartment: route(
    'POST',
    '/api/v1/departments',
    { summary: 'Create a department', asks: ['org.dept.edit'] },
    { body: z.strictObject({ parentId: id, name }), answer: change.extend({ id }) },
  ),
  renameDepartment: route(
    'PATCH',
    '/api/v1/departments/:departmentId',
    { summary: 'Rename a department', asks: ['org.dept.edit'] },
    { params: byDepartment, body: z.strictObject({ name }), answer: change },
  ),
  moveDepartment: route(
    'POST',
    '/api/v1/departments/:departmentId/move',
    { summary: 'Move a department with all below it', asks: ['org.dept.move'] },
    {
      params: byDepartment,
      body: z.strictObject({
        parentId: id,
        /** Administrators whose reach grows by it, as the preview lists them: to name them is to approve it. */
        reach: z.array(id).max(REACH_MAX).optional(),
      }),
      answer: change,
    },
  ),
  removeDepartment: route(
    'DELETE',
    '/api/v1/departments/:departmentId',
    { summary: 'Remove an empty department', asks: ['org.dept.delete'] },
    { params: byDepartment, answer: change },
  ),

  members: route(
    'GET',
    '/api/v1/members',
    {
      summary: 'Find members: by name, pinyin, initials, login or phone; by department, status, tier',
      asks: ['org.directory.view'],
    },
    {
      query: z.strictObject({
        ...pageQuery,
        search: z.string().trim().max(SEARCH_MAX).optional(),
        departmentId: id.optional(),
        /** `true` (default): the department and all below; `false`: the department itself. */
        below: z.enum(['true', 'false']).optional(),
        status: memberStatus.optional(),
        tier: tier.optional(),
      }),
      answer: page(memberRow),
    },
  ),
  member: route(
    'GET',
    '/api/v1/members/:memberId',
    { summary: 'One member', asks: ['org.directory.view'] },
    { params: byMember, answer: memberCard },
  ),
  addMember: route(
    'POST',
    '/api/v1/members',
    {
      summary: 'Add a member: invited until the invitation is accepted, or active at once',
      asks: ['org.member.invite'],
    },
    {
      body: z.strictObject({
        ...profile,
        departmentId: id,
        positionId: id.nullable().optional(),
        head: z.boolean().optional(),
        /** `active`: known to work here already, as in a replayed history. */ status: z
          .enum(['invited', 'active'])
          .optional(),
      }),
      answer: change.extend({ id }),
    },
  ),
  changeMember: route(
    'PATCH',
    '/api/v1/members/:memberId',
    { summary: 'Edit a profile', asks: ['org.member.edit'] },
    {
      params: byMember,
      body: z.strictObject({
        ...profile,
        name: name.optional(),
        login: login.optional(),
        managerId: id.nullable().optional(),
      }),
      answer: change,
    },
  ),
  suspend: route(
    'POST',
    '/api/v1/members/:memberId/suspend',
    { summary: 'Suspend: every right but two ends at once, everywhere', asks: ['org.member.disable'] },
    { params: byMember, body: leaving, answer: revoked },
  ),
  restore: route(
    'POST',
    '/api/v1/members/:memberId/restore',
    { summary: 'Restore a suspended member', asks: ['org.member.disable'] },
    { params: byMember, body: z.strictObject({ because: reason }), answer: change },
  ),
  depart: route(
    'POST',
    '/api/v1/members/:memberId/depart',
    { summary: 'The member leaves the company for good', asks: ['org.member.delete'] },
    { params: byMember, body: leaving, answer: revoked },
  ),
  appoint: route(
    'POST',
    '/api/v1/members/:memberId/appointments',
    { summary: 'Appoint a member to a department', asks: ['org.member.move'] },
    {
      params: byMember,
      body: z.strictObject({
        departmentId: id,
        positionId: id.nullable().optional(),
        primary: z.boolean().optional(),
        head: z.boolean().optional(),
      }),
      answer: change.extend({ id }),
    },
  ),
  changeAppointment: route(
    'PATCH',
    '/api/v1/appointments/:appointmentId',
    { summary: 'Move or change an appointment', asks: ['org.member.move'] },
    {
      params: byAppointment,
      body: z.strictObject({
        departmentId: id.optional(),
        positionId: id.nullable().optional(),
        primary: z.boolean().optional(),
        head: z.boolean().optional(),
        /** Grants and seats of the old job that stay in the new one, and why. */
        keep: z
          .array(z.strictObject({ id, because: reason }))
          .max(200)
          .optional(),
        because: reason.optional(),
      }),
      answer: moved,
    },
  ),
  endAppointment: route(
    'DELETE',
    '/api/v1/appointments/:appointmentId',
    { summary: 'End an appointment (not the last one)', asks: ['org.member.move'] },
    { params: byAppointment, answer: change },
  ),

  positions: route(
    'GET',
    '/api/v1/positions',
    { summary: 'Positions', asks: ['org.directory.view'] },
    { answer: z.object({ items: z.array(position) }) },
  ),
  createPosition: route(
    'POST',
    '/api/v1/positions',
    { summary: 'Create a position', asks: ['org.position.manage'] },
    { body: z.strictObject({ name, rank: rank.optional() }), answer: change.extend({ id }) },
  ),
  renamePosition: route(
    'PATCH',
    '/api/v1/positions/:positionId',
    { summary: 'Give a position another name or rank', asks: ['org.position.manage'] },
    {
      params: byPosition,
      body: z.strictObject({ name: name.optional(), rank: rank.optional() }),
      answer: change,
    },
  ),
  removePosition: route(
    'DELETE',
    '/api/v1/positions/:positionId',
    { summary: 'Remove a position nobody holds', asks: ['org.position.manage'] },
    { params: byPosition, answer: change },
  ),

  groups: route(
    'GET',
    '/api/v1/groups',
    { summary: 'User groups', asks: ['org.directory.view'] },
    { answer: z.object({ items: z.array(group) }) },
  ),
  groupMembers: route(
    'GET',
    '/api/v1/groups/:groupId/members',
    { summary: 'Members of a user group', asks: ['org.directory.view'] },
    { params: byGroup, query: z.strictObject(pageQuery), answer: page(memberRow) },
  ),
  createGroup: route(
    'POST',
    '/api/v1/groups',
    { summary: 'Create a user group', asks: ['org.usergroup.manage'] },
    { body: z.strictObject({ name, departmentId: id.nullable().optional() }), answer: change.extend({ id }) },
  ),
  renameGroup: route(
    'PATCH',
    '/api/v1/groups/:groupId',
    { summary: 'Rename a user group', asks: ['org.usergroup.manage'] },
    { params: byGroup, body: z.strictObject({ name }), answer: change },
  ),
  removeGroup: route(
    'DELETE',
    '/api/v1/groups/:groupId',
    { summary: 'Remove a user group', asks: ['org.usergroup.manage'] },
    { params: byGroup, answer: change },
  ),
  changeGroupMembers: route(
    'POST',
    '/api/v1/groups/:groupId/members',
    { summary: 'Add and remove members of a user group', asks: ['org.usergroup.manage'] },
    {
      params: byGroup,
      body: z.strictObject({
        add: z.array(id).max(500).optional(),
        remove: z.array(id).max(500).optional(),
        addGroups: z.array(id).max(100).optional(),
        removeGroups: z.array(id).max(100).optional(),
      }),
      answer: change,
    },
  ),

  ...imports,
}
