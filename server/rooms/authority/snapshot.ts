import type { AuthorityEvent, Right } from '@hufu/authority'
import type { Reader } from '../../platform/feed/index.ts'
import { subjectOf } from './commands/grants.ts'
import { isoOf } from './rule.ts'
import { everything } from './store.ts'
import type { RestrictionRow } from './store.ts'

/** The rows of this room as the events that would make them. Directory's rows come before: they are what these speak of. */
export async function* snapshotAuthority(reader: Reader): AsyncGenerator<readonly AuthorityEvent[]> {
  const { roles, grants, restrictions, seats, resources } = await everything(reader.db, reader.workspaceId)
  yield resources.map(({ kind, id, departmentId }) => ({
    name: 'resource.placed@1',
    data: { kind, id, departmentId },
  }))
  yield roles.map(({ id, permissions }) => ({ name: 'role.created@1', data: { roleId: id, permissions } }))
  yield grants.map((grant) => ({
    name: 'grant.given@1',
    data: { grantId: grant.id, source: grant.source, ...ruleOf(grant) },
  }))
  yield grants
    .filter(({ suspendedAt }) => suspendedAt !== null)
    .map(({ id }) => ({ name: 'grant.suspended@1', data: { grantId: id } }))
  yield restrictions.map((restriction) => ({
    name: 'restriction.placed@1',
    data: { restrictionId: restriction.id, ...ruleOf(restriction) },
  }))
  yield seats.map((seat) => ({
    name: 'administrator.appointed@1',
    data: {
      administratorId: seat.id,
      memberId: seat.memberId,
      tier: seat.tier,
      permissions: seat.permissions,
      scope: seat.scope,
      ceiling: { permissions: seat.ceilingPermissions, reach: seat.ceilingReach },
      from: isoOf(seat.fromAt),
      until: isoOf(seat.untilAt),
      appointedBy: seat.appointedBy,
    },
  }))
}

const ruleOf = (
  row: Pick<
    RestrictionRow,
    'subjectType' | 'subjectId' | 'permission' | 'roleId' | 'scope' | 'fromAt' | 'untilAt'
  >,
) => ({
  subject: subjectOf(row),
  right: rightOf(row),
  scope: row.scope,
  from: isoOf(row.fromAt),
  until: isoOf(row.untilAt),
})

/** A row's right as the vocabulary has it; the database checks that exactly one of both is there. */
export function rightOf(row: Pick<RestrictionRow, 'permission' | 'roleId'>): Right {
  if (row.permission !== null) return { type: 'permission', key: row.permission }
  if (row.roleId === null) throw new Error('a rule names a permission or a role; the database checks it')
  return { type: 'role', id: row.roleId }
}
