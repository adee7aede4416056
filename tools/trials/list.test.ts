import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { unitTests } from '../files.ts'
import { top } from '../top.ts'
import { trials } from './list.ts'

test('every test that can be run at length is a trial with a name, and every trial can be run at length', () => {
  const long = unitTests().filter(
    (path) =>
      !path.startsWith('tools/') && readFileSync(join(top, path), 'utf8').includes('HUFU_TRIALS_COUNT'),
  )
  assert.deepEqual([...new Set(trials.map((one) => one.file))].toSorted(), long)
  assert.equal(new Set(trials.map((one) => one.name)).size, trials.length)
})
