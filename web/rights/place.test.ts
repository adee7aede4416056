import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aimOf, placeOf } from './place.ts'

test('a place in an address is read as the place that is asked about', () => {
  assert.deepEqual(placeOf('workspace', undefined), { type: 'workspace' })
  assert.deepEqual(placeOf('department:d1', undefined), { type: 'department', id: 'd1' })
  assert.deepEqual(placeOf('self', 'm1'), { type: 'member', id: 'm1' })
  assert.deepEqual(placeOf('group:g1', 'm1'), { type: 'resource', kind: 'group', id: 'g1' })
  // As a refusal writes it, and as the field for resources does.
  const repository = { type: 'resource', kind: 'repository', id: 'a:b' }
  assert.deepEqual(placeOf('repository:a:b', 'm1'), repository)
  assert.deepEqual(placeOf('resource:repository:a:b', 'm1'), repository)
})

test('a place that is not chosen to its end is not asked about', () => {
  for (const text of ['department:', 'member', 'group:', 'resource:', 'resource:repository', 'nonsense'])
    assert.equal(placeOf(text, 'm1'), null, text)
  assert.equal(placeOf('self', undefined), null)
  assert.equal(aimOf('resource:'), 'resource')
})
