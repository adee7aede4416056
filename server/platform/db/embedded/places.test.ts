import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isRefusal } from '@hufu/kit'
import { quietLog } from '../../log/index.ts'
import { chooseAccount, closedDoor } from './account.ts'
import { findBinaries } from './binaries.ts'
import { startEmbedded } from './embedded.ts'
import { holderOf, lockData } from './lock.ts'
import { networkFileSystem, socketDir } from './places.ts'
import { liveProcess, processSpace, waitUntil } from './processes.ts'
import { ask, isRoot, started, tempDir } from './testing.ts'

const us = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, name: 'us', drop: false }
const nobody = { uid: 65_534, gid: 65_534, name: 'nobody', drop: true }

const refusal = (code: string, words: RegExp) => (error: unknown) => {
  assert.ok(isRefusal(error), String(error))
  assert.equal(error.code, code)
  assert.match(String(error.details['words']), words)
  return true
}

const writeLock = (dataDir: string, holder: object): string => {
  const path = join(dataDir, 'hufu.lock')
  const holding = { ...processSpace(), since: '2026-01-01T00:00:00.000Z', token: 'other', ...holder }
  writeFileSync(path, JSON.stringify(holding))
  return path
}

test('a lock whose process is dead, or whose pid belongs to another process by now, is taken over', async (t) => {
  for (const holder of [
    { pid: 4_190_001, started: '1' },
    { pid: process.pid, started: 'long before' },
    {
      pid: process.pid,
      started: liveProcess(process.pid)?.started,
      boot: 'before the restart',
      space: 'before the restart',
    },
  ]) {
    const dataDir = tempDir(t)
    writeLock(dataDir, holder)
    assert.equal(await holderOf(dataDir), null)
    const lock = await lockData(dataDir)
    assert.equal((await holderOf(dataDir))?.pid, process.pid)
    lock.release()
    assert.equal(existsSync(join(dataDir, 'hufu.lock')), false)
  }
})

test('a lock that a full disk cut short is taken over too', async (t) => {
  const dataDir = tempDir(t)
  writeFileSync(join(dataDir, 'hufu.lock'), '{"pid": 12')
  ;(await lockData(dataDir)).release()
})

test('a holder in another container is believed while its heart beats', async (t) => {
  const dataDir = tempDir(t)
  const path = writeLock(dataDir, { pid: 7, started: '1', space: `${processSpace().boot} pid:[1]` })
  const beat = setInterval(() => utimesSync(path, new Date(), new Date()), 100)
  t.after(() => clearInterval(beat))
  await assert.rejects(lockData(dataDir), refusal('data/in-use', /process 7/))
})

test("giving back a lock never takes away another one's", async (t) => {
  const dataDir = tempDir(t)
  const lock = await lockData(dataDir)
  const path = writeLock(dataDir, { pid: process.pid, started: liveProcess(process.pid)?.started })
  lock.release()
  assert.match(readFileSync(path, 'utf8'), /other/)
})

test("the socket's path stays short: a long temporary directory is passed over, and when all are long it is said", (t) => {
  const root = tempDir(t)
  const long = join(root, 'x'.repeat(100))
  mkdirSync(long)
  const chosen = socketDir('/srv/hufu/postgres', us, [long, root])
  assert.ok(chosen.startsWith(join(root, 'hufu-')), chosen)
  assert.ok(Buffer.byteLength(join(chosen, '.s.PGSQL.5432')) <= 107)
  assert.equal(
    socketDir('/srv/hufu/postgres', us, [long, root]),
    chosen,
    'the same data gives the same directory',
  )
  assert.throws(
    () => socketDir('/srv/hufu/postgres', us, [long]),
    refusal('database/socket-path', /107 bytes.*Set TMPDIR/s),
  )
})

test('a directory that another user put where the socket should go is not used', (t) => {
  const root = tempDir(t)
  const chosen = socketDir('/srv/hufu/postgres', us, [root])
  chmodSync(chosen, 0o777)
  const other = socketDir('/srv/hufu/postgres', us, [root])
  assert.notEqual(other, chosen)
  assert.equal(lstatSync(other).mode & 0o777, 0o700)
})

test('network file systems are refused by name, local ones are not', (t) => {
  const dir = tempDir(t)
  assert.equal(
    networkFileSystem(join(dir, 'not/there/yet'), () => 0x6969),
    'NFS',
  )
  assert.equal(
    networkFileSystem(dir, () => 0xff534d42 | 0),
    'CIFS',
  )
  assert.equal(
    networkFileSystem(dir, () => 0xef53),
    null,
  )
  assert.equal(networkFileSystem(dir), null)
})

test('data that another PostgreSQL made is left alone, with a word on what to do', async (t) => {
  const dataDir = tempDir(t)
  await (await started(t, dataDir)).stop()
  const version = join(dataDir, 'postgres/data/PG_VERSION')
  writeFileSync(version, '17\n')
  await assert.rejects(
    startEmbedded({ dataDir, dataDirChosen: true }, quietLog()),
    refusal('data/other-version', /made by PostgreSQL 17.*brings PostgreSQL 18/),
  )
  assert.equal(readFileSync(version, 'utf8'), '17\n')
  writeFileSync(version, '18\n')
  const again = await started(t, dataDir)
  assert.deepEqual(await ask(again.url, 'select 1 as one'), [{ one: 1 }], 'a refused start holds nothing')
})

test('a directory of something else is not taken for a database', async (t) => {
  const dataDir = tempDir(t)
  mkdirSync(join(dataDir, 'postgres/data/photos'), { recursive: true })
  await assert.rejects(
    startEmbedded({ dataDir, dataDirChosen: true }, quietLog()),
    refusal('data/not-a-database', /no PostgreSQL data directory/),
  )
})

test('data where a file stands, or where nobody may write, is refused in words', async (t) => {
  const dir = tempDir(t)
  writeFileSync(join(dir, 'file'), '')
  const start = (dataDir: string) => startEmbedded({ dataDir, dataDirChosen: true }, quietLog())
  await assert.rejects(start(join(dir, 'file')), refusal('data/not-writable', /Choose another directory/))
  await assert.rejects(
    start(join(dir, 'file/below')),
    refusal('data/not-writable', /Choose another directory/),
  )
})

test(
  'under root, a private home: data chosen by an operator is refused, the default moves',
  { skip: !isRoot },
  async (t) => {
    const top = tempDir(t)
    const home = join(top, 'root')
    mkdirSync(home, { mode: 0o700 })
    const dataDir = join(home, '.hufu')
    await assert.rejects(
      startEmbedded({ dataDir, dataDirChosen: true }, quietLog()),
      refusal('data/closed', /may not enter .*\/root,.*chmod o\+x/s),
    )
    const fallbackRoot = join(top, 'var')
    const database = await started(t, dataDir, { dataDirChosen: false, fallbackRoot })
    await ask(database.url, "create table note as select 'kept' as text")
    await database.stop()
    assert.ok(readlinkSync(join(dataDir, 'postgres')).startsWith(fallbackRoot))
    const later = await started(t, dataDir, { dataDirChosen: false, fallbackRoot })
    assert.deepEqual(await ask(later.url, 'select text from note'), [{ text: 'kept' }])
    await later.stop()
    rmSync(dataDir, { recursive: true })
    const anew = await started(t, dataDir, { dataDirChosen: false, fallbackRoot })
    await assert.rejects(ask(anew.url, 'select text from note'), { code: '42P01' })
  },
)

test(
  'programs the account cannot reach are copied where it can, and run from there',
  { skip: !isRoot },
  (t) => {
    const home = tempDir(t)
    const account = chooseAccount(join(home, 'none'))
    const closed = { ...account, uid: 12_345, gid: 12_345 }
    const found = findBinaries(home, closed, () => true)
    assert.ok(found.postgres.startsWith(home))
    const { stdout } = spawnSync(found.postgres, ['--version'], {
      cwd: '/',
      env: found.env,
      uid: 12_345,
      gid: 12_345,
      encoding: 'utf8',
    })
    assert.match(stdout, /PostgreSQL\) 18/)
  },
)

test('the door that stops an account is named, the outermost first', { skip: !isRoot }, (t) => {
  const top = tempDir(t)
  const closed = join(top, 'private')
  mkdirSync(join(closed, 'data'), { recursive: true })
  chmodSync(closed, 0o700)
  chmodSync(join(closed, 'data'), 0o700)
  assert.equal(closedDoor(join(closed, 'data/not/yet'), nobody), closed)
  assert.equal(closedDoor(top, nobody), null)
})

test(
  'a process that is dead and not yet reaped counts as dead, whatever kill(pid, 0) says',
  { skip: process.platform !== 'linux' },
  async (t) => {
    // The child outlives the shell that would have reaped it; what the shell becomes never asks how it fared.
    const parent = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    t.after(() => parent.kill())
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (line) => resolve(Number(String(line)))),
    )
    assert.ok(await waitUntil(() => liveProcess(pid) === null, 2000))
    assert.equal(process.kill(pid, 0), true, 'the system still answers for it')
    const dataDir = tempDir(t)
    await (await started(t, dataDir)).stop()
    writeLock(dataDir, { pid, started: '1' })
    writeFileSync(join(dataDir, 'postgres/data/postmaster.pid'), `${pid}\n${dataDir}\n`)
    const database = await started(t, dataDir)
    assert.deepEqual(await ask(database.url, 'select 1 as one'), [{ one: 1 }])
  },
)
