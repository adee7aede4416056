import {
  CamelCasePlugin,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely'
import type pg from 'pg'

// Keys inside jsonb are data, so only column names change their case.
const plugins = [new CamelCasePlugin({ maintainNestedObjectKeys: true })]

/** A Kysely over a pool, for reads outside `perform`. Columns are camelCase here and snake_case in the database. */
export function kyselyOver<Tables>(pool: pg.Pool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), plugins })
}

/**
 * A Kysely bound to one client that somebody else checked out, began a transaction on and will release.
 * Building it is cheap enough for each transaction. It never begins, commits, or releases by itself.
 */
export function kyselyOn<Tables>(client: pg.ClientBase): Kysely<Tables> {
  const connection = connectionOn(client)
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driverOn(connection),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    plugins,
  })
}

const driverOn = (connection: DatabaseConnection): Driver => {
  const notHere = (): Promise<void> =>
    Promise.reject(new Error('this Kysely lives inside a transaction; only its owner begins and ends one'))
  const nothing = (): Promise<void> => Promise.resolve()
  return {
    init: nothing,
    acquireConnection: () => Promise.resolve(connection),
    beginTransaction: notHere,
    commitTransaction: notHere,
    rollbackTransaction: notHere,
    releaseConnection: nothing,
    destroy: nothing,
  }
}

const connectionOn = (client: pg.ClientBase): DatabaseConnection => ({
  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    // `pg` types a row as an open record; the shape of a row is what Kysely compiled the query for.
    const result = await client.query(query.sql, [...query.parameters])
    const rows = result.rows as Row[]
    const writes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(result.command)
    return writes ? { rows, numAffectedRows: BigInt(result.rowCount ?? 0) } : { rows }
  },
  // oxlint-disable-next-line require-yield -- the interface wants a generator; there is nothing to stream here
  async *streamQuery() {
    throw new Error('a transaction does not stream; ask for pages instead')
  },
})
