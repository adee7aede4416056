import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newWakingTime } from './waking.ts'

test('what a process slept through counts a second at most, and what it was awake for counts whole', () => {
  let mono = 5000
  const waking = newWakingTime(() => mono)
  const later = (ms: number): number => {
    mono += ms
    waking.tick()
    return waking.now()
  }
  assert.equal(waking.now(), 0)
  assert.equal(later(100), 100)
  assert.equal(later(250), 350)
  assert.equal(later(30_000), 1350)
  assert.equal(later(100), 1450)
})

test('between two ticks time stands still', () => {
  let mono = 0
  const waking = newWakingTime(() => mono)
  mono = 90
  assert.equal(waking.now(), 0)
})
