import { sql } from 'kysely'
import type pg from 'pg'
import { kyselyOver } from '../../platform/db/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { IdentityTables } from './tables.ts'

type Whose = { readonly workspaceId: string; readonly memberId: string }

const over = (pool: pg.Pool) => kyselyOver<PlatformTables & IdentityTables>(pool)

/** Sessions of a member whose token somebody may still have, newest first. `open` by what their row says. */
export async function lastingSessions(
  pool: pg.Pool,
  { workspaceId, memberId }: Whose,
  days: number,
  max: number,
): Promise<readonly { readonly id: string; readonly createdAt: Date; readonly open: boolean }[]> {
  return over(pool)
    .selectFrom('session')
    .select(['id', 'createdAt', sql<boolean>`ended_at is null and idle_until > now()`.as('open')])
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .where('createdAt', '>', sql<Date>`now() - ${days}::int * interval '1 day'`)
    .orderBy('createdAt', 'desc')
    .limit(max)
    .execute()
}

/** Invitations of a member that nobody has used, voided or let lapse: by the hash of their code. */
export async function openInvitations(
  pool: pg.Pool,
  { workspaceId, memberId }: Whose,
): Promise<readonly { readonly id: string; readonly hash: Buffer }[]> {
  return over(pool)
    .selectFrom('invitation')
    .select(['id', 'hash'])
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .where('usedAt', 'is', null)
    .where('voidAt', 'is', null)
    .where('until', '>', sql<Date>`now()`)
    .execute()
}

/** The sessions for which a ticket of a socket or a proof is still out. */
export async function pendingSessions(
  pool: pg.Pool,
  { workspaceId, memberId }: Whose,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select session_id as id from ticket
    where workspace_id = ${workspaceId} and member_id = ${memberId} and until > now()
    union select session_id from step_up
    where workspace_id = ${workspaceId} and member_id = ${memberId} and until > now()`.execute(over(pool))
  return rows.map(({ id }) => id)
}
