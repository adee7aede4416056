import assert from 'node:assert/strict'
import { test } from 'node:test'
import { orphans, owners } from './owners.ts'

const tests = [
  { path: 'server/routes.test.ts', text: "await golden(t, 'routes.txt', text)" },
  { path: 'server/other.test.ts', text: "readFile('refusals.txt')" },
]

test('a test owns golden files when it speaks of them', () => {
  assert.deepEqual(
    owners(tests).map(({ path }) => path),
    ['server/routes.test.ts'],
  )
})

test('a golden file that no owner names is an orphan', () => {
  assert.deepEqual(orphans(['docs/golden/routes.txt', 'docs/golden/refusals.txt'], tests), [
    'docs/golden/refusals.txt',
  ])
})
