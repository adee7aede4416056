/** R6 P11. What two people do to one request at once, each at a server of their own, has exactly one outcome, whole. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestContext } from 'node:test'
import { assertLedgerWhole, chanceFrom, endingWith, freshWord, rounds, sleep } from '../testing/index.ts'
import type { Answer, Player } from '../testing/index.ts'
import { ONE_YES, TWO_YES, askingCluster, because, decision, isYes } from './asking-fixture.ts'
import type { AskedKey, AskingCluster } from './asking-fixture.ts'

const file = endingWith(after)
const count = rounds(4)
const chance = chanceFrom(Number(process.env['HUFU_TRIALS_SEED'] ?? 20261123))
/** Within it one of two overtakes the other. */
const HEAD_START_MS = 12
let it: AskingCluster

before(async () => {
  it = await askingCluster(file)
})

type Doing = readonly [Player, method: string, path: string, body?: unknown]

/** All of them at once, in turn at either server, and now one, now another a little earlier. */
const atOnce = (...doings: readonly Doing[]): Promise<readonly Answer[]> => leading(0, ...doings)

/** The same, with so many milliseconds' lead for the first of them. */
async function leading(leadMs: number, ...doings: readonly Doing[]): Promise<readonly Answer[]> {
  const first = chance() < 0.5 ? 0 : 1
  return Promise.all(
    doings.map(async ([who, method, path, body], at) => {
      await sleep(chance() * HEAD_START_MS + (at === 0 ? 0 : leadMs))
      return it.ask((first + at) % 2, who, method, path, body)
    }),
  )
}

/**
 * A lead that finds the edge at which now the one and now the other is first, however fast the machine: what came too late
 * is given more of it the next time, and what came first less.
 */
function edge(startMs: number, stepMs: number) {
  let leadMs = startMs
  return {
    ms: (): number => leadMs * (0.75 + chance() / 2),
    saw(first: boolean): void {
      leadMs = Math.max(0, leadMs + (first ? -stepMs : stepMs))
    },
  }
}

/** A race in which only one of two was ever first is none. Few rounds find the edge by luck only. */
function assertBothSeen(t: TestContext, seen: Readonly<Record<string, number>>): void {
  t.diagnostic(JSON.stringify(seen))
  if (count >= ENOUGH)
    assert.ok(
      Object.values(seen).every((times) => times > 0),
      JSON.stringify(seen),
    )
}
const ENOUGH = 40

const yes = (answers: readonly Answer[]): number => answers.filter(isYes).length
const path = (id: string, verb: string): string => `/api/v1/requests/${id}/${verb}`
const decides = async (who: Player, id: string, verdict: 'approve' | 'reject'): Promise<Doing> => [
  who,
  'POST',
  path(id, 'decide'),
  decision(verdict, await it.hashOf(who, id)),
]

/** Given once, by every table and by both servers. Answers the grant. */
async function assertGranted(id: string, key: AskedKey): Promise<string> {
  const { grants, ...state } = await it.stateOf(id)
  assert.deepEqual(state, { state: 'granted', level: 0, live: 1, open: 0, granted: 1, given: 1 })
  assert.deepEqual([grants.length, await it.holds(0, key), await it.holds(1, key)], [1, true, true])
  return grants[0] ?? ''
}

async function assertNotGranted(id: string, key: AskedKey, state: string, more: object = {}): Promise<void> {
  const expected = { state, level: 0, grants: [], live: 0, open: 0, granted: 0, given: 0, ...more }
  assert.deepEqual(await it.stateOf(id), expected)
  assert.deepEqual([await it.holds(0, key), await it.holds(1, key)], [false, false])
}

const giveUp = (grantId: string) => it.ok(0, 'wangwei', 'POST', `/api/v1/grants/${grantId}/relinquish`, {})
const withdraw = (id: string): Doing => ['wangwei', 'POST', path(id, 'withdraw'), { because: '' }]

test('two who approve at once: where one yes is enough the second is told so, where two are asked both count', async () => {
  for (let round = 0; round < count; round += 1)
    for (const [key, needed] of [
      [ONE_YES, 1],
      [TWO_YES, 2],
    ] as const) {
      const id = await it.asks(key)
      const both = [await decides('sunli', id, 'approve'), await decides('zhangqiang', id, 'approve')]
      assert.equal(yes(await atOnce(...both)), needed)
      await giveUp(await assertGranted(id, key))
    }
})

test('who approves twice at once, from two places, is one person', async () => {
  for (let round = 0; round < count; round += 1) {
    const id = await it.asks(TWO_YES)
    const once = await decides('sunli', id, 'approve')
    assert.equal(yes(await atOnce(once, once)), 1)
    await assertNotGranted(id, TWO_YES, 'pending', { open: 1 })
    assert.equal(yes(await atOnce(withdraw(id))), 1)
  }
})

test('approved and withdrawn at once: given and told so, or taken back and nothing given', async (t) => {
  const seen = { granted: 0, withdrawn: 0 }
  for (let round = 0; round < count; round += 1) {
    const id = await it.asks(ONE_YES)
    const answers = await atOnce(await decides('sunli', id, 'approve'), withdraw(id))
    assert.equal(yes(answers), 1)
    const isGranted = answers[0]?.status === 200
    seen[isGranted ? 'granted' : 'withdrawn'] += 1
    if (isGranted) await giveUp(await assertGranted(id, ONE_YES))
    else await assertNotGranted(id, ONE_YES, 'withdrawn')
  }
  assertBothSeen(t, seen)
})

test('approved and rejected at once: one of them, and the other is told', async (t) => {
  const seen = { granted: 0, rejected: 0 }
  for (let round = 0; round < count; round += 1) {
    const id = await it.asks(ONE_YES)
    const answers = await atOnce(
      await decides('sunli', id, 'approve'),
      await decides('zhangqiang', id, 'reject'),
    )
    assert.equal(yes(answers), 1)
    const isGranted = answers[0]?.status === 200
    seen[isGranted ? 'granted' : 'rejected'] += 1
    if (isGranted) await giveUp(await assertGranted(id, ONE_YES))
    else await assertNotGranted(id, ONE_YES, 'rejected')
  }
  assertBothSeen(t, seen)
})

test('a refusal appealed twice at once, and approved by whoever else was asked: one appeal, and nothing is given', async () => {
  for (let round = 0; round < count; round += 1) {
    const id = await it.asks(ONE_YES)
    const [late, reject] = [await decides('zhangqiang', id, 'approve'), await decides('sunli', id, 'reject')]
    assert.equal(yes(await atOnce(reject)), 1)
    const appeal: Doing = ['wangwei', 'POST', path(id, 'appeal'), { because: '项目已经批准' }]
    const [approved, ...appeals] = await atOnce(late, appeal, appeal)
    assert.equal(approved !== undefined && isYes(approved), false)
    assert.equal(yes(appeals), 1)
    const { open, ...state } = await it.stateOf(id)
    assert.deepEqual(state, { state: 'appealed', level: 1, grants: [], live: 0, granted: 0, given: 0 })
    assert.ok(open > 0, 'somebody is asked')
    assert.equal(yes(await atOnce(withdraw(id))), 1)
    await assertNotGranted(id, ONE_YES, 'withdrawn', { level: 1 })
  }
})

test('taken back and used at once: used before, or refused; and refused on both servers once it is taken back', async (t) => {
  const seen = { used: 0, refused: 0 }
  const groups = async (): Promise<number> => {
    const { rows } = await it.pool.query<{ count: number }>('select count(*)::int as count from conversation')
    return rows[0]?.count ?? 0
  }
  for (let round = 0; round < count; round += 1) {
    const id = await it.asks(ONE_YES)
    assert.equal(yes(await atOnce(await decides('sunli', id, 'approve'))), 1)
    const grantId = await assertGranted(id, ONE_YES)
    const had = await groups()
    const use: Doing = [
      'wangwei',
      'POST',
      '/api/v1/conversations',
      { kind: 'group', name: '项目', memberIds: [it.id.sunli] },
    ]
    const end: Doing = ['lina', 'POST', `/api/v1/grants/${grantId}/end`, { because }]
    const [ended, ...uses] = await atOnce(end, use, use)
    assert.ok(ended !== undefined && isYes(ended), ended?.text)
    const used = yes(uses)
    seen.used += used
    seen.refused += uses.length - used
    for (const node of [0, 1]) assert.equal((await it.ask(node, ...use)).status, 403)
    assert.equal(await groups(), had + used, 'each yes is a group, and no refusal is')
    await assertNotGranted(id, ONE_YES, 'granted', { grants: [grantId], granted: 1, given: 1 })
  }
  assertBothSeen(t, seen)
})

test('a department removed and a right in it approved at once: given where it stays, or gone and nothing given', async (t) => {
  const seen = { granted: 0, removed: 0 }
  const lead = edge(10, 5)
  for (let round = 0; round < count; round += 1) {
    const made = await it.ok(0, 'lina', 'POST', '/api/v1/departments', {
      parentId: it.research,
      name: freshWord(),
    })
    const departmentId = String(made['id'])
    const remove: Doing = ['lina', 'DELETE', `/api/v1/departments/${departmentId}`]
    const id = await it.asks(ONE_YES, { scope: { type: 'departments', ids: [departmentId] } })
    const approve = await decides('sunli', id, 'approve')
    const answers = await leading(lead.ms(), approve, remove)
    assert.equal(yes(answers), 1)
    const isGranted = answers[0]?.status === 200
    lead.saw(isGranted)
    seen[isGranted ? 'granted' : 'removed'] += 1
    const { grants, state } = await it.stateOf(id)
    assert.deepEqual([state, grants.length], isGranted ? ['granted', 1] : ['pending', 0])
    if (isGranted) await giveUp(grants[0] ?? '')
    assert.equal(yes(await atOnce(isGranted ? remove : withdraw(id))), 1)
  }
  assertBothSeen(t, seen)
})

/** A right lives so many times as long as it lately took to get it and to ask for more, and half a second at least. */
const LIFE_TIMES = 6
const LIFE_MS_MIN = 500
const LATELY = 10

test('an end comes and longer is agreed to at once: longer where it was in time, and nothing over is revived', async (t) => {
  const seen = { longer: 0, over: 0 }
  const lead = edge(60, 10)
  const took: number[] = [LIFE_MS_MIN]
  for (let round = 0; round < count; round += 1) {
    const began = Date.now()
    const end = began + Math.max(LIFE_MS_MIN, LIFE_TIMES * Math.max(...took.slice(-LATELY)))
    const id = await it.asks(ONE_YES, { until: new Date(end).toISOString(), lasts: null })
    assert.equal(yes(await atOnce(await decides('sunli', id, 'approve'))), 1)
    const [grantId = ''] = (await it.stateOf(id)).grants
    const later = new Date(end + 3_600_000).toISOString()
    const longer = await it.asks(ONE_YES, {
      kind: 'extension',
      grantId,
      until: later,
      rights: undefined,
      scope: undefined,
      lasts: undefined,
    })
    const approve = await decides('sunli', longer, 'approve')
    took.push(Date.now() - began)
    await sleep(end - Date.now() - lead.ms())
    const answers = await atOnce(approve, withdraw(longer))
    const { rows } = await it.pool.query<{ until: Date; decided: Date | null; over: boolean }>(
      `select a.until_at as until, r.decided_at as decided, r.decided_at >= $3 as over
       from authority_grant a, access_request r where a.id = $1 and r.id = $2`,
      [grantId, longer, new Date(end)],
    )
    const isLonger = answers[0] !== undefined && isYes(answers[0])
    seen[isLonger ? 'longer' : 'over'] += 1
    lead.saw(isLonger)
    assert.deepEqual(
      [rows[0]?.until.toISOString(), rows[0]?.over ?? null],
      isLonger ? [later, false] : [new Date(end).toISOString(), null],
    )
    assert.equal((await it.stateOf(longer)).grants.length, isLonger ? 1 : 0)
    await sleep(Math.max(0, end + 5 - Date.now()))
    assert.deepEqual([await it.holds(0, ONE_YES), await it.holds(1, ONE_YES)], [isLonger, isLonger])
    if (isLonger) await giveUp(grantId)
  }
  assertBothSeen(t, seen)
})

test('after all of that the ledger folds to the tables on both servers', async () => {
  for (const node of [0, 1]) await assertLedgerWhole(it, node)
})
