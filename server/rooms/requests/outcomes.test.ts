/** R12 Q24. Whatever those who are asked answer, and in whatever order, there is exactly one result. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '@hufu/kit'
import { because, chanceFrom, company, isTrial, rounds } from '../../testing/index.ts'
import type { Company, Who } from '../../testing/index.ts'
import { authorityCommands } from '../authority/index.ts'
import { withdraw } from './answering.ts'
import { ask } from './asking.ts'
import { decideRequest } from './deciding.ts'
import { setFlow } from './flow-commands.ts'
import { defaultFlow } from './flow.ts'
import { groundOf, hashNow, locked } from './moving.ts'
import { isDecided, requestLife } from './request.ts'
import type { RouteStage } from './tables.ts'

const asked: readonly Who[] = ['lina', 'zhaomin', 'zhangqiang', 'zhoujie', 'sunli']
const KEY = 'resource.write'
const terms = {
  rights: [{ type: 'permission', key: KEY }],
  scope: { type: 'workspace' },
  from: null,
  until: null,
  lasts: 600,
} as const

const answers = ['approve', 'reject', 'ask', 'offer'] as const
type Answer = (typeof answers)[number]

/** Every multiset of at most five of these, written in their order. */
function multisets(of: readonly Answer[], most: number): readonly (readonly Answer[])[] {
  const [first, ...others] = of
  if (first === undefined) return [[]]
  return Array.from({ length: most + 1 }, (_, many) =>
    multisets(others, most - many).map((rest) => [...Array<Answer>(many).fill(first), ...rest]),
  ).flat()
}

type Case = { readonly given: readonly Answer[]; readonly needs: number; readonly stages: number }
type Result = { readonly state: string; readonly taken: number; readonly grants: number }

/** The same told plainly: each of the five says one thing, one after the other. */
function expected({ given, needs, stages }: Case): Result {
  let state = 'pending'
  let [stage, yeses, taken, left] = [0, 0, 0, asked.length]
  let wanted = Math.min(needs, left)
  for (const answer of given) {
    if (state !== 'pending') break
    taken += 1
    left -= 1
    if (answer === 'reject') state = 'rejected'
    if (answer === 'ask') state = 'needs-info'
    if (answer === 'offer') state = 'offered'
    if (answer !== 'approve') continue
    yeses += 1
    if (yeses < wanted) continue
    stage += 1
    yeses = 0
    if (stage === stages) state = 'granted'
    // Whoever has decided is asked again only where nobody else is left.
    wanted = Math.min(needs, left === 0 ? asked.length : left)
  }
  return { state, taken, grants: state === 'granted' ? 1 : 0 }
}

async function start(it: Company): Promise<void> {
  const stage = { who: 'members' as const, memberIds: asked.map((who) => it.id[who]), needs: 1, hours: 8 }
  const rule = { right: { type: 'permission' as const, key: KEY }, requestable: true, stages: [stage] }
  const flow = {
    ...defaultFlow,
    rules: [...defaultFlow.rules, { ...rule, maxDays: null, capDays: null, questions: [] }],
  }
  await it.as('chenli', (act) => setFlow(act, { flow, version: 0, because }))
}

const pool = (it: Company) => it.nodes[0]?.pool ?? assert.fail('there is a node')

/** Asks, and sets the way it goes: no flow has three stages of the same five people. */
async function sent(it: Company, { needs, stages }: Case): Promise<string> {
  const { result } = await it.as('wangwei', (act) =>
    ask(act, { kind: 'right', ...terms, need: 'work', because }),
  )
  const memberIds = asked.map((who) => it.id[who])
  const stage: RouteStage = { who: 'members', memberIds, needs, hours: 8 }
  await pool(it).query('update access_request set route = $2 where id = $1', [
    result.id,
    JSON.stringify(Array<RouteStage>(stages).fill(stage)),
  ])
  return result.id
}

/** Answers; false where it is not taken any more. */
async function says(it: Company, who: Who, requestId: string, verdict: Answer): Promise<boolean> {
  try {
    await it.as(who, async (act) => {
      const { hash } = await hashNow(groundOf(act), await locked(act, requestId))
      const said = { requestId, verdict, termsHash: hash, because }
      return decideRequest(act, {
        ...said,
        ...(verdict === 'reject' ? { code: 'not-needed' } : {}),
        ...(verdict === 'offer' ? { offer: { ...terms, lasts: 60 } } : {}),
      })
    })
    return true
  } catch (error) {
    assert.ok(isRefusal(error) && error.code === 'access-request/not-now', String(error))
    return false
  }
}

async function play(it: Company, one: Case): Promise<Result> {
  const id = await sent(it, one)
  let taken = 0
  for (const [at, answer] of one.given.entries())
    if (await says(it, asked[at] ?? 'lina', id, answer)) taken += 1
  const { rows } = await pool(it).query<{ state: string; grants: string[]; open: number }>(
    `select state, array(select grant_id from request_grant where request_id = r.id) as grants,
       (select count(*)::int from request_task where request_id = r.id and state = 'open') as open
     from access_request r where id = $1`,
    [id],
  )
  const [row = assert.fail('it is there')] = rows
  assert.equal(
    row.open > 0,
    !['granted', 'rejected'].includes(row.state),
    'somebody has it until it has ended',
  )
  for (const grantId of row.grants)
    await it.as('wangwei', (act) => authorityCommands['grants.relinquish'](act, { grantId }))
  if (requestLife.events(row.state as never).includes('withdraw'))
    await it.as('wangwei', (act) => withdraw(act, { requestId: id, because: '' }))
  return { state: row.state, taken, grants: row.grants.length }
}

test('R12 every multiset of answers of up to five people, whatever is asked of how many stages, has one result', async (t) => {
  const it = await company(t)
  await start(it)
  const chance = chanceFrom(Number(process.env['HUFU_TRIALS_SEED'] ?? 20261123))
  const shuffled = (given: readonly Answer[]): readonly Answer[] =>
    given
      .map((answer) => ({ answer, at: chance() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ answer }) => answer)
  const plain = multisets(['approve', 'reject'], asked.length)
  const all = multisets(answers, asked.length)
  assert.deepEqual([plain.length, all.length], [21, 126])
  const seen = new Map<string, number>()
  for (let round = 0; round < rounds(1); round += 1)
    for (const needs of [1, 2, 3, 4, 5])
      for (const stages of [1, 2, 3])
        for (const given of isTrial ? all : plain) {
          const one = { given: shuffled(given), needs, stages }
          const result = await play(it, one)
          assert.deepEqual(result, expected(one), JSON.stringify(one))
          seen.set(result.state, (seen.get(result.state) ?? 0) + 1)
        }
  t.diagnostic(JSON.stringify(Object.fromEntries(seen)))
})

test('R12 the life of a request is total: each state says of each event where it leads, or refuses it; what has ended leads nowhere', () => {
  const states = [
    'draft',
    'confirming',
    'pending',
    'needs-info',
    'offered',
    'rejected',
    'appealed',
    'upheld',
    'granted',
    'withdrawn',
    'lapsed',
  ] as const
  const events = new Set(states.flatMap((state) => requestLife.events(state)))
  for (const state of states)
    for (const event of events) {
      const leads = requestLife.events(state).includes(event)
      if (leads) assert.ok(states.includes(requestLife.next(state, event)), `${state} ${event}`)
      else
        assert.throws(() => requestLife.next(state, event), {
          code: 'access-request/not-now',
          message: 'access-request/not-now',
        })
    }
  for (const ended of ['granted', 'withdrawn', 'lapsed'] as const)
    assert.deepEqual(requestLife.events(ended), [])
  for (const refused of ['rejected', 'upheld'] as const)
    assert.deepEqual(requestLife.events(refused), ['appeal'])
  // Nobody is asked in a state that cannot be left by those who are asked, and everything that waits may lapse.
  for (const state of states) {
    const can = requestLife.events(state)
    if (isDecided(state))
      for (const event of ['approve', 'grant', 'reject', 'offer']) assert.ok(can.includes(event))
    if (can.length > 1) assert.ok(can.includes('lapse') && can.includes('withdraw'), state)
  }
})
