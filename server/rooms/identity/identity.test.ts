import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSWORD, browserAt, foundedHouse } from './testing/house.ts'

test('the one-time code founds the company and signs the creator in', async (t) => {
  const { me, ruji } = await foundedHouse(t)
  assert.equal(me.status, 200, JSON.stringify(me.body))
  assert.equal(me.body['tier'], 'creator')
  const again = await ruji.ask('GET', '/api/v1/me')
  assert.equal(again.body['name'], '如姬')
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
