import type { Kysely } from 'kysely'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { Where } from '../holdings/index.ts'
import type { MessagingTables } from './tables.ts'

const on = (db: Kysely<PlatformTables>) => db.$extendTables<MessagingTables>()

/** Groups that a member owns, by name, with how many members each has. */
export async function groupsOwnedBy({ db, workspaceId }: Where, memberIds: readonly string[]) {
  return on(db)
    .selectFrom('conversation')
    .select((row) => [
      'id',
      'name',
      'ownerId as holderId',
      row
        .selectFrom('conversationMember')
        .select((all) => all.fn.countAll<string>().as('members'))
        .whereRef('conversationMember.workspaceId', '=', 'conversation.workspaceId')
        .whereRef('conversationMember.conversationId', '=', 'conversation.id')
        .as('members'),
    ])
    .where('workspaceId', '=', workspaceId)
    .where('ownerId', 'in', memberIds)
    .where('dissolvedAt', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute()
}

/** How many groups these members own together; of everybody, when none are named. */
export async function countOwned({ db, workspaceId }: Where, memberIds?: readonly string[]): Promise<number> {
  let query = on(db)
    .selectFrom('conversation')
    .select((all) => all.fn.countAll<string>().as('count'))
    .where('workspaceId', '=', workspaceId)
    .where('kind', '=', 'group')
    .where('ownerId', 'is not', null)
    .where('dissolvedAt', 'is', null)
  if (memberIds !== undefined) query = query.where('ownerId', 'in', [...memberIds])
  return Number((await query.executeTakeFirstOrThrow()).count)
}

/** Conversations a member is in, with the names of those that have one. */
export async function conversationsJoined({ db, workspaceId }: Where, memberIds: readonly string[]) {
  return on(db)
    .selectFrom('conversationMember as m')
    .innerJoin('conversation as c', (join) =>
      join.onRef('c.workspaceId', '=', 'm.workspaceId').onRef('c.id', '=', 'm.conversationId'),
    )
    .select(['c.id', 'c.name', 'c.kind', 'm.memberId as holderId'])
    .where('m.workspaceId', '=', workspaceId)
    .where('m.memberId', 'in', memberIds)
    .where('c.dissolvedAt', 'is', null)
    .orderBy('c.name')
    .orderBy('c.id')
    .execute()
}
