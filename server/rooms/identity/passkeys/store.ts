import { hash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import type pg from 'pg'
import type { Act, Tally } from '../../../platform/act/index.ts'
import { kyselyOver } from '../../../platform/db/index.ts'
import type { PlatformTables } from '../../../platform/feed/index.ts'
import type { PasskeyTables } from './tables.ts'
import { CHALLENGE_MS, challengeOf, isAbout } from './verify.ts'
import type { Bound, New } from './verify.ts'

type Db = Kysely<PlatformTables>
const on = (db: Db): Kysely<PlatformTables & PasskeyTables> => db.$extendTables<PasskeyTables>()
const over = (pool: pg.Pool): Kysely<PlatformTables & PasskeyTables> =>
  kyselyOver<PlatformTables & PasskeyTables>(pool)

export type PasskeyRow = Selectable<PasskeyTables['passkey']>
/** The permissions by which one signs in or proves. */
type Proving = 'audit.self.view' | 'sec.self.manage'

const keyOf = (challenge: Buffer): Buffer => hash('sha256', challenge, 'buffer')

function rowOf(workspaceId: string, bound: Bound, from: Date) {
  const nonce = randomBytes(32)
  const challenge = challengeOf(nonce, bound)
  const until = new Date(from.getTime() + CHALLENGE_MS)
  return { challenge, row: { ...bound, workspaceId, nonce, hash: keyOf(challenge), until } }
}

/** Makes a number that a member is asked to sign. */
export async function insertChallenge(tally: Tally<Proving>, bound: Bound): Promise<Buffer> {
  const { challenge, row } = rowOf(tally.act.workspaceId, bound, tally.at)
  await on(tally.tx).insertInto('passkeyChallenge').values(row).execute()
  return challenge
}

/** Makes a number for somebody who is not known yet. Rests on no permission: a random number opens nothing. */
export async function putChallenge(pool: pg.Pool, workspaceId: string, bound: Bound): Promise<Buffer> {
  const { challenge, row } = rowOf(workspaceId, bound, new Date())
  const until = sql<Date>`now() + ${CHALLENGE_MS}::float8 * interval '1 ms'`
  await over(pool)
    .insertInto('passkeyChallenge')
    .values({ ...row, until })
    .execute()
  return challenge
}

/**
 * Uses up what was signed where it is about exactly this: of many who bring the same, one gets it. Like what was proved
 * for an act, it is no change of the company.
 */
export async function takeChallenge(act: Act, signed: Buffer, bound: Bound): Promise<boolean> {
  const row = await on(act.tx)
    .deleteFrom('passkeyChallenge')
    .where('hash', '=', keyOf(signed))
    .where('workspaceId', '=', act.workspaceId)
    .where('purpose', '=', bound.purpose)
    .where('until', '>', act.at)
    .returning('nonce')
    .executeTakeFirst()
  return row !== undefined && isAbout(signed, row.nonce, bound)
}

/** Whose passkey this is; null for one that is nobody's here. */
export async function findHolder(db: Db, workspaceId: string, credentialId: Buffer): Promise<string | null> {
  const row = await on(db)
    .selectFrom('passkey')
    .select('memberId')
    .where('workspaceId', '=', workspaceId)
    .where('credentialId', '=', credentialId)
    .executeTakeFirst()
  return row?.memberId ?? null
}

/** The passkeys of a member, oldest first. */
export async function passkeysOf(
  db: Db,
  workspaceId: string,
  memberId: string,
): Promise<readonly PasskeyRow[]> {
  return on(db)
    .selectFrom('passkey')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
}

/** Reads one passkey by what its device calls it, and keeps it from changing. */
export async function lockByCredential(act: Act, credentialId: Buffer): Promise<PasskeyRow | undefined> {
  return on(act.tx)
    .selectFrom('passkey')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('credentialId', '=', credentialId)
    .forUpdate()
    .executeTakeFirst()
}

/** Reads a passkey of a member and keeps it from changing. */
export async function lockPasskey(act: Act, memberId: string, id: string): Promise<PasskeyRow | undefined> {
  return on(act.tx)
    .selectFrom('passkey')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('memberId', '=', memberId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Keeps what a factor of its owner consists of; false where the company knows that key already. */
export async function insertPasskey(
  tally: Tally<'sec.self.manage'>,
  row: New & { readonly id: string; readonly memberId: string; readonly name: string },
): Promise<boolean> {
  const kept = await on(tally.tx)
    .insertInto('passkey')
    .values({
      ...row,
      transports: [...row.transports],
      workspaceId: tally.act.workspaceId,
      createdAt: tally.at,
      lastUsedAt: null,
    })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'credentialId']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return kept !== undefined
}

export async function renamePasskey(
  tally: Tally<'sec.self.manage'>,
  id: string,
  name: string,
): Promise<void> {
  await on(tally.tx)
    .updateTable('passkey')
    .set({ name })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Notes that a passkey has signed, and how often its device says it has. */
export async function markSigned(
  tally: Tally<Proving>,
  id: string,
  now: { readonly counter: number; readonly synced: boolean },
): Promise<void> {
  await on(tally.tx)
    .updateTable('passkey')
    .set({ ...now, lastUsedAt: tally.at })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Voids every number that a member was asked to sign. */
export async function voidChallenges(tally: Tally<'sec.self.manage'>, memberId: string): Promise<void> {
  await on(tally.tx)
    .deleteFrom('passkeyChallenge')
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('memberId', '=', memberId)
    .execute()
}

/** Takes away numbers that nobody signed in time. For a timer. */
export async function sweepChallenges(pool: pg.Pool): Promise<void> {
  await over(pool)
    .deleteFrom('passkeyChallenge')
    .where('until', '<', sql<Date>`now()`)
    .execute()
}
