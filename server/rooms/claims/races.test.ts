/** G4 O4. The creator shows themself in the moment in which the seat is about to go: whoever was first has won. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { chanceFrom, endingWith, rounds, sleep } from '../../testing/index.ts'
import { SIGN, deserted } from './claims-fixture.ts'
import type { Deserted } from './claims-fixture.ts'

const file = endingWith(after)
const count = rounds(3)
const chance = chanceFrom(Number(process.env['HUFU_TRIALS_SEED'] ?? 20261123))
/** Within it one of two overtakes the other. */
const HEAD_START_MS = 12

/** Shows themself, and says whether the seat was still theirs at that moment: under the lock of it nothing else moves. */
async function signs(it: Deserted): Promise<boolean> {
  const node = it.nodes[1] ?? assert.fail('there are two nodes')
  const client = await node.pool.connect()
  try {
    await client.query('begin')
    await client.query(SIGN, [it.workspaceId, it.id.chenli])
    const { rows } = await client.query("select from claim where state = 'done'")
    await sleep(chance() * HEAD_START_MS)
    await client.query('commit')
    return rows.length === 0
  } finally {
    client.release()
  }
}

/** The creator shows themself while two servers look, and gives how it came out. */
async function race(it: Deserted): Promise<string> {
  const id = await it.due()
  const later = async <T>(work: () => Promise<T>): Promise<T> => {
    await sleep(chance() * HEAD_START_MS)
    return work()
  }
  const [inTime] = await Promise.all([
    later(() => signs(it)),
    later(() => it.mind(0)),
    later(() => it.mind(1)),
  ])
  await it.mind(0)
  const state = await it.stateOf(id)
  assert.equal(state, inTime ? 'refuted' : 'done')
  assert.deepEqual(await it.creators(), [inTime ? it.id.chenli : it.id.sunli])
  const moved = (await it.ledger()).filter((event) => event === 'creator.transferred@1')
  assert.equal(moved.length, inTime ? 0 : 1)
  return state
}

test('G4 a sign of life before the switch always wins, and the switch happens once, whoever of two servers does it', async (t) => {
  const outcomes: string[] = []
  for (let round = 0; round < count; round += 1) {
    // Each company ends with its round: hundreds of servers at once are more than one database serves.
    let end: () => unknown = () => undefined
    const own = endingWith((work) => void (end = work))
    try {
      outcomes.push(await race(await deserted(own, 2)))
    } finally {
      await end()
    }
  }
  const refuted = outcomes.filter((state) => state === 'refuted').length
  t.diagnostic(`refuted ${refuted}, done ${outcomes.length - refuted}`)
})

test('G3 votes at once on two servers each count once, and a withdrawal in between ends it for all', async () => {
  const it = await deserted(file, 2)
  for (let round = 0; round < count; round += 1) {
    const id = await it.claim('sunli')
    await it.accept('sunli', id)
    const done = await Promise.allSettled([
      it.vote('zhaomin', id, 0),
      it.vote('zhaomin', id, 1),
      it.withdraw('lina', id),
    ])
    assert.ok(done.slice(0, 2).filter(({ status }) => status === 'fulfilled').length <= 1)
    await it.mind(0)
    await it.mind(1)
    assert.equal(done[2].status, 'fulfilled')
    assert.equal(await it.stateOf(id), 'withdrawn')
    const votes = await it.query(
      'select from claim_vote where claim_id = $1 and member_id = $2',
      id,
      it.id.zhaomin,
    )
    assert.ok(votes.length <= 1)
  }
})
