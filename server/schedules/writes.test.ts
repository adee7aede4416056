/** Writes that are under way while a right is taken, on two whole servers: when that call returns they are done or gone. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestContext } from 'node:test'
import { newId } from '@hufu/kit'
import pg from 'pg'
import { cluster, endingWith, rounds, sleep, untilHolds } from '../testing/index.ts'
import type { Cluster, Player } from '../testing/index.ts'

const because = '不再需要'
const file = endingWith(after)
let it: Cluster
let group: string

before(async () => {
  it = await cluster(file)
  group = await it.group('wangwei', 'sunli')
})

const message = (body: string) => ({ clientId: newId(), body })
const say = (node: number, who: Player, body: string) =>
  it.ask(node, who, 'POST', `/api/v1/conversations/${group}/messages`, message(body))

/** Takes 王伟's right to write in groups; the call has returned when this has. */
async function silence(node: number, who: Player = 'lina') {
  const { id, applied } = await it.ok(node, who, 'POST', '/api/v1/restrictions', {
    subject: { type: 'member', id: it.id.wangwei },
    right: { type: 'permission', key: 'msg.group' },
    scope: { type: 'workspace' },
    because,
  })
  return {
    id: String(id),
    applied: applied as {
      readonly state: string
      readonly tookMs: number
      readonly nodes: readonly { readonly node: string; readonly outcome: string }[]
    },
  }
}

const lift = (id: string) => it.ok(0, 'lina', 'POST', `/api/v1/restrictions/${id}/lift`, { because })

const isSaid = async (body: string): Promise<boolean> =>
  (await it.pool.query('select from message where body = $1', [body])).rows.length > 0

/** A transaction on a connection of its own, which holds something until it is let go. Ended by a barrier, it is gone as well. */
async function holding(
  t: TestContext,
  url: string,
  applicationName: string,
  ...statements: readonly string[]
) {
  const client = new pg.Client({ connectionString: url, application_name: applicationName })
  client.on('error', () => {})
  await client.connect()
  t.after(() => client.end().catch(() => undefined))
  for (const statement of ['begin', ...statements]) await client.query(statement)
  return { letGo: async () => void (await client.query('rollback').catch(() => undefined)) }
}

/** Nobody can put a message down; what was asked and allowed waits right there. Takes no number, as an onlooker would not. */
const closeTheBook = (t: TestContext) =>
  holding(t, it.keeperUrl, 'somebody else', 'lock table message in share mode')
/** Another writer of ours holds the conversation. */
const holdConversation = (t: TestContext) =>
  holding(t, it.url, 'hufu/test/command', `select from conversation where id = '${group}' for update`)
/** A writer of ours with an older number than whatever comes. */
const olderWriter = (t: TestContext) => holding(t, it.url, 'hufu/test/command', 'select pg_current_xact_id()')

const someoneWaits = () =>
  untilHolds('a write waits for a lock', async () => {
    const { rows } = await it.pool.query(
      "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database() and application_name like 'hufu/%/command'",
    )
    return rows.length > 0
  })

test('a right taken while the lease connections of both servers are being ended is gone on both', async () => {
  for (let round = 0; round < rounds(5); round += 1) {
    await it.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'hufu/%/lease' and datname = current_database()",
    )
    const { id, applied } = await silence(round % 2)
    assert.equal(applied.state, 'applied')
    for (const node of [0, 1]) assert.equal((await say(node, 'wangwei', `在吗 ${round}`)).status, 403)
    await lift(id)
    assert.equal((await say(0, 'wangwei', `在 ${round}`)).status, 200)
  }
})

test('a message with an older number than the change, allowed before it, is there before the change returns', async (t) => {
  for (let round = 0; round < rounds(3); round += 1) {
    const body = `赶在前面 ${newId()}`
    const book = await closeTheBook(t)
    const saying = say(1, 'wangwei', body).then((answer) => ({ answer, at: performance.now() }))
    await someoneWaits()
    const silencing = silence(0).then((done) => ({ ...done, at: performance.now() }))
    await sleep(300)
    assert.equal(
      await Promise.race([silencing, Promise.resolve(null)]),
      null,
      'the change waits for the older message',
    )
    await book.letGo()
    const { id, applied } = await silencing
    assert.equal(applied.state, 'applied')
    assert.equal(await isSaid(body), true)
    assert.equal((await saying).answer.status, 200)
    assert.equal((await say(1, 'wangwei', '还有')).status, 403)
    await lift(id)
  }
})

test('a message that waits for its conversation is ended with its server’s connection, and says nothing later', async (t) => {
  const body = `等会话 ${newId()}`
  const held = await holdConversation(t)
  const saying = say(1, 'wangwei', body)
  await someoneWaits()
  const { id, applied } = await silence(0)
  assert.equal(applied.state, 'applied')
  const there = await isSaid(body)
  await held.letGo()
  const { status } = await saying
  assert.ok(status === 403 || status === 503, `it was answered ${status}`)
  await sleep(200)
  assert.equal(await isSaid(body), there)
  assert.equal(there, false)
  await lift(id)
})

test('a client that is gone while its message waits has said nothing once the right is taken and the way is free', async (t) => {
  const body = `人走了 ${newId()}`
  const book = await closeTheBook(t)
  const leaving = new AbortController()
  const cookie = [...it.at(1, 'wangwei').cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const asking = fetch(`${it.at(1, 'wangwei').url}/api/v1/conversations/${group}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', cookie },
    body: JSON.stringify(message(body)),
    signal: leaving.signal,
  })
  await someoneWaits()
  leaving.abort()
  await assert.rejects(asking)
  const { id, applied } = await silence(0)
  assert.equal(applied.state, 'applied')
  assert.ok(applied.tookMs < 6000)
  await book.letGo()
  await sleep(300)
  assert.equal(await isSaid(body), false)
  await lift(id)
})

test('a server killed while a message waits in it has said nothing once the right is taken and the way is free', async (t) => {
  const victim = await it.start()
  const number = it.nodes.indexOf(victim)
  const body = `进程没了 ${newId()}`
  const book = await closeTheBook(t)
  const saying = say(number, 'wangwei', body).catch(() => null)
  await someoneWaits()
  victim.signal('SIGKILL')
  await Promise.all([victim.gone, saying])
  const { id, applied } = await silence(0)
  assert.equal(applied.state, 'applied')
  assert.ok(applied.tookMs < 6000, `it took ${applied.tookMs} ms`)
  assert.deepEqual(applied.nodes.find(({ node }) => node === victim.name)?.outcome, 'lease-ran-out')
  await book.letGo()
  await sleep(300)
  assert.equal(await isSaid(body), false)
  await lift(id)
})

test('a repeat, the same from the other server and a second administrator return when the first change is in force, not before', async (t) => {
  const { id: grantId } = await it.ok(0, 'lina', 'POST', '/api/v1/grants', {
    subject: { type: 'member', id: it.id.wangwei },
    right: { type: 'permission', key: 'file.download' },
    scope: { type: 'workspace' },
    because,
  })
  const older = await olderWriter(t)
  const end = (node: number, who: Player, headers = {}) =>
    it
      .ask(node, who, 'POST', `/api/v1/grants/${String(grantId)}/end`, { because }, headers)
      .then(({ status, body }) => ({ status, body, at: performance.now() }))
  const key = { 'idempotency-key': newId() }
  const first = end(0, 'lina', key)
  await untilHolds(
    'the change is committed',
    async () =>
      (await it.pool.query('select from authority_grant where id = $1 and ended_at is not null', [grantId]))
        .rows.length > 0,
  )
  const others = [end(0, 'lina', key), end(1, 'lina', key), end(1, 'chenli'), end(0, 'chenli')]
  await sleep(700)
  const letGo = performance.now()
  await older.letGo()
  const answers = await Promise.all([first, ...others])
  for (const { at } of answers) assert.ok(at >= letGo, `one returned ${Math.round(letGo - at)} ms too early`)
  assert.deepEqual(
    answers
      .slice(0, 3)
      .map(({ status, body }) => [status, (body['applied'] as { readonly state: string }).state]),
    [
      [200, 'applied'],
      [200, 'applied'],
      [200, 'applied'],
    ],
  )
})

test('a writer of ours that will not end is ended after two seconds; somebody else’s makes the answer unverified, which a repeat mends', async (t) => {
  const ours = await olderWriter(t)
  const one = await silence(0)
  assert.equal(one.applied.state, 'applied')
  assert.ok(one.applied.tookMs >= 1900 && one.applied.tookMs < 4000, `it took ${one.applied.tookMs} ms`)
  await ours.letGo()
  await lift(one.id)
  const theirs = await holding(t, it.keeperUrl, 'somebody else', 'select pg_current_xact_id()')
  const began = performance.now()
  const key = { 'idempotency-key': newId() }
  const restrict = () =>
    it.ok(
      0,
      'lina',
      'POST',
      '/api/v1/restrictions',
      {
        subject: { type: 'member', id: it.id.sunli },
        right: { type: 'permission', key: 'msg.dm' },
        scope: { type: 'workspace' },
        because,
      },
      key,
    )
  const two = await restrict()
  assert.equal((two['applied'] as { readonly state: string }).state, 'unverified')
  assert.ok(performance.now() - began < 6500)
  await theirs.letGo()
  const again = await restrict()
  assert.deepEqual(
    [again['id'], (again['applied'] as { readonly state: string }).state],
    [two['id'], 'applied'],
  )
})
