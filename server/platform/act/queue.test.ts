/** The queue of authority changes: one after the other, the next beginning while the one before is committed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newQueue } from './queue.ts'

test('the next change begins while the one before is being committed, and learns when that has ended', async () => {
  const queue = newQueue()
  const seen: string[] = []
  const commit = Promise.withResolvers<void>()
  const first = queue.run('company', false, async ({ handOn }) => {
    handOn(commit.promise)
    await commit.promise
    seen.push('first committed')
  })
  const second = queue.run('company', false, async ({ before }) => {
    seen.push('second begun')
    await before
    seen.push('second goes on')
  })
  await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual(seen, ['second begun'])
  commit.resolve()
  await Promise.all([first, second])
  assert.deepEqual(seen, ['second begun', 'first committed', 'second goes on'])
})

test('a commit that fails holds up nobody, and fails for its own change alone', async () => {
  const queue = newQueue()
  const failing = queue.run('company', false, async ({ handOn }) => {
    const commit = Promise.reject(new Error('not committed'))
    handOn(commit)
    await commit
  })
  const next = queue.run('company', false, async ({ before }) => {
    await before
    return 'done'
  })
  await assert.rejects(failing, /not committed/)
  assert.equal(await next, 'done')
})

test('without handing on, one change of a company is over before the next begins, and an urgent one is next', async () => {
  const queue = newQueue()
  const seen: string[] = []
  const change = (name: string, urgent: boolean) =>
    queue.run('company', urgent, async () => {
      seen.push(`${name} begins`)
      await new Promise((resolve) => setImmediate(resolve))
      seen.push(`${name} ends`)
    })
  await Promise.all([change('one', false), change('two', false), change('urgent', true)])
  assert.deepEqual(seen, ['one begins', 'one ends', 'urgent begins', 'urgent ends', 'two begins', 'two ends'])
})
