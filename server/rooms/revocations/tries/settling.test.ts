/** What becomes of a revocation by what nodes say: asked again three times, then told; written many at a time. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { surfaceKinds } from '@hufu/contract'
import type { RevocationSurface } from '@hufu/contract'
import { performOn } from '../../../platform/act/index.ts'
import { kyselyOver } from '../../../platform/db/index.ts'
import type { PlatformTables } from '../../../platform/feed/index.ts'
import { company } from '../../../testing/index.ts'
import { verifier } from './applied.ts'
import { verifyAgain } from './checking.ts'
import { newGathering } from './gathering.ts'
import { UNVERIFIED } from '../told.ts'
import { RETRY_AFTER_MS, beginRetry, keepFound } from './settling.ts'
import { findRevocation } from '../store.ts'
import { takeAndKeep } from '../taking.ts'

const shut: readonly RevocationSurface[] = surfaceKinds.map((kind) => ({
  kind,
  tried: 1,
  refused: 1,
  notTried: [],
  failed: [],
}))
const oneOpen = shut.map((surface) =>
  surface.kind === 'session'
    ? { ...surface, refused: 0, failed: [{ what: 's-1', code: 'granted' }] }
    : surface,
)

test('V5 one way in that is open is asked about three times more and then told to people, once; somebody who asks begins anew', async (t) => {
  const house = await company(t)
  const [node] = house.nodes
  assert.ok(node !== undefined)
  const perform = performOn(node)
  const { workspaceId, id: people } = house
  const { result } = await perform(
    { type: 'member', memberId: people.lina, sessionId: null },
    { name: 'revocations.take', kind: 'authority', workspaceId, batch: true },
    (act) =>
      takeAndKeep(act, {
        memberId: people.wangwei,
        permissions: ['msg.dm'],
        reason: 'incident',
        because: '被盗',
      }),
  )
  const { id } = result
  const row = async () => {
    const found = await findRevocation(kyselyOver<PlatformTables>(node.pool), { workspaceId, id })
    assert.ok(found !== undefined)
    return found
  }
  const content = { name: 'test', kind: 'content', workspaceId } as const
  const keep = async (round: number, surfaces: readonly RevocationSurface[]) => {
    const check = { revocationId: id, round, node: node.name, tookMs: 1, tried: 1, failed: [], surfaces }
    return (await perform(verifier, content, (act) => keepFound(act, [check]))).result
  }
  const told = async () => {
    const { rows } = await node.pool.query<{ memberId: string }>(
      'select member_id as "memberId" from notice where kind = $1',
      [UNVERIFIED],
    )
    return rows.map(({ memberId }) => memberId).toSorted()
  }
  for (const [at, afterMs] of RETRY_AFTER_MS.entries()) {
    const round = at + 1
    assert.deepEqual(await keep(round, oneOpen), [{ id, round, afterMs }])
    assert.equal((await row()).state, 'unverified')
    assert.deepEqual(await told(), [])
    await perform(verifier, content, (act) => beginRetry(act, { id, round }))
    // Two nodes may both find that it is time.
    await perform(verifier, content, (act) => beginRetry(act, { id, round }))
    assert.equal((await row()).round, round + 1)
    assert.equal((await row()).state, 'unverified', 'what was found stands until it is bettered')
  }
  assert.deepEqual(await keep(4, oneOpen), [])
  assert.deepEqual(await told(), [people.chenli, people.lina, people.zhaomin].toSorted())
  // Said twice it is told once.
  assert.deepEqual(await keep(4, oneOpen), [])
  assert.equal((await told()).length, 3)
  const lina = { type: 'member', memberId: people.lina, sessionId: null } as const
  await perform(lina, content, (act) => verifyAgain(act, id))
  assert.deepEqual([(await row()).state, (await row()).retried, (await row()).toldAt], ['applied', 0, null])
  assert.deepEqual(await keep(5, shut), [])
  assert.equal((await row()).state, 'verified')
})

test('things that come in a burst are worked on so many at once, each once, and kept together', async () => {
  const kept: (readonly number[])[] = []
  const worked: number[] = []
  let atOnce = 0
  let most = 0
  const gathering = newGathering<number, number>({
    atOnceMax: 3,
    gatherMs: 30,
    gatheredMax: 50,
    nameOf: String,
    work: async (thing) => {
      atOnce += 1
      most = Math.max(most, atOnce)
      worked.push(thing)
      await new Promise((resolve) => setTimeout(resolve, 1))
      atOnce -= 1
      if (thing === 7) throw new Error('seven')
      return thing === 8 ? null : thing
    },
    keep: async (results) => void kept.push(results),
    failed: () => {},
  })
  const things = Array.from({ length: 60 }, (_, thing) => thing)
  for (const thing of [...things, ...things]) gathering.add(thing)
  while (kept.flat().length < 58) await new Promise((resolve) => setTimeout(resolve, 5))
  await gathering.stop()
  assert.equal(worked.length, 60)
  assert.equal(most, 3)
  assert.ok(kept.length < 8, `${kept.length} writes`)
  assert.deepEqual(
    kept.flat().toSorted((a, b) => a - b),
    things.filter((thing) => thing !== 7 && thing !== 8),
  )
})
