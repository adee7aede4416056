import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '@hufu/kit'
import { testDatabase } from '../../testing/index.ts'
import { quietLog } from '../log/index.ts'
import { startDatabase } from './database.ts'
import { checkExternal, unfit, withoutPassword } from './external.ts'
import type { ExternalState } from './external.ts'

const fit: ExternalState = {
  version: 150_004,
  encoding: 'UTF8',
  replica: false,
  mayCreate: true,
  fsync: 'on',
  synchronousCommit: 'on',
}

test('DATABASE_URL is checked and used as it is, and a stop leaves it running', async (t) => {
  const { url, pool } = await testDatabase(t)
  const config = { databaseUrl: url, dataDir: '/nowhere', dataDirChosen: true }
  const database = await startDatabase(config, quietLog())
  assert.equal(database.kind, 'external')
  assert.equal(database.url, url)
  await database.stop()
  assert.deepEqual((await pool.query('select 1 as one')).rows, [{ one: 1 }])
})

test('what no waiting mends is refused at once, in words and without the password', async (t) => {
  const { url } = await testDatabase(t)
  for (const [wrong, words] of [
    [url.replace(/:[^:@]+@/, ':not-the-password@'), /the password is wrong/],
    [url.replace(/\/test_\w+/, '/no_such_database'), /no database of that name/],
  ] as const) {
    const began = performance.now()
    await assert.rejects(checkExternal(wrong, quietLog()), (error) => {
      assert.ok(isRefusal(error), String(error))
      assert.match(String(error.details['words']), words)
      assert.doesNotMatch(String(error.details['words']), /not-the-password/)
      return true
    })
    assert.ok(performance.now() - began < 5000)
  }
})

test('a database that is not up yet is waited for, and not for ever', async () => {
  const nobody = 'postgresql://hufu@127.0.0.1:1/hufu'
  await assert.rejects(checkExternal(nobody, quietLog(), 700), { code: 'ECONNREFUSED' })
})

test('a database that is old, read-only, wrongly encoded, closed to us or careless is refused, each in its words', () => {
  assert.equal(unfit(fit), null)
  assert.equal(unfit({ ...fit, version: 180_004 }), null)
  assert.match(unfit({ ...fit, version: 140_011 }) ?? '', /is PostgreSQL 14; Hufu needs 15/)
  assert.match(unfit({ ...fit, replica: true }) ?? '', /needs the primary/)
  assert.match(unfit({ ...fit, encoding: 'SQL_ASCII' }) ?? '', /createdb -E UTF8/)
  assert.match(unfit({ ...fit, mayCreate: false }) ?? '', /Make it the owner/)
  assert.match(unfit({ ...fit, fsync: 'off' }) ?? '', /fsync off/)
  assert.match(unfit({ ...fit, synchronousCommit: 'off' }) ?? '', /synchronous_commit off/)
})

test('an address that is shown never shows its password', () => {
  assert.equal(
    withoutPassword('postgresql://hufu:pw@db:5432/hufu?password=pw'),
    'postgresql://hufu:…@db:5432/hufu',
  )
  assert.doesNotMatch(withoutPassword('postgresql://hufu:p/w@@db'), /p\/w/)
})
