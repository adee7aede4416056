import type { Kysely } from 'kysely'
import { kyselyOn, kyselyOver } from '../db/index.ts'
import type { Act } from '../act/index.ts'
import type { PlatformTables } from '../feed/index.ts'
import type pg from 'pg'

export type Remembered = { readonly bodyHash: string; readonly result: unknown; readonly revision: number }

/** The tables every reading starts from. */
export const readingDb = (pool: pg.Pool): Kysely<PlatformTables> => kyselyOver<PlatformTables>(pool)

/** Finds what a write with this key gave, if it was done. */
export async function findAnswer(
  db: Kysely<PlatformTables>,
  { workspaceId, actor, key }: { readonly workspaceId: string; readonly actor: string; readonly key: string },
): Promise<Remembered | null> {
  const row = await db
    .selectFrom('request')
    .select(['bodyHash', 'answer', 'revision'])
    .where('workspaceId', '=', workspaceId)
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirst()
  if (row === undefined) return null
  // `keepAnswer` wrote it in this form.
  const { result } = row.answer as { readonly result?: unknown }
  return { bodyHash: row.bodyHash, result, revision: row.revision }
}

type Claim = {
  readonly actor: string
  readonly key: string
  readonly bodyHash: string
  readonly revision: number
}

// Not through `act.tx`: what is remembered is no change of the company and needs no record of its own.
const beside = (act: Act): Kysely<PlatformTables> => kyselyOn<PlatformTables>(act.client)

/**
 * Claims a key before anything is done under it: a second request with the same key waits here until the first has
 * committed, and then fails with `isKeyTaken`.
 */
export async function claimKey(act: Act, claim: Claim): Promise<void> {
  await beside(act)
    .insertInto('request')
    .values({ workspaceId: act.workspaceId, ...claim, status: 200, answer: '{}' })
    .execute()
}

/** Keeps what a write gave, in the transaction that wrote it: a retry finds both or neither. */
export async function keepAnswer(act: Act, { actor, key }: Claim, result: unknown): Promise<void> {
  await beside(act)
    .updateTable('request')
    .set({ answer: JSON.stringify({ result }) })
    .where('workspaceId', '=', act.workspaceId)
    .where('actor', '=', actor)
    .where('key', '=', key)
    .execute()
}

/** Forgets answers older than `before`; a client retries within minutes. Returns how many. */
export async function forgetAnswers(db: Kysely<PlatformTables>, before: Date): Promise<number> {
  const done = await db.deleteFrom('request').where('at', '<', before).executeTakeFirst()
  return Number(done.numDeletedRows)
}

/** Whether an error says that a key was kept by another request meanwhile. */
export const isKeyTaken = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'request_pkey'
