import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSWORD, authenticator, browserAt, foundedHouse } from '../../../testing/index.ts'
import { bring, codeOf, enrol, halfway, later, paper, pendingOf } from './factors-fixture.ts'

test('with an app set up the password alone opens nothing; with a code of it the session stands (I1, I5)', async (t) => {
  const it = await foundedHouse(t)
  const { browser } = await it.hire('wangwei')
  const app = await enrol(browser)
  const { browser: phone, answer } = await halfway(it.house.url, 'wangwei')
  assert.equal(answer.status, 200)
  assert.equal(answer.body['me'], null)
  assert.equal(answer.body['token'], null)
  assert.equal(
    [...phone.cookies.keys()].some((name) => name.includes('session')),
    false,
  )
  const { token, methods } = pendingOf(answer)
  assert.deepEqual(methods, ['totp', 'link'])
  assert.equal((await phone.ask('GET', '/api/v1/me')).status, 401)
  assert.equal(codeOf(await bring(phone, token, 'totp', '000000')), 'identity/wrong-code')
  const { body } = await bring(phone, token, 'totp', app.code())
  assert.equal((body['me'] as { login: string }).login, 'wangwei')
  const { items } = (await phone.ok('GET', '/api/v1/sessions')) as {
    items: { current: boolean; methods: string[] }[]
  }
  assert.deepEqual(items.find(({ current }) => current)?.methods, ['password', 'totp'])
})

test('a sign-in that waits is good in the browser that began it, and nowhere else (I2)', async (t) => {
  const it = await foundedHouse(t)
  const { browser } = await it.hire('wangwei')
  const app = await enrol(browser)
  const { browser: phone, answer } = await halfway(it.house.url, 'wangwei')
  const { token } = pendingOf(answer)
  const thief = await bring(browserAt(it.house.url), token, 'totp', app.code())
  assert.equal(codeOf(thief), 'identity/sign-in-over')
  assert.equal((await bring(phone, token, 'totp', app.code())).status, 200)
  assert.equal(codeOf(await bring(phone, token, 'totp', app.code(1))), 'identity/sign-in-over')
})

test('after five minutes, a new password or a change of factors a sign-in waits no more (I2, I10)', async (t) => {
  const it = await foundedHouse(t, { limits: { pendingMs: 0 } })
  const { browser } = await it.hire('wangwei')
  const app = await enrol(browser)
  const late = await halfway(it.house.url, 'wangwei')
  assert.equal(
    codeOf(await bring(late.browser, pendingOf(late.answer).token, 'totp', app.code())),
    'identity/sign-in-over',
  )
  const other = await it.open({ limits: {} })
  const waiting = await halfway(other.url, 'wangwei')
  const next = 'nine purple kettles'
  await browser.ok('PUT', '/api/v1/me/password', { current: PASSWORD, next })
  const over = await bring(waiting.browser, pendingOf(waiting.answer).token, 'totp', app.code())
  assert.equal(codeOf(over), 'identity/sign-in-over')
  const again = await halfway(other.url, 'wangwei', next)
  const fresh = browserAt(it.house.url, browser.cookies, next)
  await paper(fresh)
  const gone = await bring(again.browser, pendingOf(again.answer).token, 'totp', app.code())
  assert.equal(codeOf(gone), 'identity/sign-in-over')
})

test('a code of an app is accepted once, and so is none before it (I7)', async (t) => {
  const it = await foundedHouse(t)
  const { browser } = await it.hire('wangwei')
  const app = await enrol(browser)
  const used = await halfway(it.house.url, 'wangwei')
  assert.equal((await bring(used.browser, pendingOf(used.answer).token, 'totp', app.code(1))).status, 200)
  const { browser: phone, answer } = await halfway(it.house.url, 'wangwei')
  const { token } = pendingOf(answer)
  for (const steps of [1, 0, -1])
    assert.equal(
      codeOf(await bring(phone, token, 'totp', app.code(steps))),
      'identity/wrong-code',
      `${steps}`,
    )
  await later(it)
  for (const steps of [-3, 3])
    assert.equal(
      codeOf(await bring(phone, token, 'totp', app.code(steps))),
      'identity/wrong-code',
      `${steps}`,
    )
  assert.equal((await bring(phone, token, 'totp', app.code())).status, 200)
})

test('guessing codes ends where guessing passwords ends, in one budget (I4)', async (t) => {
  const it = await foundedHouse(t)
  const { browser } = await it.hire('wangwei')
  await enrol(browser)
  const { browser: phone, answer } = await halfway(it.house.url, 'wangwei')
  const { token } = pendingOf(answer)
  const codes = []
  for (let guess = 0; guess < 12; guess += 1)
    codes.push(codeOf(await bring(phone, token, guess % 2 === 0 ? 'totp' : 'recovery', '000000')))
  assert.equal(codes[0], 'identity/wrong-code')
  assert.equal(codes.at(-1), 'identity/too-many-attempts')
  const elsewhere = await halfway(it.house.url, 'wangwei')
  assert.equal(codeOf(elsewhere.answer), 'identity/too-many-attempts')
})

test('a code from paper opens once, tells its owner, and fresh codes void all before (I8)', async (t) => {
  const it = await foundedHouse(t)
  const { browser } = await it.hire('wangwei')
  await enrol(browser)
  const codes = await paper(browser)
  assert.equal(new Set(codes).size, 10)
  const [first = '', second = ''] = codes
  const one = await halfway(it.house.url, 'wangwei')
  assert.deepEqual(pendingOf(one.answer).methods, ['totp', 'link', 'recovery'])
  const typed = first.toLowerCase().replaceAll('-', ' ')
  assert.equal((await bring(one.browser, pendingOf(one.answer).token, 'recovery', typed)).status, 200)
  const two = await halfway(it.house.url, 'wangwei')
  const again = await bring(two.browser, pendingOf(two.answer).token, 'recovery', first)
  assert.equal(codeOf(again), 'identity/wrong-code')
  const factors = (await one.browser.ok('GET', '/api/v1/me/factors')) as { recovery: { left: number } }
  assert.equal(factors.recovery.left, 9)
  const told = (await one.browser.ok('GET', '/api/v1/me/notices')) as {
    items: { kind: string; words: string }[]
  }
  assert.match(told.items.find(({ kind }) => kind === 'factor.recovery-used@1')?.words ?? '', /9/)
  const fresh = await paper(one.browser)
  const three = await halfway(it.house.url, 'wangwei')
  const old = await bring(three.browser, pendingOf(three.answer).token, 'recovery', second)
  assert.equal(codeOf(old), 'identity/wrong-code')
  assert.equal(
    (await bring(three.browser, pendingOf(three.answer).token, 'recovery', fresh[0] ?? '')).status,
    200,
  )
})

test('setting up, giving up and fresh codes are proved, written down, told, and end the other sessions (I9, I10)', async (t) => {
  const it = await foundedHouse(t)
  const { browser, id } = await it.hire('wangwei')
  const careful = browserAt(it.house.url, browser.cookies)
  for (const path of ['totp/begin', 'totp/remove', 'recovery'])
    assert.equal(
      codeOf(await careful.ask('POST', `/api/v1/me/factors/${path}`, {})),
      'identity/step-up-needed',
      path,
    )
  const elsewhere = await halfway(it.house.url, 'wangwei')
  assert.equal(elsewhere.answer.status, 200)
  const app = await enrol(browser)
  assert.equal(codeOf(await elsewhere.browser.ask('GET', '/api/v1/me')), 'identity/session-ended')
  await paper(browser)
  await browser.ok('POST', '/api/v1/me/factors/totp/remove', {})
  const alone = await halfway(it.house.url, 'wangwei')
  assert.notEqual(alone.answer.body['me'], null)
  const { rows } = await it.house.node.pool.query<{ event: string; leaf: string }>(
    "select event, leaf from ledger_entry where event like 'factor.%' order by index",
  )
  assert.deepEqual(
    rows.map(({ event }) => event),
    ['factor.added@1', 'factor.added@1', 'factor.removed@1'],
  )
  assert.ok(rows.every(({ leaf }) => leaf.includes(id)))
  assert.match(rows.at(-1)?.leaf ?? '', /"method":"password"/)
  const everything = JSON.stringify(rows)
  assert.ok(!everything.includes(app.code()))
  const told = (await browser.ok('GET', '/api/v1/me/notices')) as { items: { kind: string }[] }
  assert.equal(told.items.filter(({ kind }) => kind === 'factor.changed@1').length, 3)
})

test('the first code has to come from the session that has begun, and soon', async (t) => {
  const it = await foundedHouse(t)
  const { browser } = await it.hire('wangwei')
  const other = await halfway(it.house.url, 'wangwei')
  const { secret } = await browser.ok('POST', '/api/v1/me/factors/totp/begin', {})
  const code = authenticator(String(secret)).code()
  const elsewhere = await other.browser.ask('POST', '/api/v1/me/factors/totp/confirm', { code })
  assert.equal(codeOf(elsewhere), 'identity/no-such-factor')
  const wrong = await browser.ask('POST', '/api/v1/me/factors/totp/confirm', { code: '000000' })
  assert.equal(codeOf(wrong), 'identity/wrong-code')
  await it.house.node.pool.query("update totp set made_at = made_at - interval '16 minutes'")
  const late = await browser.ask('POST', '/api/v1/me/factors/totp/confirm', { code })
  assert.equal(codeOf(late), 'identity/no-such-factor')
})

test('no table holds a seed or a code in clear, and a seed sealed for one person opens for no other (I6)', async (t) => {
  const it = await foundedHouse(t)
  const { browser } = await it.hire('wangwei')
  const { browser: hers } = await it.hire('chenyu')
  const begun = await browser.ok('POST', '/api/v1/me/factors/totp/begin', {})
  const app = authenticator(String(begun['secret']))
  await browser.ok('POST', '/api/v1/me/factors/totp/confirm', { code: app.code(-1) })
  await enrol(hers)
  const codes = await paper(browser)
  const { pool } = it.house.node
  const tables = await pool.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  )
  assert.ok(tables.rows.some(({ name }) => name === 'totp'))
  for (const { name: table } of tables.rows) {
    const { rows } = await pool.query<{ all: string }>(
      `select coalesce(string_agg(t::text, ' '), '') as all from ${table} t`,
    )
    const text = rows[0]?.all ?? ''
    assert.ok(!text.includes(String(begun['secret'])), table)
    for (const code of codes)
      assert.ok(!text.includes(code) && !text.includes(code.replaceAll('-', '')), table)
  }
  // Whoever can write into the tables gives their own seed to somebody else: it does not open there.
  await pool.query(
    `update totp set (nonce, sealed) = (select nonce, sealed from totp o where o.member_id <> totp.member_id limit 1)`,
  )
  const swapped = await halfway(it.house.url, 'chenyu')
  const answer = await bring(swapped.browser, pendingOf(swapped.answer).token, 'totp', app.code())
  assert.equal(codeOf(answer), 'identity/key-missing')
})

test('an invitation as a way back sets the password and leaves the second factor to be brought (I3)', async (t) => {
  const it = await foundedHouse(t)
  const { browser, id } = await it.hire('wangwei')
  const app = await enrol(browser)
  const { code } = await it.ruji.ok('POST', `/api/v1/members/${id}/invitation`, {})
  const back = browserAt(it.house.url)
  const password = 'nine purple kettles'
  const answer = await back.ask('POST', '/api/v1/activations', { code, password })
  assert.equal(answer.body['me'], null)
  assert.equal((await back.ask('GET', '/api/v1/me')).status, 401)
  assert.equal(codeOf(await browser.ask('GET', '/api/v1/me')), 'identity/session-ended')
  const brought = await bring(back, pendingOf(answer).token, 'totp', app.code())
  assert.equal((brought.body['me'] as { login: string }).login, 'wangwei')
})

test('who may take second factors away: nobody from themselves or one as high, and the person is told (I12)', async (t) => {
  const it = await foundedHouse(t)
  const { browser, id } = await it.hire('wangwei')
  const { browser: lina, id: linaId } = await it.hire('lina')
  const because = '手机丢失'
  await it.ruji.ok('POST', '/api/v1/administrators', { memberId: linaId, tier: 'super', because })
  const { id: otherId } = await it.hire('zhangqiang')
  await it.ruji.ok('POST', '/api/v1/administrators', { memberId: otherId, tier: 'super', because })
  await enrol(browser)
  await paper(browser)
  for (const target of [otherId, it.creatorId, linaId]) {
    const answer = await lina.ask('POST', `/api/v1/members/${target}/factors/reset`, { because })
    assert.equal(answer.status, 403, target)
  }
  const shown = await lina.ok('GET', `/api/v1/members/${id}/factors`)
  assert.deepEqual(
    [shown['totp'], shown['recovery'], (shown['reset'] as { allowed: boolean }).allowed],
    [true, 10, true],
  )
  const waiting = await halfway(it.house.url, 'wangwei')
  await lina.ok('POST', `/api/v1/members/${id}/factors/reset`, { because })
  assert.equal(codeOf(await browser.ask('GET', '/api/v1/me')), 'identity/session-ended')
  const over = await bring(waiting.browser, pendingOf(waiting.answer).token, 'totp', '000000')
  assert.equal(codeOf(over), 'identity/sign-in-over')
  const after = await halfway(it.house.url, 'wangwei')
  assert.notEqual(after.answer.body['me'], null)
  const told = (await after.browser.ok('GET', '/api/v1/me/notices')) as { items: { kind: string }[] }
  assert.ok(told.items.some(({ kind }) => kind === 'authority.critical-act@1'))
})
