/** Questions about one thing that are put about many at once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { togetherIn } from './together.ts'

test('what is asked at once goes together, by company, and nobody is answered from before they asked', async () => {
  const asked: string[] = []
  let now = 1
  const ask = togetherIn<number | null>((workspaceId, ids) => {
    asked.push(`${workspaceId} ${ids.toSorted().join('')}`)
    const at = now
    return Promise.resolve(new Map(ids.filter((id) => id !== 'x').map((id) => [id, at])))
  }, null)
  const first = Promise.all([
    ask('one', 'a'),
    ask('one', 'b'),
    ask('one', 'a'),
    ask('two', 'a'),
    ask('one', 'x'),
  ])
  assert.deepEqual(await first, [1, 1, 1, 1, null])
  assert.deepEqual(asked.toSorted(), ['one abx', 'two a'])
  now = 2
  assert.equal(await ask('one', 'a'), 2)
})

test('a question that failed fails for all of it, and the next is put anew', async () => {
  let isBroken = true
  const ask = togetherIn<string>(
    (_, ids) =>
      isBroken ? Promise.reject(new Error('lost')) : Promise.resolve(new Map(ids.map((id) => [id, id]))),
    '',
  )
  await Promise.all([assert.rejects(ask('one', 'a'), /lost/), assert.rejects(ask('one', 'b'), /lost/)])
  isBroken = false
  assert.equal(await ask('one', 'a'), 'a')
})
