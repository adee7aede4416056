import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { unitTests } from '../files.ts'
import { top } from '../top.ts'
import { trials } from './list.ts'

const read = (path: string): string => readFileSync(join(top, path), 'utf8')

/** A test can be run at length when it, or a fixture beside it, reads how many rounds are wanted. */
function runsAtLength(path: string): boolean {
  const text = read(path)
  const fixtures = [...text.matchAll(/from '\.\/([\w-]*fixture[\w-]*\.ts)'/g)].map(([, name = '']) => name)
  return [text, ...fixtures.map((name) => read(join(dirname(path), name)))].some((one) =>
    one.includes('HUFU_TRIALS_COUNT'),
  )
}

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
    trials.filter((trial) => !runsAtLength(trial.file)),
    [],
  )
})
