/** What is good for one use is used once, however many bring it at the same moment, at two nodes of the company. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSWORD, actOf, browserAt, foundedHouse } from '../../testing/index.ts'
import type { Answer, Browser, Founded } from '../../testing/index.ts'
import { enrol, halfway, later, paper, pendingOf } from './factors/factors-fixture.ts'

const AT_ONCE = 50

/** Two nodes at which nobody counts tries: here only the use itself may hold the others back. */
async function twoNodes(t: Parameters<typeof foundedHouse>[0]) {
  const it = await foundedHouse(t)
  await uncounted(it)
  const other = await it.open()
  return { it, urls: [it.house.url, other.url] as const }
}

const uncounted = ({ house }: Founded) =>
  house.node.pool.query(
    `create or replace function hufu_sign_in_spend(lane bytea, tries integer, window_seconds integer)
     returns double precision language sql as 'select null::double precision'`,
  )

/** All at the same moment, every other one at the other node: how many were let in, and what the others were told. */
async function allAtOnce(urls: readonly [string, string], ask: (url: string) => Promise<Answer>) {
  const answers = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, turn) => ask(urls[turn % 2 === 0 ? 0 : 1])),
  )
  const told = new Set(answers.filter(({ status }) => status >= 300).map(({ body }) => body['code']))
  return { in: answers.filter(({ status }) => status < 300).length, told: [...told] }
}

const second = (browser: Browser, token: string, proof: object) => (url: string) =>
  browserAt(url, new Map(browser.cookies)).ask('POST', '/api/v1/sessions/second', { token, proof })

test('a sign-in that waits becomes one session, whatever is brought (I2)', async (t) => {
  const { it, urls } = await twoNodes(t)
  const { browser } = await it.hire('wangwei')
  await enrol(browser)
  const codes = await paper(browser)
  const waiting = await halfway(it.house.url, 'wangwei')
  const { token } = pendingOf(waiting.answer)
  let next = 0
  // Each brings a code of its own, so that only the sign-in itself is the same.
  const found = await allAtOnce(urls, (url) => {
    const code = codes[next++ % codes.length] ?? ''
    return second(waiting.browser, token, { method: 'recovery', code })(url)
  })
  assert.deepEqual(found, { in: 1, told: ['identity/sign-in-over'] })
})

test('a code of an app lets in once, into however many sign-ins it is brought (I7)', async (t) => {
  const { it, urls } = await twoNodes(t)
  const { browser } = await it.hire('wangwei')
  const app = await enrol(browser)
  const waiting: Awaited<ReturnType<typeof halfway>>[] = []
  for (let count = 0; count < AT_ONCE; count += 1) waiting.push(await halfway(it.house.url, 'wangwei'))
  await later(it)
  const code = app.code()
  const found = await allAtOnce(urls, (url) => {
    const one = waiting.pop()
    assert.ok(one !== undefined)
    return second(one.browser, pendingOf(one.answer).token, { method: 'totp', code })(url)
  })
  assert.deepEqual(found, { in: 1, told: ['identity/wrong-code'] })
})

test('a code from paper lets in once, into however many sign-ins it is brought (I8)', async (t) => {
  const { it, urls } = await twoNodes(t)
  const { browser } = await it.hire('wangwei')
  await enrol(browser)
  const [code = ''] = await paper(browser)
  const waiting: Awaited<ReturnType<typeof halfway>>[] = []
  for (let count = 0; count < AT_ONCE; count += 1) waiting.push(await halfway(it.house.url, 'wangwei'))
  const found = await allAtOnce(urls, (url) => {
    const one = waiting.pop()
    assert.ok(one !== undefined)
    return second(one.browser, pendingOf(one.answer).token, { method: 'recovery', code })(url)
  })
  assert.deepEqual(found, { in: 1, told: ['identity/wrong-code'] })
})

test('a proof does one act (U3)', async (t) => {
  const { it, urls } = await twoNodes(t)
  const { browser } = await it.hire('wangwei')
  const path = '/api/v1/me/factors/recovery'
  const { token } = await browser.ok('POST', '/api/v1/me/step-ups', {
    proof: { method: 'password', password: PASSWORD },
    act: actOf('POST', path, {}),
  })
  const found = await allAtOnce(urls, (url) =>
    browserAt(url, new Map(browser.cookies)).ask('POST', path, {}, { 'Hufu-Step-Up': String(token) }),
  )
  assert.deepEqual(found, { in: 1, told: ['identity/step-up-needed'] })
})

test('a ticket opens one line', async (t) => {
  const { it } = await twoNodes(t)
  const other = await it.open()
  const { ticket } = await it.ruji.ok('POST', '/api/v1/tickets', {})
  const taken = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, turn) =>
      (turn % 2 === 0 ? it.house : other).identity.takeTicket(String(ticket)),
    ),
  )
  assert.equal(taken.filter((one) => one !== null).length, 1)
})

test('an invitation is accepted once', async (t) => {
  const { it, urls } = await twoNodes(t)
  const { id } = await it.ruji.ok('POST', '/api/v1/members', {
    name: '王伟',
    login: 'wangwei',
    departmentId: it.rootId,
  })
  const { code } = await it.ruji.ok('POST', `/api/v1/members/${String(id)}/invitation`, {})
  const found = await allAtOnce(urls, (url) =>
    browserAt(url).ask('POST', '/api/v1/activations', { code, password: PASSWORD }),
  )
  assert.equal(found.in, 1)
})
