import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSWORD, actOf, browserAt, foundedHouse } from '../../../testing/index.ts'
import type { Browser, Founded } from '../../../testing/index.ts'
import { bring, codeOf, enrol, halfway, later, paper, pendingOf } from '../factors/factors-fixture.ts'

const because = '公司要求'
const usual = { creator: 'password', super: 'password', scoped: 'password', member: 'password' }
const strict = {
  creator: 'phishing-resistant',
  super: 'second-factor',
  scoped: 'second-factor',
  member: 'password',
}

/** What somebody has chosen, put in place as the room itself would after they were allowed to. */
const choose = (who: Browser, profile: string, needs: object) =>
  who.ask('PUT', '/api/v1/protection', { profile, needs, because })

/** 李娜 as a super administrator, in a session of her own. */
async function withLina(it: Founded) {
  const { id, browser } = await it.hire('lina', '李娜')
  await it.ruji.ok('POST', '/api/v1/administrators', { memberId: id, tier: 'super', because })
  return { id, browser }
}

test('a company that has chosen nothing is standard, and the password is enough everywhere (I13)', async (t) => {
  const it = await foundedHouse(t)
  const shown = await it.ruji.ok('GET', '/api/v1/protection')
  assert.equal(shown['profile'], 'standard')
  assert.deepEqual(shown['needs'], usual)
  assert.equal(shown['unmet'], 0)
  assert.equal(shown['since'], null)
  const mine = await it.ruji.ok('GET', '/api/v1/me/factors')
  assert.equal(mine['met'], true)
  assert.equal(mine['need'], 'password')
})

test('who would be stopped is shown before; whoever would stop themselves may not choose it (I13, I14)', async (t) => {
  const it = await foundedHouse(t)
  const lina = await withLina(it)
  const needs = { ...usual, creator: 'second-factor', super: 'second-factor' }
  const body = { profile: 'standard', needs }
  const before = (await it.ruji.ok('POST', '/api/v1/protection/preview', body)) as {
    stopped: { name: string; tier: string }[]
    me: boolean
    seconds: boolean
  }
  assert.deepEqual(
    before.stopped.map(({ name, tier }) => [name, tier]),
    [
      ['如姬', 'creator'],
      ['李娜', 'super'],
    ],
  )
  assert.equal(before.me, true)
  assert.equal(before.seconds, true)
  assert.equal(codeOf(await choose(it.ruji, 'standard', needs)), 'identity/would-stop-you')
  await enrol(it.ruji)
  const after = await it.ruji.ok('POST', '/api/v1/protection/preview', body)
  assert.equal(after['me'], false)
  const chosen = await choose(it.ruji, 'standard', needs)
  assert.equal(chosen.status, 200, chosen.text)
  assert.equal(chosen.body['by'], '如姬')
  assert.equal(chosen.body['unmet'], 1)
  const { rows } = await it.house.node.pool.query<{ leaf: string }>(
    "select leaf from ledger_entry where event = 'protection.chosen@1'",
  )
  assert.equal(rows.length, 1)
  assert.ok(!rows[0]?.leaf.includes(because), 'what was given as a reason stands sealed')
  const notMine = await choose(lina.browser, 'standard', usual)
  assert.equal(notMine.status, 403)
})

test('strict is what its name says, and nobody calls less by it (I13)', async (t) => {
  const it = await foundedHouse(t)
  await enrol(it.ruji)
  const weak = await choose(it.ruji, 'strict', { ...strict, creator: 'second-factor' })
  assert.equal(codeOf(weak), 'identity/needs-too-low')
  // The app is not what strict asks of the creator.
  assert.equal(codeOf(await choose(it.ruji, 'strict', strict)), 'identity/would-stop-you')
})

test('a session that has not proved what is asked opens only the way out, on every node; enrolling opens the rest (I11)', async (t) => {
  const it = await foundedHouse(t)
  const lina = await withLina(it)
  const other = await it.open()
  const there = lina.browser.at(other.url)
  await there.ok('GET', '/api/v1/departments')
  await enrol(it.ruji)
  const needs = { ...usual, super: 'second-factor' }
  assert.equal((await choose(it.ruji, 'standard', needs)).status, 200)
  for (const browser of [lina.browser, there]) {
    for (const [method, path, body] of [
      ['GET', '/api/v1/departments'],
      ['GET', '/api/v1/protection'],
      ['POST', '/api/v1/tickets', {}],
      ['POST', `/api/v1/members/${lina.id}/sign-out`, { because }],
    ] as const)
      assert.equal(codeOf(await browser.ask(method, path, body)), 'identity/factor-needed', path)
    assert.equal((await browser.ok('GET', '/api/v1/me'))['limited'], true)
    assert.equal((await browser.ok('GET', '/api/v1/me/factors'))['met'], false)
  }
  await enrol(lina.browser)
  for (const browser of [lina.browser, there]) {
    assert.equal((await browser.ok('GET', '/api/v1/me'))['limited'], false)
    await browser.ok('GET', '/api/v1/departments')
  }
  // What is asked cannot be given up.
  const given = await lina.browser.ask('POST', '/api/v1/me/factors/totp/remove', {})
  assert.equal(codeOf(given), 'identity/factor-asked')
})

test('an open line of a session that is held to few doors carries nothing more (I11)', async (t) => {
  const it = await foundedHouse(t)
  const lina = await withLina(it)
  const { items } = (await lina.browser.ok('GET', '/api/v1/sessions')) as { items: { id: string }[] }
  const caller = {
    workspaceId: it.house.node.feed.known()[0]?.workspaceId ?? '',
    memberId: lina.id,
    sessionId: items[0]?.id ?? '',
  }
  assert.equal(it.house.identity.sessions.check(caller), null)
  await enrol(it.ruji)
  await choose(it.ruji, 'standard', { ...usual, super: 'second-factor' })
  assert.equal(it.house.identity.sessions.check(caller)?.code, 'identity/factor-needed')
})

test('whoever signs in under the new rule is let in to what leads out, and not turned away (I11)', async (t) => {
  const it = await foundedHouse(t)
  const lina = await withLina(it)
  await enrol(it.ruji)
  await choose(it.ruji, 'standard', { ...usual, super: 'second-factor' })
  const { browser, answer } = await halfway(it.house.url, 'lina')
  assert.equal(answer.status, 200, answer.text)
  assert.equal((answer.body['me'] as { limited: boolean }).limited, true)
  assert.equal((await browser.ask('GET', '/api/v1/departments')).status, 403)
  await enrol(browser)
  await browser.ok('GET', '/api/v1/departments')
  assert.equal(codeOf(await lina.browser.ask('GET', '/api/v1/me')), 'identity/session-ended')
})

/** Strict as it stands once somebody with a passkey has chosen it: the row, as every node loads it. */
async function strictly(it: Founded) {
  const { pool, feed } = it.house.node
  const workspaceId = feed.known()[0]?.workspaceId ?? ''
  await pool.query(
    "insert into protection (workspace_id, profile, needs, since) values ($1, 'strict', $2, now())",
    [workspaceId, JSON.stringify({ ...strict, creator: 'password' })],
  )
  return it.open()
}

test('under strict an administrator proves what is critical by an app and not by the password or paper (I15)', async (t) => {
  const it = await foundedHouse(t)
  const lina = await withLina(it)
  const { id } = await it.hire('wangwei')
  const app = await enrol(lina.browser)
  // A critical act takes two there: asking for the second one is proved like the act itself.
  const path = '/api/v1/halves'
  const depart = { method: 'POST', path: `/api/v1/members/${id}/depart`, body: JSON.stringify({ because }) }
  const body = { act: depart, because }
  const house = await strictly(it)
  const careful = browserAt(house.url, lina.browser.cookies)
  const asked = await careful.ask('POST', path, body)
  assert.equal(codeOf(asked), 'identity/step-up-needed')
  assert.deepEqual((asked.body['details'] as { methods: string[] }).methods, ['totp', 'passkey', 'link'])
  await later(it)
  const proved = async (proof: object) => {
    const { token } = await careful.ok('POST', '/api/v1/me/step-ups', {
      proof,
      act: actOf('POST', path, body),
    })
    return careful.ask('POST', path, body, { 'Hufu-Step-Up': String(token) })
  }
  assert.equal(codeOf(await proved({ method: 'password', password: PASSWORD })), 'identity/step-up-needed')
  // What one proves with is begun anew by paper where it was lost; by the password no more.
  const again = await careful.ask('POST', '/api/v1/me/factors/recovery', {})
  assert.deepEqual((again.body['details'] as { methods: string[] }).methods, ['totp', 'link'])
  const done = await proved({ method: 'totp', code: app.code() })
  assert.equal(done.status, 200, done.text)
})

test('whoever has nothing yet begins by the password, whatever the company asks (I15)', async (t) => {
  const it = await foundedHouse(t)
  const lina = await withLina(it)
  const house = await strictly(it)
  const hers = lina.browser.at(house.url)
  const careful = browserAt(house.url, lina.browser.cookies)
  const asked = await careful.ask('POST', '/api/v1/me/factors/totp/begin', {})
  assert.deepEqual((asked.body['details'] as { methods: string[] }).methods, ['password'])
  await enrol(hers)
  // From now on the password alone changes nothing of it.
  const next = await careful.ask('POST', '/api/v1/me/factors/totp/begin', {})
  assert.deepEqual((next.body['details'] as { methods: string[] }).methods, ['totp', 'link'])
})

test('a code from paper stands in for a lost app: it signs in, and begins a new one (I8, I15)', async (t) => {
  const it = await foundedHouse(t)
  const lina = await withLina(it)
  await enrol(lina.browser)
  const [first = '', second = ''] = await paper(lina.browser)
  const house = await strictly(it)
  const { browser, answer } = await halfway(house.url, 'lina')
  assert.equal((await bring(browser, pendingOf(answer).token, 'recovery', first)).status, 200)
  const path = '/api/v1/me/factors/totp/begin'
  const asked = await browserAt(house.url, browser.cookies).ask('POST', path, {})
  assert.deepEqual((asked.body['details'] as { methods: string[] }).methods, ['totp', 'recovery', 'link'])
  const { token } = await browser.ok('POST', '/api/v1/me/step-ups', {
    proof: { method: 'recovery', code: second },
    act: actOf('POST', path, {}),
  })
  const begun = await browser.ask('POST', path, {}, { 'Hufu-Step-Up': String(token) })
  assert.equal(begun.status, 200, begun.text)
})
