import type { Where, Passing } from '../holdings/index.ts'
import { on, workspaceOf } from './store.ts'

/** Those who name a member as their manager and have not left. */
export async function reportsOf({ db, workspaceId }: Where, managerIds: readonly string[]) {
  return on(db)
    .selectFrom('member')
    .select(['id', 'name', 'managerId as holderId'])
    .where('workspaceId', '=', workspaceId)
    .where('managerId', 'in', managerIds)
    .where('status', '<>', 'departed')
    .orderBy('sortKey')
    .orderBy('id')
    .execute()
}

/** How many people report to these members together; to anybody, when none are named. */
export async function countReports(
  { db, workspaceId }: Where,
  managerIds?: readonly string[],
): Promise<number> {
  let query = on(db)
    .selectFrom('member')
    .select((all) => all.fn.countAll<string>().as('count'))
    .where('workspaceId', '=', workspaceId)
    .where('managerId', 'is not', null)
    .where('status', '<>', 'departed')
  if (managerIds !== undefined) query = query.where('managerId', 'in', [...managerIds])
  return Number((await query.executeTakeFirstOrThrow()).count)
}

/** Has members report to somebody else. */
export async function setManager(tally: Passing, ids: readonly string[], managerId: string): Promise<void> {
  if (ids.length === 0) return
  await on(tally.tx)
    .updateTable('member')
    .set({ managerId })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', 'in', [...ids])
    .execute()
}

/** A member's appointments in force with the names of their places, the primary first. */
export async function appointmentsHeld({ db, workspaceId }: Where, memberIds: readonly string[]) {
  return on(db)
    .selectFrom('appointment as a')
    .innerJoin('department as d', (join) =>
      join.onRef('d.workspaceId', '=', 'a.workspaceId').onRef('d.id', '=', 'a.departmentId'),
    )
    .leftJoin('position as p', (join) =>
      join.onRef('p.workspaceId', '=', 'a.workspaceId').onRef('p.id', '=', 'a.positionId'),
    )
    .select([
      'a.id',
      'a.memberId as holderId',
      'a.departmentId',
      'a.positionId',
      'a.isPrimary',
      'a.isHead',
      'd.name as department',
      'p.name as position',
    ])
    .where('a.workspaceId', '=', workspaceId)
    .where('a.memberId', 'in', memberIds)
    .where('a.endedAt', 'is', null)
    .orderBy('a.isPrimary', 'desc')
    .orderBy('a.id')
    .execute()
}

/** User groups that a member is in, by name. */
export async function userGroupsHeld({ db, workspaceId }: Where, memberIds: readonly string[]) {
  return on(db)
    .selectFrom('groupMember as m')
    .innerJoin('memberGroup as g', (join) =>
      join.onRef('g.workspaceId', '=', 'm.workspaceId').onRef('g.id', '=', 'm.groupId'),
    )
    .select(['g.id', 'g.name', 'm.memberId as holderId'])
    .where('m.workspaceId', '=', workspaceId)
    .where('m.memberId', 'in', memberIds)
    .orderBy('g.name')
    .orderBy('g.id')
    .execute()
}
