/** Questions that many share: nobody is answered by one that was put before they asked. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shared, sharedForEach } from './shared.ts'

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('whoever asks while a question is under way is answered by the next, and all of them by the same', async () => {
  const asked: { readonly answer: (text: string) => void }[] = []
  const ask = shared(
    () =>
      new Promise<string>((resolve) => {
        asked.push({ answer: resolve })
      }),
    0,
  )
  const first = ask()
  await tick()
  const later = [ask(), ask(), ask()]
  await tick()
  assert.equal(asked.length, 1)
  asked[0]?.answer('before')
  assert.equal(await first, 'before')
  while (asked.length < 2) await tick()
  asked[1]?.answer('after')
  assert.deepEqual(await Promise.all(later), ['after', 'after', 'after'])
})

test('a question that failed failed for those who shared it, and is put anew for whoever asks next', async () => {
  let times = 0
  const ask = shared(() => {
    times += 1
    return times === 1 ? Promise.reject(new Error('lost')) : Promise.resolve(times)
  }, 0)
  await Promise.all([assert.rejects(ask(), /lost/), assert.rejects(ask(), /lost/)])
  assert.equal(await ask(), 2)
})

test('questions about different things do not wait for each other', async () => {
  const ask = sharedForEach((id) => (id === 'slow' ? new Promise<string>(() => {}) : Promise.resolve(id)), 0)
  void ask('slow')
  assert.equal(await ask('quick'), 'quick')
})
