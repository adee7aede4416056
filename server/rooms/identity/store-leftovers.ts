import { sql } from 'kysely'
import type pg from 'pg'
import { kyselyOver } from '../../platform/db/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { IdentityTables } from './tables.ts'

/** Of whom: asked about many at once. */
type Whose = { readonly workspaceId: string; readonly memberIds: readonly string[] }

export type LastingSession = {
  readonly memberId: string
  readonly id: string
  readonly createdAt: Date
  readonly open: boolean
}

const over = (pool: pg.Pool) => kyselyOver<PlatformTables & IdentityTables>(pool)

/** Sessions of members whose token somebody may still have, newest first. `open` by what their row says. */
export async function lastingSessions(
  pool: pg.Pool,
  { workspaceId, memberIds }: Whose,
  days: number,
  max: number,
): Promise<readonly LastingSession[]> {
  const { rows } = await sql<LastingSession>`
    select member_id as "memberId", s.id, s.created_at as "createdAt",
           s.ended_at is null and s.idle_until > now() as open
    from unnest(${[...memberIds]}::uuid[]) as one (member_id) cross join lateral (
      select id, created_at, ended_at, idle_until from session
      where workspace_id = ${workspaceId} and session.member_id = one.member_id
        and created_at > now() - ${days}::int * interval '1 day'
      order by created_at desc limit ${max}) as s
    order by s.created_at desc`.execute(over(pool))
  return rows
}

/** Invitations of a member that nobody has used, voided or let lapse: by the hash of their code. */
export async function openInvitations(
  pool: pg.Pool,
  { workspaceId, memberIds }: Whose,
): Promise<readonly { readonly memberId: string; readonly id: string; readonly hash: Buffer }[]> {
  return over(pool)
    .selectFrom('invitation')
    .select(['memberId', 'id', 'hash'])
    .where('workspaceId', '=', workspaceId)
    .where('memberId', 'in', memberIds)
    .where('usedAt', 'is', null)
    .where('voidAt', 'is', null)
    .where('until', '>', sql<Date>`now()`)
    .execute()
}

/** The sessions for which a ticket of a socket or a proof is still out. */
export async function pendingSessions(
  pool: pg.Pool,
  { workspaceId, memberIds }: Whose,
): Promise<readonly { readonly memberId: string; readonly id: string }[]> {
  const { rows } = await sql<{ memberId: string; id: string }>`
    select member_id as "memberId", session_id as id from ticket
    where workspace_id = ${workspaceId} and member_id = any(${[...memberIds]}::uuid[]) and until > now()
    union select member_id, session_id from step_up
    where workspace_id = ${workspaceId} and member_id = any(${[...memberIds]}::uuid[]) and until > now()`.execute(
    over(pool),
  )
  return rows
}
