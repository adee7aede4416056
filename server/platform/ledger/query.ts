/** The one thing needed of a database client. Inside a transaction it is that transaction's own client. */
export type Query = {
  query(
    text: string,
    values: unknown[],
  ): Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[] }>
}

/** A client taken from a pool, to be given back. `release(true)` throws the connection away. */
export type PooledQuery = Query & { release(destroy?: boolean): void }

/** The one thing needed of a pool. */
export type QueryPool = { connect(): Promise<PooledQuery> }

/** Runs `work` in a transaction of its own. `begin` may name an isolation level. A failed one gives its connection up. */
export async function inTransaction<T>(
  pool: QueryPool,
  work: (query: Query) => Promise<T>,
  begin = 'begin',
): Promise<T> {
  const client = await pool.connect()
  let sound = false
  try {
    await client.query(begin, [])
    const result = await work(client)
    await client.query('commit', [])
    sound = true
    return result
  } finally {
    // Destroying the connection rolls back, whatever state it was left in.
    client.release(!sound)
  }
}

/** Runs single statements on a client of the pool. */
export async function onClient<T>(pool: QueryPool, work: (query: Query) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let sound = false
  try {
    const result = await work(client)
    sound = true
    return result
  } finally {
    client.release(!sound)
  }
}
