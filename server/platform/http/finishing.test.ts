import { systemClock } from '../clock/index.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refuse } from '@hufu/kit'
import { RUNNING_SPARED, finishing, mayFinish } from './finishing.ts'
import type { RunningSpared } from './finishing.ts'

const MINUTE_MS = 60_000
const downloads = refuse('authority/restricted', { permission: 'file.download' })

/** What a node knows after 王伟 lost downloads with revision 8, and what runs may finish until some minutes from now. */
function spared(minutes: number) {
  const state = finishing.empty()
  const data: RunningSpared = {
    memberId: 'wangwei',
    permissions: ['file.download'],
    until: new Date(Date.now() + minutes * MINUTE_MS).toISOString(),
  }
  const told = { revision: 8, index: 0, sealed: {}, at: new Date(), actor: 'member:lina', requestId: 'r' }
  finishing.apply(state, { ...told, event: RUNNING_SPARED, data })
  // Only what it holds of this one workspace is asked.
  const feed = { projection: () => state } as unknown as Parameters<typeof mayFinish>[0]['feed']
  return (since: number, refusal = downloads, memberId = 'wangwei') =>
    mayFinish({ feed, clock: systemClock }, { workspaceId: 'w', memberId, since }, refusal)
}

test('R27 what began before the right was taken may finish, and nothing that began with it or later', () => {
  const may = spared(5)
  assert.deepEqual([may(7), may(8), may(9)], [true, false, false])
})

test('R27 nothing finishes once its time is over, by another right, or for somebody else', () => {
  assert.equal(spared(-1)(7), false)
  const may = spared(5)
  assert.equal(may(7, refuse('authority/restricted', { permission: 'msg.read' })), false)
  assert.equal(may(7, downloads, 'sunli'), false)
  assert.equal(may(7, refuse('identity/session-ended')), false)
})
