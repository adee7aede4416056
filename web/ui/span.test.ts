import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spanWords } from './span.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

test('what is left is said in its two largest units, and never as nothing while there is some', () => {
  for (const [ms, words] of [
    [72 * HOUR, '3 天'],
    [24 * HOUR + 5 * MINUTE, '1 天'],
    [49 * HOUR, '2 天 1 小时'],
    [15 * MINUTE, '15 分钟'],
    [90 * MINUTE, '1 小时 30 分钟'],
    [HOUR, '1 小时'],
    [1, '1 分钟'],
  ] as const)
    assert.equal(spanWords(ms), words)
})
