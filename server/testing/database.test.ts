import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { testDatabase } from './index.ts'

const run = promisify(execFile)

const exists = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '3D000') return false
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}

const goneWithin = async (url: string, ms: number): Promise<boolean> => {
  const end = performance.now() + ms
  while (performance.now() < end) {
    if (!(await exists(url))) return true
    await sleep(50)
  }
  return false
}

test('each test has a database of its own, durable as in production, migrated, and gone afterwards', async (t) => {
  const [one, two] = await Promise.all([testDatabase(), testDatabase(t)])
  await one.pool.query('create table only_here (id int)')
  await assert.rejects(two.pool.query('select from only_here'), { code: '42P01' })
  assert.notEqual((await two.pool.query('select from schema_migration')).rowCount, 0)
  const { rows } = await two.pool.query(
    "select current_setting('fsync') || current_setting('synchronous_commit') as durable",
  )
  assert.deepEqual(rows, [{ durable: 'onon' }])
  await one.end()
  await one.end()
  assert.ok(await goneWithin(one.url, 20_000))
})

test('a test that is killed leaves no database behind', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'hufu-killed-'))
  t.after(() => rmSync(dir, { recursive: true }))
  const file = join(dir, 'killed.ts')
  const door = pathToFileURL(join(import.meta.dirname, 'index.ts')).href
  writeFileSync(
    file,
    `import { testDatabase } from '${door}'
     const { url } = await testDatabase()
     process.stdout.write(url, () => process.kill(process.pid, 'SIGKILL'))`,
  )
  const killed = await run(process.execPath, [file]).catch((error: unknown) => error)
  assert.ok(killed instanceof Error && 'stdout' in killed && typeof killed.stdout === 'string')
  assert.match(killed.stdout, /^postgresql:.*\/test_/)
  assert.ok(await goneWithin(killed.stdout, 20_000))
})
