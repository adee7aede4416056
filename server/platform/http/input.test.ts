import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract } from '@hufu/contract'
import { foundedHouse } from '../../testing/index.ts'
import { routesOf } from './doors.ts'

const ID = '01990000-0000-7000-8000-000000000000'

test('fields nobody asked for, wrong kinds and missing ones are named and refused, and nothing is coerced', async (t) => {
  const { ruji, rootId } = await foundedHouse(t)
  const send = async (body: unknown) => (await ruji.ask('POST', '/api/v1/departments', body)).body
  assert.deepEqual((await send({ parentId: rootId, name: '研发', owner: 'me' }))['fields'], [
    { path: 'body.owner', problem: 'unknown' },
  ])
  assert.deepEqual((await send({ parentId: [rootId], name: '研发' }))['fields'], [
    { path: 'body.parentId', problem: 'invalid-type' },
  ])
  assert.deepEqual((await send({ parentId: rootId, name: 7 }))['fields'], [
    { path: 'body.name', problem: 'invalid-type' },
  ])
  assert.equal((await send({}))['code'], 'request/invalid')
  assert.equal((await send([]))['code'], 'request/invalid')
  assert.equal((await send('null'))['code'], 'request/invalid')
  assert.equal((await ruji.ask('GET', '/api/v1/members?limit=10&limit=20')).status, 400)
  assert.equal((await ruji.ask('GET', '/api/v1/members?sort=name')).status, 400)
  assert.equal((await ruji.ask('GET', '/api/v1/members/not-an-id')).status, 400)
  assert.equal((await ruji.ask('GET', '/api/v1/members/%E0%A4%A')).status, 400)
})

test('ids are one way of writing: upper case finds the same', async (t) => {
  const { ruji, creatorId } = await foundedHouse(t)
  const card = await ruji.ok('GET', `/api/v1/members/${creatorId.toUpperCase()}`)
  assert.equal(card['id'], creatorId)
})

test('poisoned, deep, torn, foreign and oversized bodies are refused as what they are', async (t) => {
  const { ruji, house } = await foundedHouse(t)
  const send = (body: string, headers = {}) => ruji.ask('POST', '/api/v1/departments', body, headers)
  assert.equal((await send(`{"parentId":"${ID}","name":"x","__proto__":{"admin":true}}`)).status, 400)
  assert.equal((await send(`{"parentId":"${ID}","name":"x","constructor":{"prototype":{}}}`)).status, 400)
  const spelled = '"\\u005f_proto\\u005f_":{"admin":true}'
  assert.equal((await send(`{"parentId":"${ID}","name":"x",${spelled}}`)).status, 400)
  assert.equal((await send('['.repeat(200_000))).body['code'], 'request/invalid')
  assert.deepEqual((await send(`${'['.repeat(33)}${']'.repeat(33)}`)).body['fields'], [
    { path: 'body', problem: 'too-deep' },
  ])
  const hiding = `{"name":"]]]]","x":${'['.repeat(32)}${']'.repeat(32)}}`
  for (const body of [hiding, hiding.replace(']]]]', ']\\"]'), hiding.replace(']]]]', '名]')])
    assert.deepEqual((await send(body)).body['fields'], [{ path: 'body', problem: 'too-deep' }])
  assert.equal((await send('{"parentId":')).body['code'], 'request/invalid')
  assert.equal((await send(`{"name":"${'x'.repeat(300_000)}"}`)).body['code'], 'request/too-large')
  assert.equal((await send('{}', { 'content-type': 'text/plain' })).body['code'], 'request/media-type')
  assert.equal(
    (await send('a=b', { 'content-type': 'application/x-www-form-urlencoded' })).body['code'],
    'request/media-type',
  )
  const torn = await fetch(`${house.url}/api/v1/departments`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'sec-fetch-site': 'same-origin',
      cookie: `hufu=${ruji.cookies.get('hufu') ?? ''}`,
    },
    body: Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
  })
  assert.equal(torn.status, 400)
  assert.equal((await send(`{"name":"}}}[[[\\"]]]","x":"${'{'.repeat(50)}"}`)).status, 400)
  assert.equal((await ruji.ask('DELETE', '/api/v1/sessions/current', { all: true })).status, 400)
})

test('every route refuses a field it does not know, in path, query and body alike', async (t) => {
  const { ruji } = await foundedHouse(t)
  const { identity, directory, authority } = contract
  const routes = routesOf({ identity, directory, authority })
  let count = 0
  for (const route of routes) {
    const path = route.url.replaceAll(/:\w+/g, ID)
    const query = await ruji.ask(
      route.method,
      `${path}?surprise=1`,
      route.method === 'GET' || route.sends === 'bytes' ? undefined : {},
    )
    assert.equal(query.status, 400, `${route.method} ${route.url} ${query.text}`)
    count += 1
    if (route.method === 'GET' || route.sends === 'bytes' || route.url.startsWith('/access/')) continue
    const body = await ruji.ask(route.method, path, { surprise: 1 })
    assert.equal(body.status, 400, `${route.method} ${route.url} ${body.text}`)
  }
  assert.ok(count > 50)
})
