import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { Where } from '../holdings/index.ts'
import type { IdentityTables } from './tables.ts'

const on = (db: Kysely<PlatformTables>) => db.$extendTables<IdentityTables>()

/** Where a member is signed in now. */
export async function sessionsHeld({ db, workspaceId }: Where, memberIds: readonly string[]) {
  return on(db)
    .selectFrom('session')
    .select(['id', 'device', 'createdAt', 'memberId as holderId'])
    .where('workspaceId', '=', workspaceId)
    .where('memberId', 'in', memberIds)
    .where('endedAt', 'is', null)
    .where('idleUntil', '>', sql<Date>`now()`)
    .orderBy('createdAt')
    .execute()
}

/** Invitations that a member has sent and nobody has used. */
export async function invitationsSent({ db, workspaceId }: Where, memberIds: readonly string[]) {
  const rows = await on(db)
    .selectFrom('invitation')
    .select(['id', 'memberId', 'until', 'madeBy'])
    .where('workspaceId', '=', workspaceId)
    .where(
      'madeBy',
      'in',
      memberIds.map((id) => `member:${id}`),
    )
    .where('usedAt', 'is', null)
    .where('voidAt', 'is', null)
    .where('until', '>', sql<Date>`now()`)
    .orderBy('id')
    .execute()
  return rows.map(({ madeBy, ...row }) => ({ ...row, holderId: madeBy.slice('member:'.length) }))
}
