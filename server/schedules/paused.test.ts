/** Somebody leaves while a server sleeps or is cut from the database: it serves nothing stale, and what is said is true. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '@hufu/kit'
import {
  askProved,
  assertVerified,
  breakAtCommit,
  cluster,
  endingWith,
  isTrial,
  revocationsOf,
  sleep,
  untilHolds,
  viewOf,
} from '../testing/index.ts'
import type { Answer, Cluster, ClusterNode, Player, Wire } from '../testing/index.ts'

const because = '离职'
/** What counts is that one is away for longer than a lease; a trial sleeps as long as the design says. */
const awayMs = isTrial ? 30_000 : 8000
const file = endingWith(after)
let it: Cluster
let group: string

before(async () => {
  it = await cluster(file)
  group = await it.group('lina', 'wangwei', 'sunli', 'zhangqiang')
})

type Told = {
  readonly state: string
  readonly nodes: readonly { readonly node: string; readonly outcome: string }[]
}

const messages = (): string => `/api/v1/conversations/${group}/messages`
const other = (): ClusterNode => it.nodes[1] ?? assert.fail('there are two servers')
const isBack = async (): Promise<boolean> =>
  (await it.ask(1, 'lina', 'GET', messages()).catch(() => null))?.status === 200
const heard = (wire: Wire): string => JSON.stringify(wire.frames)

/** Asks that come to a server while it is away, all of them at once; it answers when it can. */
const queuedAt = (who: Player): Promise<readonly (Answer | null)[]> =>
  Promise.all(
    Array.from({ length: 24 }, (_, nth) =>
      (nth % 3 === 0
        ? it.ask(1, who, 'POST', messages(), { clientId: newId(), body: '我还在' })
        : it.ask(1, who, 'GET', nth % 3 === 1 ? messages() : '/api/v1/me')
      ).catch(() => null),
    ),
  )

/** A server that was away may say that it is not back, or that whoever asks is not let in; and nothing else. */
function assertNothingServed(answers: readonly (Answer | null)[], secret: string): void {
  const served = answers.filter(
    (answer) => answer !== null && (![401, 403, 503].includes(answer.status) || answer.text.includes(secret)),
  )
  assert.deepEqual(
    served.map((answer) => [answer?.status, answer?.text.slice(0, 200)]),
    [],
  )
}

/** As long as the one that is away may have a lease, nothing is verified. */
async function assertNotTooEarly(id: string): Promise<void> {
  const { rows } = await it.pool.query<{ state: string; isThere: boolean }>(
    'select state, exists (select from node where name = $2) as "isThere" from revocation where id = $1',
    [id, other().name],
  )
  assert.ok(rows[0] !== undefined && !(rows[0].state === 'verified' && rows[0].isThere))
}

const ways = [
  {
    name: 'sleeps',
    who: 'wangwei',
    isLong: false,
    goes: () => other().signal('SIGSTOP'),
    comes: () => other().signal('SIGCONT'),
  },
  {
    name: 'is cut from the database',
    who: 'sunli',
    isLong: true,
    goes: () => other().way.cut(),
    comes: () => other().way.heal(),
  },
] as const

for (const { name, who, isLong, goes, comes } of ways)
  test(
    `somebody leaves while a server ${name}: what is said is true, it serves nothing stale, and tries when it is back`,
    {
      skip: isLong && !isTrial,
    },
    async (t) => {
      const wire = await it.wire(1, who)
      goes()
      const gone = performance.now()
      const queued = queuedAt(who)
      const leaving = { path: `/api/v1/members/${it.id[who]}/depart`, body: { because }, key: newId() }
      const asked = performance.now()
      const answer = await askProved(it, 0, leaving)
      assert.ok(performance.now() - asked < 7000, `it took ${performance.now() - asked} ms`)
      assert.equal(answer?.status, 200, answer?.text)
      const applied = answer.body['applied'] as Told
      assert.equal(applied.state, 'applied')
      assert.equal(applied.nodes.find(({ node }) => node === other().name)?.outcome, 'lease-ran-out')
      const id = String(answer.body['revocationId'])
      const secret = `不该看到 ${newId()}`
      await it.ok(0, 'lina', 'POST', messages(), { clientId: newId(), body: secret })
      const late = queuedAt(who)
      while (performance.now() - gone < awayMs) {
        await assertNotTooEarly(id)
        await sleep(100)
      }
      comes()
      const waking = queuedAt(who)
      t.diagnostic(`back after ${Math.round(await untilHolds('it serves again', isBack))} ms`)
      for (const answers of [queued, late, waking, queuedAt(who)]) assertNothingServed(await answers, secret)
      assert.ok(!heard(wire).includes(secret))
      await untilHolds(
        'it has tried as well',
        async () => (await viewOf(it, 0, id)).checks.some(({ node }) => node === other().name),
        40_000,
      )
      await assertVerified(it, 0, id, 30_000)
    },
  )

test('a server is cut from the database while it commits somebody’s departure: it does not claim to know what became of it', async () => {
  const { way } = other()
  const memberId = it.id.zhangqiang
  breakAtCommit(way, 'passes', way.cut)
  const path = `/api/v1/members/${memberId}/depart`
  const key = newId()
  const answer = await askProved(it, 1, { path, body: { because }, key })
  assert.deepEqual([answer?.status, answer?.body['code']], [503, 'node/outcome-unknown'])
  assert.equal((await it.ok(0, 'lina', 'GET', `/api/v1/members/${memberId}`))['status'], 'departed')
  assertNothingServed(await queuedAt('zhangqiang'), '我还在')
  way.heal()
  await untilHolds('it serves again', isBack)
  assertNothingServed(await queuedAt('zhangqiang'), '我还在')
  const again = await it.at(1, 'lina').ask('POST', path, { because }, { 'idempotency-key': key })
  const [id, ...more] = await revocationsOf(it, memberId)
  assert.deepEqual([again.status, again.body['revocationId'], more], [200, id, []])
  await assertVerified(it, 0, String(id), 30_000)
})
