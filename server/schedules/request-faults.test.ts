/** R5. The yes that grants, broken at one statement after the other, or its server killed: nothing or all of it, once. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '@hufu/kit'
import {
  assertLedgerWhole,
  breakAt,
  breakAtCommit,
  endingWith,
  isCommit,
  isTrial,
  rounds,
  untilHolds,
} from '../testing/index.ts'
import type { Answer, Break, ClusterNode } from '../testing/index.ts'
import { TWO_YES, askingCluster, decision } from './asking-fixture.ts'
import type { AskingCluster } from './asking-fixture.ts'

/** In a trial every statement, and at most so many; within `npm test` a few that differ most. */
const most = rounds(1)
const file = endingWith(after)
let it: AskingCluster

before(async () => {
  it = await askingCluster(file)
})

/** All that a yes writes, by name, and how far the company is: equal when nothing has happened. */
type Whole = Readonly<Record<string, unknown>> & { readonly revision: number; readonly ledger: number }

async function wholeOf(id: string): Promise<Whole> {
  const { rows } = await it.pool.query<Whole>(
    `select r.state, r.decided_at is not null as decided, r.next_at is not null as due,
       (select jsonb_object_agg(state, many) from (select state, count(*) as many from request_task where request_id = r.id group by 1) t) as tasks,
       (select count(*)::int from request_event where request_id = r.id) as told,
       (select count(*)::int from request_grant where request_id = r.id) as grants,
       (select count(*)::int from authority_grant a join request_grant g on g.grant_id = a.id where g.request_id = r.id and a.ended_at is null) as live,
       (select count(*)::int from notice where data ->> 'requestId' = r.id::text) as notices,
       (select revision::int from workspace) as revision,
       (select size::int from ledger_head where tree = 'authority') as ledger
     from access_request r where r.id = $1`,
    [id],
  )
  return rows[0] ?? assert.fail('there is a request')
}

/** A request that 孙丽 has agreed to; the next yes is the last one. */
async function almostGranted(): Promise<{ readonly id: string; readonly last: object }> {
  const id = await it.asks(TWO_YES)
  const path = `/api/v1/requests/${id}/decide`
  await it.ok(1, 'sunli', 'POST', path, decision('approve', await it.hashOf('sunli', id)))
  return { id, last: decision('approve', await it.hashOf('zhangqiang', id)) }
}

const say = (node: number, id: string, last: object, key: string): Promise<Answer | null> =>
  it
    .ask(node, 'zhangqiang', 'POST', `/api/v1/requests/${id}/decide`, last, { 'idempotency-key': key })
    .catch(() => null)

/** Said again and again with the same key, as whoever got no answer does. */
const sayAgain = (node: number, id: string, last: object, key: string): Promise<number> =>
  untilHolds('the next run finishes', async () => {
    const answer = await say(node, id, last, key)
    assert.ok(answer === null || answer.status === 200 || answer.status === 503, answer?.text)
    return answer?.status === 200
  })

async function giveUp(id: string): Promise<void> {
  const [grantId] = (await it.stateOf(id)).grants
  await it.ok(1, 'wangwei', 'POST', `/api/v1/grants/${grantId ?? ''}/relinquish`, {})
}

/** How far one yes takes the company, and what it leaves. */
type Done = { readonly whole: Whole; readonly from: Whole }

const isDone = (whole: Whole, from: Whole, done: Done): boolean =>
  whole.revision - from.revision === done.whole.revision - done.from.revision &&
  whole.ledger - from.ledger === done.whole.ledger - done.from.ledger &&
  JSON.stringify(ofRequest(whole)) === JSON.stringify(ofRequest(done.whole))
const ofRequest = ({ revision: _revision, ledger: _ledger, ...rest }: Whole): object => rest
const isSame = (one: Whole, other: Whole): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Lets it go through untouched; answers what it makes, and its statements. */
async function control() {
  const { id, last } = await almostGranted()
  const from = await wholeOf(id)
  const listening = breakAt(wayOf(0), { nth: Number.POSITIVE_INFINITY, fate: 'lost' })
  assert.equal((await say(0, id, last, newId()))?.status, 200)
  listening.end()
  const done: Done = { whole: await wholeOf(id), from }
  assert.deepEqual([done.whole['state'], done.whole['live']], ['granted', 1])
  await giveUp(id)
  return { done, seen: listening.seen }
}

const wayOf = (node: number): ClusterNode['way'] => it.nodes[node]?.way ?? assert.fail('there is a server')

/** Breaks it once, looks at what there is, and says it again. False: it was over before the break. */
async function breakOnce(done: Done, at: Break): Promise<boolean> {
  const { id, last } = await almostGranted()
  const from = await wholeOf(id)
  const broken = breakAt(wayOf(0), at)
  const key = newId()
  const answer = await say(0, id, last, key)
  const whole = await wholeOf(id)
  broken.end()
  const what = `${at.fate} ${at.nth}: ${broken.at()?.text.slice(0, 80) ?? 'nothing'}; answered ${answer?.status ?? 'nothing'}`
  if (answer?.status === 200) assert.ok(isDone(whole, from, done), `${what}: ${JSON.stringify(whole)}`)
  else {
    assert.equal(answer?.status, 503, what)
    // A no means that nothing has happened; only whoever is told that it is unknown has to look.
    const isUnknown = answer.body['code'] === 'node/outcome-unknown'
    assert.ok(
      isSame(whole, from) || (isUnknown && isDone(whole, from, done)),
      `${what}: ${JSON.stringify(whole)}`,
    )
  }
  await sayAgain(0, id, last, key)
  assert.ok(isDone(await wholeOf(id), from, done), `${what}; in the end`)
  const { given, granted } = await it.stateOf(id)
  assert.deepEqual([given, granted, await it.holds(1, TWO_YES)], [1, 1, true], what)
  await giveUp(id)
  return broken.at() !== null
}

test('the last yes broken at any statement: nothing is given or all of it, once, and the next run finishes', async (t) => {
  const { done, seen } = await control()
  const commit = seen.findIndex(({ text }) => isCommit(text)) + 1
  assert.ok(commit > 1, 'it is one transaction')
  if (isTrial)
    for (const fate of ['lost', 'unanswered'] as const) {
      let nth = 1
      while (nth <= most && (await breakOnce(done, { nth, fate }))) nth += 1
      t.diagnostic(`${nth - 1} statements, each ${fate} once`)
    }
  else {
    for (const nth of [1, Math.ceil(commit / 2), commit - 1, commit])
      await breakOnce(done, { nth, fate: 'lost' })
    await breakOnce(done, { nth: commit, fate: 'unanswered' })
  }
  for (const node of [0, 1]) await assertLedgerWhole(it, node)
})

test('a server is killed in the moment in which the last yes is committed: it is given once, or said again and then', async () => {
  for (const fate of ['unanswered', 'lost'] as const) {
    const number = it.nodes.length === 2 ? 0 : it.nodes.length - 1
    const killed = it.nodes[number] ?? assert.fail('there is a server')
    const { id, last } = await almostGranted()
    const key = newId()
    breakAtCommit(killed.way, fate, () => killed.signal('SIGKILL'))
    assert.equal(await say(number, id, last, key), null)
    await killed.gone
    const { state, live } = await it.stateOf(id)
    assert.deepEqual([state, live], fate === 'lost' ? ['pending', 0] : ['granted', 1])
    await sayAgain(1, id, last, key)
    const after = await it.stateOf(id)
    assert.deepEqual([after.state, after.grants.length, after.live, after.open], ['granted', 1, 1, 0])
    assert.deepEqual([after.granted, after.given, await it.holds(1, TWO_YES)], [1, 1, true])
    await giveUp(id)
    await it.start()
  }
  await assertLedgerWhole(it, 1)
})
