import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LinkShown, LinkState } from '@hufu/contract'
import { offline } from '../data/problem.ts'
import { ROUNDS_MAX, watchLink } from './link-watch.ts'
import type { LinkDoors, LinkSeen } from './link-watch.ts'

/** A server that answers these states one after the other, the last one for ever, and a clock that waiting moves. */
function stage(states: readonly (LinkState | 'offline')[], changes: Partial<LinkDoors> = {}) {
  const told: string[] = []
  const redeemed: string[] = []
  let [shown, asked, at] = [0, 0, 0]
  const link = (): LinkShown => ({
    id: `link-${(shown += 1)}`,
    url: 'https://hufu.example/link#id.code',
    digits: '42',
    secret: 'secret',
    until: new Date(at + 120_000).toISOString(),
  })
  const doors: LinkDoors = {
    show: () => Promise.resolve(link()),
    stateOf: () => {
      const state = states[Math.min(asked, states.length - 1)] ?? 'expired'
      asked += 1
      return state === 'offline' ? Promise.reject(offline()) : Promise.resolve(state)
    },
    redeem: ({ id }) => Promise.resolve(void redeemed.push(id)),
    wait: (ms) => Promise.resolve(void (at += ms)),
    now: () => at,
    ...changes,
  }
  const tell = (seen: LinkSeen): void => void told.push(seen.state)
  return { doors, tell, told, redeemed, shown: () => shown }
}
const never = (): boolean => false

test('a code that is opened and approved is used once', async () => {
  const { doors, tell, told, redeemed } = stage(['shown', 'seen', 'seen', 'approved'])
  await watchLink(doors, tell, never)
  assert.deepEqual(told, ['shown', 'seen', 'approved'])
  assert.deepEqual(redeemed, ['link-1'])
})

test('a no ends it, and nothing is used', async () => {
  const { doors, tell, told, redeemed } = stage(['seen', 'declined'])
  await watchLink(doors, tell, never)
  assert.deepEqual(told, ['shown', 'seen', 'declined'])
  assert.deepEqual(redeemed, [])
})

test('a code that runs out is followed by another, but not for ever', async () => {
  const { doors, tell, told, shown } = stage(['expired'])
  await watchLink(doors, tell, never)
  assert.equal(shown(), ROUNDS_MAX)
  assert.equal(told.at(-1), 'over')
})

test('a broken connection ends nothing, and one that stays away ends the code', async () => {
  const short = stage(['offline', 'offline', 'approved'])
  await watchLink(short.doors, short.tell, never)
  assert.deepEqual(short.redeemed, ['link-1'])
  const long = stage(['offline'])
  await watchLink(long.doors, long.tell, never)
  assert.equal(long.told.at(-1), 'over')
})

test('a yes that the server will not take is told, and so is a code that cannot be made', async () => {
  const refused = stage(['approved'], { redeem: () => Promise.reject(new Error('no')) })
  await watchLink(refused.doors, refused.tell, never)
  assert.deepEqual(refused.told, ['shown', 'approved', 'failed'])
  const none = stage(['shown'], { show: () => Promise.reject(new Error('no')) })
  await watchLink(none.doors, none.tell, never)
  assert.deepEqual(none.told, ['failed'])
})

test('a page that was left uses nothing any more', async () => {
  let left = false
  const { doors, tell, told, redeemed } = stage(['approved'])
  const leaving: LinkDoors = {
    ...doors,
    stateOf: (link) => {
      left = true
      return doors.stateOf(link)
    },
  }
  await watchLink(leaving, tell, () => left)
  assert.deepEqual(told, ['shown'])
  assert.deepEqual(redeemed, [])
})
