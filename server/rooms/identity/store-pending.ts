import type { ProofMethod } from '@hufu/contract'
import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import type pg from 'pg'
import type { Tally } from '../../platform/act/index.ts'
import { kyselyOver } from '../../platform/db/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { IdentityTables } from './tables.ts'

const on = (db: Kysely<PlatformTables>) => db.$extendTables<IdentityTables>()

/** A sign-in that waits for its second factor. */
export type Pending = Selectable<IdentityTables['pendingSignIn']>

/** Keeps a sign-in whose first factor was right. */
export async function insertPending(
  tally: Tally<'audit.self.view' | 'sec.self.manage'>,
  row: Omit<Pending, 'workspaceId' | 'methods'> & { readonly methods: readonly ProofMethod[] },
): Promise<void> {
  await on(tally.tx)
    .insertInto('pendingSignIn')
    .values({ ...row, methods: [...row.methods], workspaceId: tally.act.workspaceId })
    .execute()
}

/** Finds a sign-in that still waits; null when there is none by this token. Takes nothing. */
export async function findPending(pool: pg.Pool, tokenHash: Buffer): Promise<Pending | null> {
  const row = await kyselyOver<PlatformTables & IdentityTables>(pool)
    .selectFrom('pendingSignIn')
    .selectAll()
    .where('tokenHash', '=', tokenHash)
    .where('until', '>', sql<Date>`now()`)
    .executeTakeFirst()
  return row ?? null
}

/** Uses a sign-in up: of many who bring the same token, one gets it. Null when there is none any more. */
export async function takePending(
  tally: Tally<'audit.self.view'>,
  { tokenHash, epoch }: Pick<Pending, 'tokenHash' | 'epoch'>,
): Promise<Pending | null> {
  const row = await on(tally.tx)
    .deleteFrom('pendingSignIn')
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('tokenHash', '=', tokenHash)
    .where('epoch', '=', epoch)
    .where('until', '>', tally.at)
    .returningAll()
    .executeTakeFirst()
  return row ?? null
}

/** Voids every sign-in of a member that waits, and everything they have proved for an act and not used. */
export async function voidProved(
  tally: Tally<'sec.self.manage' | 'sys.org.found' | 'sec.mfa.reset' | 'creator.transfer'>,
  memberId: string,
): Promise<void> {
  const { tx, act } = tally
  for (const table of ['pendingSignIn', 'stepUp'] as const)
    await on(tx)
      .deleteFrom(table)
      .where('workspaceId', '=', act.workspaceId)
      .where('memberId', '=', memberId)
      .execute()
}
