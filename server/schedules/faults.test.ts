/** Rights taken while the way to the database breaks, at one statement after the other: it is nothing or all of it. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '@hufu/kit'
import {
  askProved,
  assertLedgerWhole,
  assertVerified,
  breakAt,
  isCommit,
  isTrial,
  endingWith,
  revocationsOf,
  rounds,
  stateOf,
  untilHolds,
} from '../testing/index.ts'
import type { Break, Employed, TakenState } from '../testing/index.ts'
import { because, departureOf, takingCluster } from './taking-fixture.ts'
import type { Asked, TakingCluster } from './taking-fixture.ts'

const KEY = 'file.download'
/** In a trial every statement, and at most so many of an act; within `npm test` a few that differ most. */
const most = rounds(1)
const file = endingWith(after)
let it: TakingCluster

before(async () => {
  it = await takingCluster(file)
})

type Act = {
  readonly name: string
  /** Also within `npm test`. */
  readonly always: boolean
  readonly of: (who: Employed) => Asked
  /** It is answered when it is decided, and done by itself right after. */
  readonly isLater?: boolean
}

const taking = (who: Employed, more: object): Asked => ({
  path: '/api/v1/revocations',
  body: { memberId: who.id, permissions: 'all', reason: 'move', because, ...more },
})
const removing = (who: Employed): Asked =>
  taking(who, {
    permissions: [KEY],
    paths: [
      { grantId: who.roleGrant, how: 'remove' },
      { grantId: who.groupGrant, how: 'remove' },
    ],
  })

const acts: readonly Act[] = [
  { name: 'a departure', always: true, of: departureOf },
  {
    name: 'a suspension',
    always: false,
    of: ({ id }) => ({ path: `/api/v1/members/${id}/suspend`, body: { because } }),
  },
  { name: 'a right taken with two of its paths', always: true, of: removing },
  { name: 'all rights taken', always: false, of: (who) => taking(who, {}) },
  {
    name: 'rights that are drained',
    always: false,
    of: (who) => taking(who, { ending: { mode: 'drain', minutes: 60 } }),
  },
  {
    name: 'rights by which nothing new begins',
    always: false,
    of: (who) => taking(who, { ending: { mode: 'block-new', minutes: 60 } }),
  },
  {
    name: 'a plan carried out',
    always: false,
    isLater: true,
    of: ({ id }) => ({
      path: '/api/v1/plans',
      body: { what: 'departure', people: [{ who: id }], reason: 'leave', because },
    }),
  },
]

/** What an act makes of somebody, and how much it writes for that. */
type Done = { readonly state: TakenState; readonly entries: number; readonly revisions: number }

const isDone = (state: TakenState, from: TakenState, done: Done): boolean =>
  state.ledger - from.ledger === done.entries &&
  state.revision - from.revision === done.revisions &&
  ofPerson(state) === ofPerson(done.state)
const ofPerson = ({ revision: _revision, ledger: _ledger, ...person }: TakenState): string =>
  JSON.stringify(person)

/** Asked again and again with the same key, as whoever got no answer does. */
async function askAgain({ path, body }: Asked, key: string): Promise<void> {
  const ask = () => it.at(0, 'lina').ask('POST', path, body, { 'idempotency-key': key })
  await untilHolds('the next run finishes', async () => {
    const { status, text } = await ask()
    assert.ok(status === 200 || status === 503, text)
    return status === 200
  })
}

/** Lets an act go through untouched; answers what it makes, and its statements. */
async function control(act: Act) {
  const who = await it.hire()
  const from = await stateOf(it, who.id)
  const broken = it.listen(0)
  const answer = await askProved(it, 0, { ...act.of(who), key: newId() })
  assert.equal(answer?.status, 200, answer?.text)
  await untilHolds('it is done', async () => (await revocationsOf(it, who.id)).length === 1)
  const [id] = await revocationsOf(it, who.id)
  const state = await stateOf(it, who.id)
  await assertVerified(it, 1, String(id), 10_000)
  broken.end()
  const done = { state, entries: state.ledger - from.ledger, revisions: state.revision - from.revision }
  return { done, seen: broken.seen }
}

/** Breaks an act once, looks at what there is, and runs it again. False: the act was over before the break. */
async function breakOnce(act: Act, done: Done, at: Break): Promise<boolean> {
  const who = await it.hire()
  const asked = act.of(who)
  const from = await stateOf(it, who.id)
  const broken = breakAt(it.wayOf(0), at)
  const key = newId()
  const answer = await askProved(it, 0, { ...asked, key })
  const state = await stateOf(it, who.id)
  const code = String(answer?.body['code'])
  const what = `${act.name}, ${at.fate} ${at.nth}: ${broken.at()?.text.slice(0, 80) ?? 'nothing'}; answered ${code}`
  if (answer?.status === 200) {
    if (act.isLater !== true) assert.ok(isDone(state, from, done), `${what}: ${JSON.stringify(state)}`)
  } else {
    assert.equal(answer?.status, 503, what)
    // A no means that nothing has happened; only whoever is told that it is unknown has to look.
    const isNothing = JSON.stringify(state) === JSON.stringify(from)
    assert.ok(isNothing || (code === 'node/outcome-unknown' && isDone(state, from, done)), what)
    await askAgain(asked, key)
  }
  await untilHolds(`${what}; done`, async () => (await revocationsOf(it, who.id)).length === 1, 15_000)
  const [id] = await revocationsOf(it, who.id)
  await assertVerified(it, 1, String(id), 25_000)
  broken.end()
  await askAgain(asked, key)
  assert.ok(isDone(await stateOf(it, who.id), from, done), `${what}; in the end`)
  return broken.at() !== null
}

/** The beginning, the middle of the transaction, COMMIT both ways, the barrier, and the trying. */
function someOf(seen: readonly { readonly text: string }[]): readonly Break[] {
  const commit = seen.findIndex(({ text }) => isCommit(text)) + 1
  const places = [1, Math.ceil(commit / 2), commit, commit + 2, seen.length - 4]
  return [...places.map((nth): Break => ({ nth, fate: 'lost' })), { nth: commit, fate: 'unanswered' }]
}

for (const act of acts)
  if (act.always || isTrial)
    test(`${act.name}: broken at any statement, nothing or all of it has happened, and the next run finishes`, async (t) => {
      const { done, seen } = await control(act)
      if (isTrial)
        for (const fate of ['lost', 'unanswered'] as const) {
          let nth = 1
          while (nth <= most && (await breakOnce(act, done, { nth, fate }))) nth += 1
          t.diagnostic(`${nth - 1} statements, each ${fate} once`)
        }
      else for (const at of someOf(seen)) await breakOnce(act, done, at)
      for (const node of [0, 1]) await assertLedgerWhole(it, node)
    })
