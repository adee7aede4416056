import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import type { ChecklistView, SuccessorView, TransferView } from '@hufu/contract'
import {
  PASSWORD,
  authenticatorAt,
  because,
  foundedHouse,
  makeStrict,
  strictNeeds,
} from '../../testing/index.ts'
import type { Browser } from '../../testing/index.ts'

/** 如姬 founded the company, 李娜 is a super administrator, 王伟 and 孙丽 work in it. */
async function setting(t: TestContext) {
  const it = await foundedHouse(t)
  const [lina, wangwei, sunli] = [
    await it.hire('lina', '李娜'),
    await it.hire('wangwei', '王伟'),
    await it.hire('sunli', '孙丽'),
  ]
  await it.ruji.ok('POST', '/api/v1/administrators', { memberId: lina.id, tier: 'super', because })
  return { ...it, lina, wangwei, sunli }
}
type Setting = Awaited<ReturnType<typeof setting>>

type Overview = {
  readonly creator: { readonly id: string; readonly name: string }
  readonly duties: readonly { readonly key: string; readonly title: string }[]
  readonly current: TransferView | null
  readonly checklistOf: string | null
  readonly offer: { readonly allowed: boolean; readonly because: string }
}

// Each route answers exactly this.
const get = async <T>(who: Browser, path: string, headers?: Record<string, string>): Promise<T> =>
  (await who.ok('GET', `/api/v1/creator${path}`, undefined, headers)) as unknown as T
const post = async <T = TransferView>(who: Browser, path: string, body: object): Promise<T> =>
  (await who.ok('POST', `/api/v1/creator${path}`, body)) as unknown as T

const offering = ({ ruji, wangwei }: Setting) =>
  post(ruji, '/transfers', { successorId: wangwei.id, formerBecomes: 'super', because })

test('everybody reads who holds the seat and its duties; what is under way is for those whom it concerns', async (t) => {
  const it = await setting(t)
  const transfer = await offering(it)
  for (const { browser } of [it.wangwei, it.lina])
    assert.equal((await get<Overview>(browser, '')).current?.id, transfer.id)
  const outside = await get<Overview>(it.sunli.browser, '', { 'accept-language': 'zh-CN' })
  assert.deepEqual([outside.creator.name, outside.current], ['如姬', null])
  assert.equal(outside.duties.length, 10)
  assert.match(outside.duties[0]?.title ?? '', /\p{Script=Han}/u)
  assert.deepEqual((await it.sunli.browser.ok('GET', '/api/v1/creator/transfers'))['items'], [])
  const items = (await it.wangwei.browser.ok('GET', '/api/v1/creator/transfers'))['items']
  assert.deepEqual(
    (items as TransferView[]).map(({ id }) => id),
    [transfer.id],
  )
  assert.deepEqual((await get<Overview>(it.ruji, '')).offer, { allowed: false, because: 'transfer/one-open' })
})

test('the page is told for each step whether one may, and why not', async (t) => {
  const it = await setting(t)
  const { id } = await offering(it)
  const may = async (who: Browser) => (await get<TransferView>(who, `/transfers/${id}`)).may
  const [creator, heir, other] = [
    await may(it.ruji),
    await may(it.wangwei.browser),
    await may(it.lina.browser),
  ]
  assert.ok(creator.cancel.allowed && heir.accept.allowed && heir.decline.allowed)
  assert.deepEqual(creator.accept, { allowed: false, because: 'transfer/not-yours' })
  assert.deepEqual(creator.approve, { allowed: false, because: 'transfer/no-voice' })
  assert.deepEqual(other.approve, { allowed: false, because: 'transfer/not-asked-for' })
  assert.deepEqual(heir.arm, { allowed: false, because: 'transfer/not-yours' })
})

test('who could follow is listed with every reason against, searched and paged; a preview says what changes', async (t) => {
  const it = await setting(t)
  await it.ruji.ok('POST', `/api/v1/members/${it.sunli.id}/suspend`, { because })
  type Page = { readonly items: readonly SuccessorView[]; readonly next: string | null }
  const all = await get<Page>(it.ruji, '/successors')
  const of = (name: string) => all.items.find((item) => item.name === name)
  assert.equal(all.items.length, 4)
  assert.deepEqual([of('王伟')?.eligible, of('李娜')?.tier], [true, 'super'])
  assert.deepEqual(of('孙丽')?.reasons, [{ code: 'transfer/not-active', words: 'The account is not active' }])
  assert.deepEqual(
    of('如姬')?.reasons.map(({ code }) => code),
    ['transfer/is-creator'],
  )
  const fit = await get<Page>(it.ruji, '/successors?eligible=true&limit=1')
  const rest = await get<Page>(it.ruji, `/successors?eligible=true&cursor=${String(fit.next)}`)
  const names = [...fit.items, ...rest.items].map(({ name }) => name)
  assert.deepEqual(new Set(names), new Set(['王伟', '李娜']))
  const found = await get<Page>(it.ruji, `/successors?search=${encodeURIComponent('李')}`)
  assert.deepEqual(
    found.items.map(({ name }) => name),
    ['李娜'],
  )
  const closed = await it.wangwei.browser.ask('GET', '/api/v1/creator/successors')
  assert.equal(closed.status, 403)
  type Preview = {
    readonly gains: readonly { readonly permission: string }[]
    readonly loses: Preview['gains']
    readonly steps: readonly string[]
  }
  const body = { successorId: it.wangwei.id, formerBecomes: 'super' }
  const { gains, loses, steps } = await post<Preview>(it.ruji, '/transfers/preview', body)
  assert.ok(gains.some(({ permission }) => permission === 'creator.transfer') && gains.length > 20)
  assert.deepEqual(
    new Set(loses.map(({ permission }) => permission)),
    new Set(['creator.transfer', 'admin.assign.super']),
  )
  assert.equal(steps.length, 4)
})

test('the letter is there as it was put on record, for those whom it concerns', async (t) => {
  const it = await setting(t)
  await it.ruji.ok('PUT', '/api/v1/creator/settings', { rankMin: null, consent: 'letter', approvals: 1 })
  const { id, hash } = await offering(it)
  const content = Buffer.from('%PDF-1.7 letter').toString('base64')
  const { letter } = await post(it.ruji, `/transfers/${id}/letter`, { hash, name: '授权书.pdf', content })
  assert.equal(letter?.name, '授权书.pdf')
  const file = await it.wangwei.browser.ask('GET', `/api/v1/creator/transfers/${id}/letter`)
  assert.deepEqual([file.status, file.text], [200, '%PDF-1.7 letter'])
  const closed = await it.sunli.browser.ask('GET', `/api/v1/creator/transfers/${id}/letter`)
  assert.equal(closed.status, 404)
})

test('a fresh company of two hands its seat on; the new creator finds the checklist, the former one has to sign in again', async (t) => {
  const it = await foundedHouse(t)
  const heir = await it.hire('heir', '接班人')
  const offer = { successorId: heir.id, formerBecomes: 'member', because }
  const { id, hash } = await post(it.ruji, '/transfers', offer)
  const { duties } = await get<Overview>(heir.browser, '')
  await post(heir.browser, `/transfers/${id}/accept`, { hash, duties: duties.map(({ key }) => key) })
  await it.house.switchNow()
  const now = await get<Overview>(heir.browser, '')
  assert.deepEqual([now.creator.name, now.checklistOf], ['接班人', id])
  assert.equal((await it.ruji.ask('GET', '/api/v1/me')).status, 401)
  const list = await get<ChecklistView>(heir.browser, `/transfers/${id}/checklist`)
  assert.equal(list.open, 4)
  await post(heir.browser, `/transfers/${id}/checklist/announcement`, { evidence: '已在全员群公告' })
  assert.equal((await get<ChecklistView>(heir.browser, `/transfers/${id}/checklist`)).open, 3)
  const { items } = (await heir.browser.ok('GET', '/api/v1/me/notices')) as unknown as {
    readonly items: readonly { readonly title: string; readonly words: string }[]
  }
  assert.ok(items.some(({ words }) => words.includes('接班人 has taken over from 如姬')))
  assert.ok(
    items.every(({ title }) => !title.includes('@')),
    'every notice has words',
  )
  await it.ruji.ok('POST', '/api/v1/sessions', { login: 'ruji', password: PASSWORD })
  const me = await it.ruji.ok('GET', '/api/v1/me')
  assert.equal(me['id'], it.creatorId)
})

test('a position is given a rank and another one, the ledger says so, and by it people may follow', async (t) => {
  const it = await setting(t)
  const { id } = await it.ruji.ok('POST', '/api/v1/positions', { name: '总监', rank: 40 })
  await it.ruji.ok('PATCH', `/api/v1/positions/${String(id)}`, { rank: 70 })
  await it.ruji.ok('PATCH', `/api/v1/positions/${String(id)}`, { name: '高级总监' })
  const { items } = (await it.ruji.ok('GET', '/api/v1/positions')) as unknown as {
    readonly items: readonly { readonly name: string; readonly rank: number | null }[]
  }
  assert.deepEqual(
    items.map(({ name, rank }) => [name, rank]),
    [['高级总监', 70]],
  )
  const { rows } = await it.house.node.pool.query<{ rank: number }>(
    "select (leaf::jsonb #>> '{data,rank}')::int as rank from ledger_entry where event = 'position.ranked@1' order by index",
  )
  assert.deepEqual(
    rows.map(({ rank }) => rank),
    [40, 70],
  )
  await it.ruji.ok('PUT', '/api/v1/creator/settings', { rankMin: 60, consent: 'none', approvals: 1 })
  type Page = { readonly items: readonly SuccessorView[] }
  const eligible = async () =>
    (await get<Page>(it.ruji, '/successors?eligible=true')).items.map(({ name }) => name)
  assert.deepEqual(await eligible(), [])
  const { items: people } = (await it.ruji.ok('GET', `/api/v1/members?search=wangwei`)) as unknown as {
    readonly items: readonly { readonly appointments: readonly { readonly id: string }[] }[]
  }
  const appointmentId = people[0]?.appointments[0]?.id ?? ''
  await it.ruji.ok('PATCH', `/api/v1/appointments/${appointmentId}`, { positionId: id })
  assert.deepEqual(await eligible(), ['王伟'])
})

test('in a strict company each half is as strong as the seat: whoever accepts it proves by passkey, also as a member', async (t) => {
  const it = await setting(t)
  const { browser } = it.wangwei
  const own = '/api/v1/me/factors/passkeys'
  const { options } = await browser.ok('POST', `${own}/begin`, {})
  const answer = authenticatorAt('http://localhost:7400').make(options as Record<string, unknown>)
  await browser.ok('POST', own, { name: '手机', answer })
  const { id, hash } = await offering(it)
  await makeStrict(it, 'strict', strictNeeds)
  const { duties } = await get<Overview>(browser, '')
  const accepting = { hash, duties: duties.map(({ key }) => key) }
  const refused = await browser.ask('POST', `/api/v1/creator/transfers/${id}/accept`, accepting)
  assert.equal(refused.body['code'], 'identity/step-up-needed')
  assert.deepEqual((refused.body['details'] as { readonly methods: unknown }).methods, ['passkey'])
})
