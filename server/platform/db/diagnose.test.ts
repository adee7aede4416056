import assert from 'node:assert/strict'
import { existsSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { testDatabase } from '../../testing/index.ts'
import { checkNode, diagnose, judgeClock, judgeSpace } from './diagnose.ts'
import type { Finding } from './diagnose.ts'
import { killed, startAlone, tempDir } from './embedded/testing.ts'

const statesOf = (findings: readonly Finding[]): Record<string, string> =>
  Object.fromEntries(findings.map((each) => [each.check, each.state]))

const wordsOf = (findings: readonly Finding[], check: Finding['check']): string =>
  findings.find((each) => each.check === check)?.words ?? ''

test('the doctor finds nothing wrong with a place where nothing has run yet, and makes nothing there', async (t) => {
  const dataDir = join(tempDir(t), 'data')
  const findings = await diagnose({
    dataDir,
    dataDirChosen: true,
    databaseUrl: null,
    host: '127.0.0.1',
    port: 0,
  })
  assert.deepEqual(statesOf(findings), {
    node: 'fine',
    data: 'fine',
    space: 'fine',
    port: 'fine',
    database: 'fine',
  })
  assert.equal(existsSync(dataDir), false)
})

test('the doctor recognises a running server, and what a killed one left', async (t) => {
  const dataDir = tempDir(t)
  const config = { dataDir, dataDirChosen: true, databaseUrl: null, host: '127.0.0.1', port: 0 }
  const server = await startAlone(t, dataDir)
  const running = await diagnose(config)
  assert.match(wordsOf(running, 'server'), new RegExp(`process ${server.pid}`))
  assert.match(wordsOf(running, 'database'), /answers: PostgreSQL 18/)
  assert.equal(statesOf(running)['clock'], 'fine')
  await killed(server.pid)
  const after = await diagnose(config)
  assert.equal(statesOf(after)['leftover'], 'warning')
  assert.match(wordsOf(after, 'leftover'), new RegExp(String(server.postgres)))
  await killed(server.postgres ?? 0, 'SIGQUIT')
  rmSync(new URL(server.url ?? '').searchParams.get('host') ?? '/nowhere', { recursive: true })
})

test('the doctor names a port that is taken and a database that does not answer', async (t) => {
  const busy = createServer()
  busy.listen(0, '127.0.0.1')
  await once(busy, 'listening')
  t.after(() => busy.close())
  const address = busy.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const findings = await diagnose({
    dataDir: tempDir(t),
    dataDirChosen: true,
    databaseUrl: 'postgresql://hufu@127.0.0.1:1/hufu',
    host: '127.0.0.1',
    port,
  })
  assert.equal(statesOf(findings)['port'], 'wrong')
  assert.equal(statesOf(findings)['database'], 'wrong')
  assert.match(wordsOf(findings, 'database'), /ECONNREFUSED/)
})

test('the doctor looks at an external database, too', async (t) => {
  const { url } = await testDatabase(t)
  const findings = await diagnose({
    dataDir: tempDir(t),
    dataDirChosen: true,
    databaseUrl: url,
    host: '127.0.0.1',
    port: 0,
  })
  assert.deepEqual(statesOf(findings), {
    node: 'fine',
    data: 'fine',
    space: 'fine',
    port: 'fine',
    database: 'fine',
    clock: 'fine',
  })
})

test('an old Node, a full disk and a wrong clock are told apart from harmless ones', () => {
  assert.equal(checkNode('20.19.0').state, 'wrong')
  assert.equal(checkNode('24.0.0').state, 'fine')
  const gib = 2 ** 30
  assert.deepEqual(
    [100 * 2 ** 20, gib, 100 * gib].map((bytes) => judgeSpace(bytes, '/srv').state),
    ['wrong', 'warning', 'fine'],
  )
  assert.deepEqual(
    [90_000, -5000, 10, Number.NaN].map((ms) => judgeClock(ms).state),
    ['wrong', 'warning', 'fine', 'wrong'],
  )
})
