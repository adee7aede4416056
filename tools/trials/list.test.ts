import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { unitTests } from '../files.ts'
import { top } from '../top.ts'
import { trials } from './list.ts'

/** A test can be run at length when it reads how many rounds are wanted, itself or by a fixture's `rounds` or `isTrial`. */
const runsAtLength = (path: string): boolean =>
  /HUFU_TRIALS_COUNT|\brounds\(|\bisTrial\b/.test(readFileSync(join(top, path), 'utf8'))

test('every test that can be run at length is a trial with a name in tools/trials/list.ts', () => {
  const product = unitTests().filter((path) => !path.startsWith('tools/'))
  // This one names the setting without being a trial.
  const long = product.filter(
    (path) => path !== 'server/platform/config/config.test.ts' && runsAtLength(path),
  )
  assert.deepEqual(
    long.filter((path) => !trials.some((trial) => trial.file === path)),
    [],
  )
})

test('every trial has a name of its own and a test that can be run at length', () => {
  assert.equal(new Set(trials.map((one) => one.name)).size, trials.length)
  assert.deepEqual(
    // The rules of authority take their companies from one shared harness that reads the count.
    trials.filter(
      ({ file }) => !runsAtLength(file) && !readFileSync(join(top, file), 'utf8').includes('everyCompany('),
    ),
    [],
  )
})
