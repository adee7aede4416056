import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract } from '@hufu/contract'
import { routeOf } from './route-of.ts'

const SOMEBODY = '0198a9b2-0000-7000-8000-000000000001'

test('a request is led back to its route, with the ids that stand in its address', () => {
  assert.deepEqual(routeOf('GET', `/api/v1/members/${SOMEBODY}?below=true`), {
    route: contract.directory.member,
    params: { memberId: SOMEBODY },
  })
  assert.deepEqual(routeOf('POST', '/api/v1/halves').route, contract.halves.ask)
})

test('an address with another method, or with a part too many, is of no route', () => {
  assert.throws(() => routeOf('DELETE', '/api/v1/halves'))
  assert.throws(() => routeOf('GET', `/api/v1/members/${SOMEBODY}/nothing`))
})
