import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSWORD, browserAt, foundedHouse, openHouse, testDatabase } from '../../testing/index.ts'
import { newSetupCode } from './index.ts'

const someone = { company: '虎符科技', name: '如姬', login: 'ruji', password: PASSWORD, locale: 'zh-CN' }

test('the one-time code founds the company and signs the creator in', async (t) => {
  const { ruji, hire } = await foundedHouse(t)
  const me = await ruji.ok('GET', '/api/v1/me')
  assert.equal(me['name'], '如姬')
  assert.equal(me['tier'], 'creator')
  const { browser } = await hire('wangwei', '王伟')
  assert.equal((await browser.ok('GET', '/api/v1/me'))['status'], 'active')
})

test('a company is founded once, by one of all who try at the same time', async (t) => {
  const { url } = await testDatabase(t)
  const house = await openHouse(t, url)
  const code = await newSetupCode(house.node.pool)
  const tries = await Promise.all(
    Array.from({ length: 50 }, () => browserAt(house.url).ask('POST', '/api/v1/setup', { ...someone, code })),
  )
  assert.deepEqual(
    tries.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, ...Array.from({ length: 49 }, () => 409)],
  )
  assert.equal(await newSetupCode(house.node.pool), null)
})

test('a wrong set-up code founds nothing, and after twenty of them the right one is void', async (t) => {
  const { url } = await testDatabase(t)
  const house = await openHouse(t, url)
  const code = await newSetupCode(house.node.pool)
  for (let round = 0; round < 20; round += 1) {
    const wrong = await browserAt(house.url).ask('POST', '/api/v1/setup', {
      ...someone,
      code: 'AAAAA-AAAAA-AAAAA-AAAAA',
    })
    assert.equal(wrong.body['code'], 'identity/code-invalid')
  }
  const right = await browserAt(house.url).ask('POST', '/api/v1/setup', { ...someone, code })
  assert.equal(right.body['code'], 'identity/code-invalid')
  assert.equal((await browserAt(house.url).ok('GET', '/api/v1/setup'))['needed'], true)
})

test('who signs in with the right password is let in, and out again', async (t) => {
  const { house } = await foundedHouse(t)
  const phone = browserAt(house.url)
  const wrong = await phone.ask('POST', '/api/v1/sessions', { login: 'ruji', password: 'something else' })
  assert.equal(wrong.body['code'], 'identity/wrong-credentials')
  const right = await phone.ask('POST', '/api/v1/sessions', { login: 'RuJi', password: PASSWORD })
  assert.equal(right.status, 200, right.text)
  const token = phone.cookies.get('hufu')
  assert.ok(token)
  assert.equal((await phone.ask('GET', '/api/v1/me')).status, 200)
  const out = await phone.ok('DELETE', '/api/v1/sessions/current')
  assert.equal((out['applied'] as { state: string }).state, 'applied')
  assert.equal((await phone.ask('GET', '/api/v1/me')).body['code'], 'identity/not-signed-in')
  phone.cookies.set('hufu', token)
  assert.equal((await phone.ask('GET', '/api/v1/me')).body['code'], 'identity/session-ended')
  assert.deepEqual(
    house.notes.map(({ event }) => event),
    ['session.begun@1', 'session.refused@1', 'session.begun@1'],
  )
})

test('a phone number signs in as the login does, however it is written', async (t) => {
  const { house, ruji, rootId } = await foundedHouse(t)
  const { id } = await ruji.ok('POST', '/api/v1/members', {
    name: '王伟',
    login: 'wangwei',
    phone: '13800000001',
    departmentId: rootId,
  })
  const { code } = await ruji.ok('POST', `/api/v1/members/${String(id)}/invitation`, {})
  await browserAt(house.url).ok('POST', '/api/v1/activations', { code, password: PASSWORD })
  for (const login of ['13800000001', '+86 138-0000-0001', ' WangWei '])
    await browserAt(house.url).ok('POST', '/api/v1/sessions', { login, password: PASSWORD })
})

test('a session signed out at one node is over at every other when the answer is there', async (t) => {
  const { ruji, open, house } = await foundedHouse(t)
  const other = await open()
  const phone = browserAt(house.url)
  await phone.ok('POST', '/api/v1/sessions', { login: 'ruji', password: PASSWORD })
  const there = phone.at(other.url)
  assert.equal((await there.ask('GET', '/api/v1/me')).status, 200)
  const { items } = await ruji.ok('GET', '/api/v1/sessions')
  const mine = (items as { id: string; current: boolean }[]).find(({ current }) => !current)
  await ruji.ok('DELETE', `/api/v1/sessions/${String(mine?.id)}`)
  assert.equal((await there.ask('GET', '/api/v1/me')).body['code'], 'identity/session-ended')
})

test('a program gets its token in the answer and no cookie, and may write without saying where it comes from', async (t) => {
  const { house } = await foundedHouse(t)
  const answer = await fetch(`${house.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'ruji', password: PASSWORD, token: true }),
  })
  const { token } = (await answer.json()) as { token: string }
  assert.deepEqual(
    answer.headers.getSetCookie().filter((line) => line.startsWith('hufu=')),
    [],
  )
  const changed = await fetch(`${house.url}/api/v1/me`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ locale: 'en-US' }),
  })
  assert.equal(changed.status, 200)
})

test('lists of sessions and all tables hold no token, ticket or code in clear', async (t) => {
  const { ruji, house, rootId } = await foundedHouse(t)
  const { id } = await ruji.ok('POST', '/api/v1/members', {
    name: '王伟',
    login: 'wangwei',
    departmentId: rootId,
  })
  const invitation = await ruji.ok(
    'POST',
    `/api/v1/members/${String(id)}/invitation`,
    {},
    { 'idempotency-key': 'one' },
  )
  const { ticket } = await ruji.ok('POST', '/api/v1/tickets', {}, { 'idempotency-key': 'two' })
  const token = ruji.cookies.get('hufu')
  const secrets = [
    token,
    ticket,
    invitation['code'],
    String(invitation['code']).replaceAll('-', ''),
    PASSWORD,
  ].map(String)
  const listed = (await ruji.ask('GET', '/api/v1/sessions')).text
  const { rows } = await house.node.pool.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public'",
  )
  for (const { name } of rows) {
    const all = await house.node.pool.query<{ row: string }>(`select t::text as row from "${name}" t`)
    const text = all.rows.map(({ row }) => row).join('\n')
    for (const secret of secrets) assert.ok(!text.includes(secret), `${name} holds a secret`)
  }
  for (const secret of secrets) assert.ok(!listed.includes(secret))
})

test('an invitation lets one person in, once', async (t) => {
  const { ruji, house, rootId } = await foundedHouse(t)
  const { id } = await ruji.ok('POST', '/api/v1/members', {
    name: '王伟',
    login: 'wangwei',
    departmentId: rootId,
  })
  const before = await browserAt(house.url).ask('POST', '/api/v1/sessions', {
    login: 'wangwei',
    password: PASSWORD,
  })
  assert.equal(before.body['code'], 'identity/wrong-credentials')
  const { code } = await ruji.ok('POST', `/api/v1/members/${String(id)}/invitation`, {})
  const all = await Promise.all(
    Array.from({ length: 6 }, () =>
      browserAt(house.url).ask('POST', '/api/v1/activations', { code, password: PASSWORD }),
    ),
  )
  assert.deepEqual(all.map(({ status }) => String(status)).toSorted(), [
    '200',
    '403',
    '403',
    '403',
    '403',
    '403',
  ])
})

test('a newer invitation voids the one before, and using it ends the sessions there were', async (t) => {
  const { ruji, house, hire } = await foundedHouse(t)
  const { id, browser } = await hire('wangwei')
  const first = await ruji.ok('POST', `/api/v1/members/${id}/invitation`, {})
  const second = await ruji.ok('POST', `/api/v1/members/${id}/invitation`, {})
  const old = await browserAt(house.url).ask('POST', '/api/v1/activations', {
    code: first['code'],
    password: PASSWORD,
  })
  assert.equal(old.body['code'], 'identity/code-invalid')
  assert.equal((await browser.ask('GET', '/api/v1/me')).status, 200)
  await browserAt(house.url).ok('POST', '/api/v1/activations', {
    code: second['code'],
    password: 'nine yellow lanterns',
  })
  assert.equal((await browser.ask('GET', '/api/v1/me')).body['code'], 'identity/session-ended')
  const again = await browserAt(house.url).ask('POST', '/api/v1/sessions', {
    login: 'wangwei',
    password: PASSWORD,
  })
  assert.equal(again.status, 401)
})

test('a new password ends the other sessions and keeps this one', async (t) => {
  const { house, hire } = await foundedHouse(t)
  const { browser } = await hire('wangwei')
  const phone = browserAt(house.url)
  await phone.ok('POST', '/api/v1/sessions', { login: 'wangwei', password: PASSWORD })
  const wrong = await browser.ask('PUT', '/api/v1/me/password', {
    current: 'not that one',
    next: 'nine yellow lanterns',
  })
  assert.equal(wrong.body['code'], 'identity/wrong-credentials')
  await browser.ok('PUT', '/api/v1/me/password', { current: PASSWORD, next: 'nine yellow lanterns' })
  assert.equal((await browser.ask('GET', '/api/v1/me')).status, 200)
  assert.equal((await phone.ask('GET', '/api/v1/me')).body['code'], 'identity/session-ended')
})

test('what a guesser tries first is refused as a password', async (t) => {
  const { hire } = await foundedHouse(t)
  const { browser } = await hire('wangwei', '王伟')
  for (const next of [
    '1234567890',
    'password123',
    'aaaaaaaaaaaa',
    'abcdefghijkl',
    'my wangwei secret',
    'P@ssw0rd123',
    '１２３４５６７８９０',
  ])
    assert.equal(
      (await browser.ask('PUT', '/api/v1/me/password', { current: PASSWORD, next })).body['code'],
      'identity/password-weak',
      next,
    )
  const short = await browser.ask('PUT', '/api/v1/me/password', { current: PASSWORD, next: 'kurz' })
  assert.equal(short.status, 400)
})

test('a suspension ends every session; the suspended may sign in to see their own standing and nothing else', async (t) => {
  const { ruji, house, hire } = await foundedHouse(t)
  const { id, browser } = await hire('wangwei')
  await ruji.ok('POST', `/api/v1/members/${id}/suspend`, { because: '调查' })
  assert.equal((await browser.ask('GET', '/api/v1/me')).body['code'], 'identity/session-ended')
  const back = browserAt(house.url)
  await back.ok('POST', '/api/v1/sessions', { login: 'wangwei', password: PASSWORD })
  assert.equal((await back.ok('GET', '/api/v1/me'))['status'], 'suspended')
  assert.equal((await back.ask('GET', '/api/v1/members')).body['code'], 'member/inactive')
  assert.equal(
    (await back.ask('PUT', '/api/v1/me/password', { current: PASSWORD, next: 'nine yellow lanterns' })).body[
      'code'
    ],
    'member/inactive',
  )
  await ruji.ok('POST', `/api/v1/members/${id}/depart`, { because: '离职' })
  assert.equal((await back.ask('GET', '/api/v1/me')).body['code'], 'identity/session-ended')
  const gone = await browserAt(house.url).ask('POST', '/api/v1/sessions', {
    login: 'wangwei',
    password: PASSWORD,
  })
  const unknown = await browserAt(house.url).ask('POST', '/api/v1/sessions', {
    login: 'nobody-here',
    password: PASSWORD,
  })
  assert.equal(gone.status, 401)
  assert.deepEqual({ ...gone.body, requestId: '' }, { ...unknown.body, requestId: '' })
})

test('an administrator ends every session of a member, but of nobody as high as themselves', async (t) => {
  const { ruji, hire, creatorId, house } = await foundedHouse(t)
  const { id, browser } = await hire('wangwei')
  const { browser: lina, id: linaId } = await hire('lina', '李娜')
  await ruji.ok('POST', '/api/v1/administrators', { memberId: linaId, tier: 'super', because: '值班' })
  const { ended } = await lina.ok('POST', `/api/v1/members/${id}/sign-out`, { because: '丢了手机' })
  assert.equal(ended, 1)
  assert.equal((await browser.ask('GET', '/api/v1/me')).body['code'], 'identity/session-ended')
  const upwards = await lina.ask('POST', `/api/v1/members/${creatorId}/sign-out`, { because: '试试' })
  assert.equal(upwards.body['code'], 'authority/higher-tier')
  assert.deepEqual(
    house.refused.map(({ code }) => code),
    ['authority/higher-tier'],
  )
})

test('a session that is not used, or is too old, is over', async (t) => {
  const { house } = await foundedHouse(t, { limits: { idleMs: 400, absoluteMs: 1500, seenEveryMs: 50 } })
  const idle = browserAt(house.url)
  await idle.ok('POST', '/api/v1/sessions', { login: 'ruji', password: PASSWORD })
  const used = browserAt(house.url)
  await used.ok('POST', '/api/v1/sessions', { login: 'ruji', password: PASSWORD })
  for (let round = 0; round < 4; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 150))
    assert.equal((await used.ask('GET', '/api/v1/me')).status, 200, `round ${round}`)
  }
  assert.equal((await idle.ask('GET', '/api/v1/me')).body['code'], 'identity/session-ended')
  for (let round = 0; round < 7; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 150))
    await used.ask('GET', '/api/v1/me')
  }
  assert.equal((await used.ask('GET', '/api/v1/me')).body['code'], 'identity/session-ended')
})

test('an invitation is worth nothing once the member has left, and lets a suspended one in without rights', async (t) => {
  const { ruji, house, rootId } = await foundedHouse(t)
  const invite = async (login: string) => {
    const { id } = await ruji.ok('POST', '/api/v1/members', { name: login, login, departmentId: rootId })
    const { code } = await ruji.ok('POST', `/api/v1/members/${String(id)}/invitation`, {})
    return { id: String(id), code }
  }
  const gone = await invite('wangwei')
  await ruji.ok('POST', `/api/v1/members/${gone.id}/depart`, { because: '没有来' })
  const late = await browserAt(house.url).ask('POST', '/api/v1/activations', {
    code: gone.code,
    password: PASSWORD,
  })
  assert.equal(late.body['code'], 'identity/code-invalid')
  assert.equal(
    (await ruji.ask('POST', `/api/v1/members/${gone.id}/invitation`, {})).body['code'],
    'identity/departed',
  )
  const held = await invite('zhoujie')
  await ruji.ok('POST', `/api/v1/members/${held.id}/suspend`, { because: '调查' })
  const browser = browserAt(house.url)
  const { me } = await browser.ok('POST', '/api/v1/activations', { code: held.code, password: PASSWORD })
  assert.equal((me as { readonly status: string }).status, 'suspended')
  assert.equal((await browser.ask('GET', '/api/v1/departments')).body['code'], 'member/inactive')
})

test('nobody but an administrator with that right invites, looks at sessions or ends them', async (t) => {
  const { hire, house } = await foundedHouse(t)
  const { id } = await hire('wangwei')
  const { browser, id: own } = await hire('zhoujie')
  const asked = [
    ['POST', `/api/v1/members/${id}/invitation`, {}],
    ['GET', `/api/v1/members/${id}/sessions`, undefined],
    ['POST', `/api/v1/members/${id}/sign-out`, { because: '试' }],
    ['POST', `/api/v1/members/${own}/invitation`, {}],
  ] as const
  for (const [method, path, body] of asked)
    assert.equal((await browser.ask(method, path, body)).body['code'], 'authority/not-administrator', path)
  assert.equal(house.refused.length, asked.length)
  const { items } = await browser.ok('GET', '/api/v1/sessions')
  assert.equal((items as unknown[]).length, 1)
  const foreign = await browser.ask('DELETE', '/api/v1/sessions/01990000-0000-7000-8000-000000000000')
  assert.equal(foreign.body['code'], 'identity/no-such-session')
})

test('connections stay open after a refusal, so that a page does not dial again for each', async (t) => {
  const { house } = await foundedHouse(t)
  for (const path of ['/api/v1/me', '/api/v1/nothing']) {
    const { headers } = await browserAt(house.url).ask('GET', path)
    assert.equal(headers.get('connection'), 'keep-alive', path)
  }
})
