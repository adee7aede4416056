import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import type pg from 'pg'
import { kyselyOver } from '../../platform/db/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { IdentityTables } from './tables.ts'
import type { Entering } from './ways.ts'

const on = (db: Kysely<PlatformTables>): Kysely<PlatformTables & IdentityTables> =>
  db.$extendTables<IdentityTables>()
const over = (pool: pg.Pool): Kysely<PlatformTables & IdentityTables> =>
  kyselyOver<PlatformTables & IdentityTables>(pool)
const workspaceOf = (tally: Tally): string => tally.act.workspaceId

/** Founding companies one at a time: "found" in ASCII. */
const FOUNDING_LOCK = 0x666f756e

/** The company's name when one was founded, else null. */
export async function companyName(db: Kysely<PlatformTables>): Promise<string | null> {
  const row = await db.selectFrom('workspace').select('name').orderBy('createdAt').limit(1).executeTakeFirst()
  return row?.name ?? null
}

/** Keeps others from founding meanwhile and says whether a company exists. */
export async function lockFounding(act: Act): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(${FOUNDING_LOCK})`.execute(act.tx)
  return (await companyName(act.tx)) !== null
}

/** Makes the company's row: everything else refers to it. */
export async function insertWorkspace(tally: Tally<'sys.org.found'>, name: string): Promise<void> {
  await tally.tx
    .insertInto('workspace')
    .values({ id: workspaceOf(tally), slug: 'main', name })
    .execute()
}

/** Keeps a set-up code, unless a company exists. Rests on nobody's permission: it is made by who runs the server. */
export async function insertSetupCode(pool: pg.Pool, hash: Buffer): Promise<boolean> {
  const { rows } = await sql`
    insert into setup_code (hash) select ${hash}::bytea where not exists (select from workspace) returning made_at`.execute(
    over(pool),
  )
  return rows.length > 0
}

/** Counts a wrong code against every code there is, so that guessing voids them all. */
export async function countWrongSetupCode(pool: pg.Pool): Promise<void> {
  await over(pool)
    .updateTable('setupCode')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('usedAt', 'is', null)
    .execute()
}

/** Reads a set-up code and keeps it from being used twice. */
export async function lockSetupCode(
  act: Act,
  hash: Buffer,
): Promise<Selectable<IdentityTables['setupCode']> | undefined> {
  return on(act.tx)
    .selectFrom('setupCode')
    .selectAll()
    .where('hash', '=', hash)
    .forUpdate()
    .executeTakeFirst()
}

/** Marks a set-up code as used. */
export async function markSetupCodeUsed(tally: Tally<'sys.org.found'>, hash: Buffer): Promise<void> {
  await on(tally.tx).updateTable('setupCode').set({ usedAt: tally.at }).where('hash', '=', hash).execute()
}

/** Writes an invitation and voids the open ones of the same member. */
export async function putInvitation(
  tally: Tally<'org.member.invite' | 'creator.transfer'>,
  row: {
    readonly id: string
    readonly hash: Buffer
    readonly memberId: string
    readonly until: Date
    readonly madeBy: string
  },
): Promise<void> {
  await voidInvitations(tally, row.memberId)
  await on(tally.tx)
    .insertInto('invitation')
    .values({ ...row, workspaceId: workspaceOf(tally), madeAt: tally.at, usedAt: null, voidAt: null })
    .execute()
}

/** Takes back the open invitations of a member. */
export async function voidInvitations(
  tally: Tally<'org.member.invite' | 'creator.transfer'>,
  memberId: string,
): Promise<void> {
  await on(tally.tx)
    .updateTable('invitation')
    .set({ voidAt: tally.at })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('memberId', '=', memberId)
    .where('usedAt', 'is', null)
    .where('voidAt', 'is', null)
    .execute()
}

export type Invitation = Selectable<IdentityTables['invitation']>

/** Finds the company an invitation belongs to; null when there is no such code. */
export async function findInvitation(
  pool: pg.Pool,
  hash: Buffer,
): Promise<{ readonly workspaceId: string; readonly memberId: string } | null> {
  const row = await over(pool)
    .selectFrom('invitation')
    .select(['workspaceId', 'memberId'])
    .where('hash', '=', hash)
    .where('usedAt', 'is', null)
    .where('voidAt', 'is', null)
    .where('until', '>', sql<Date>`now()`)
    .executeTakeFirst()
  return row ?? null
}

/** Reads an invitation that can still be used and keeps it from being used twice. */
export async function lockInvitation(act: Act, hash: Buffer): Promise<Invitation | undefined> {
  return on(act.tx)
    .selectFrom('invitation')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('hash', '=', hash)
    .where('usedAt', 'is', null)
    .where('voidAt', 'is', null)
    .where('until', '>', act.at)
    .forUpdate()
    .executeTakeFirst()
}

/** Marks an invitation as used. */
export async function markInvitationUsed(tally: Tally<'sec.self.manage'>, id: string): Promise<void> {
  await on(tally.tx)
    .updateTable('invitation')
    .set({ usedAt: tally.at })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

/** Writes a ticket. */
export async function insertTicket(
  tally: Tally<'audit.self.view'>,
  row: {
    readonly hash: Buffer
    readonly sessionId: string
    readonly memberId: string
    readonly origin: string
    readonly until: Date
  },
): Promise<void> {
  await on(tally.tx)
    .insertInto('ticket')
    .values({ ...row, workspaceId: workspaceOf(tally) })
    .execute()
}

/** Takes a ticket away and gives what it stood for: of two who bring the same, one gets it. Null when there is none. */
export async function takeTicket(
  pool: pg.Pool,
  hash: Buffer,
): Promise<Pick<
  Selectable<IdentityTables['ticket']>,
  'workspaceId' | 'sessionId' | 'memberId' | 'origin'
> | null> {
  const { rows } = await sql<{
    workspaceId: string
    sessionId: string
    memberId: string
    origin: string
    live: boolean
  }>`
    delete from ticket where hash = ${hash}::bytea
    returning workspace_id, session_id, member_id, origin, until > now() as live`.execute(over(pool))
  const row = rows[0]
  return row === undefined || !row.live ? null : row
}

/** Takes away what no longer counts: old tickets, budgets, marks of devices, sessions long over. For a timer. */
export async function sweep(pool: pg.Pool, keptSessionsMs: number, knownMs: number): Promise<void> {
  const db = over(pool)
  await sql`delete from ticket where until < now() - interval '1 minute'`.execute(db)
  await sql`delete from step_up where until < now()`.execute(db)
  await sql`delete from pending_sign_in where until < now()`.execute(db)
  await sql`delete from sign_in_budget where not exists (select from unnest(attempts) t where t > now() - interval '1 hour')`.execute(
    db,
  )
  await sql`delete from sign_in_known where seen_at < now() - ${knownMs}::float8 * interval '1 ms'`.execute(
    db,
  )
  await sql`delete from session where absolute_until < now() - ${keptSessionsMs}::float8 * interval '1 ms'`.execute(
    db,
  )
}

/** Tries one lane: null when a try was left, else the seconds until there is one. Rests on no permission. */
export async function spendTry(
  pool: pg.Pool,
  lane: Buffer,
  tries: number,
  windowSeconds: number,
): Promise<number | null> {
  const { rows } = await sql<{
    wait: number | null
  }>`select hufu_sign_in_spend(${lane}::bytea, ${tries}::int, ${windowSeconds}::int) as wait`.execute(
    over(pool),
  )
  return rows[0]?.wait ?? null
}

/** Gives the newest try of each lane back: the password was right. */
export async function giveBackTries(pool: pg.Pool, lanes: readonly Buffer[]): Promise<void> {
  await sql`update sign_in_budget set attempts = attempts[1:cardinality(attempts) - 1] where key = any(${[...lanes]}::bytea[])`.execute(
    over(pool),
  )
}

/** Which of these devices and networks the member has signed in from before. */
export async function knownAmong(
  pool: pg.Pool,
  workspaceId: string,
  memberId: string,
  hashes: readonly Buffer[],
  withinMs: number,
): Promise<readonly Buffer[]> {
  const { rows } = await sql<{ hash: Buffer }>`
    select hash from sign_in_known where workspace_id = ${workspaceId} and member_id = ${memberId}
      and hash = any(${[...hashes]}::bytea[]) and seen_at > now() - ${withinMs}::float8 * interval '1 ms'`.execute(
    over(pool),
  )
  return rows.map((row) => row.hash)
}

/** Whether a member has ever signed in, as far as anything of it is left. */
export async function hasSignedInBefore(tally: Entering, memberId: string): Promise<boolean> {
  const { rows } = await sql<{ before: boolean }>`
    select exists (select from session where workspace_id = ${workspaceOf(tally)} and member_id = ${memberId})
      or exists (select from sign_in_known where workspace_id = ${workspaceOf(tally)} and member_id = ${memberId})
      as before`.execute(tally.tx)
  return rows[0]?.before === true
}

/** Remembers from where a member has signed in. */
export async function keepKnown(
  tally: Tally<'audit.self.view' | 'sec.self.manage'>,
  memberId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  await on(tally.tx)
    .insertInto('signInKnown')
    .values(hashes.map((hash) => ({ workspaceId: workspaceOf(tally), memberId, hash, seenAt: tally.at })))
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'memberId', 'hash']).doUpdateSet({ seenAt: tally.at }),
    )
    .execute()
}
