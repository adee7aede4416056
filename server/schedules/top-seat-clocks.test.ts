/**
 * O13, O16, O19 and G5 by the right time: the clocks of servers jump a day back, a day on, five years on while the top seat is
 * under way, and nothing lapses, cools off, comes back or changes hands but by the database's time. A trial, and no part of
 * `npm test`: it needs libfaketime.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { assertLedgerWhole, cluster, isTrial, sleep, untilHolds } from '../testing/index.ts'
import type { Answer, Cluster, Player } from '../testing/index.ts'
import { jumpingClock, jumps } from './jumping-fixture.ts'
import type { Jump } from './jumping-fixture.ts'
import { acceptance, anotherDay, because, offered, overview, signIn } from './top-seat-fixture.ts'
import type { Transfer } from './top-seat-fixture.ts'

const skip = !isTrial
/** A lease is taken anew within it, on a loaded machine as well. */
const BACK_MS_MAX = 15_000
/** Longer than every round that looks for what is due. */
const LOOKS_MS = 3000

type Jumping = Cluster & { readonly jump: (by: Jump) => Promise<void> }

/** Two servers, of which the first has a clock that jumps. */
async function jumping(t: TestContext): Promise<Jumping> {
  const { settings, jump } = jumpingClock(t)
  const it = await cluster(t, { nodes: 2, settings: (node) => (node === 0 ? settings : {}) })
  const serves = async (): Promise<boolean> => (await it.ask(0, 'lina', 'GET', '/api/v1/me')).status === 200
  return {
    ...it,
    async jump(by) {
      jump(by)
      // It takes a lease to notice that the clock was set; then it serves again.
      await sleep(1200)
      await untilHolds('it serves', serves, BACK_MS_MAX)
    },
  }
}

const stateOf = async ({ pool }: Cluster, id: string): Promise<string | undefined> =>
  (await pool.query<{ state: string }>('select state from creator_transfer where id = $1', [id])).rows[0]
    ?.state
const creatorAt = async (it: Cluster, node: number): Promise<string> =>
  (await overview(it.at(node, 'sunli'))).creator.id

/** Everything about a transfer moves so many hours into the past. */
const passes = ({ pool }: Cluster, id: string, hours: number): Promise<unknown> =>
  pool.query(
    `update creator_transfer set until_at = until_at - $2 * interval '1 hour', due_at = due_at - $2 * interval '1 hour',
       next_at = next_at - $2 * interval '1 hour', done_at = done_at - $2 * interval '1 hour',
       revert_until = revert_until - $2 * interval '1 hour' where id = $1`,
    [id, hours],
  )

const accepts = async (it: Cluster, node: number, who: Player, transfer: Transfer): Promise<Answer> => {
  const { path, body } = await acceptance(it.at(node, who), transfer)
  return it.ask(node, who, 'POST', path, body)
}

test(
  'an offer lapses after its days by the database, and is accepted until then at a server with a wrong clock',
  { skip },
  async (t) => {
    const it = await jumping(t)
    for (const by of jumps) {
      await it.jump('+0')
      const lapsing = await offered(it.at(1, 'chenli'), it.id.wangwei)
      await it.jump(by)
      await sleep(LOOKS_MS)
      assert.equal(await stateOf(it, lapsing.id), 'offered', `${by}: it has not lapsed`)
      await passes(it, lapsing.id, 8 * 24)
      await untilHolds(`${by}: it lapses`, async () => (await stateOf(it, lapsing.id)) === 'lapsed')
    }
    await it.jump('+5y')
    const transfer = await offered(it.at(0, 'chenli'), it.id.wangwei)
    assert.equal((await accepts(it, 0, 'wangwei', transfer)).status, 200)
    assert.deepEqual([await creatorAt(it, 0), await creatorAt(it, 1)], [it.id.wangwei, it.id.wangwei])
    for (const node of [0, 1]) await signIn(it.at(node, 'chenli'), 'chenli')
    for (const node of [0, 1]) await assertLedgerWhole(it, node)
  },
)

test('what cools off cools off for its day by the database, whatever the clocks say', { skip }, async (t) => {
  const it = await jumping(t)
  for (const by of jumps) {
    await it.jump('+0')
    const transfer = await offered(it.at(1, 'chenli'), it.id.wangwei)
    // As it stands in a company that is strict; who proves by what is tried elsewhere.
    await it.pool.query('update creator_transfer set strict = true where id = $1', [transfer.id])
    assert.equal((await accepts(it, 0, 'wangwei', transfer)).status, 200)
    const { id, hash } = transfer
    assert.equal(
      (await it.ask(0, 'chenli', 'POST', `/api/v1/creator/transfers/${id}/arm`, { hash })).status,
      200,
    )
    await it.jump(by)
    await sleep(LOOKS_MS)
    assert.equal(await stateOf(it, id), 'cooling', `${by}: it is not due`)
    await passes(it, id, 24)
    await untilHolds(`${by}: it is due`, async () => (await stateOf(it, id)) === 'done')
    for (const node of [0, 1])
      await untilHolds(
        `${by}: server ${node} knows`,
        async () => (await creatorAt(it, node)) === it.id.wangwei,
      )
    await it.jump('+0')
    await givenBack(it, transfer)
  }
  for (const node of [0, 1]) await assertLedgerWhole(it, node)
})

const askBack = (it: Cluster, node: number, { id, hash }: Transfer): Promise<Answer> =>
  it.ask(node, 'chenli', 'POST', `/api/v1/creator/transfers/${id}/revert`, { hash, because })

/** The former creator has it again, and a day goes by. */
async function givenBack(it: Cluster, transfer: Transfer): Promise<void> {
  const { id, hash } = transfer
  await signIn(it.at(1, 'chenli'), 'chenli')
  assert.equal((await askBack(it, 1, transfer)).status, 200)
  const agreed = await it.ask(1, 'lina', 'POST', `/api/v1/creator/transfers/${id}/revert/agree`, { hash })
  assert.equal(agreed.status, 200)
  await signIn(it.at(0, 'chenli'), 'chenli')
  await signIn(it.at(0, 'wangwei'), 'wangwei')
  await signIn(it.at(1, 'wangwei'), 'wangwei')
  await anotherDay(it)
}

test(
  'it is taken back for three days by the database, and three times a day are three times, whatever the clocks say',
  { skip },
  async (t) => {
    const it = await jumping(t)
    for (const by of jumps) {
      await it.jump('+0')
      const transfer = await offered(it.at(1, 'chenli'), it.id.wangwei)
      assert.equal((await accepts(it, 1, 'wangwei', transfer)).status, 200)
      await it.jump(by)
      await signIn(it.at(0, 'chenli'), 'chenli')
      const left = (await overview(it.at(0, 'wangwei'))).leftToday
      assert.equal(left, 2, `${by}: today is today`)
      await passes(it, transfer.id, 71)
      assert.equal((await askBack(it, 0, transfer)).status, 200, `${by}: within three days`)
      await it.pool.query(
        'update creator_transfer set revert_asked_at = null, revert_half = null where id = $1',
        [transfer.id],
      )
      await passes(it, transfer.id, 2)
      const late = await askBack(it, 0, transfer)
      assert.equal(late.body['code'], 'transfer/too-late', `${by}: ${late.text}`)
      await passes(it, transfer.id, -70)
      await it.jump('+0')
      await givenBack(it, transfer)
    }
    for (const node of [0, 1]) await assertLedgerWhole(it, node)
  },
)
