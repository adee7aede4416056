import { assert } from '@hufu/kit'
import pg from 'pg'
import { columnTypes } from './types.ts'

/** Where a database is and who asks. `purpose` and `nodeId` show in `pg_stat_activity` as `hufu/<nodeId>/<purpose>`. */
export type PoolOptions = {
  readonly url: string
  readonly nodeId: string
  readonly purpose: string
  readonly connectionsMax: number
  readonly limits?: StatementLimits
  /** Hears what went wrong on a connection; the pool itself goes on with a new one. */
  readonly onError?: (error: Error) => void
}

/** Milliseconds after which the database itself ends a statement, a wait for a lock, an idle transaction. 0 is never. */
export type StatementLimits = {
  readonly statementMs: number
  readonly lockMs: number
  readonly idleInTransactionMs: number
}

/** The limits of commands and reads; bulk work and reserved connections choose their own. */
export const commandLimits: StatementLimits = { statementMs: 5000, lockMs: 4000, idleInTransactionMs: 2000 }

const applicationNameBytesMax = 63
/** Milliseconds within which a new connection must stand. */
export const connectMsMax = 5000
const keepAliveAfterMs = 5000

/** The `pg` settings shared by every connection of ours. */
export function clientConfig(
  options: Pick<PoolOptions, 'url' | 'nodeId' | 'purpose'>,
  limits: StatementLimits,
): pg.ClientConfig {
  const name = `hufu/${options.nodeId}/${options.purpose}`
  // PostgreSQL cuts longer names silently, and the barrier finds our older backends by this name.
  assert(Buffer.byteLength(name) <= applicationNameBytesMax, `application name too long: ${name}`)
  return {
    connectionString: options.url,
    application_name: name,
    statement_timeout: limits.statementMs,
    lock_timeout: limits.lockMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionMs,
    connectionTimeoutMillis: connectMsMax,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs,
    types: columnTypes,
  }
}

/** Opens a pool whose every client, idle or checked out, survives the death of the server without ending the process. */
export function openPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...clientConfig(options, options.limits ?? commandLimits),
    max: options.connectionsMax,
    idleTimeoutMillis: 30_000,
  })
  const heard = options.onError ?? (() => {})
  // Idle clients report through the pool; a checked-out client has no listener at all unless it gets its own.
  pool.on('error', heard)
  pool.on('connect', (client) => client.on('error', heard))
  return pool
}

/**
 * Runs `work` on one checked-out client and gives it back. A client whose work failed by losing its connection,
 * or that was left inside a transaction, is thrown away instead.
 */
export async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    const result = await work(client)
    client.release(client.getTransactionStatus() !== 'I')
    return result
  } catch (error) {
    client.release(client.getTransactionStatus() !== 'I')
    throw error
  }
}
