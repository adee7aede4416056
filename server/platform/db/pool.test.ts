import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { testDatabase } from '../../testing/index.ts'
import { kyselyOn, kyselyOver } from './kysely.ts'
import { openPool, withClient } from './pool.ts'
import { reserveConnection } from './reserved.ts'

type Note = { id: number; ownName: string; body: unknown; writtenAt: Date }
type Tables = { note: Note }

const withNotes = async (t: TestContext) => {
  const database = await testDatabase(t)
  await database.pool.query(
    'create table note (id bigint primary key, own_name text, body jsonb, written_at timestamptz default now())',
  )
  return database
}

test('each connection says whose it is and what for, and carries the limits of a command', async (t) => {
  const { url } = await testDatabase(t)
  const pool = openPool({ url, nodeId: 'node-1', purpose: 'command', connectionsMax: 1 })
  t.after(() => pool.end())
  const { rows } = await pool.query(
    "select name, setting from pg_settings where name in ('application_name', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') order by name",
  )
  assert.deepEqual(rows, [
    { name: 'application_name', setting: 'hufu/node-1/command' },
    { name: 'idle_in_transaction_session_timeout', setting: '2000' },
    { name: 'lock_timeout', setting: '4000' },
    { name: 'statement_timeout', setting: '5000' },
  ])
  assert.throws(() =>
    openPool({ url, nodeId: 'n'.repeat(60), purpose: 'command', connectionsMax: 1 }).query('select 1'),
  )
})

test('numbers, instants and documents arrive as what they are; a number too big for JavaScript is no number', async (t) => {
  const { pool } = await testDatabase(t)
  const { rows } = await pool.query(
    `select 9007199254740991::int8 as big, '2026-02-03T04:05:06.789Z'::timestamptz as at, '{"a_b": [1]}'::jsonb as document,
            date '2026-02-03' as day, count(*) as count`,
  )
  assert.deepEqual(rows, [
    {
      big: Number.MAX_SAFE_INTEGER,
      at: new Date('2026-02-03T04:05:06.789Z'),
      document: { a_b: [1] },
      day: '2026-02-03',
      count: 1,
    },
  ])
  await assert.rejects(pool.query('select 9007199254740993::int8'), /no JavaScript number holds exactly/)
})

test('Kysely on one client works inside the transaction its owner began, and keeps the keys inside documents', async (t) => {
  const { pool } = await withNotes(t)
  await withClient(pool, async (client) => {
    await client.query('begin; set local statement_timeout = 1000; select 1')
    const tx = kyselyOn<Tables>(client)
    const made = await tx
      .insertInto('note')
      .values({ id: 1, ownName: '王伟', body: JSON.stringify({ inner_key: 1 }), writtenAt: new Date() })
      .executeTakeFirst()
    assert.equal(made.numInsertedOrUpdatedRows, 1n)
    assert.deepEqual(await tx.selectFrom('note').select(['id', 'ownName', 'body']).executeTakeFirst(), {
      id: 1,
      ownName: '王伟',
      body: { inner_key: 1 },
    })
    const changed = await tx.updateTable('note').set({ ownName: 'x' }).where('id', '=', 1).executeTakeFirst()
    assert.equal(changed.numUpdatedRows, 1n)
    await assert.rejects(
      tx.transaction().execute(() => Promise.resolve()),
      /only its owner begins and ends/,
    )
    await client.query('rollback')
  })
  const kysely = kyselyOver<Tables>(pool)
  assert.deepEqual(await kysely.selectFrom('note').selectAll().execute(), [], 'the owner rolled it back')
})

test('an expression of plain SQL runs on the same client too', async (t) => {
  const { pool } = await testDatabase(t)
  await withClient(pool, async (client) => {
    const tx = kyselyOn<Tables>(client)
    const pids = await sql<{ ownPid: number }>`select pg_backend_pid() as own_pid`.execute(tx)
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    assert.equal(pids.rows[0]?.ownPid, rows[0]?.pid)
  })
})

test('a client left inside a transaction, or killed while checked out, is not used again', async (t) => {
  const { url, pool: other } = await testDatabase(t)
  const pool = openPool({ url, nodeId: 'node-1', purpose: 'one', connectionsMax: 1 })
  t.after(() => pool.end())
  const pidOf = async (query: () => Promise<{ rows: { pid: number }[] }>): Promise<number> =>
    (await query()).rows[0]?.pid ?? 0
  const first = await withClient(pool, async (client) => {
    const pid = await pidOf(() => client.query('select pg_backend_pid() as pid'))
    await client.query('begin')
    return pid
  })
  const second = await pidOf(() => pool.query('select pg_backend_pid() as pid'))
  assert.notEqual(second, first)
  await assert.rejects(
    withClient(pool, async (client) => {
      await other.query('select pg_terminate_backend($1)', [second])
      await sleep(50)
      await client.query('select 1')
    }),
  )
  const third = await pidOf(() => pool.query('select pg_backend_pid() as pid'))
  assert.notEqual(third, second)
})

test('a reserved connection that is cut is made again and listens again', async (t) => {
  const { url, pool } = await testDatabase(t)
  const heard: (string | undefined)[] = []
  const losses: string[] = []
  const connection = reserveConnection({
    url,
    nodeId: 'node-1',
    purpose: 'listen',
    onConnect: async (client) => {
      client.on('notification', (message) => heard.push(message.payload))
      await client.query('listen news')
    },
    onLost: () => losses.push('lost'),
  })
  t.after(() => connection.close())
  await connection.ready()
  await pool.query("notify news, 'one'")
  // A note still on its way when its backend ends is lost, which is what notes may be.
  while (heard.length < 1) await sleep(5)
  await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'hufu/node-1/listen' and datname = current_database()`,
  )
  while (losses.length === 0) await sleep(5)
  await connection.ready()
  await pool.query("notify news, 'two'")
  while (heard.length < 2) await sleep(5)
  assert.deepEqual(heard, ['one', 'two'])
  assert.equal(losses.length, 1)
})

test('a reserved connection whose other end has gone silent is thrown away at once when its owner says so', async (t) => {
  const { url, pool } = await testDatabase(t)
  const { proxied, silence } = await proxyTo(t, url)
  const connection = reserveConnection({ url: proxied, nodeId: 'node-1', purpose: 'lease' })
  t.after(() => connection.close())
  const first = await connection.ready()
  silence()
  const asked = first.query('select 1')
  connection.renew()
  await assert.rejects(asked)
  const second = await connection.ready()
  assert.notEqual(second, first)
  await second.query('select 1')
  await pool.query('select 1')
})

test('a closed reserved connection does not come back, and closing does not wait for a server that is away', async (t) => {
  const gone = reserveConnection({
    url: 'postgresql://nobody@127.0.0.1:1/none',
    nodeId: 'node-1',
    purpose: 'lease',
  })
  await assert.rejects(gone.ready(50), /no lease connection within 50 ms/)
  const began = performance.now()
  await gone.close()
  assert.ok(performance.now() - began < 500)
  await assert.rejects(gone.ready(50), /closed/)
  const { url } = await testDatabase(t)
  const connection = reserveConnection({ url, nodeId: 'node-1', purpose: 'lease' })
  await connection.ready()
  await connection.close()
  assert.equal(connection.client(), null)
})

/** A way to the database that can be made to swallow everything on the connections it has, as a pulled cable would. */
const proxyTo = async (
  t: TestContext,
  url: string,
): Promise<{ readonly proxied: string; readonly silence: () => void }> => {
  const directory = new URL(url).searchParams.get('host')
  const { hostname, port } = new URL(url)
  const pairs: [Socket, Socket][] = []
  const server = createServer((near) => {
    const far =
      directory === null ? connect(Number(port || 5432), hostname) : connect(`${directory}/.s.PGSQL.5432`)
    for (const each of [near, far]) each.on('error', () => {})
    near.pipe(far).pipe(near)
    pairs.push([near, far])
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    for (const each of pairs.flat()) each.destroy()
    server.close()
  })
  const address = server.address()
  const through = new URL(url)
  through.search = ''
  through.hostname = '127.0.0.1'
  through.port = String(typeof address === 'object' && address !== null ? address.port : 0)
  const silence = (): void => {
    for (const each of pairs.flat()) {
      each.unpipe()
      each.pause()
    }
  }
  return { proxied: through.href, silence }
}
