import type { Act, Tally } from '../../platform/act/index.ts'
import { on, workspaceOf } from './store.ts'
import type { Db } from './store.ts'

/** Which of these members are in a group, and how many members it has in all. */
export async function groupMembersAmong(
  act: Act,
  groupId: string,
  ids: readonly string[],
): Promise<{ readonly there: ReadonlySet<string>; readonly size: number }> {
  const inGroup = on(act.tx)
    .selectFrom('groupMember')
    .where('workspaceId', '=', act.workspaceId)
    .where('groupId', '=', groupId)
  const { size } = await inGroup
    .select((all) => all.fn.countAll<string>().as('size'))
    .executeTakeFirstOrThrow()
  if (ids.length === 0) return { there: new Set(), size: Number(size) }
  const rows = await inGroup
    .select('memberId')
    .where('memberId', 'in', [...ids])
    .execute()
  return { there: new Set(rows.map((row) => row.memberId)), size: Number(size) }
}

/** Ids of a group's members, sorted. */
export async function groupMemberIds(
  db: Db,
  workspaceId: string,
  groupId: string,
): Promise<readonly string[]> {
  const rows = await on(db)
    .selectFrom('groupMember')
    .select('memberId')
    .where('workspaceId', '=', workspaceId)
    .where('groupId', '=', groupId)
    .orderBy('memberId')
    .execute()
  return rows.map((row) => row.memberId)
}

/** Puts members into a group. */
export async function insertGroupMembers(
  tally: Tally<'org.usergroup.manage'>,
  groupId: string,
  memberIds: readonly string[],
): Promise<void> {
  if (memberIds.length === 0) return
  await on(tally.tx)
    .insertInto('groupMember')
    .values(
      memberIds.map((memberId) => ({
        workspaceId: workspaceOf(tally),
        groupId,
        memberId,
        addedAt: tally.at,
      })),
    )
    .execute()
}

/** Takes members out of a group, or one member out of every group when they leave. */
export async function deleteGroupMembers(
  tally: Tally<'org.usergroup.manage' | 'org.member.delete'>,
  groupId: string,
  memberIds: readonly string[],
): Promise<void> {
  if (memberIds.length === 0) return
  await on(tally.tx)
    .deleteFrom('groupMember')
    .where('workspaceId', '=', workspaceOf(tally))
    .where('groupId', '=', groupId)
    .where('memberId', 'in', memberIds)
    .execute()
}

/** Groups a member is in. */
export async function groupsOf(db: Db, workspaceId: string, memberId: string): Promise<readonly string[]> {
  const rows = await on(db)
    .selectFrom('groupMember')
    .select('groupId')
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .orderBy('groupId')
    .execute()
  return rows.map((row) => row.groupId)
}

/** Puts groups into a group. */
export async function insertNestings(
  tally: Tally<'org.usergroup.manage'>,
  groupId: string,
  innerIds: readonly string[],
): Promise<void> {
  if (innerIds.length === 0) return
  await on(tally.tx)
    .insertInto('groupNesting')
    .values(
      innerIds.map((innerId) => ({ workspaceId: workspaceOf(tally), groupId, innerId, addedAt: tally.at })),
    )
    .execute()
}

/** Takes groups out of a group. */
export async function deleteNestings(
  tally: Tally<'org.usergroup.manage'>,
  groupId: string,
  innerIds: readonly string[],
): Promise<void> {
  if (innerIds.length === 0) return
  await on(tally.tx)
    .deleteFrom('groupNesting')
    .where('workspaceId', '=', workspaceOf(tally))
    .where('groupId', '=', groupId)
    .where('innerId', 'in', innerIds)
    .execute()
}

/** Every nesting in which a group is the outer or the inner one. */
export async function nestingsWith(
  db: Db,
  workspaceId: string,
  groupId: string,
): Promise<readonly { readonly groupId: string; readonly innerId: string }[]> {
  return on(db)
    .selectFrom('groupNesting')
    .select(['groupId', 'innerId'])
    .where('workspaceId', '=', workspaceId)
    .where((either) => either.or([either('groupId', '=', groupId), either('innerId', '=', groupId)]))
    .orderBy('groupId')
    .orderBy('innerId')
    .execute()
}
