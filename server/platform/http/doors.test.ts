import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract, refusals } from '@hufu/contract'
import type { PermissionKey } from '@hufu/authority'
import { golden, testRoute } from '../../testing/index.ts'
import { faultsOf, newDoors, routeTable, routesOf, stepUpTable } from './doors.ts'

const answered = (...routes: ReturnType<typeof testRoute>[]) => {
  const doors = newDoors()
  for (const route of routes) doors.handle(route, () => Promise.resolve({}))
  return doors.hung
}

test('every route of the contract and what it asks is as the golden file says', () => {
  golden('routes.txt', routeTable(routesOf(contract)))
})

test('the routes that ask who somebody is once more are those the golden file lists', () => {
  golden('step-up.txt', stepUpTable(routesOf(contract)))
})

test('a route that asks a critical permission and cannot be bound to its body does not start', () => {
  const read = testRoute('GET', '/read', { asks: ['org.member.delete'] })
  const bytes = testRoute('POST', '/bytes', { asks: ['admin.role.manage'], sends: 'bytes' })
  assert.deepEqual(faultsOf(answered(read, bytes), [read, bytes]), [
    'GET /read asks org.member.delete, which takes a proof, and is no write with a JSON body',
    'POST /bytes asks admin.role.manage, which takes a proof, and is no write with a JSON body',
  ])
})

test('every refusal, its status and its words are as the golden file says', () => {
  const lines = Object.entries(refusals).map(
    ([code, { status, zh, en }]) => `${status} ${code} · ${zh} · ${en}`,
  )
  golden('refusals.txt', `${lines.toSorted().join('\n')}\n`)
})

test('a route that names no permission, or one that is not enforced or not there, does not start', () => {
  const silent = testRoute('GET', '/silent', { asks: [] as unknown as readonly [PermissionKey] })
  const reserved = testRoute('GET', '/reserved', { asks: ['sys.org.dissolve'] })
  const unknown = testRoute('GET', '/unknown', { asks: ['no.such.key' as PermissionKey] })
  assert.deepEqual(faultsOf(answered(silent, reserved, unknown), [silent, reserved, unknown]), [
    'GET /silent names no permission',
    'GET /reserved asks sys.org.dissolve, which is not enforced',
    'GET /unknown asks no.such.key, which is not in the catalogue',
  ])
})

test('a route nobody answers, one answered twice and one not in the contract do not start', () => {
  const [a, b, c] = [testRoute('GET', '/a'), testRoute('GET', '/b'), testRoute('GET', '/c')]
  assert.deepEqual(faultsOf(answered(b, b, c), [a, b]), [
    'GET /a is answered by no room',
    'GET /b is answered twice',
    'GET /c is not in the contract',
  ])
})

test('the contract as it is asks enforced permissions only', () => {
  const all = routesOf(contract)
  assert.deepEqual(faultsOf(answered(...all), all), [])
})
