import type { Where } from '../holdings/index.ts'
import { on } from './tables-on.ts'

/** Grants to a member by name that have not ended, with the names of roles. */
export async function openGrantsTo({ db, workspaceId }: Where, memberIds: readonly string[]) {
  return on(db)
    .selectFrom('authorityGrant as g')
    .leftJoin('role as r', (join) =>
      join.onRef('r.workspaceId', '=', 'g.workspaceId').onRef('r.id', '=', 'g.roleId'),
    )
    .select([
      'g.id',
      'g.subjectId as holderId',
      'g.permission',
      'g.roleId',
      'g.scope',
      'g.source',
      'g.fromAt',
      'g.untilAt',
      'r.name as roleName',
    ])
    .where('g.workspaceId', '=', workspaceId)
    .where('g.subjectType', '=', 'member')
    .where('g.subjectId', 'in', memberIds)
    .where('g.endedAt', 'is', null)
    .orderBy('g.id')
    .execute()
}
