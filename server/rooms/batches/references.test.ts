import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namesIn, resolved, withPlaceholders } from './references.ts'

const given = new Map<string, unknown>([
  [
    'anna',
    { id: '019aa000-0000-7000-8000-000000000001', appointmentId: '019aa000-0000-7000-8000-000000000002' },
  ],
  ['nothing', null],
])
const input = {
  groupId: { $ref: 'team' },
  add: [{ $ref: 'anna' }, 'plain'],
  deep: { scope: { id: { $ref: 'anna', field: 'appointmentId' } } },
}

test('a step refers to everything earlier steps gave, however deep it stands', () => {
  assert.deepEqual(namesIn(input), ['team', 'anna', 'anna'])
  const team = { id: '019aa000-0000-7000-8000-000000000003' }
  assert.deepEqual(resolved(input, new Map([...given, ['team', team]])), {
    groupId: '019aa000-0000-7000-8000-000000000003',
    add: ['019aa000-0000-7000-8000-000000000001', 'plain'],
    deep: { scope: { id: '019aa000-0000-7000-8000-000000000002' } },
  })
})

test('a reference to nothing, or to a step that gave nothing, is refused', () => {
  for (const name of ['team', 'nothing'])
    assert.throws(() => resolved({ id: { $ref: name } }, given), { code: 'batch/unknown-reference' })
  assert.throws(() => resolved({ id: { $ref: 'anna', field: 'toString' } }, given), {
    code: 'batch/unknown-reference',
  })
})

test('what only resembles a reference stays what it is', () => {
  const plain = { $ref: 'anna', because: 'text' }
  assert.deepEqual(resolved(plain, given), plain)
  assert.deepEqual(withPlaceholders({ because: '$ref', reason: null }), { because: '$ref', reason: null })
})
