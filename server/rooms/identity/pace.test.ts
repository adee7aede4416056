import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPace } from './pace.ts'

test('a network asks so often a minute and then waits, while another one goes on', () => {
  let now = 0
  const ask = newPace({ wall: () => 0, mono: () => now }, 3)
  for (let round = 0; round < 3; round += 1) ask('203.0.113.4')
  assert.throws(() => ask('203.0.113.77'), { code: 'identity/too-many-attempts', details: { seconds: 60 } })
  ask('198.51.100.4')
  now = 59_000
  assert.throws(() => ask('203.0.113.4'), { details: { seconds: 1 } })
  now = 60_000
  ask('203.0.113.4')
})
