import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { openPool, withClient } from '../pool.ts'
import { liveProcess, postgresOf, waitUntil } from './processes.ts'
import { runningUrl } from './running.ts'
import { ask, isRoot, killed, startAlone, startAloneFile, started, tempDir } from './testing.ts'

const ownerOf = (pid: number | null | undefined): number => statSync(`/proc/${String(pid)}`).uid

const drafts = (dataDir: string): readonly string[] =>
  readdirSync(join(dataDir, 'postgres')).filter((name) => name.includes('.new'))

test('what a first start wrote, a later start finds, and nobody can reach it but us', async (t) => {
  const dataDir = tempDir(t)
  const first = await started(t, dataDir)
  await ask(first.url, "create table note (text text); insert into note values ('第一条')")
  const [settings] = await ask(
    first.url,
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
            current_setting('data_checksums') as checksums, current_setting('listen_addresses') as addresses,
            current_setting('server_version_num')::int / 10000 as major, current_user as who,
            (select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()) as locale,
            (select rolsuper from pg_roles where rolname = current_user) as super`,
  )
  assert.deepEqual(settings, {
    fsync: 'on',
    commit: 'on',
    checksums: 'on',
    addresses: '',
    major: 18,
    who: 'hufu',
    locale: 'b C.UTF-8',
    super: false,
  })
  const sockets = new URL(first.url).searchParams.get('host') ?? ''
  assert.equal(statSync(sockets).mode & 0o777, 0o700)
  assert.equal(statSync(join(dataDir, 'database.secret')).mode & 0o777, 0o600)
  await assert.rejects(ask(first.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1'), { code: '28P01' })
  await first.stop()
  assert.equal(existsSync(sockets), false)
  const later = await started(t, dataDir)
  assert.deepEqual(await ask(later.url, 'select text from note'), [{ text: '第一条' }])
})

test('a second start on the same data is refused and names the process that holds it', async (t) => {
  const dataDir = tempDir(t)
  const holder = await startAlone(t, dataDir)
  const second = await startAlone(t, dataDir)
  assert.equal(second.refused, 'data/in-use')
  assert.match(second.words ?? '', new RegExp(`process ${holder.pid}, since 2`))
  assert.deepEqual(
    await ask(holder.url ?? '', 'select 1 as one'),
    [{ one: 1 }],
    'the holder is not disturbed',
  )
  assert.equal(runningUrl(dataDir), holder.url, 'tools beside the server find it')
})

test('two starts in the same moment: one runs, the other is told so', async (t) => {
  const dataDir = tempDir(t)
  const both = await Promise.all([startAlone(t, dataDir), startAlone(t, dataDir)])
  assert.deepEqual(both.map((each) => each.refused ?? 'runs').toSorted(), ['data/in-use', 'runs'])
})

test('after kill -9 of the server the next start ends the database it left, and nothing acknowledged is lost', async (t) => {
  const dataDir = tempDir(t)
  const holder = await startAlone(t, dataDir)
  await ask(holder.url ?? '', 'create table note (text text)')
  await ask(holder.url ?? '', "insert into note values ('kept')")
  await killed(holder.pid)
  assert.ok(liveProcess(holder.postgres ?? 0) !== null, 'PostgreSQL outlives its killed server')
  const next = await started(t, dataDir)
  assert.equal(liveProcess(holder.postgres ?? 0), null)
  assert.notEqual(next.pid(), holder.postgres)
  assert.deepEqual(await ask(next.url, 'select text from note'), [{ text: 'kept' }])
})

test('after kill -9 of both server and database the next start recovers by itself', async (t) => {
  const dataDir = tempDir(t)
  const holder = await startAlone(t, dataDir)
  await ask(holder.url ?? '', "create table note as select 'kept' as text")
  process.kill(holder.pid, 'SIGKILL')
  process.kill(holder.postgres ?? 0, 'SIGKILL')
  const next = await started(t, dataDir)
  assert.deepEqual(await ask(next.url, 'select text from note'), [{ text: 'kept' }])
})

test('a leftover that does not answer is ended all the same', async (t) => {
  const dataDir = tempDir(t)
  const holder = await startAlone(t, dataDir)
  await killed(holder.pid)
  process.kill(holder.postgres ?? 0, 'SIGSTOP')
  // Stopped, it cannot act on a signal; a child of ours wakes it once the polite wait is nearly over.
  const waker = spawn('sh', ['-c', `sleep 2; kill -CONT ${String(holder.postgres)}`], { stdio: 'ignore' })
  t.after(() => waker.kill())
  const next = await started(t, dataDir)
  assert.deepEqual(await ask(next.url, 'select 1 as one'), [{ one: 1 }])
})

test('kill -9 of the database while we run: it comes back, and pools and checked-out clients survive', async (t) => {
  const database = await started(t, tempDir(t))
  const pool = openPool({ url: database.url, nodeId: 'one', purpose: 'test', connectionsMax: 4 })
  t.after(() => pool.end())
  await pool.query('create table note (text text)')
  await pool.query("insert into note values ('kept')")
  const back = new Promise<void>((resolve) => void database.onRestart(resolve))
  const before = database.pid()
  await assert.rejects(
    withClient(pool, async (client) => {
      await client.query('begin')
      await client.query("insert into note values ('never committed')")
      process.kill(before ?? 0, 'SIGKILL')
      await sleep(50)
      await client.query('commit')
    }),
  )
  await back
  assert.notEqual(database.pid(), before)
  assert.deepEqual((await pool.query('select text from note')).rows, [{ text: 'kept' }])
})

test('a database that dies again and again is given up, and the server is told', async (t) => {
  const dataDir = tempDir(t)
  const database = await started(t, dataDir, { restartsMax: 2 })
  const lost = new Promise<Error>((resolve) => void database.onLost(resolve))
  // A control file of garbage: PostgreSQL refuses to start on it, however often one asks.
  writeFileSync(join(dataDir, 'postgres/data/global/pg_control'), 'garbage')
  process.kill(database.pid() ?? 0, 'SIGKILL')
  assert.match(String((await lost).message), /database\/lost/)
  await database.stop()
})

test('an orderly stop waits for nobody longer than five seconds', async (t) => {
  const dataDir = tempDir(t)
  const database = await started(t, dataDir)
  const client = new pg.Client({ connectionString: database.url })
  client.on('error', () => {})
  await client.connect()
  await client.query('create table note as select 1 as n')
  await client.query('begin')
  await client.query('update note set n = 2')
  const pid = database.pid() ?? 0
  const began = performance.now()
  await database.stop()
  assert.ok(performance.now() - began < 5000)
  assert.equal(liveProcess(pid), null)
  const again = await started(t, dataDir)
  assert.deepEqual(await ask(again.url, 'select n from note'), [{ n: 1 }])
})

test('a start killed while it was making the database leaves nothing that a later start stumbles over', async (t) => {
  const dataDir = tempDir(t)
  const child = spawn(process.execPath, [startAloneFile, dataDir], {
    stdio: 'ignore',
    cwd: '/',
  })
  assert.ok(
    await waitUntil(() => existsSync(join(dataDir, 'postgres')) && drafts(dataDir).length > 0, 5000),
    'initdb is under way',
  )
  await killed(child.pid ?? 0)
  const database = await started(t, dataDir)
  assert.deepEqual(await ask(database.url, 'select 1 as one'), [{ one: 1 }])
  await database.stop()
  await started(t, dataDir)
  assert.deepEqual(drafts(dataDir), [])
})

test("people's values stay out of the database's own log", async (t) => {
  const dataDir = tempDir(t)
  const database = await started(t, dataDir)
  const pool = openPool({ url: database.url, nodeId: 'one', purpose: 'test', connectionsMax: 1 })
  t.after(() => pool.end())
  await pool.query('create table person (login text primary key)')
  await pool.query('insert into person values ($1)', ['zhang.wei'])
  await assert.rejects(pool.query('insert into person values ($1)', ['zhang.wei']), { code: '23505' })
  const day = new Date().toLocaleDateString('en-US', { weekday: 'short', timeZone: 'UTC' })
  const log = readFileSync(join(dataDir, `postgres/log/postgresql-${day}.log`), 'utf8')
  assert.match(log, /duplicate key/)
  assert.doesNotMatch(log, /zhang/)
})

test(
  "started by root, the database runs under another account; its files are that account's",
  { skip: !isRoot },
  async (t) => {
    const dataDir = tempDir(t)
    const database = await started(t, dataDir)
    const owner = ownerOf(database.pid())
    assert.notEqual(owner, 0)
    assert.equal(statSync(join(dataDir, 'postgres/data')).uid, owner)
  },
)

test(
  'a plain user starts it as himself, and root takes over his data under his name',
  { skip: !isRoot },
  async (t) => {
    const parent = tempDir(t)
    const nobody = { uid: 65_534, gid: 65_534 }
    const dataDir = join(parent, 'his')
    mkdirSync(dataDir)
    chownSync(dataDir, nobody.uid, nobody.gid)
    const his = await startAlone(t, dataDir, nobody)
    assert.deepEqual(await ask(his.url ?? '', 'select 1 as one'), [{ one: 1 }])
    assert.equal(ownerOf(his.postgres), nobody.uid)
    await killed(his.pid, 'SIGTERM')
    assert.deepEqual(postgresOf(join(dataDir, 'postgres/data'), 'none'), [])
    const ours = await started(t, dataDir)
    assert.equal(ownerOf(ours.pid()), nobody.uid)
  },
)

test("a plain user is told in words that the data is root's", { skip: !isRoot }, async (t) => {
  const dataDir = tempDir(t)
  await (await started(t, dataDir)).stop()
  chmodSync(dataDir, 0o777)
  const refused = await startAlone(t, dataDir, { uid: 65_534, gid: 65_534 })
  assert.equal(refused.refused, 'data/not-yours')
  assert.match(refused.words ?? '', /belong to the account/)
})
