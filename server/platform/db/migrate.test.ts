import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { emptyDatabase } from '../../testing/index.ts'
import { migrate, readMigrations } from './migrate.ts'
import type { Migration } from './migrate.ts'

const step = (name: string, sql: string): Migration => ({
  name,
  sql,
  sha256: createHash('sha256').update(sql).digest('hex'),
})

const one = step('0001_one', 'create table one (id int); insert into one values (1)')
const two = step('0002_two', 'create table two (id int)')

const tablesOf = async (url: string): Promise<readonly string[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  )
  await client.end()
  return rows.map((row) => row.name)
}

test('the migrations of this release build an empty database, once', async (t) => {
  const database = await emptyDatabase(t)
  const names = readMigrations().map((each) => each.name)
  assert.ok(names.length > 0)
  assert.deepEqual(await migrate(database), names)
  assert.deepEqual(await migrate(database), [])
})

test('a later release applies only what is new', async (t) => {
  const database = await emptyDatabase(t)
  await migrate(database, 'node', [one])
  assert.deepEqual(await migrate(database, 'node', [one, two]), ['0002_two'])
})

test('nodes that start together wait for the first, and each migration happens once', async (t) => {
  const database = await emptyDatabase(t)
  const slow = step('0001_one', 'select pg_sleep(0.3); create table one (id int)')
  const applied = await Promise.all(
    [1, 2, 3, 4].map((node) => migrate(database, `node-${node}`, [slow, two])),
  )
  assert.deepEqual(applied.flat().toSorted(), ['0001_one', '0002_two'])
})

test('a migration that fails leaves nothing of itself, and what came before stays', async (t) => {
  const database = await emptyDatabase(t)
  const broken = step('0002_two', 'create table two (id int); select 1 / 0')
  await assert.rejects(
    migrate(database, 'node', [one, broken]),
    /migration 0002_two failed: division by zero/,
  )
  assert.deepEqual(await tablesOf(database.url), ['one', 'schema_migration'])
  assert.deepEqual(await migrate(database, 'node', [one, two]), ['0002_two'])
})

test('a database with another history, or a newer one, is left alone', async (t) => {
  const database = await emptyDatabase(t)
  await migrate(database, 'node', [one, two])
  await assert.rejects(migrate(database, 'node', [one]), { code: 'database/newer' })
  await assert.rejects(migrate(database, 'node', [step('0001_one', 'select 1'), two]), {
    code: 'database/other-history',
  })
  await assert.rejects(migrate(database, 'node', [one, step('0002_other', 'select 1')]), {
    code: 'database/other-history',
  })
})

test('a migration with a wrong name, or a number missing, is found before anything runs; line ends do not matter', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'hufu-migrations-'))
  t.after(() => rmSync(dir, { recursive: true }))
  writeFileSync(join(dir, '0001_one.sql'), 'select 1;\r\nselect 2;\r\n')
  assert.equal(readMigrations(dir)[0]?.sha256, step('', 'select 1;\nselect 2;\n').sha256)
  writeFileSync(join(dir, '0003_three.sql'), 'select 1')
  assert.throws(() => readMigrations(dir), /should have the number 2/)
  writeFileSync(join(dir, '0002-two.sql'), 'select 1')
  assert.throws(() => readMigrations(dir), /is no migration name/)
})
