/** `hufu creator recover`, beside a running server and without one: a company whose creator has lost the way in. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { browserAt, endingWith, startServerProcess, testDatabase, untilHolds } from '../testing/index.ts'
import type { Browser, ServerProcess, TestDatabase } from '../testing/index.ts'

const hufu = join(import.meta.dirname, '..', '..', 'cli', 'hufu.mjs')
const password = 'nine yellow lanterns'
const other = 'eleven quiet harbours'
const file = endingWith(after)
let server: ServerProcess
let creator: Browser
let heir: Browser
let heirId: string
let settings: Readonly<Record<string, string>>
let database: TestDatabase

before(async () => {
  database = await testDatabase(file)
  const dataDir = mkdtempSync(join(tmpdir(), 'hufu-recover-'))
  file.after(() => rmSync(dataDir, { recursive: true, force: true }))
  settings = { DATABASE_URL: database.url, HUFU_DATA: dataDir }
  server = await startServerProcess(file, settings)
  creator = browserAt(server.address, new Map(), password)
  const code = server.setupCode
  const me = await creator.ok('POST', '/api/v1/setup', {
    code,
    company: '虎符科技',
    name: '陈立',
    login: 'chenli',
    password,
    locale: 'zh-CN',
  })
  const { rootDepartmentId: departmentId } = me['workspace'] as { readonly rootDepartmentId: string }
  const hired = { name: '孙丽', login: 'sunli', departmentId }
  const { id } = await creator.ok('POST', '/api/v1/members', hired)
  heirId = String(id)
  const invited = await creator.ok('POST', `/api/v1/members/${heirId}/invitation`, {})
  heir = browserAt(server.address, new Map(), password)
  await heir.ok('POST', '/api/v1/activations', { code: invited['code'], password })
})

type Ended = { readonly status: number; readonly out: string; readonly err: string }

const run = (...words: readonly string[]): Promise<Ended> => {
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'en_GB.UTF-8', ...settings }
  const child = execFile(process.execPath, [hufu, 'creator', ...words], { env }, (error, out, err) =>
    resolve({ status: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, out, err }),
  )
  child.stdin?.end('another company\n')
  return promise
}
const recover = (login: string, ...more: readonly string[]) =>
  run('recover', '--member', login, '--because', '创建者离世', ...more)
const codeIn = ({ out }: Ended): string => /[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}/.exec(out)?.[0] ?? assert.fail(out)

type Me = {
  readonly tier: string
  readonly banners: readonly { readonly kind: string; readonly words: string }[]
}
const meOf = async (browser: Browser): Promise<Me> => (await browser.ok('GET', '/api/v1/me')) as unknown as Me
const events = async (like: string): Promise<number> =>
  (await database.pool.query('select from ledger_entry where event like $1', [like])).rows.length

test('what is not understood is not done, and neither is what was not confirmed by the name of the company', async () => {
  assert.equal((await run('recover', '--member', 'sunli')).status, 2)
  assert.equal((await run('replace')).status, 2)
  assert.equal((await recover('nobody', '--yes')).status, 1)
  const unsure = await recover('sunli')
  assert.deepEqual([unsure.status, await events('claim.%')], [1, 0])
  assert.match(unsure.err, /not its name/)
})

test('G9 as long as a super administrator is at work, it is refused in words that name the way', async () => {
  const { id } = await creator.ok('POST', '/api/v1/administrators', {
    memberId: heirId,
    tier: 'super',
    because: '试用',
  })
  const refused = await recover('sunli', '--yes')
  assert.equal(refused.status, 1)
  assert.match(refused.err, /1 super administrators at work: they claim and vote/)
  await creator.ok('POST', `/api/v1/administrators/${String(id)}/end`, { because: '试用结束' })
  assert.equal(await events('claim.%'), 0)
})

test('G10 G11 whoever uses the code is creator within moments; everybody is told on every page, and cannot put it away', async () => {
  const done = await recover('sunli', '--yes')
  assert.equal(done.status, 0, done.err)
  const [banner] = (await meOf(creator)).banners
  assert.equal(banner?.kind, 'recovered')
  assert.match(banner.words, /孙丽/)
  assert.equal((await meOf(creator)).tier, 'creator', 'a code that nobody has used moves nothing')
  const again = browserAt(server.address, new Map(), other)
  await again.ok('POST', '/api/v1/activations', { code: codeIn(done), password: other })
  await untilHolds('孙丽 is creator', async () => (await meOf(again)).tier === 'creator', 10_000)
  assert.deepEqual([await events('claim.host-recovery@1'), await events('creator.transferred@1')], [1, 1])
  const back = browserAt(server.address, new Map(), password)
  await back.ok('POST', '/api/v1/sessions', { login: 'chenli', password })
  const former = await meOf(back)
  assert.deepEqual([former.tier, former.banners.map(({ kind }) => kind)], ['member', ['recovered']])
  const told = await back.ok('GET', '/api/v1/me/notices')
  const titles = (told as unknown as { items: readonly { readonly title: string }[] }).items.map(
    ({ title }) => title,
  )
  assert.ok(titles.includes('Recovery on the server'))
})

test('G10 it works while the server stands still; a creator who lost password and phone stays creator, by the code alone', async () => {
  await server.stop()
  const lost = `insert into factor (workspace_id, id, member_id, kind, since)
    select workspace_id, gen_random_uuid(), id, 'totp', now() from member where id = $1`
  await database.pool.query(lost, [heirId])
  const done = await recover('sunli', '--yes')
  assert.equal(done.status, 0, done.err)
  assert.match(done.out, /stays the creator/)
  server = await startServerProcess(file, settings)
  const again = browserAt(server.address, new Map(), password)
  await again.ok('POST', '/api/v1/activations', { code: codeIn(done), password })
  assert.equal((await meOf(again)).tier, 'creator')
  assert.equal(await events('creator.transferred@1'), 1)
  await untilHolds('it is closed', async () => (await events('claim.host-recovered@1')) === 2, 10_000)
})
