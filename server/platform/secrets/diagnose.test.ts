import { strict as assert } from 'node:assert'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import pg from 'pg'
import { emptyDatabase, testDatabase } from '../../testing/index.ts'
import { checkSecrets } from './diagnose.ts'
import { openSecrets } from './secrets.ts'

async function host(t: TestContext): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hufu-host-'))
  t.after(() => rm(dataDir, { recursive: true }))
  return dataDir
}

test('the doctor says so where a host has another key than the one that sealed what is kept, and makes none', async (t) => {
  const [first, second, third] = [await host(t), await host(t), await host(t)]
  const { url } = await testDatabase(t)
  const secrets = await openSecrets(first)
  await openSecrets(second)
  const statesAt = async (dataDir: string) =>
    (await checkSecrets({ dataDir, databaseUrl: url })).map(({ state }) => state)
  assert.deepEqual(await statesAt(second), ['fine'])
  const { keyId, nonce, sealed } = secrets.seal(Buffer.from('seed'), [])
  const id = '01990000-0000-7000-8000-000000000000'
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query("insert into workspace (id, slug, name) values ($1, 'main', '虎符')", [id])
  await client.query('insert into totp values ($1, $1, $1, $2, $3, $4, $1, now(), null)', [
    id,
    keyId,
    nonce,
    sealed,
  ])
  await client.end()
  assert.deepEqual(await statesAt(first), ['fine'])
  assert.deepEqual(await statesAt(second), ['wrong'])
  assert.deepEqual(await statesAt(third), ['wrong'])
  assert.equal(existsSync(join(third, 'keys')), false)
})

test('the doctor has nothing to say of keys where no table of them is there yet', async (t) => {
  const { url } = await emptyDatabase(t)
  assert.deepEqual(await checkSecrets({ dataDir: await host(t), databaseUrl: url }), [])
})
