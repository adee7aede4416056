import type { ProofMethod } from '@hufu/contract'
import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import type pg from 'pg'
import { kyselyOver } from '../../platform/db/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { Caller } from '../../platform/http/index.ts'
import type { Hashed } from './password.ts'
import { voidProved } from './store-pending.ts'
import { countSign } from './store-signs.ts'
import type { IdentityTables } from './tables.ts'

type Db = Kysely<PlatformTables>
const on = (db: Db): Kysely<PlatformTables & IdentityTables> => db.$extendTables<IdentityTables>()
const over = (pool: pg.Pool): Kysely<PlatformTables & IdentityTables> =>
  kyselyOver<PlatformTables & IdentityTables>(pool)
const workspaceOf = (tally: Tally): string => tally.act.workspaceId

/** The permissions whose tally may end sessions: as oneself, or as an administrator of others. */
export type Ending =
  | 'audit.self.view'
  | 'sec.self.manage'
  | 'sec.session.kick'
  | 'sec.mfa.reset'
  | 'creator.transfer'
/** The permissions whose tally may set a password: one's own, by a one-time code, at founding. */
export type Setting = 'sec.self.manage' | 'sys.org.found'

export type SessionRow = Omit<Selectable<IdentityTables['session']>, 'tokenHash'>

/** A session as it was found, with how long it may go on by the database's clock, and the fence it was read at. */
export type FoundSession = {
  readonly workspaceId: string
  readonly id: string
  readonly hash: string
  readonly memberId: string
  readonly epoch: number
  readonly fence: number
  readonly idleInMs: number
  readonly absoluteInMs: number
  readonly seenAgoMs: number
  readonly methods: readonly ProofMethod[]
}

const foundColumns = sql<FoundSession>`
  s.workspace_id, s.id, s.member_id, s.epoch, s.methods, w.revision as fence,
  rtrim(translate(encode(s.token_hash, 'base64'), '+/', '-_'), '=') as hash,
  (extract(epoch from s.idle_until - now()) * 1000)::float8 as idle_in_ms,
  (extract(epoch from s.absolute_until - now()) * 1000)::float8 as absolute_in_ms,
  (extract(epoch from now() - s.last_seen_at) * 1000)::float8 as seen_ago_ms`

/** Live sessions by the hashes of their tokens (base64url). Row and fence come from one snapshot. */
export async function findSessions(
  pool: pg.Pool,
  hashes: readonly string[],
): Promise<readonly FoundSession[]> {
  const keys = hashes.map((hash) => Buffer.from(hash, 'base64url'))
  const { rows } = await sql<FoundSession>`
    select ${foundColumns} from session s join workspace w on w.id = s.workspace_id
    where s.token_hash = any(${keys}::bytea[]) and s.ended_at is null and s.idle_until > now()`.execute(
    over(pool),
  )
  return rows
}

/** One live session by its id; null when there is none (any more). */
export async function findSessionById(
  pool: pg.Pool,
  { workspaceId, sessionId }: Caller,
): Promise<FoundSession | null> {
  const { rows } = await sql<FoundSession>`
    select ${foundColumns} from session s join workspace w on w.id = s.workspace_id
    where s.workspace_id = ${workspaceId} and s.id = ${sessionId} and s.ended_at is null and s.idle_until > now()`.execute(
    over(pool),
  )
  return rows[0] ?? null
}

/** Notes that a session is in use: its idle limit moves on. Rests on no permission: it only repeats that a request came. */
export async function touchSession(
  pool: pg.Pool,
  { workspaceId, sessionId }: Caller,
  idleMs: number,
): Promise<void> {
  await sql`
    update session set last_seen_at = now(), idle_until = least(now() + ${idleMs}::float8 * interval '1 ms', absolute_until)
    where workspace_id = ${workspaceId} and id = ${sessionId} and ended_at is null and idle_until > now()`.execute(
    over(pool),
  )
}

/** The fence as of a snapshot. */
export async function fenceOf(db: Db, workspaceId: string): Promise<number> {
  const row = await db
    .selectFrom('workspace')
    .select('revision')
    .where('id', '=', workspaceId)
    .executeTakeFirst()
  return row?.revision ?? 0
}

/** For each member whose earlier sessions are over: the revision since when. Read from the ledger, which knows for ever. */
export async function epochs(
  db: Db,
  workspaceId: string,
  events: readonly string[],
): Promise<readonly { readonly memberId: string; readonly epoch: number }[]> {
  const { rows } = await sql<{ memberId: string; epoch: number }>`
    select leaf::jsonb #>> '{data,memberId}' as member_id, max(revision) as epoch from ledger_entry
    where workspace_id = ${workspaceId} and tree = 'authority' and event = any(${[...events]}) group by 1`.execute(
    db,
  )
  return rows
}

/** Writes a session: whoever begins one has proved who they are. */
export async function insertSession(
  tally: Tally<'audit.self.view' | 'sec.self.manage'>,
  row: Pick<
    Selectable<IdentityTables['session']>,
    'id' | 'tokenHash' | 'memberId' | 'epoch' | 'device' | 'idleUntil' | 'absoluteUntil' | 'methods'
  >,
): Promise<void> {
  await on(tally.tx)
    .insertInto('session')
    .values({
      ...row,
      workspaceId: workspaceOf(tally),
      createdAt: tally.at,
      lastSeenAt: tally.at,
      endedAt: null,
    })
    .execute()
  await countSign(tally, row.memberId)
}

const shown = [
  'workspaceId',
  'id',
  'memberId',
  'epoch',
  'device',
  'createdAt',
  'lastSeenAt',
  'idleUntil',
  'absoluteUntil',
  'endedAt',
  'rootId',
  'methods',
] as const

/** The live sessions of a member, newest first. */
export async function sessionsOf(
  db: Db,
  workspaceId: string,
  memberId: string,
  limit: number,
): Promise<readonly SessionRow[]> {
  return on(db)
    .selectFrom('session')
    .select(shown)
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .where('endedAt', 'is', null)
    .where('idleUntil', '>', sql<Date>`now()`)
    .orderBy('createdAt', 'desc')
    .limit(limit)
    .execute()
}

/** Reads the live sessions of a member and keeps them from changing. A sign-in under way waits on the credential first. */
export async function lockSessionsOf(act: Act, memberId: string): Promise<readonly SessionRow[]> {
  return on(act.tx)
    .selectFrom('session')
    .select(shown)
    .where('workspaceId', '=', act.workspaceId)
    .where('memberId', '=', memberId)
    .where('endedAt', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Reads one session that has not ended and keeps it from changing. */
export async function lockSession(act: Act, id: string): Promise<SessionRow | undefined> {
  return on(act.tx)
    .selectFrom('session')
    .select(shown)
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
}

/** Marks sessions as ended. */
export async function markEnded(tally: Tally<Ending>, ids: readonly string[]): Promise<void> {
  await on(tally.tx)
    .updateTable('session')
    .set({ endedAt: tally.at })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', 'in', ids)
    .execute()
}

const hashed = ({ memoryKib, passes, lanes, salt, hash }: Hashed): Hashed => ({
  memoryKib,
  passes,
  lanes,
  salt,
  hash,
})

/** The password of a member as it is kept, or null. */
export async function readCredential(db: Db, workspaceId: string, memberId: string): Promise<Hashed | null> {
  const row = await on(db)
    .selectFrom('credential')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .executeTakeFirst()
  return row === undefined ? null : hashed(row)
}

/**
 * Reads the password of a member and keeps it from changing. Whoever begins or ends sessions of a member takes this
 * lock first: a sign-in by an old password is either seen by the change that ends its session, or fails after it.
 */
export async function lockCredential(act: Act, memberId: string): Promise<Hashed | null> {
  const row = await on(act.tx)
    .selectFrom('credential')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('memberId', '=', memberId)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? null : hashed(row)
}

/** Sets the password of a member. What was proved by the one before proves nothing any more. */
export async function putCredential(tally: Tally<Setting>, memberId: string, kept: Hashed): Promise<void> {
  const values = { ...hashed(kept), setAt: tally.at }
  await on(tally.tx)
    .insertInto('credential')
    .values({ workspaceId: workspaceOf(tally), memberId, ...values })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'memberId']).doUpdateSet(values))
    .execute()
  await voidProved(tally, memberId)
}

/** What a member has chosen for themselves: a language or none, and whether notices go out by e-mail. */
export type Chosen = { readonly locale: 'zh-CN' | 'en-US' | null; readonly mail: boolean }

export async function readChosen(db: Db, workspaceId: string, memberId: string): Promise<Chosen> {
  const row = await on(db)
    .selectFrom('memberSetting')
    .select(['locale', 'mail'])
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .executeTakeFirst()
  return row ?? { locale: null, mail: true }
}

/** Keeps what a member has chosen; what is left out stays. */
export async function putChosen(
  tally: Tally<Setting>,
  memberId: string,
  chosen: Partial<Chosen>,
): Promise<void> {
  await on(tally.tx)
    .insertInto('memberSetting')
    .values({ workspaceId: workspaceOf(tally), memberId, locale: null, ...chosen })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'memberId']).doUpdateSet(chosen))
    .execute()
}
