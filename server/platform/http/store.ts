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

/** Keeps what a write gave, in the transaction that wrote it: a retry finds both or neither. */
export async function keepAnswer(
  act: Act,
  kept: { readonly actor: string; readonly key: string; readonly bodyHash: string; readonly result: unknown; readonly revision: number },
): Promise<void> {
  const { result, ...row } = kept
  // Not through `act.tx`: the answer is no change of the company and needs no record of its own.
  await kyselyOn<PlatformTables>(act.client)
    .insertInto('request')
    .values({ workspaceId: act.workspaceId, ...row, status: 200, answer: JSON.stringify({ result }) })
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
