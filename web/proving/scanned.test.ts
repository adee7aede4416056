import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scannedOf } from './scanned.ts'

const linkId = '019a7f3e-6c7d-7b1a-9a55-0c1d2e3f4a5b'

test('a code is read with and without its number sign, and nothing else is taken for one', () => {
  assert.deepEqual(scannedOf(`#${linkId}.aB-_9`), { linkId, code: 'aB-_9' })
  assert.deepEqual(scannedOf(`${linkId}.aB-_9`), { linkId, code: 'aB-_9' })
  for (const other of [
    '',
    '#',
    linkId,
    `${linkId}.`,
    `x${linkId}.a`,
    `${linkId}.a b`,
    `${linkId}.${'a'.repeat(101)}`,
  ])
    assert.equal(scannedOf(other), null, other)
})
