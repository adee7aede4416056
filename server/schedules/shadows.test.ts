/**
 * The probe of every permission, sent by a whole server to itself as a shadow of somebody who may do all of it: each would
 * be served, and nothing in the database is another thing afterwards. As a shadow of somebody who left, none would be.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { probes, startServer } from '../main.ts'
import type { Running } from '../main.ts'
import { readConfig } from '../platform/config/index.ts'
import type { Probe, Things } from '../platform/http/index.ts'
import { quietLog } from '../platform/log/index.ts'
import { browserAt, endingWith, testDatabase, thingsFor } from '../testing/index.ts'
import type { Browser } from '../testing/index.ts'

const password = 'nine yellow lanterns'
const because = '测试需要'
const file = endingWith(after)
let running: Running
let creator: Browser
let creatorId: string
let workspaceId: string
let leaver: string
/** One of each thing, belonging to the creator. */
let things: Things

before(async () => {
  const database = await testDatabase(file)
  const dataDir = mkdtempSync(join(tmpdir(), 'hufu-shadows-'))
  file.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const config = readConfig({ DATABASE_URL: database.url, HUFU_DATA: dataDir, HUFU_PORT: '0' }, [])
  running = await startServer(config, quietLog())
  file.after(() => running.stop())
  creator = browserAt(running.address, new Map(), password)
  const { setupCode: code } = running
  const founding = { code, company: '虎符科技', name: '陈立', login: 'chenli', password, locale: 'zh-CN' }
  const me = await creator.ok('POST', '/api/v1/setup', founding)
  const workspace = me['workspace'] as { readonly id: string; readonly rootDepartmentId: string }
  creatorId = String(me['id'])
  workspaceId = workspace.id
  const rootId = workspace.rootDepartmentId
  const research = await creator.ok('POST', '/api/v1/departments', { parentId: rootId, name: '研发' })
  const ground = { maker: creator, rootId, runnersDepartment: String(research['id']) }
  const needs = [...new Set(probes.flatMap((probe) => probe.needs))]
  const runner = { id: creatorId, browser: creator }
  // The grant of one who lost a right since has ended: the probe of ending one takes another.
  things = { ...(await thingsFor(ground, runner, needs)), ...(await thingsFor(ground, runner, ['grant'])) }
  const { id } = await creator.ok('POST', '/api/v1/members', {
    name: '离职的人',
    login: 'leaver',
    departmentId: rootId,
    status: 'active',
  })
  leaver = String(id)
  await creator.ok('POST', `/api/v1/members/${leaver}/depart`, { because })
})

/** Tables that go on by themselves: who is awake, timers, and what is written a moment after it happened. */
const restless = new Set(['node', 'ledger_node', 'ledger_checkpoint', 'request'])

/** Every row of every table, as one hash a table. */
async function everything(): Promise<ReadonlyMap<string, string>> {
  const { rows: tables } = await running.node.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  )
  const found = new Map<string, string>()
  for (const { name } of tables.filter((table) => !restless.has(table.name))) {
    const { rows } = await running.node.pool.query<{ hash: string | null }>(
      `select md5(string_agg(row::text, '|' order by row::text)) as hash from "${name}" row`,
    )
    found.set(name, rows[0]?.hash ?? '')
  }
  return found
}

const asShadow = (probe: Probe, memberId: string) =>
  running.shadows.ask(
    { workspaceId, memberId, sessionId: null },
    probe.request({ ...things, self: memberId }),
  )

test('the probe of every permission would be served to the creator, and leaves every table as it was', async () => {
  // What was done before is written down within a second.
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const was = await everything()
  for (const probe of probes) {
    // External resources are given to people one by one: who founded the company holds none by that.
    const answer = await asShadow(probe, creatorId)
    if (probe.permission.startsWith('resource.') && probe.permission !== 'resource.manage')
      assert.deepEqual(
        answer,
        { served: false, status: 403, code: 'authority/not-granted' },
        probe.permission,
      )
    else assert.deepEqual(answer, { served: true }, `${probe.permission}: ${JSON.stringify(answer)}`)
  }
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const is = await everything()
  for (const [name, hash] of was) assert.equal(is.get(name), hash, `${name} is as it was`)
})

test('nobody who left would be served by any of them', async () => {
  for (const probe of probes) {
    const answer = await asShadow(probe, leaver)
    assert.ok(
      !answer.served && [401, 403, 404].includes(answer.status),
      `${probe.permission}: ${JSON.stringify(answer)}`,
    )
  }
})
