/** Somebody is taken out of a conversation and at once the others speak of what they must not hear, on two whole servers. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '@hufu/kit'
import { cluster, endingWith, rounds, untilHolds } from '../testing/index.ts'
import type { Cluster, Wire } from '../testing/index.ts'

const file = endingWith(after)
let it: Cluster
let group: string

before(async () => {
  it = await cluster(file)
  group = await it.group('wangwei', 'sunli')
})

const bodies = (wire: Wire): readonly string[] =>
  wire.frames.flatMap((frame) =>
    frame['type'] === 'message' ? [String((frame['message'] as { readonly body: unknown }).body)] : [],
  )

const say = (node: number, body: string) =>
  it.ok(node, 'sunli', 'POST', `/api/v1/conversations/${group}/messages`, { clientId: newId(), body })

test('who was taken out on one server hears nothing of what is said next on the other, by socket or by asking', async (t) => {
  const [here, there] = [await it.wire(0, 'wangwei'), await it.wire(1, 'wangwei')]
  const friends = [await it.wire(0, 'sunli'), await it.wire(1, 'sunli')]
  const counted = { leaks: 0, answers: 0, frames: 0 }
  const members = `/api/v1/conversations/${group}/members`
  const wanted = rounds(20)
  for (let round = 0; round < wanted; round += 1) {
    const [near, far] = round % 2 === 0 ? [0, 1] : [1, 0]
    const { applied } = await it.ok(near, 'chenli', 'DELETE', `${members}/${it.id.wangwei}`)
    assert.equal((applied as { readonly state: string }).state, 'applied')
    const secret = `不要让他知道 ${newId()}`
    // At once, and together with his own asking on both.
    const asking = [0, 1].flatMap((node) => [
      it.ask(node, 'wangwei', 'GET', `/api/v1/conversations/${group}/messages`),
      it.ask(node, 'wangwei', 'GET', `/api/v1/conversations/${group}`),
      it.ask(node, 'wangwei', 'GET', '/api/v1/conversations'),
    ])
    await say(far, secret)
    for (const { text } of await Promise.all(asking)) {
      counted.answers += 1
      if (text.includes(secret)) counted.leaks += 1
    }
    // Once his friends have heard it on both servers, he would have as well.
    await untilHolds('the others hear it', () => friends.every((wire) => bodies(wire).includes(secret)))
    for (const wire of [here, there]) {
      counted.frames += wire.frames.length
      if (bodies(wire).includes(secret)) counted.leaks += 1
    }
    for (const node of [0, 1]) {
      const page = await it.ask(node, 'wangwei', 'GET', `/api/v1/conversations/${group}/messages`)
      assert.equal(page.status, 404)
    }
    assert.equal(counted.leaks, 0)
    await it.ok(far, 'chenli', 'POST', members, { memberIds: [it.id.wangwei] })
    const welcome = `欢迎回来 ${newId()}`
    await say(near, welcome)
    // He does hear what he may: the sockets that told him nothing were open all the time.
    await untilHolds('he hears again', () => [here, there].every((wire) => bodies(wire).includes(welcome)))
    for (const wire of [here, there, ...friends]) (wire.frames as unknown[]).length = 0
    if (round % 500 === 499) t.diagnostic(`${round + 1} of ${wanted} rounds, ${counted.leaks} leaks`)
  }
  t.diagnostic(
    `${wanted} rounds: ${counted.answers} answers and ${counted.frames} frames looked at, ${counted.leaks} leaks`,
  )
})
