import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '@hufu/kit'
import { PASSWORD, actOf, browserAt, foundedHouse, codeOf } from '../../testing/index.ts'
import type { Answer, Browser, Founded, HouseOptions, Asked } from '../../testing/index.ts'
import { tries } from './limits.ts'

const NEEDED = 'identity/step-up-needed'

/** A company in which 如姬 holds her password back until she is asked, and 王伟, whom she may let go. */
async function setting(t: Parameters<typeof foundedHouse>[0], options: HouseOptions = {}) {
  const it = await foundedHouse(t, options)
  const careful = browserAt(it.house.url, it.ruji.cookies)
  const { id, browser } = await it.hire('wangwei')
  const depart: Asked = ['POST', `/api/v1/members/${id}/depart`, { because: '个人原因' }]
  return { ...it, careful, wangwei: { id, browser: browserAt(it.house.url, browser.cookies) }, depart }
}

const prove = (who: Browser, act: Asked, password: string = PASSWORD): Promise<Answer> =>
  who.ask('POST', '/api/v1/me/step-ups', {
    proof: { method: 'password', password },
    act: actOf(...act),
  })
const tokenFor = async (who: Browser, act: Asked): Promise<string> => {
  const answer = await prove(who, act)
  assert.equal(answer.status, 200, answer.text)
  return String(answer.body['token'])
}
const use = (
  who: Browser,
  [method, path, body]: Asked,
  token: string,
  headers: Record<string, string> = {},
): Promise<Answer> => who.ask(method, path, body, { 'Hufu-Step-Up': token, ...headers })

const statusOf = async ({ ruji }: Pick<Founded, 'ruji'>, id: string): Promise<unknown> =>
  (await ruji.ok('GET', `/api/v1/members/${id}`))['status']
const leftOver = async ({ house }: Pick<Founded, 'house'>): Promise<number> =>
  (await house.node.pool.query<{ count: number }>('select count(*)::int as count from step_up')).rows[0]
    ?.count ?? -1

test('whoever may let somebody go is asked who they are, and with the answer it is done, once', async (t) => {
  const it = await setting(t)
  const first = await it.careful.ask(...it.depart)
  assert.equal(first.status, 403)
  assert.equal(first.body['code'], NEEDED)
  assert.deepEqual(first.body['details'], {
    act: 'org.member.delete',
    methods: ['password', 'link'],
    target: { type: 'member', id: it.wangwei.id },
  })
  assert.equal(await statusOf(it, it.wangwei.id), 'active')
  const token = await tokenFor(it.careful, it.depart)
  assert.equal(codeOf(await use(it.careful, it.depart, token)), 'done')
  assert.equal(await statusOf(it, it.wangwei.id), 'departed')
  assert.equal(await leftOver(it), 0)
})

test('somebody who may not do it is told that, and is never asked for a password', async (t) => {
  const it = await setting(t)
  const role: Asked = ['POST', '/api/v1/roles', { name: '外勤', permissions: [] }]
  const answer = await it.wangwei.browser.ask(...role)
  assert.equal(answer.body['code'], 'authority/not-administrator')
  const token = await tokenFor(it.wangwei.browser, role)
  assert.equal(codeOf(await use(it.wangwei.browser, role, token)), 'authority/not-administrator')
})

test('a wrong password proves nothing, says so, and stands in the journal; so does a right one', async (t) => {
  const it = await setting(t)
  const wrong = await prove(it.careful, it.depart, 'not my password')
  assert.equal(wrong.status, 403)
  assert.equal(wrong.body['code'], 'identity/wrong-password')
  await tokenFor(it.careful, it.depart)
  assert.deepEqual(
    it.house.notes.slice(-2).map(({ event, memberId, code, act }) => ({ event, memberId, code, act })),
    [
      { event: 'proof.refused@1', code: 'identity/wrong-password' },
      { event: 'proof.given@1', code: null },
    ].map((note) => ({ ...note, memberId: it.creatorId, act: `POST ${it.depart[1]}` })),
  )
})

test('guessing by a session in the wrong hands ends where guessing at the sign-in ends', async (t) => {
  const it = await setting(t)
  const codes: unknown[] = []
  for (let round = 0; round <= tries.device; round += 1)
    codes.push((await prove(it.careful, it.depart, `guess ${round}`)).body['code'])
  assert.equal(codes.at(-1), 'identity/too-many-attempts')
  assert.equal((await prove(it.careful, it.depart)).status, 429)
  const signIn = await it.careful.ask('POST', '/api/v1/sessions', { login: 'ruji', password: PASSWORD })
  assert.equal(signIn.status, 429)
})

test('what was proved for one act opens no other: another member, another reason, another way of asking', async (t) => {
  const it = await setting(t)
  const other = await it.hire('sunli')
  const token = await tokenFor(it.careful, it.depart)
  const others: readonly Asked[] = [
    ['POST', `/api/v1/members/${other.id}/depart`, { because: '个人原因' }],
    ['POST', it.depart[1], { because: '另一个原因' }],
    ['POST', it.depart[1], '{"because": "个人原因"}'],
    ['POST', `${it.depart[1]}?`, { because: '个人原因' }],
    ['POST', '/api/v1/roles', { name: '外勤', permissions: [] }],
  ]
  for (const act of others) assert.equal(codeOf(await use(it.careful, act, token)), NEEDED, act.join(' '))
  assert.equal(codeOf(await use(it.careful, it.depart, token)), 'done')
})

test('what was proved in one session is nothing in another, of the same member or of somebody else', async (t) => {
  const it = await setting(t)
  const elsewhere = browserAt(it.house.url)
  await elsewhere.ok('POST', '/api/v1/sessions', { login: 'ruji', password: PASSWORD })
  const lina = await it.hire('lina')
  await it.ruji.ok('POST', '/api/v1/administrators', { memberId: lina.id, tier: 'super', because: '值班' })
  const token = await tokenFor(it.careful, it.depart)
  assert.equal(codeOf(await use(elsewhere, it.depart, token)), NEEDED)
  assert.equal(codeOf(await use(browserAt(it.house.url, lina.browser.cookies), it.depart, token)), NEEDED)
  assert.equal(codeOf(await use(it.careful, it.depart, token)), 'done')
})

test('after five minutes by the clock of the database a proof is none', async (t) => {
  const it = await setting(t)
  const before = Date.now()
  const { body } = await prove(it.careful, it.depart)
  const until = Date.parse(String(body['expiresAt']))
  assert.ok(Math.abs(until - before - 300_000) < 30_000, String(body['expiresAt']))
  await it.house.node.pool.query("update step_up set until = until - interval '5 minutes 1 second'")
  assert.equal(codeOf(await use(it.careful, it.depart, String(body['token']))), NEEDED)
})

test('of fifty who use a proof at the same moment exactly one does the act', async (t) => {
  const it = await setting(t)
  const role: Asked = ['POST', '/api/v1/roles', { name: '外勤', permissions: [] }]
  const token = await tokenFor(it.careful, role)
  const answers = await Promise.all(Array.from({ length: 50 }, () => use(it.careful, role, token)))
  const codes = answers.map(codeOf)
  assert.equal(codes.filter((code) => code === 'done').length, 1, codes.join(' '))
  assert.equal(codes.filter((code) => code === NEEDED).length, 49, codes.join(' '))
})

test('an act that was refused has not used up its proof, for it has not happened', async (t) => {
  const it = await setting(t)
  await it.ruji.ok('POST', '/api/v1/roles', { name: '外勤', permissions: [] })
  const { items } = (await it.ruji.ok('GET', '/api/v1/roles')) as {
    readonly items: readonly { readonly id: string; readonly name: string }[]
  }
  const again: Asked = ['POST', '/api/v1/roles', { name: '外勤', permissions: [] }]
  const token = await tokenFor(it.careful, again)
  assert.equal(codeOf(await use(it.careful, again, token)), 'authority/name-taken')
  const role = items.find(({ name }) => name === '外勤')
  await it.ruji.ok('DELETE', `/api/v1/roles/${String(role?.id)}`)
  assert.equal(codeOf(await use(it.careful, again, token)), 'done')
})

test('the same request sent again under its key is answered the same, without a new proof', async (t) => {
  const it = await setting(t)
  const role: Asked = ['POST', '/api/v1/roles', { name: '外勤', permissions: [] }]
  const key = { 'Idempotency-Key': newId() }
  assert.equal(codeOf(await it.careful.ask(...role, key)), NEEDED)
  const token = await tokenFor(it.careful, role)
  const done = await use(it.careful, role, token, key)
  assert.equal(codeOf(done), 'done')
  assert.equal((await use(it.careful, role, token, key)).body['id'], done.body['id'])
  assert.equal((await it.careful.ask(...role, key)).body['id'], done.body['id'])
})

test('a new password and the end of the session each end what was proved before', async (t) => {
  const it = await setting(t)
  const token = await tokenFor(it.careful, it.depart)
  await it.careful.ok('PUT', '/api/v1/me/password', { current: PASSWORD, next: 'nine purple kettles' })
  assert.equal(codeOf(await use(it.careful, it.depart, token)), NEEDED)
  const answer = await prove(it.careful, it.depart, 'nine purple kettles')
  const fresh = String(answer.body['token'])
  const cookies = new Map(it.careful.cookies)
  await it.careful.ok('DELETE', '/api/v1/sessions/current')
  const stolen = browserAt(it.house.url, cookies)
  assert.equal(codeOf(await use(stolen, it.depart, fresh)), 'identity/session-ended')
  await stolen.ok('POST', '/api/v1/sessions', { login: 'ruji', password: 'nine purple kettles' })
  assert.equal(codeOf(await use(stolen, it.depart, fresh)), NEEDED)
})

test('a right that is lost between proof and act decides: the proof gives nothing by itself', async (t) => {
  const it = await setting(t)
  const lina = await it.hire('lina')
  const { id: seat } = await it.ruji.ok('POST', '/api/v1/administrators', {
    memberId: lina.id,
    tier: 'super',
    because: '值班',
  })
  const her = browserAt(it.house.url, lina.browser.cookies)
  const token = await tokenFor(her, it.depart)
  await it.ruji.ok('POST', `/api/v1/administrators/${String(seat)}/end`, { because: '值班结束' })
  assert.equal(codeOf(await use(her, it.depart, token)), 'authority/not-administrator')
})

test('the entries of an act say by what it was proved, and only theirs', async (t) => {
  const it = await setting(t)
  assert.equal(codeOf(await use(it.careful, it.depart, await tokenFor(it.careful, it.depart))), 'done')
  const { rows } = await it.house.node.pool.query<{ event: string; method: string | null }>(
    "select event, leaf::jsonb #>> '{proof,method}' as method from ledger_entry where tree = 'authority' order by index",
  )
  const proved = rows.filter(({ method }) => method !== null)
  assert.deepEqual([...new Set(proved.map(({ method }) => method))], ['password'])
  assert.ok(proved.some(({ event }) => event === 'member.departed@1'))
  assert.ok(rows.some(({ event, method }) => event === 'member.added@1' && method === null))
})
