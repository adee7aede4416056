/** The top seat over whole servers: killed between acceptance and switch, and tried by a session that somebody stole. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { browserAt, cluster, endingWith, rounds, sleep, untilHolds } from '../testing/index.ts'
import type { Browser, Cluster } from '../testing/index.ts'
import { acceptance, anotherDay, because, offered, overview, signIn } from './top-seat-fixture.ts'

const file = endingWith(after)
let it: Cluster

before(async () => {
  it = await cluster(file, { nodes: 2 })
})

test('a stolen session alone neither offers, approves, accepts, arms, vetoes nor takes back', async () => {
  const [creator, heir, other] = [it.at(0, 'chenli'), it.at(0, 'wangwei'), it.at(0, 'lina')]
  const transfer = await offered(creator, it.id.wangwei)
  const { path, body } = await acceptance(heir, transfer)
  const at = `/api/v1/creator/transfers/${transfer.id}`
  const { hash } = transfer
  const tried: readonly (readonly [Browser, string, string, object])[] = [
    [creator, 'PUT', '/api/v1/creator/settings', { rankMin: null, consent: 'none', approvals: 1 }],
    [
      creator,
      'POST',
      '/api/v1/creator/transfers',
      { successorId: it.id.lina, formerBecomes: 'super', because },
    ],
    [creator, 'POST', `${at}/letter`, { hash, name: 'a.pdf', content: 'JVBERi0=' }],
    [creator, 'POST', `${at}/arm`, { hash }],
    [other, 'POST', `${at}/approve`, { hash }],
    [other, 'POST', `${at}/veto`, { because }],
    [other, 'POST', `${at}/revert/agree`, { hash }],
    [heir, 'POST', path, body],
  ]
  for (const [who, method, to, sent] of tried) {
    // Whoever has the cookie and not the password.
    const thief = browserAt(who.url, who.cookies)
    const answer = await thief.ask(method, to, sent)
    assert.equal(answer.body['code'], 'identity/step-up-needed', `${method} ${to}: ${answer.text}`)
  }
  assert.equal((await overview(heir)).current?.state, 'offered')
  await heir.ok('POST', path, body)
  const now = await overview(heir)
  assert.equal(now.creator.id, it.id.wangwei)
  // Every session of the former creator is over: the thief's with them.
  assert.equal((await creator.ask('GET', '/api/v1/me')).status, 401)
  await signIn(creator, 'chenli')
  const thief = browserAt(creator.url, creator.cookies)
  const back = await thief.ask('POST', `${at}/revert`, { hash, because })
  assert.equal(back.body['code'], 'identity/step-up-needed')
  await creator.ok('POST', `${at}/revert`, { hash, because })
  await other.ok('POST', `${at}/revert/agree`, { hash })
  assert.equal((await overview(other)).creator.id, it.id.chenli)
  await signIn(heir, 'wangwei')
  await anotherDay(it)
})

test('killed between acceptance and switch, the seat goes over once, within a second of the next look', async (t) => {
  let [from, to] = ['chenli', 'lina'] as ['chenli' | 'lina', 'chenli' | 'lina']
  let finished = 0
  for (let round = 0; round < rounds(4); round++) {
    const victim = await it.start()
    const [former, heir] = [it.at(0, from), it.at(0, to)]
    const transfer = await offered(former, it.id[to])
    const { path, body } = await acceptance(heir, transfer)
    const accepting = heir
      .at(victim.address)
      .ask('POST', path, body)
      .catch(() => null)
    await sleep(20 + Math.random() * 250)
    victim.signal('SIGKILL')
    await Promise.all([victim.gone, accepting])
    const states = async () => (await it.at(1, 'zhangqiang').ask('GET', '/api/v1/me')).status
    await untilHolds('the others serve', async () => (await states()) === 200)
    const { rows } = await it.pool.query<{ state: string }>(
      'select state from creator_transfer where id = $1',
      [transfer.id],
    )
    if (rows[0]?.state === 'offered') {
      // It never came: it is accepted now, at a node that lives.
      await heir.ok('POST', path, body)
    } else {
      const since = performance.now()
      await untilHolds(
        'it is finished by whoever looks next',
        async () => (await overview(heir)).creator.id === it.id[to],
        15_000,
      )
      finished += 1
      t.diagnostic(`finished after ${Math.round(performance.now() - since)} ms`)
    }
    assert.equal((await overview(heir)).creator.id, it.id[to])
    await signIn(former, from)
    await anotherDay(it)
    ;[from, to] = [to, from]
  }
  const { rows } = await it.pool.query<{ seats: number; transferred: number; done: number }>(
    `select (select count(*)::int from administrator where tier = 'creator' and ended_at is null) as seats,
       (select count(*)::int from ledger_entry where event = 'creator.transferred@1') as transferred,
       (select count(*)::int from creator_transfer where state in ('done', 'reverted')) as done`,
  )
  assert.equal(rows[0]?.seats, 1)
  // What was taken back went over twice.
  assert.equal(rows[0].transferred, rows[0].done + 1)
  const verified = await it.at(0, from).ok('POST', '/api/v1/ledger/verify', {})
  assert.deepEqual([verified['ok'], verified['findings']], [true, []])
  t.diagnostic(`${finished} finished by another node`)
})
