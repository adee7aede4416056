/** G1. A server killed at any statement of the switch that a claim ends in: nothing or all of it, and the next one finishes. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { breakAt, breakAtCommit, cluster, endingWith, isTrial, rounds, untilHolds } from '../testing/index.ts'
import type { Cluster, ClusterNode } from '../testing/index.ts'

const because = '三周没有音讯'
const base = '/api/v1/creator/claims'
const password = 'nine yellow lanterns'
const FINISHED_MS_MAX = 30_000
const file = endingWith(after)
let it: Cluster
let [creator, successor] = ['chenli', 'sunli'] as ['chenli' | 'sunli', 'chenli' | 'sunli']

before(async () => {
  it = await cluster(file, { nodes: 1 })
})

type Way = (victim: ClusterNode, kill: () => void) => void

/** Everything stands but the last day of the challenge; answers the claim. */
async function almostDue(node: number): Promise<string> {
  const evidence = [{ words: because }]
  const made = await it.ok(node, 'lina', 'POST', base, { successorId: it.id[successor], because, evidence })
  const { duties } = (await it.ok(node, successor, 'GET', '/api/v1/creator')) as unknown as {
    readonly duties: readonly { readonly key: string }[]
  }
  const id = String(made['id'])
  const body = { duties: duties.map(({ key }) => key) }
  const accepted = await it.ok(node, successor, 'POST', `${base}/${id}/accept`, body)
  assert.equal(accepted['state'], 'challenge')
  return id
}

const stateOf = async (id: string): Promise<string> => {
  const { rows } = await it.pool.query<{ state: string; creators: readonly string[] }>(
    `select state, (select array_agg(member_id) from administrator where tier = 'creator' and ended_at is null) as creators
     from claim where id = $1`,
    [id],
  )
  const [row] = rows
  assert.equal(row?.creators.length, 1, 'there is one creator')
  return `${row.state} ${row.creators[0] ?? ''}`
}

/** The only server is killed in the switch; answers how it left things. Another one finishes. */
async function killedIn(way: Way): Promise<string> {
  const node = it.nodes.length - 1
  const victim = it.nodes[node] ?? assert.fail('there is a server')
  const id = await almostDue(node)
  const [from, to] = [it.id[creator], it.id[successor]]
  way(victim, () => victim.signal('SIGKILL'))
  await it.pool.query('update claim set told = 7, tell_at = now(), due_at = now() where id = $1', [id])
  await victim.gone
  const left = await stateOf(id)
  assert.ok([`challenge ${from}`, `done ${to}`].includes(left), left)
  await it.start()
  await untilHolds(
    'the next server finishes it',
    async () => (await stateOf(id)) === `done ${to}`,
    FINISHED_MS_MAX,
  )
  await it.at(it.nodes.length - 1, creator).ok('POST', '/api/v1/sessions', { login: creator, password })
  ;[creator, successor] = [successor, creator]
  return left.split(' ')[0] ?? ''
}

const atCommit =
  (fate: 'lost' | 'unanswered'): Way =>
  ({ way }, kill) =>
    breakAtCommit(way, fate, kill)
const atStatement =
  (nth: number): Way =>
  ({ way }, kill) =>
    void breakAt(way, { nth, fate: 'lost' }, kill)

test('killed right before and right after COMMIT, the seat has not moved or has, and moves once', async (t) => {
  for (let round = 0; round < rounds(1); round += 1) {
    assert.equal(await killedIn(atCommit('lost')), 'challenge')
    t.diagnostic(await killedIn(atCommit('unanswered')))
  }
})

test('killed at any other statement of it, the seat has not moved, and moves once', async () => {
  const statements = isTrial ? Array.from({ length: 24 }, (_, at) => at + 1) : [2, 9]
  for (const nth of statements)
    assert.equal(await killedIn(atStatement(nth)), 'challenge', `statement ${nth}`)
})

test('as often as it went over, so often it stands in the ledger, which is whole', async () => {
  const { rows } = await it.pool.query<{ moved: number; done: number }>(
    `select (select count(*)::int from ledger_entry where event = 'creator.transferred@1') as moved,
       (select count(*)::int from claim where state = 'done') as done`,
  )
  assert.equal(rows[0]?.moved, rows[0]?.done)
  const verified = await it.ok(it.nodes.length - 1, creator, 'POST', '/api/v1/ledger/verify', {})
  assert.deepEqual([verified['ok'], verified['findings']], [true, []])
})
