/**
 * A server's clock jumps a day back, a day on, five years on, while a right runs out, a request waits and longer is asked
 * for: nothing lasts longer or comes back, and nothing is due, but by the database's time. Needs libfaketime (on Debian the
 * package faketime); a trial, and no part of `npm test`.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { assertLedgerWhole, isTrial, rounds, sleep, untilHolds } from '../testing/index.ts'
import { ONE_YES, askingCluster, decision } from './asking-fixture.ts'
import type { AskingCluster } from './asking-fixture.ts'
import { jumpingClock, jumps } from './jumping-fixture.ts'
import type { Jump } from './jumping-fixture.ts'

const LIFE_MS = 6000
/** A lease is taken anew within it, on a loaded machine as well. */
const BACK_MS_MAX = 10_000
const skip = !isTrial

type Jumping = AskingCluster & { readonly jump: (by: Jump) => void }

/** Servers of which the numbered ones go by a clock that can jump. */
async function jumping(t: TestContext, nodes: number, wrong: (node: number) => boolean): Promise<Jumping> {
  const { settings, jump } = jumpingClock(t)
  const it = await askingCluster(t, { nodes, settings: (node) => (wrong(node) ? settings : {}) })
  return { ...it, jump }
}

/** What a server says of the right, once it serves. */
async function holdsAt(it: AskingCluster, node: number): Promise<boolean> {
  const ask = () =>
    it.ask(node, 'lina', 'POST', '/api/v1/decisions/explain', {
      memberId: it.id.wangwei,
      permission: ONE_YES,
      target: { type: 'workspace' },
    })
  let answer = await ask()
  await untilHolds('it serves', async () => (answer = await ask()).status === 200, BACK_MS_MAX)
  return answer.body['allowed'] === true
}

const decide = async (it: AskingCluster, node: number, id: string) => {
  const body = decision('approve', await it.hashOf('sunli', id))
  return it.ask(node, 'sunli', 'POST', `/api/v1/requests/${id}/decide`, body)
}

/** Asks until an instant, and is given it. */
async function givenUntil(it: AskingCluster, end: number): Promise<string> {
  const id = await it.asks(ONE_YES, { until: new Date(end).toISOString(), lasts: null })
  assert.equal((await decide(it, 1, id)).status, 200)
  return (await it.stateOf(id)).grants[0] ?? assert.fail('it was given')
}

const longer = (it: AskingCluster, grantId: string, until: number) =>
  it.asks(ONE_YES, {
    kind: 'extension',
    grantId,
    until: new Date(until).toISOString(),
    rights: undefined,
    scope: undefined,
    lasts: undefined,
  })

const untilOf = async (it: AskingCluster, grantId: string): Promise<number> => {
  const { rows } = await it.pool.query<{ until: Date }>(
    'select until_at as until from authority_grant where id = $1',
    [grantId],
  )
  return rows[0]?.until.getTime() ?? 0
}

test(
  'T1 T3 a right ends where it ends and is not revived, on a server whose clock jumps as on one whose does not',
  { skip },
  async (t) => {
    const it = await jumping(t, 2, (node) => node === 0)
    for (let round = 0; round < rounds(1); round += 1)
      for (const by of jumps) {
        it.jump('+0')
        await holdsAt(it, 0)
        const end = Date.now() + LIFE_MS
        const grantId = await givenUntil(it, end)
        it.jump(by)
        // It takes a lease to notice that the clock was set; then it serves again, and goes by the right time.
        await sleep(1200)
        assert.equal(await holdsAt(it, 0), true, `${by}: it is held until it ends`)
        assert.ok(Date.now() < end, 'it has not ended while that was asked')
        const late = await longer(it, grantId, end + 3_600_000)
        await sleep(end + 50 - Date.now())
        assert.deepEqual([await holdsAt(it, 0), await holdsAt(it, 1)], [false, false], `${by}: it is over`)
        const use = { kind: 'group', name: '项目', memberIds: [it.id.sunli] }
        assert.equal((await it.ask(0, 'wangwei', 'POST', '/api/v1/conversations', use)).status, 403, by)
        // What is over is not made longer either, whichever server is asked.
        const refused = await decide(it, 0, late)
        assert.equal(refused.body['code'], 'access-request/time-over', `${by}: ${refused.text}`)
        assert.equal(await untilOf(it, grantId), end)
        await it.ok(1, 'wangwei', 'POST', `/api/v1/requests/${late}/withdraw`, { because: '' })
        it.jump('+0')
        await sleep(1200)
        assert.deepEqual([await holdsAt(it, 0), await holdsAt(it, 1)], [false, false], `${by}, and back`)
      }
    for (const node of [0, 1]) await assertLedgerWhole(it, node)
  },
)

test(
  'T2 what begins later begins then, and longer is exactly as long as was agreed, whatever the clock of the server says',
  { skip },
  async (t) => {
    const it = await jumping(t, 2, (node) => node === 0)
    for (const by of jumps) {
      it.jump(by)
      await sleep(1200)
      await holdsAt(it, 0)
      const [from, until] = [Date.now() + LIFE_MS, Date.now() + 3_600_000]
      const id = await it.asks(ONE_YES, {
        from: new Date(from).toISOString(),
        until: new Date(until).toISOString(),
        lasts: null,
      })
      assert.equal((await decide(it, 0, id)).status, 200)
      assert.equal(await holdsAt(it, 0), false, `${by}: not yet`)
      assert.ok(Date.now() < from, 'it has not begun while that was asked')
      const [grantId = ''] = (await it.stateOf(id)).grants
      const later = await longer(it, grantId, until + 3_600_000)
      assert.equal((await decide(it, 0, later)).status, 200)
      assert.equal(await untilOf(it, grantId), until + 3_600_000)
      await sleep(Math.max(0, from + 50 - Date.now()))
      assert.equal(await holdsAt(it, 0), true, `${by}: now`)
      await it.ok(1, 'wangwei', 'POST', `/api/v1/grants/${grantId}/relinquish`, {})
    }
  },
)

/** Everything about a request moves so many hours into the past. */
const passes = (it: AskingCluster, id: string, hours: number): Promise<unknown> =>
  it.pool.query(
    `update access_request set clock_from = clock_from - $2 * interval '1 hour', due_at = due_at - $2 * interval '1 hour',
       stage_since = stage_since - $2 * interval '1 hour', lapse_at = lapse_at - $2 * interval '1 hour',
       next_at = next_at - $2 * interval '1 hour' where id = $1`,
    [id, hours],
  )

test(
  'a request waits, goes on to others and lapses by the database, also where every server has a wrong clock',
  { skip },
  async (t) => {
    const it = await jumping(t, 1, () => true)
    const hopsOf = async (id: string): Promise<readonly unknown[]> => {
      const { rows } = await it.pool.query<{ state: string; hops: number; reminded: number }>(
        'select state, hops, reminded from access_request where id = $1',
        [id],
      )
      return Object.values(rows[0] ?? {})
    }
    for (const by of jumps) {
      it.jump('+0')
      await holdsAt(it, 0)
      const id = await it.asks(ONE_YES)
      it.jump(by)
      await sleep(1200)
      await holdsAt(it, 0)
      let acts = 0
      it.nodes[0]?.way.judge(({ text }) => {
        if (text.includes('hufu_begin(')) acts += 1
        return 'passes'
      })
      await sleep(3000)
      it.nodes[0]?.way.judge(null)
      assert.deepEqual(await hopsOf(id), ['pending', 0, 0], `${by}: it is not due`)
      assert.ok(acts <= 3, `${by}: ${acts} acts while there was nothing to do`)
      await passes(it, id, 5 * 24)
      await untilHolds(`${by}: it goes on to others`, async () => Number((await hopsOf(id))[1]) > 0)
      await passes(it, id, 4 * 24)
      await untilHolds(`${by}: it lapses`, async () => (await hopsOf(id))[0] === 'lapsed')
    }
    await assertLedgerWhole(it, 0)
  },
)
