/** P4. A general update is no way around a permission of its own: no route takes a field that is not its own. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract } from '@hufu/contract'
import type { Route } from '@hufu/contract'
import { z } from 'zod'

const rooms: readonly Readonly<Record<string, Route>>[] = Object.values(contract)
const writing = rooms
  .flatMap((room) => Object.values(room))
  .filter(({ method, sends, url }) => method !== 'GET' && sends === 'json' && !url.startsWith('/access/'))

const nameOf = ({ method, url }: Route): string => `${method} ${url}`

/** The fields of a body, of any of its shapes. */
function fieldsOf({ body }: Route): ReadonlySet<string> {
  const schema = z.toJSONSchema(body, { unrepresentable: 'any', io: 'input' })
  const shapes = [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]
  return new Set(
    shapes.flatMap((shape) => (typeof shape === 'object' ? Object.keys(shape.properties ?? {}) : [])),
  )
}

/** Places in a schema where an object takes fields it does not name. */
function openIn(schema: unknown, at: string): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const open =
    'properties' in schema && !('additionalProperties' in schema && schema.additionalProperties === false)
  return [
    ...(open ? [at] : []),
    ...Object.entries(schema).flatMap(([name, inner]) => openIn(inner, `${at}/${name}`)),
  ]
}

test('P4 no route takes a field it does not name, at any depth', () => {
  assert.ok(writing.length > 50)
  for (const route of writing) {
    const schema = z.toJSONSchema(route.body, { unrepresentable: 'any', io: 'input' })
    assert.deepEqual(openIn(schema, nameOf(route)), [])
  }
  const lax = z.toJSONSchema(z.object({ name: z.string() }), { io: 'input' })
  assert.deepEqual(openIn(lax, 'lax'), ['lax'])
})

test('P4 the fields of other routes are refused by each', () => {
  const everyField = new Set(writing.flatMap((route) => [...fieldsOf(route)]))
  assert.ok(everyField.size > 40)
  for (const route of writing)
    for (const field of everyField)
      if (!fieldsOf(route).has(field))
        assert.ok(!route.body.safeParse({ [field]: 'x' }).success, `${nameOf(route)} takes ${field}`)
})

test('P4 what has a permission of its own is no field of a general update', () => {
  const fields = (name: string): readonly string[] => {
    const route = writing.find((one) => nameOf(one) === name)
    assert.ok(route, name)
    return [...fieldsOf(route)].toSorted()
  }
  const profile = ['email', 'employeeNo', 'login', 'managerId', 'name', 'phone']
  assert.deepEqual(fields('PATCH /api/v1/members/:memberId'), profile)
  assert.deepEqual(fields('PATCH /api/v1/me'), ['locale', 'mail'])
  for (const thing of ['departments/:departmentId', 'groups/:groupId'])
    assert.deepEqual(fields(`PATCH /api/v1/${thing}`), ['name'])
  assert.deepEqual(fields('PATCH /api/v1/positions/:positionId'), ['name', 'rank'])
  assert.deepEqual(fields('PATCH /api/v1/conversations/:conversationId'), ['name'])
  assert.deepEqual(fields('PATCH /api/v1/roles/:roleId'), ['name', 'permissions'])
  assert.ok(!fields('PATCH /api/v1/administrators/:administratorId').includes('tier'))
})
