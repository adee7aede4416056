/** Critical acts lately done, and taking them back. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import type { CriticalAct } from '@hufu/contract'
import { because, agreedHalf, makeStrict, withHalf, codeOf } from '../../testing/index.ts'
import type { Answer, Browser } from '../../testing/index.ts'
import { NEEDED, threeAbove } from './halves-fixture.ts'
import { undoes } from './undo.ts'

/** As above, and 王伟 works in it. */
async function setting(t: TestContext) {
  const it = await threeAbove(t)
  return { ...it, wangwei: await it.hire('wangwei', '王伟') }
}

type Setting = Awaited<ReturnType<typeof setting>>

const listed = async (who: Browser, query = '', language = 'en-US'): Promise<readonly CriticalAct[]> => {
  const headers = { 'accept-language': language }
  const { items } = await who.ok('GET', `/api/v1/critical-acts${query}`, undefined, headers)
  // The route answers exactly this.
  return items as readonly CriticalAct[]
}
const newest = async (who: Browser): Promise<CriticalAct> =>
  (await listed(who, '?limit=1'))[0] ?? assert.fail('something critical was done')
const back = (who: Browser, { revision }: Pick<CriticalAct, 'revision'>): Promise<Answer> =>
  who.ask('POST', `/api/v1/critical-acts/${revision}/revert`, { because: '弄错了' })

type Role = { readonly id: string; readonly name: string; readonly permissions: readonly string[] }
const roles = async ({ ruji }: Pick<Setting, 'ruji'>): Promise<readonly Role[]> =>
  (await ruji.ok('GET', '/api/v1/roles'))['items'] as readonly Role[]
const roleCalled = async (it: Setting, name: string): Promise<Role | undefined> =>
  (await roles(it)).find((role) => role.name === name)
const newRole = async (who: Browser, name: string, permissions: readonly string[] = []): Promise<string> =>
  String((await who.ok('POST', '/api/v1/roles', { name, permissions }))['id'])

type Seat = { readonly id: string; readonly memberId: string; readonly permissions: readonly string[] }
const seatsOf = async ({ ruji }: Setting, memberId: string): Promise<readonly Seat[]> =>
  ((await ruji.ok('GET', '/api/v1/administrators'))['items'] as readonly Seat[]).filter(
    (seat) => seat.memberId === memberId,
  )

test('W8 the list says who did what, by what they proved it, until when it can be taken back and what that does', async (t) => {
  const it = await setting(t)
  await newRole(it.lina.browser, '外勤')
  const [english] = await listed(it.ruji)
  const { revision, at, until, ...rest } = english ?? assert.fail('it is listed')
  assert.deepEqual(rest, {
    by: { id: it.lina.id, name: '李娜' },
    words: '李娜 created the role 外勤',
    permission: 'admin.role.manage',
    method: 'password',
    second: null,
    back: 'Removes the role, unless somebody holds it by now',
    revert: { allowed: true, because: 'granted' },
    revertedAt: null,
    revertedBy: null,
  })
  assert.equal(Date.parse(until ?? '') - Date.parse(at), 72 * 3_600_000)
  const [chinese] = await listed(it.ruji, '', 'zh-CN')
  assert.equal(chinese?.words, '李娜 新建了角色 外勤')
  assert.equal(chinese.revision, revision)
  const all = await listed(it.ruji)
  const paged: CriticalAct[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const after: string = cursor === '' ? '' : `&cursor=${cursor}`
    const page = await it.ruji.ok('GET', `/api/v1/critical-acts?limit=2${after}`)
    const { items, next } = page as { items: readonly CriticalAct[]; next: string | null }
    paged.push(...items)
    cursor = next
  }
  assert.deepEqual(
    paged.map((act) => act.revision),
    all.map((act) => act.revision),
  )
  assert.equal((await it.wangwei.browser.ask('GET', '/api/v1/critical-acts')).status, 403)
})

test('W8 what is not critical, and what only proves who somebody is, is not on the list', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  const before = await listed(it.ruji)
  await it.ruji.ok('POST', '/api/v1/departments', { parentId: it.rootId, name: '研发' })
  const body = { name: '外勤', permissions: [] }
  await agreedHalf(it.ruji, it.lina.browser, ['POST', '/api/v1/roles', body])
  assert.deepEqual(await listed(it.ruji), before)
})

test('W9 an appointment is taken back once, by its revision, and that stands in the ledger', async (t) => {
  const it = await setting(t)
  await it.ruji.ok('POST', '/api/v1/administrators', { memberId: it.wangwei.id, tier: 'super', because })
  const act = await newest(it.ruji)
  assert.equal(act.permission, 'admin.assign.super')
  assert.equal(codeOf(await back(it.ruji, act)), 'done')
  assert.deepEqual(await seatsOf(it, it.wangwei.id), [])
  assert.equal(codeOf(await back(it.ruji, act)), 'act/taken-back')
  const again = (await listed(it.ruji)).find(({ revision }) => revision === act.revision)
  assert.deepEqual(again?.revert, { allowed: false, because: 'act/taken-back' })
  assert.deepEqual(again.revertedBy, { id: it.creatorId, name: '如姬' })
  const { rows } = await it.house.node.pool.query<{ data: unknown; sealed: unknown }>(
    `select leaf::jsonb -> 'data' as data, sealed from ledger_entry where event = 'half.taken-back@1'`,
  )
  assert.deepEqual(rows, [{ data: { revision: act.revision }, sealed: { because: '弄错了' } }])
})

test('W9 what was appointed and has been changed or ended since is left as it is now', async (t) => {
  const it = await setting(t)
  const body = { memberId: it.wangwei.id, tier: 'super', because }
  const { id } = await it.ruji.ok('POST', '/api/v1/administrators', body)
  const act = await newest(it.ruji)
  await it.ruji.ok('POST', `/api/v1/administrators/${String(id)}/end`, { because })
  const [shown] = await listed(it.ruji, '?limit=1')
  assert.deepEqual(shown?.revert, { allowed: false, because: 'act/changed-since' })
  assert.equal(codeOf(await back(it.ruji, act)), 'act/changed-since')
})

const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString()

/** A scoped administrator who may hand administration on, so that each of their appointments is critical. */
async function deputy({ ruji, hire }: Setting) {
  const { id, browser } = await hire('deputy')
  const scope = { type: 'workspace' }
  const terms = { tier: 'scoped', scope, ceiling: { permissions: [], reach: scope }, because }
  const permissions = ['admin.assign', 'admin.delegate', 'admin.view', 'perm.view', 'audit.admin.view']
  await ruji.ok('POST', '/api/v1/administrators', { ...terms, memberId: id, permissions })
  return { browser, terms }
}

test('W9 a seat that was changed gets back the terms it had', async (t) => {
  const it = await setting(t)
  const { browser, terms } = await deputy(it)
  // Not in force yet: of an administrator's own tier the deputy may change nobody.
  const made = { ...terms, from: tomorrow(), memberId: it.wangwei.id, permissions: ['perm.view'] }
  const { id } = await browser.ok('POST', '/api/v1/administrators', made)
  const appointed = await newest(it.ruji)
  const change = { permissions: ['perm.view', 'admin.view'], because }
  await browser.ok('PATCH', `/api/v1/administrators/${String(id)}`, change)
  assert.equal(codeOf(await back(it.ruji, appointed)), 'act/changed-since')
  assert.equal(codeOf(await back(it.ruji, await newest(it.ruji))), 'done')
  const [seat] = await seatsOf(it, it.wangwei.id)
  assert.deepEqual(seat?.permissions, ['perm.view'])
})

test('W9 the switch for heads of departments goes back to what it was, with the seats it had made', async (t) => {
  const it = await setting(t)
  const { browser } = await deputy(it)
  const { id: departmentId } = await it.ruji.ok('POST', '/api/v1/departments', {
    parentId: it.rootId,
    name: '研发',
  })
  const head = { departmentId, head: true }
  await it.ruji.ok('POST', `/api/v1/members/${it.wangwei.id}/appointments`, head)
  const heads = { enabled: true, permissions: ['admin.view'], ceiling: [], because }
  await browser.ok('PUT', '/api/v1/administrators/heads', heads)
  assert.equal((await seatsOf(it, it.wangwei.id)).length, 1)
  const first = await newest(it.ruji)
  await browser.ok('PUT', '/api/v1/administrators/heads', { ...heads, permissions: ['perm.view'] })
  assert.equal(codeOf(await back(it.ruji, first)), 'act/changed-since')
  assert.equal(codeOf(await back(it.ruji, await newest(it.ruji))), 'done')
  assert.deepEqual((await seatsOf(it, it.wangwei.id))[0]?.permissions, ['admin.view'])
})

test('W9 the switch for heads that was turned on is turned off again', async (t) => {
  const it = await setting(t)
  const { browser } = await deputy(it)
  const heads = { enabled: true, permissions: ['admin.view'], ceiling: [], because }
  await browser.ok('PUT', '/api/v1/administrators/heads', heads)
  assert.equal(codeOf(await back(it.ruji, await newest(it.ruji))), 'done')
  assert.equal((await it.ruji.ok('GET', '/api/v1/administrators/heads'))['enabled'], false)
})

test('W9 a role that nobody holds goes again; one that somebody holds by now stays', async (t) => {
  const it = await setting(t)
  const id = await newRole(it.lina.browser, '外勤')
  const act = await newest(it.ruji)
  await it.ruji.ok('POST', '/api/v1/grants', giving(id, it.wangwei.id))
  assert.equal(codeOf(await back(it.lina.browser, act)), 'authority/role-held')
  await newRole(it.lina.browser, '内勤')
  assert.equal(codeOf(await back(it.lina.browser, await newest(it.ruji))), 'done')
  assert.deepEqual([(await roleCalled(it, '外勤'))?.id, await roleCalled(it, '内勤')], [id, undefined])
})

const giving = (roleId: string, memberId: string, more: object = {}) => ({
  subject: { type: 'member', id: memberId },
  right: { type: 'role', id: roleId },
  scope: { type: 'workspace' },
  because,
  ...more,
})

test('W9 a role gets back its name and what it held', async (t) => {
  const it = await setting(t)
  const id = await newRole(it.lina.browser, '外勤', ['file.upload'])
  await it.lina.browser.ok('PATCH', `/api/v1/roles/${id}`, { permissions: ['file.upload', 'file.download'] })
  await it.lina.browser.ok('PATCH', `/api/v1/roles/${id}`, { name: '外勤二组', permissions: [] })
  assert.equal(codeOf(await back(it.zhaomin.browser, await newest(it.ruji))), 'done')
  const { name, permissions } = (await roleCalled(it, '外勤')) ?? assert.fail('it has its name again')
  assert.deepEqual([name, permissions.toSorted()], ['外勤', ['file.download', 'file.upload']])
})

type Grant = { readonly id: string; readonly right: { readonly id?: string }; readonly until: string | null }
const grantsOf = async ({ ruji }: Setting, memberId: string): Promise<readonly Grant[]> =>
  (await ruji.ok('GET', `/api/v1/grants?memberId=${memberId}`))['items'] as readonly Grant[]

test('W9 a role that was removed is made again, with the grants that still fit and not those that were suspended', async (t) => {
  const it = await setting(t)
  const id = await newRole(it.lina.browser, '外勤', ['file.download'])
  const { id: resting } = await it.hire('resting')
  const { id: paused } = await it.ruji.ok('POST', '/api/v1/grants', giving(id, resting))
  await it.ruji.ok('POST', `/api/v1/grants/${String(paused)}/suspend`, { because })
  await it.ruji.ok('POST', '/api/v1/grants', giving(id, it.wangwei.id))
  await it.zhaomin.browser.ok('POST', `/api/v1/roles/${id}/replace`, { because })
  const act = await newest(it.ruji)
  assert.equal(codeOf(await back(it.zhaomin.browser, act)), 'done')
  const made = (await roleCalled(it, '外勤')) ?? assert.fail('it is there again')
  assert.notEqual(made.id, id)
  assert.deepEqual(made.permissions, ['file.download'])
  const ofRole = async (who: string) => (await grantsOf(it, who)).filter(({ right }) => right.id === made.id)
  assert.equal((await ofRole(it.wangwei.id)).length, 1)
  assert.equal((await ofRole(resting)).length, 0)
})

test('W9 a role that another one took the place of comes back, and what was given in its stead goes', async (t) => {
  const it = await setting(t)
  const id = await newRole(it.lina.browser, '外勤', ['file.download'])
  const other = await newRole(it.lina.browser, '内勤', ['file.upload'])
  await it.ruji.ok('POST', '/api/v1/grants', giving(id, it.wangwei.id))
  await it.ruji.ok('POST', '/api/v1/restrictions', giving(id, it.zhaomin.id))
  await it.ruji.ok('POST', `/api/v1/roles/${id}/replace`, { by: other, because })
  assert.equal(codeOf(await back(it.ruji, await newest(it.ruji))), 'done')
  const made = await roleCalled(it, '外勤')
  const held = (await grantsOf(it, it.wangwei.id)).map(({ right }) => right.id)
  assert.ok(held.includes(made?.id) && !held.includes(other), held.join(' '))
  const { rows } = await it.house.node.pool.query<{ role_id: string }>(
    'select role_id from restriction where ended_at is null',
  )
  assert.deepEqual(rows, [{ role_id: made?.id }])
})

test('W9 a plan is cancelled; a leaving, a cancelled plan and one that was hastened stay, and say what to do instead', async (t) => {
  const it = await setting(t)
  const { id } = await it.hire('leaver')
  const plan = {
    what: 'departure',
    people: [{ who: it.wangwei.id }],
    due: '2099-01-01T00:00:00Z',
    reason: 'leave',
    because,
  }
  const { id: planId } = await it.lina.browser.ok('POST', '/api/v1/plans', plan)
  assert.equal(codeOf(await back(it.zhaomin.browser, await newest(it.ruji))), 'done')
  assert.equal((await it.ruji.ok('GET', `/api/v1/plans/${String(planId)}`))['state'], 'cancelled')
  await it.lina.browser.ok('POST', `/api/v1/members/${id}/depart`, { because })
  const { id: second } = await it.lina.browser.ok('POST', '/api/v1/plans', plan)
  await it.lina.browser.ok('POST', `/api/v1/plans/${String(second)}/carry-out`, {})
  const made = (await listed(it.ruji)).slice(0, 3)
  await it.lina.browser.ok('POST', `/api/v1/plans/${String(second)}/cancel`, { because })
  for (const act of [await newest(it.ruji), ...made]) {
    const isPlanMade = act.words.includes('planned')
    assert.equal(codeOf(await back(it.ruji, act)), isPlanMade ? 'act/changed-since' : 'act/stays', act.words)
    if (!isPlanMade) assert.deepEqual([act.until, act.revert.because], [null, 'act/stays'], act.words)
  }
})

test('W9 how strictly the company decides goes back to what it was, with a second person where it was strict', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  const act = await newest(it.ruji)
  assert.equal(act.permission, 'sec.policy.manage')
  assert.equal(codeOf(await it.ruji.ask('POST', '/api/v1/roles', { name: '外勤', permissions: [] })), NEEDED)
  assert.equal(codeOf(await back(it.ruji, act)), NEEDED)
  const asked = ['POST', `/api/v1/critical-acts/${act.revision}/revert`, { because: '弄错了' }] as const
  const half = await agreedHalf(it.ruji, it.lina.browser, asked)
  assert.equal(codeOf(await withHalf(it.ruji, asked, half)), 'done')
  assert.equal(codeOf(await it.ruji.ask('POST', '/api/v1/roles', { name: '外勤', permissions: [] })), 'done')
})

test('W10 after three days it is too late, and after thirty it is not shown', async (t) => {
  const it = await setting(t)
  await newRole(it.lina.browser, '外勤')
  const act = await newest(it.ruji)
  const { pool } = it.house.node
  await pool.query('alter table ledger_entry disable trigger all')
  const age = (days: number) =>
    pool.query(
      `update ledger_entry set at = at - $1 * interval '1 day',
         leaf = jsonb_set(leaf::jsonb, '{at}', to_jsonb(to_char((leaf::jsonb ->> 'at')::timestamptz at time zone 'UTC'
           - $1 * interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))::text
       where revision = $2`,
      [days, act.revision],
    )
  await age(4)
  assert.equal(codeOf(await back(it.ruji, act)), 'act/too-late')
  await age(30)
  assert.equal(codeOf(await back(it.ruji, act)), 'act/not-found')
  assert.ok((await listed(it.ruji)).every(({ revision }) => revision !== act.revision))
})

test('W11 whoever takes it back is asked for their own permission, a proof, and in a strict company a second person', async (t) => {
  const it = await setting(t)
  const { browser } = await deputy(it)
  await newRole(it.lina.browser, '外勤')
  const act = await newest(it.ruji)
  const [shown] = await listed(browser, '?limit=1')
  assert.deepEqual(shown?.revert, { allowed: false, because: 'authority/not-administrator' })
  assert.equal(codeOf(await back(browser, act)), 'authority/not-administrator')
  assert.equal(codeOf(await back(it.wangwei.browser, act)), 'authority/not-administrator')
  await makeStrict(it)
  assert.equal(codeOf(await back(it.zhaomin.browser, act)), NEEDED)
  const path = `/api/v1/critical-acts/${act.revision}/revert`
  const asked = ['POST', path, { because: '弄错了' }] as const
  const half = await agreedHalf(it.zhaomin.browser, it.ruji, asked)
  assert.equal(codeOf(await withHalf(it.zhaomin.browser, asked, half)), 'done')
  const [undone] = await listed(it.ruji, '?limit=1')
  assert.deepEqual(undone?.second, { id: it.creatorId, name: '如姬' })
})

test('W9 every event that a critical act leaves is on the table', async (t) => {
  const it = await setting(t)
  const { browser, terms } = await deputy(it)
  const seat = { ...terms, from: tomorrow(), memberId: it.wangwei.id, permissions: ['perm.view'] }
  const { id } = await browser.ok('POST', '/api/v1/administrators', seat)
  await browser.ok('PATCH', `/api/v1/administrators/${String(id)}`, { permissions: ['admin.view'], because })
  const role = await newRole(it.lina.browser, '外勤', ['file.download'])
  await it.lina.browser.ok('PATCH', `/api/v1/roles/${role}`, { name: '内勤', permissions: [] })
  await it.lina.browser.ok('DELETE', `/api/v1/roles/${role}`)
  await it.lina.browser.ok('POST', `/api/v1/members/${it.wangwei.id}/depart`, { because })
  const { rows } = await it.house.node.pool.query<{ revision: string; events: readonly string[] }>(
    `select revision, array_agg(event) as events from ledger_entry
     where tree = 'authority' and leaf::jsonb ? 'proof' group by revision`,
  )
  assert.ok(rows.length > 6)
  for (const { events } of rows)
    assert.ok(
      events.some((event) => event in undoes),
      `nothing undoes ${events.join(', ')}`,
    )
})
