/** What becomes of a revocation that nodes do not answer, or answer differently. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { performOn } from '../../../platform/act/index.ts'
import { kyselyOver } from '../../../platform/db/index.ts'
import type { PlatformTables } from '../../../platform/feed/index.ts'
import { company } from '../../../testing/index.ts'
import { giveUpWaiting, stateAfter } from './checking.ts'
import { ANSWER_MS } from './looking.ts'
import { findRevocation } from '../store.ts'
import { takeAndKeep } from '../taking.ts'

test('R5 a revocation is verified when every node was refused everything, and unverified with the first that was served', () => {
  const refused = (node: string) => ({ node, failed: [] })
  const served = (node: string) => ({ node, failed: [{}] })
  assert.equal(stateAfter([], ['a', 'b']), 'applied')
  assert.equal(stateAfter([refused('a')], ['a', 'b']), 'applied')
  assert.equal(stateAfter([refused('a'), refused('b')], ['a', 'b']), 'verified')
  assert.equal(stateAfter([refused('a'), served('b')], ['a', 'b']), 'unverified')
  assert.equal(stateAfter([served('b')], ['a', 'b']), 'unverified')
  // A node that has ended serves nobody: its answer is not waited for.
  assert.equal(stateAfter([refused('a')], ['a']), 'verified')
})

test('R5 what no node has answered counts as unverified after half a minute, and not before', async (t) => {
  const house = await company(t)
  const [node] = house.nodes
  assert.ok(node !== undefined)
  const perform = performOn(node)
  const { workspaceId } = house
  // Nobody listens for rounds on these nodes.
  const { result } = await perform(
    { type: 'member', memberId: house.id.lina, sessionId: null },
    { name: 'revocations.take', kind: 'authority', workspaceId, batch: true },
    (act) =>
      takeAndKeep(act, {
        memberId: house.id.wangwei,
        permissions: ['msg.dm'],
        reason: 'incident',
        because: '账号疑似被盗',
      }),
  )
  const db = kyselyOver<PlatformTables>(node.pool)
  const stateOf = async () => (await findRevocation(db, { workspaceId, id: result.id }))?.state
  const checking = { node, perform, journal: { recordActivity: () => undefined } }
  await giveUpWaiting(checking)
  assert.equal(await stateOf(), 'applied')
  await node.pool.query(`update revocation set round_at = round_at - $1 * interval '1 millisecond'`, [
    ANSWER_MS + 1000,
  ])
  await giveUpWaiting(checking)
  assert.equal(await stateOf(), 'unverified')
})
