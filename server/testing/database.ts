import { createHash, randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import pg from 'pg'
import { migrate, openPool, readMigrations } from '../platform/db/index.ts'
import type { Migration } from '../platform/db/index.ts'
import { server } from './keeper-client.ts'
import type { Server } from './keeper-client.ts'

/** A fresh, migrated database of one test. `keeperUrl` reaches it as superuser, to break things. `end` may be called twice. */
export type TestDatabase = {
  readonly url: string
  readonly keeperUrl: string
  readonly pool: pg.Pool
  end(): Promise<void>
}

const connectionsMax = 8
const templateLock = 0x74656d70

/**
 * Makes a database for a test on the PostgreSQL that all test processes share, and drops it when the test is over
 * (or when `end` is called, if no test is given). It is a real server: fsync and synchronous commit are on.
 */
export async function testDatabase(t?: Pick<TestContext, 'after'>): Promise<TestDatabase> {
  const shared = await server()
  const template = await ensureTemplate(shared)
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`
  shared.use(name)
  await adminOf(shared).query(`create database ${name} template ${template} owner ${ownerOf(shared)}`)
  const url = inDatabase(shared.url, name)
  const pool = openPool({ url, nodeId: 'test', purpose: 'test', connectionsMax })
  let ended = false
  const end = async (): Promise<void> => {
    if (ended) return
    ended = true
    await pool.end()
    await shared.done(name)
  }
  t?.after(end)
  return { url, keeperUrl: inDatabase(shared.keeperUrl, name), pool, end }
}

/** An empty database, for tests of the migrations themselves. */
export async function emptyDatabase(t: Pick<TestContext, 'after'>): Promise<{ readonly url: string }> {
  const shared = await server()
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`
  shared.use(name)
  await adminOf(shared).query(`create database ${name} owner ${ownerOf(shared)}`)
  t.after(() => shared.done(name))
  return { url: inDatabase(shared.url, name) }
}

const inDatabase = (url: string, name: string): string => {
  const parsed = new URL(url)
  parsed.pathname = `/${name}`
  return parsed.href
}

const ownerOf = (shared: Server): string =>
  pg.escapeIdentifier(decodeURIComponent(new URL(shared.url).username))

let admin: pg.Pool | null = null

const adminOf = (shared: Server): pg.Pool => {
  if (admin === null) {
    admin = new pg.Pool({ connectionString: shared.keeperUrl, max: 2, allowExitOnIdle: true })
    admin.on('error', () => {})
  }
  return admin
}

let template: Promise<string> | null = null

const ensureTemplate = (shared: Server): Promise<string> => {
  template ??= makeTemplate(shared, readMigrations())
  return template
}

// Named by what the migrations say, so an edited migration gets a template of its own while the keeper lives on.
const makeTemplate = async (shared: Server, migrations: readonly Migration[]): Promise<string> => {
  const history = migrations.map((each) => `${each.name} ${each.sha256}`).join('\n')
  const name = `template_${createHash('sha256').update(history).digest('hex').slice(0, 16)}`
  const client = await adminOf(shared).connect()
  try {
    await client.query('select pg_advisory_lock($1)', [templateLock])
    const { rows } = await client.query('select from pg_database where datname = $1', [name])
    if (rows.length > 0) return name
    const draft = `test_${name}`
    await client.query(`drop database if exists ${draft} with (force)`)
    await client.query(`create database ${draft} owner ${ownerOf(shared)}`)
    await migrate({ url: inDatabase(shared.url, draft) }, 'test', migrations)
    await client.query(`alter database ${draft} rename to ${name}`)
    return name
  } finally {
    await client.query('select pg_advisory_unlock_all()')
    client.release()
  }
}
