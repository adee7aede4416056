import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSWORD, browserAt, foundedHouse } from '../../testing/index.ts'

test('the one-time code founds the company and signs the creator in', async (t) => {
  const { ruji, hire } = await foundedHouse(t)
  const me = await ruji.ok('GET', '/api/v1/me')
  assert.equal(me['name'], '如姬')
  assert.equal(me['tier'], 'creator')
  const { browser } = await hire('wangwei', '王伟')
  assert.equal((await browser.ok('GET', '/api/v1/me'))['status'], 'active')
})

test('who signs in with the right password is let in, and out again', async (t) => {
  const { house } = await foundedHouse(t)
  const phone = browserAt(house.url)
  const wrong = await phone.ask('POST', '/api/v1/sessions', { login: 'ruji', password: 'something else' })
  assert.equal(wrong.body['code'], 'identity/wrong-credentials')
  const right = await phone.ask('POST', '/api/v1/sessions', { login: 'RuJi', password: PASSWORD })
  assert.equal(right.status, 200, JSON.stringify(right.body))
  assert.equal((await phone.ask('GET', '/api/v1/me')).status, 200)
  const out = await phone.ask('DELETE', '/api/v1/sessions/current')
  assert.equal(out.status, 200, JSON.stringify(out.body))
  assert.equal((await phone.ask('GET', '/api/v1/me')).body['code'], 'identity/not-signed-in')
})
