import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { refuse } from '@hufu/kit'
import pg from 'pg'
import { clientConfig } from './pool.ts'

/** One forward step: a file of `server/migrations`. `name` is the file name without `.sql`. */
export type Migration = { readonly name: string; readonly sql: string; readonly sha256: string }

const migrationsDir = join(import.meta.dirname, '..', '..', 'migrations')
const fileName = /^(\d{4})_[a-z0-9_]+\.sql$/
/** Any number, as long as nobody else in this database locks it: "hufu" in ASCII. */
const lockKey = 0x68756675

/** Reads the migrations in order. Throws when a name is wrong or a number is missing or given twice: a bug of ours. */
export function readMigrations(dir = migrationsDir): readonly Migration[] {
  const files = readdirSync(dir)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
  return files.map((file, index) => {
    const number = fileName.exec(file)?.[1]
    if (number === undefined) throw new Error(`${file} is no migration name: NNNN_words_like_this.sql`)
    if (Number(number) !== index + 1) throw new Error(`${file} should have the number ${index + 1}`)
    // A checkout on Windows may have changed the line ends, which is no change of history.
    const sql = readFileSync(join(dir, file), 'utf8').replaceAll('\r\n', '\n')
    return { name: file.slice(0, -4), sql, sha256: createHash('sha256').update(sql).digest('hex') }
  })
}

/**
 * Brings the database to the newest migration, each in a transaction of its own; nodes starting together wait for the
 * first. Returns the names applied now. Refuses a database whose history differs (`database/other-history`) or that is
 * newer than this code (`database/newer`).
 */
export async function migrate(
  database: { readonly url: string },
  nodeId = 'setup',
  migrations = readMigrations(),
): Promise<readonly string[]> {
  const limits = { statementMs: 0, lockMs: 0, idleInTransactionMs: 0 }
  const client = new pg.Client(clientConfig({ url: database.url, nodeId, purpose: 'migrate' }, limits))
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await client.query(
      'create table if not exists schema_migration (name text primary key, sha256 text not null, at timestamptz not null default now())',
    )
    const pending = await readPending(client, migrations)
    for (const migration of pending) await applyOne(client, migration)
    return pending.map((each) => each.name)
  } finally {
    // Closing the connection gives back the lock.
    await client.end()
  }
}

const readPending = async (
  client: pg.Client,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> => {
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from schema_migration order by name',
  )
  for (const [index, done] of rows.entries()) {
    const ours = migrations[index]
    if (ours === undefined) throw newer(done.name)
    if (ours.name !== done.name || ours.sha256 !== done.sha256) throw otherHistory(done.name, ours.name)
  }
  return migrations.slice(rows.length)
}

const applyOne = async (client: pg.Client, migration: Migration): Promise<void> => {
  await client.query('begin')
  try {
    await client.query(migration.sql)
    await client.query('insert into schema_migration (name, sha256) values ($1, $2)', [
      migration.name,
      migration.sha256,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(
      `migration ${migration.name} failed: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    )
  }
}

const newer = (name: string): Error =>
  refuse('database/newer', {
    words: `This database was already used by a newer Hufu (it knows ${name}). Start that release or a later one; nothing was changed.`,
  })

const otherHistory = (done: string, ours: string): Error =>
  refuse('database/other-history', {
    words:
      done === ours
        ? `The migration ${done} was applied to this database in another wording. It belongs to another build of Hufu; nothing was changed.`
        : `This database has the migration ${done} where this Hufu has ${ours}. It belongs to another build; nothing was changed.`,
  })
