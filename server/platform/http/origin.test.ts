import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSWORD, foundedHouse } from '../../testing/index.ts'
import { cookieLine, cookieOf, localeOf } from './origin.ts'

test('a write that another site made a browser send is refused, whatever it says of itself', async (t) => {
  const { ruji, house, hire } = await foundedHouse(t)
  const { id } = await hire('wangwei')
  const write = async (headers: Record<string, string>): Promise<unknown> =>
    (await ruji.ask('POST', `/api/v1/members/${id}/sign-out`, { because: '试' }, headers)).body['code']
  assert.equal(await write({ 'sec-fetch-site': 'cross-site' }), 'request/foreign-origin')
  assert.equal(await write({ 'sec-fetch-site': 'same-site' }), 'request/foreign-origin')
  assert.equal(await write({ origin: 'https://evil.example' }), 'request/foreign-origin')
  assert.equal(await write({ origin: 'null' }), 'request/foreign-origin')
  assert.equal(await write({ origin: house.url }), undefined)
  const silent = await fetch(`${house.url}/api/v1/sessions/current`, {
    method: 'DELETE',
    headers: { cookie: `hufu=${ruji.cookies.get('hufu') ?? ''}` },
  })
  assert.equal(silent.status, 403)
  const login = await fetch(`${house.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
    body: JSON.stringify({ login: 'ruji', password: PASSWORD }),
  })
  assert.equal(login.status, 403)
})

test('the session cookie is out of reach of scripts and other sites, and bound to the host over https', async (t) => {
  const { house } = await foundedHouse(t)
  const answer = await fetch(`${house.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'ruji', password: PASSWORD }),
  })
  const line = answer.headers.getSetCookie().find((one) => one.startsWith('hufu=')) ?? ''
  assert.match(line, /^hufu=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/)
  assert.equal(
    cookieLine('hufu', 'x', 60, true),
    '__Host-hufu=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure',
  )
  assert.equal(cookieOf({ cookie: 'a=1; hufu=two=2; hufu=3' }, 'hufu'), 'two=2')
})

test('a caller is spoken to in the language it asks for, Chinese when it asks for none of ours', () => {
  assert.equal(localeOf('en-GB,en;q=0.9,zh;q=0.8'), 'en-US')
  assert.equal(localeOf('fr, zh-TW;q=0.3, en;q=0.2'), 'zh-CN')
  assert.equal(localeOf('en;q=0.1, zh-CN'), 'zh-CN')
  assert.equal(localeOf(undefined), 'zh-CN')
  assert.equal(localeOf('fr'), 'zh-CN')
})
