import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSWORD, browserAt, foundedHouse } from '../../testing/index.ts'
import type { Browser, Founded } from '../../testing/index.ts'

const because = '测试需要'
const login = 'wangwei'
type Shown = { readonly id: string; readonly current: boolean; readonly device: string }

const signIn = (browser: Browser, headers: Record<string, string> = {}) =>
  browser.ok('POST', '/api/v1/sessions', { login, password: PASSWORD }, headers)

const sessionsOf = async (browser: Browser): Promise<readonly Shown[]> =>
  (await browser.ok('GET', '/api/v1/sessions'))['items'] as readonly Shown[]

type Told = {
  readonly kind: string
  readonly words: string
  readonly leads: { readonly kind: string } | null
}
const toldOf = async (browser: Browser): Promise<readonly Told[]> => {
  const { items } = await browser.ok('GET', '/api/v1/me/notices')
  return (items as readonly Told[]).filter(({ kind }) => kind === 'session.new-device@1')
}

const endedAt = (it: Founded) =>
  it.house.node.pool.query<{ count: number }>(
    "select count(*)::int as count from ledger_entry where event = 'session.ended@1'",
  )

test('the first sign-in ever is no news; one from another device is told, once (I17)', async (t) => {
  const it = await foundedHouse(t)
  const { browser } = await it.hire(login)
  assert.deepEqual(await toldOf(browser), [])
  const agent = { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605' }
  const phone = browserAt(it.house.url)
  await signIn(phone, agent)
  const [one, ...more] = await toldOf(browser)
  assert.equal(more.length, 0)
  assert.match(one?.words ?? '', /Safari · iPhone/)
  assert.equal(one?.leads?.kind, 'sessions')
  await signIn(phone, agent)
  // Where they began, too, they are known.
  await signIn(browser)
  assert.equal((await toldOf(browser)).length, 1)
})

test('all sessions but this one are ended at once, on every node (I18)', async (t) => {
  const it = await foundedHouse(t)
  const other = await it.open()
  const { browser } = await it.hire(login)
  const others = [browserAt(other.url), browserAt(it.house.url)]
  for (const each of others) await signIn(each)
  const answer = await browser.ok('POST', '/api/v1/me/sessions/end-others', {})
  assert.equal(answer['ended'], 2)
  for (const each of others) assert.equal((await each.ask('GET', '/api/v1/me')).status, 401)
  assert.deepEqual(
    (await sessionsOf(browser)).map(({ current }) => current),
    [true],
  )
})

test('an administrator ends one session of a member and no other, and none of somebody as high (I18)', async (t) => {
  const it = await foundedHouse(t)
  const { browser, id } = await it.hire(login)
  const phone = browserAt(it.house.url)
  await signIn(phone)
  const mine = (await sessionsOf(phone)).find(({ current }) => current)
  const path = (memberId: string, sessionId = mine?.id ?? '') =>
    `/api/v1/members/${memberId}/sessions/${sessionId}/end`
  const { id: otherId, browser: other } = await it.hire('zhoujie')
  const wrong = await it.ruji.ask('POST', path(otherId), { because })
  assert.equal(wrong.body['code'], 'identity/no-such-session')
  assert.equal((await other.ask('POST', path(id), { because })).status, 403)
  await it.ruji.ok('POST', path(id), { because })
  assert.equal((await phone.ask('GET', '/api/v1/me')).body['code'], 'identity/session-ended')
  await browser.ok('GET', '/api/v1/me')
  assert.equal((await endedAt(it)).rows[0]?.count, 1)
  const own = (await sessionsOf(it.ruji)).find(({ current }) => current)
  await it.ruji.ok('POST', '/api/v1/administrators', { memberId: otherId, tier: 'super', because })
  const above = await other.ask('POST', path(it.creatorId, own?.id), { because })
  assert.equal(above.status, 403)
})
