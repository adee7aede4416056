/** Servers killed while they take rights or try what was taken: the others finish it, and not before they may. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '@hufu/kit'
import {
  askProved,
  assertLedgerWhole,
  assertVerified,
  breakAt,
  isCommit,
  breakAtCommit,
  isTrial,
  endingWith,
  revocationsOf,
  rounds,
  stateOf,
  untilHolds,
  viewOf,
} from '../testing/index.ts'
import type { ClusterNode } from '../testing/index.ts'
import { departureOf, takingCluster } from './taking-fixture.ts'
import type { TakingCluster } from './taking-fixture.ts'

/** A look every ten seconds, at what is seven seconds old, and then a lease. */
const FINISHED_MS_MAX = 30_000
const file = endingWith(after)
let it: TakingCluster

before(async () => {
  it = await takingCluster(file)
})

/** 1 is there all the time; the other one is killed, and the next takes its place. */
const victim = (): readonly [number, ClusterNode] => {
  const number = it.nodes.length === 2 ? 0 : it.nodes.length - 1
  return [number, it.nodes[number] ?? assert.fail('there is a server')]
}

/** Never verified as long as a node is registered that may have a lease, and then by itself. */
async function verifiedWithout(gone: ClusterNode, id: string): Promise<number> {
  return untilHolds(
    'it is verified without the one that is gone',
    async () => {
      const { rows } = await it.pool.query<{ isVerified: boolean; isThere: boolean }>(
        `select state = 'verified' as "isVerified", exists (select from node where name = $2) as "isThere"
         from revocation where id = $1`,
        [id, gone.name],
      )
      const [row] = rows
      assert.ok(row !== undefined && !(row.isVerified && row.isThere), 'it is waited out first')
      return row.isVerified
    },
    FINISHED_MS_MAX,
  )
}

/** What a departure sends to the database until its COMMIT. */
async function statementsToCommit(node: number): Promise<number> {
  const who = await it.hire()
  const broken = it.listen(node)
  await askProved(it, node, { ...departureOf(who), key: newId() })
  broken.end()
  return broken.seen.findIndex(({ text }) => isCommit(text)) + 1
}

test('a server is killed in the moment of COMMIT: the other finishes what it left, without being asked', async () => {
  const [node, killed] = victim()
  const who = await it.hire()
  breakAtCommit(killed.way, 'unanswered', () => killed.signal('SIGKILL'))
  assert.equal(await askProved(it, node, { ...departureOf(who), key: newId() }), null)
  await killed.gone
  assert.equal((await stateOf(it, who.id))['status'], 'departed')
  const [id] = await revocationsOf(it, who.id)
  await verifiedWithout(killed, String(id))
  await assertVerified(it, 1, String(id), FINISHED_MS_MAX)
  await it.start()
})

// Within `npm test` the first alone: each of them waits for leases to run out.
test(
  'a server is killed between being asked to try and its answer: the others are waited for, and it is not',
  {
    skip: !isTrial,
  },
  async (t) => {
    const [, killed] = victim()
    const who = await it.hire()
    let killedAt = 0
    killed.way.judge(({ text }) => {
      if (killedAt > 0 || !text.startsWith('insert into "revocation_check"')) return 'passes'
      killedAt = performance.now()
      killed.signal('SIGKILL')
      return 'lost'
    })
    const answer = await askProved(it, 1, { ...departureOf(who), key: newId() })
    assert.equal(answer?.status, 200, answer?.text)
    const id = String(answer.body['revocationId'])
    await killed.gone
    assert.equal((await viewOf(it, 1, id)).state, 'applied')
    const receipt = await it.ask(1, 'lina', 'GET', `/api/v1/revocations/${id}/receipt`)
    assert.equal(receipt.body['code'], 'revocation/not-verified')
    t.diagnostic(`verified after ${Math.round(await verifiedWithout(killed, id))} ms`)
    assert.ok(performance.now() - killedAt > 5000, 'its lease has run out')
    await assertVerified(it, 1, id, FINISHED_MS_MAX)
    await it.start()
  },
)

test(
  'a server is killed at any statement of a departure: nothing or all of it has happened, and the next run finishes',
  {
    skip: !isTrial,
  },
  async () => {
    const wanted = rounds(1)
    const commit = await statementsToCommit(1)
    for (let round = 1; round <= wanted; round += 1) {
      const [node, killed] = victim()
      const nth = Math.ceil((commit * round) / (wanted + 1))
      const who = await it.hire()
      const from = await stateOf(it, who.id)
      const [asked, key] = [departureOf(who), newId()]
      const broken = breakAt(killed.way, { nth, fate: 'lost' }, () => killed.signal('SIGKILL'))
      assert.equal(await askProved(it, node, { ...asked, key }), null)
      await killed.gone
      assert.deepEqual(await stateOf(it, who.id), from, broken.at()?.text)
      const again = await it.ask(1, 'lina', 'POST', asked.path, asked.body, { 'idempotency-key': key })
      assert.equal(again.status, 200, again.text)
      const { state, nodes } = again.body['applied'] as {
        readonly state: string
        readonly nodes: readonly { readonly node: string; readonly outcome: string }[]
      }
      assert.equal(state, 'applied')
      assert.equal(nodes.find((one) => one.node === killed.name)?.outcome, 'lease-ran-out')
      await verifiedWithout(killed, String(again.body['revocationId']))
      await assertVerified(it, 1, String(again.body['revocationId']), FINISHED_MS_MAX)
      await it.start()
    }
    await assertLedgerWhole(it, 1)
  },
)
