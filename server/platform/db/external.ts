import { setTimeout as sleep } from 'node:timers/promises'
import { isRefusal, refuse } from '@hufu/kit'
import pg from 'pg'
import { z } from 'zod'
import type { Log } from '../log/index.ts'
import type { Database } from './database.ts'

const versionMin = 15
const reachableWithinMs = 30_000
const tryEveryMs = 500
const connectMsMax = 5000

const stateShape = z.object({
  version: z.number().int(),
  encoding: z.string(),
  replica: z.boolean(),
  mayCreate: z.boolean(),
  fsync: z.string(),
  synchronousCommit: z.string(),
})

/** What we ask of an external database before we trust it. */
export type ExternalState = z.infer<typeof stateShape>

/** Waits up to 30 s for the database to answer, checks that it is fit for us, and hands it out. */
export async function checkExternal(url: string, log: Log, withinMs = reachableWithinMs): Promise<Database> {
  const state = await patientState(url, log, withinMs)
  const problem = unfit(state)
  if (problem !== null) throw refuse('database/unfit', { words: problem })
  log.info({ at: withoutPassword(url), version: state.version }, 'database ready')
  return {
    kind: 'external',
    url,
    onRestart: () => () => {},
    onLost: () => () => {},
    stop: () => Promise.resolve(),
  }
}

const patientState = async (url: string, log: Log, withinMs: number): Promise<ExternalState> => {
  const end = performance.now() + withinMs
  for (;;) {
    try {
      return await readState(url)
    } catch (error) {
      if (isRefusal(error) || performance.now() >= end) throw error
      log.warn({ at: withoutPassword(url), err: error }, 'the database does not answer yet')
      await sleep(tryEveryMs)
    }
  }
}

/** Connects once and reads the state. Wrong names and passwords are refused; anything else is thrown as it came. */
export async function readState(url: string): Promise<ExternalState> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectMsMax,
    application_name: 'hufu/check',
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query(`
      select current_setting('server_version_num')::int as "version",
             current_setting('server_encoding') as "encoding",
             pg_is_in_recovery() as "replica",
             has_database_privilege(current_database(), 'CREATE')
               and has_schema_privilege('public', 'CREATE') as "mayCreate",
             current_setting('fsync') as "fsync",
             current_setting('synchronous_commit') as "synchronousCommit"`)
    return stateShape.parse(rows[0])
  } catch (error) {
    throw plain(error, url)
  } finally {
    // Ending a client that never connected rejects; there is nothing left to close then.
    await client.end().catch(() => {})
  }
}

/** SQLSTATEs that waiting does not mend, and what each means for the operator. */
const settledStates: Readonly<Record<string, string>> = {
  '28P01': 'the password is wrong',
  '28000': 'this user may not sign in from here',
  '3D000': 'there is no database of that name; create it: createdb -O USER NAME',
  '42501': 'this user may not use it',
}

const plain = (error: unknown, url: string): unknown => {
  const state = error instanceof pg.DatabaseError ? error.code : undefined
  const meaning = state === undefined ? undefined : settledStates[state]
  if (meaning !== undefined)
    return refuse('database/refused', { words: `DATABASE_URL (${withoutPassword(url)}): ${meaning}.` })
  return error
}

/** Says in words why a database is not fit for us, or `null` when it is. */
export function unfit(state: ExternalState): string | null {
  const major = Math.floor(state.version / 10_000)
  if (major < versionMin) return `DATABASE_URL is PostgreSQL ${major}; Hufu needs ${versionMin} or newer.`
  if (state.replica) return 'DATABASE_URL is a read-only replica; Hufu needs the primary.'
  if (state.encoding !== 'UTF8')
    return `DATABASE_URL has the encoding ${state.encoding}; create it anew: createdb -E UTF8 -T template0 NAME.`
  if (!state.mayCreate)
    return 'The user of DATABASE_URL may not create tables. Make it the owner: alter database NAME owner to USER, alter schema public owner to USER.'
  if (state.fsync !== 'on')
    return 'DATABASE_URL runs with fsync off; a power cut would lose what was acknowledged.'
  if (state.synchronousCommit === 'off')
    return 'DATABASE_URL runs with synchronous_commit off; a crash would lose what was acknowledged.'
  return null
}

/** A database address that may be shown: without its password. */
export function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'an address that cannot be read'
  const parsed = new URL(url)
  if (parsed.password !== '') parsed.password = '…'
  parsed.searchParams.delete('password')
  return decodeURI(parsed.href)
}
