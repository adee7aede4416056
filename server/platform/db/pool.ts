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
  /** Milliseconds after which a connection without an answer counts as lost, on our side; without it we wait. */
  readonly answerMs?: number
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
    ...(options.answerMs === undefined
      ? {}
      : { query_timeout: options.answerMs, connectionTimeoutMillis: options.answerMs }),
    max: options.connectionsMax,
    idleTimeoutMillis: 30_000,
  })
  const open = new Set<pg.PoolClient>()
  opened.set(pool, open)
  pool.on('remove', (client) => open.delete(client))
  const heard = options.onError ?? (() => {})
  // Idle clients report through the pool; a checked-out client has no listener at all unless it gets its own.
  pool.on('error', heard)
  pool.on('connect', (client) => {
    client.on('error', heard)
    open.add(client)
  })
  return pool
}

const opened = new WeakMap<pg.Pool, Set<pg.PoolClient>>()

/** Cuts every connection of a pool of ours, without a goodbye: they lead nowhere. Whatever waits on one fails as lost. */
export function cutPool(pool: pg.Pool): void {
  for (const client of opened.get(pool) ?? []) cutClient(client)
}

// The typings leave out the connection's stream, and `pg` has no public way to drop a connection without a goodbye.
type WithStream = pg.ClientBase & { readonly connection?: { readonly stream?: { destroy(): unknown } } }

/** Drops one connection at once. Its socket may lead nowhere; a polite goodbye would wait for it. */
export function cutClient(client: WithStream): void {
  client.connection?.stream?.destroy()
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
