import assert from 'node:assert/strict'
import { test } from 'node:test'
import { permissions } from '@hufu/authority'
import { testRoute } from '../../testing/index.ts'
import { probe, probeFaults } from './probes.ts'

const asksAll = testRoute('GET', '/all', {
  // Every key of the catalogue: the list is not empty, which its type does not say.
  asks: permissions.map(({ key }) => key) as unknown as readonly ['audit.self.view'],
})
const one = (key: Parameters<typeof probe>[0]) => probe(key, asksAll)
const whole = permissions
  .filter(({ key, state }) => state === 'enforced' && key !== 'sys.org.found')
  .map(({ key }) => one(key))

test('one probe of each enforced permission is what it takes to start', () => {
  assert.deepEqual(probeFaults(whole, [asksAll]), [])
})

test('without a probe, with two, or with one of what nobody can hold, the server does not start', () => {
  const lacking = whole.filter(({ permission }) => permission !== 'msg.dm')
  assert.deepEqual(probeFaults(lacking, [asksAll]), ['msg.dm has no probe'])
  assert.deepEqual(probeFaults([...whole, one('msg.dm')], [asksAll]), ['msg.dm has 2 probes'])
  for (const key of ['sys.org.dissolve', 'sys.org.found'] as const)
    assert.deepEqual(probeFaults([...whole, one(key)], [asksAll]), [
      `${key} has a probe and nobody can hold it`,
    ])
})

test('a probe that goes to a route that is not there, or that does not ask, does not start', () => {
  const rest = whole.filter(({ permission }) => permission !== 'msg.dm')
  const other = testRoute('GET', '/other', { asks: ['msg.read'] })
  const faults = (routes: readonly (typeof other)[]) =>
    probeFaults([...rest, probe('msg.dm', other)], [asksAll, ...routes])
  assert.deepEqual(faults([]), ['the probe of msg.dm goes to GET /other, which is not there'])
  assert.deepEqual(faults([other]), ['the probe of msg.dm goes to GET /other, which does not ask it'])
  assert.deepEqual(faults([{ ...other, decides: ['msg.dm'] }]), [])
})

test('a probe fills the address of its route with the things it speaks of', () => {
  const route = testRoute('POST', '/chats/:chatId/files', { asks: ['file.upload'] })
  const { request } = probe('file.upload', route, {
    needs: ['chat'],
    params: ({ chat }) => ({ chatId: chat }),
    query: { name: 'a b' },
    bytes: 'x',
  })
  const things = { chat: 'c/1' } as Parameters<typeof request>[0]
  assert.deepEqual(request(things), { method: 'POST', path: '/chats/c%2F1/files?name=a+b', bytes: 'x' })
})
