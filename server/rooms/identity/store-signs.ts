import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { PermissionKey } from '@hufu/authority'
import { kyselyOn } from '../../platform/db/index.ts'
import type { Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { IdentityTables } from './tables.ts'

/** How often somebody has proved who they are, and when last. */
export type Signs = { readonly count: number; readonly lastAt: Date | null }

/**
 * Counts that somebody has proved who they are: at the beginning of every session and of every further proof, by whatever
 * way. In the transaction of it, so that both are there or neither is.
 */
export async function countSign<P extends PermissionKey>(
  { act, tx, at }: Tally<P>,
  memberId: string,
): Promise<void> {
  await sql`
    insert into sign_of_life (workspace_id, member_id, count, last_at) values (${act.workspaceId}, ${memberId}, 1, ${at})
    on conflict (workspace_id, member_id) do update set count = sign_of_life.count + 1, last_at = excluded.last_at`.execute(
    tx,
  )
}

/**
 * Reads how often somebody has proved who they are, and keeps the number from changing until the transaction ends. Beside
 * `act.tx`: the row is there to be locked,
 * and says nothing new.
 */
export async function keepSigns<P extends PermissionKey>(
  { act }: Tally<P>,
  memberId: string,
): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    insert into sign_of_life (workspace_id, member_id, count) values (${act.workspaceId}, ${memberId}, 0)
    on conflict (workspace_id, member_id) do update set count = sign_of_life.count
    returning count`.execute(kyselyOn(act.client))
  return Number(rows[0]?.count ?? 0)
}

/** Reads how often somebody has proved who they are. */
export async function readSigns(
  db: Kysely<PlatformTables>,
  { workspaceId, memberId }: { readonly workspaceId: string; readonly memberId: string },
): Promise<Signs> {
  const row = await db
    .$extendTables<IdentityTables>()
    .selectFrom('signOfLife')
    .select(['count', 'lastAt'])
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .executeTakeFirst()
  return row === undefined ? { count: 0, lastAt: null } : { count: Number(row.count), lastAt: row.lastAt }
}

/** What became of a one-time way in. */
export async function invitationState(
  db: Kysely<PlatformTables>,
  { workspaceId, id }: { readonly workspaceId: string; readonly id: string },
): Promise<'open' | 'used' | 'gone'> {
  const row = await db
    .$extendTables<IdentityTables>()
    .selectFrom('invitation')
    .select('usedAt')
    .select(sql<boolean>`void_at is not null or until <= now()`.as('gone'))
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return 'gone'
  if (row.usedAt !== null) return 'used'
  return row.gone ? 'gone' : 'open'
}
