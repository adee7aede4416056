/** Answers to a hand-over while the way to the database breaks, at one statement after the other: nothing or all of it. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '@hufu/kit'
import { assertLedgerWhole, breakAt, cluster, endingWith, isTrial, untilHolds } from '../testing/index.ts'
import type { Break, Cluster } from '../testing/index.ts'

const because = '交接测试'
const file = endingWith(after)
let it: Cluster
let hired = 0

before(async () => {
  it = await cluster(file)
})

const made = async (path: string, body: object): Promise<string> =>
  String((await it.ok(1, 'chenli', 'POST', path, body))['id'])

async function hire(): Promise<string> {
  hired += 1
  const person = {
    name: `交接${hired}`,
    login: `giving${hired}`,
    departmentId: it.research,
    status: 'active',
  }
  return made('/api/v1/members', person)
}

type Offered = { readonly id: string; readonly giver: string; readonly report: string }

/** Somebody's only report, offered to 李娜. */
async function offered(): Promise<Offered> {
  const [giver, report] = [await hire(), await hire()]
  await it.ok(1, 'chenli', 'PATCH', `/api/v1/members/${report}`, { managerId: giver })
  const offer = { fromId: giver, toId: it.id.lina, kind: 'report', occasion: 'inservice', because }
  return { id: await made('/api/v1/handovers', offer), giver, report }
}

async function stateOf({ id, report }: Offered): Promise<string> {
  const { rows } = await it.pool.query<{ state: string; manager: string }>(
    `select h.state, (select manager_id from member where id = $2) as manager from handover h where h.id = $1`,
    [id, report],
  )
  return `${rows[0]?.state ?? 'none'} ${rows[0]?.manager ?? 'nobody'}`
}

const answers = ['accept', 'decline', 'reverse'] as const
type Answer = (typeof answers)[number]

const say = (answer: Answer, { id }: Offered, key: string) =>
  it
    .at(0, 'lina')
    .ask('POST', `/api/v1/handovers/${id}/${answer}`, answer === 'accept' ? {} : { because }, {
      'idempotency-key': key,
    })
    .catch(() => null)

/** An offer that waits for an answer; one that was taken, where it is to go back. */
async function ready(answer: Answer): Promise<Offered> {
  const one = await offered()
  if (answer === 'reverse') await it.ok(1, 'lina', 'POST', `/api/v1/handovers/${one.id}/accept`, {})
  return one
}

/** Breaks an answer once, looks at what there is, and asks again. False: it was over before the break. */
async function breakOnce(answer: Answer, at: Break): Promise<boolean> {
  const one = await ready(answer)
  const from = await stateOf(one)
  const way = it.nodes[0]?.way ?? assert.fail('there is a node')
  const broken = breakAt(way, at)
  const key = newId()
  await say(answer, one, key)
  const then = await stateOf(one)
  broken.end()
  await untilHolds(`${answer} ${at.fate} ${at.nth}: the next run finishes`, async () => {
    const again = await say(answer, one, key)
    assert.ok(again === null || again.status === 200 || again.status === 503, again?.text)
    return again?.status === 200
  })
  const done = await stateOf(one)
  assert.notEqual(done, from)
  assert.ok(then === from || then === done, `${answer} ${at.fate} ${at.nth}: ${from} → ${then} → ${done}`)
  return broken.at() !== null
}

for (const answer of answers)
  test(`${answer}: broken at any statement, nothing or all of it has happened, and the next run finishes`, async (t) => {
    for (const fate of ['lost', 'unanswered'] as const) {
      let nth = 1
      const most = isTrial ? Number.POSITIVE_INFINITY : 6
      while (nth <= most && (await breakOnce(answer, { nth, fate }))) nth += 1
      t.diagnostic(`${nth - 1} statements, each ${fate} once`)
    }
    for (const node of [0, 1]) await assertLedgerWhole(it, node)
  })
