/** Servers that stop, or lose their database: what is taken meanwhile is gone there too, and they come back by themselves. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '@hufu/kit'
import { cluster, endingWith, rounds, sleep, untilHolds } from '../testing/index.ts'
import type { Answer, Cluster, Player, Wire } from '../testing/index.ts'

/** Design says 30 s; what counts is that it is longer than a lease. */
const stoppedMs = process.env['HUFU_TRIALS_COUNT'] === undefined ? 8000 : 30_000
const because = '不再需要'
const file = endingWith(after)
let it: Cluster
let group: string

before(async () => {
  it = await cluster(file)
  group = await it.group('wangwei', 'sunli', 'lina')
})

const messages = (): string => `/api/v1/conversations/${group}/messages`
const say = (node: number, who: Player, body: string) =>
  it.ask(node, who, 'POST', messages(), { clientId: newId(), body })
const read = (node: number, who: Player) => it.ask(node, who, 'GET', messages())
const serves = async (node: number): Promise<boolean> =>
  (await read(node, 'lina').catch(() => null))?.status === 200

type Told = {
  readonly state: string
  readonly tookMs: number
  readonly nodes: readonly { readonly node: string; readonly outcome: string; readonly afterMs: number }[]
}

/** Suspends, or takes a right; answers what the call said and how long it took. */
async function change(node: number, who: Player, path: string, body: unknown) {
  const began = performance.now()
  const { applied, id } = await it.ok(node, who, 'POST', path, body)
  return { applied: applied as Told, id: String(id), tookMs: performance.now() - began }
}

const restrict = (node: number, key: string) =>
  change(node, 'lina', '/api/v1/restrictions', {
    subject: { type: 'member', id: it.id.wangwei },
    right: { type: 'permission', key },
    scope: { type: 'workspace' },
    because,
  })

const lift = (id: string) => it.ok(0, 'lina', 'POST', `/api/v1/restrictions/${id}/lift`, { because })

const heard = (wire: Wire): readonly string[] =>
  wire.frames.flatMap((frame) =>
    frame['type'] === 'message' ? [String((frame['message'] as { readonly body: unknown }).body)] : [],
  )

/** Asks a node again and again, many at a time, until told to stop; answers everything it said. */
function hammer(ask: () => Promise<Answer>): { readonly stop: () => Promise<readonly Answer[]> } {
  const answers: Answer[] = []
  const work = { going: true }
  const knock = async (): Promise<void> => {
    while (work.going) {
      const answer = await ask().catch(() => null)
      if (answer !== null) answers.push(answer)
    }
  }
  const knocking = Promise.all(Array.from({ length: 8 }, knock))
  return {
    async stop() {
      work.going = false
      await knocking
      return answers
    },
  }
}

/** What a node that was away may say to somebody who has lost the right meanwhile: that it is not back yet, or no. */
function assertOnlyRefusals(answers: readonly Answer[]): void {
  assert.ok(answers.length > 0, 'it was asked')
  const others = answers.filter(({ status }) => status !== 503 && status !== 403)
  assert.deepEqual(
    others.map(({ status, text }) => [status, text.slice(0, 200)]),
    [],
  )
}

test('what is taken while a server sleeps is gone there when it wakes, and it is back within two seconds', async () => {
  for (let round = 0; round < rounds(1); round += 1) {
    const [wangwei, sunli] = [await it.wire(1, 'wangwei'), await it.wire(1, 'sunli')]
    await say(0, 'sunli', `早上 ${round}`)
    await wangwei.next('message')
    await sunli.next('message')
    const sleeper = it.nodes[1]
    assert.ok(sleeper)
    sleeper.signal('SIGSTOP')
    const stopped = performance.now()
    const reading = await restrict(0, 'msg.read')
    assert.ok(reading.tookMs < 6000, `it took ${reading.tookMs} ms`)
    assert.equal(reading.applied.state, 'applied')
    assert.equal(reading.applied.nodes.find(({ node }) => node === sleeper.name)?.outcome, 'lease-ran-out')
    const writing = await restrict(0, 'msg.group')
    assert.ok(
      writing.tookMs < 1000,
      `its row is gone, so nobody waits for it again, but it took ${writing.tookMs} ms`,
    )
    const secret = `他不该看到 ${newId()}`
    await say(0, 'sunli', secret)
    const before = heard(wangwei).length
    const [reads, writes] = [hammer(() => read(1, 'wangwei')), hammer(() => say(1, 'wangwei', secret))]
    await sleep(Math.max(0, stoppedMs - (performance.now() - stopped)))
    sleeper.signal('SIGCONT')
    const backMs = await untilHolds('the server serves again', () => serves(1))
    assert.ok(backMs < 2000, `it was back after ${backMs} ms`)
    await sunli.next('message', ({ message }) => (message as { readonly body: unknown }).body === secret)
    await sleep(500)
    assertOnlyRefusals(await reads.stop())
    assertOnlyRefusals(await writes.stop())
    assert.equal(heard(wangwei).length, before)
    await lift(reading.id)
    await lift(writing.id)
    assert.equal((await say(1, 'wangwei', `我回来了 ${round}`)).status, 200)
    for (const wire of [wangwei, sunli]) wire.socket.terminate()
  }
})

for (const mended of ['with its old connections', 'with new connections only'] as const)
  test(`a server cut from the database falls silent, what is taken meanwhile is gone there, and it heals ${mended}`, async () => {
    const [wangwei, sunli] = [await it.wire(1, 'wangwei'), await it.wire(1, 'sunli')]
    const lost = it.nodes[1]
    assert.ok(lost)
    lost.way.cut()
    const cut = performance.now()
    const { applied, tookMs, id } = await restrict(0, 'msg.read')
    assert.ok(tookMs < 6000, `it took ${tookMs} ms`)
    assert.equal(applied.state, 'applied')
    assert.equal(applied.nodes.find(({ node }) => node === lost.name)?.outcome, 'lease-ran-out')
    const secret = `他不该看到 ${newId()}`
    await say(0, 'sunli', secret)
    const reads = hammer(() => read(1, 'wangwei'))
    await Promise.all([wangwei.closed(), sunli.closed()])
    assert.ok(performance.now() - cut < 9500, `sockets were closed after ${performance.now() - cut} ms`)
    assert.equal((await read(1, 'lina')).status, 503)
    if (mended === 'with its old connections') lost.way.heal()
    else lost.way.healForNew()
    const backMs = await untilHolds('the server serves again', () => serves(1))
    assert.ok(backMs < 5000, `it was back after ${backMs} ms`)
    await sleep(500)
    assertOnlyRefusals(await reads.stop())
    assert.equal(heard(wangwei).includes(secret), false)
    // Everything that hears and tells works again, not only what was asked.
    const again = await it.wire(1, 'sunli')
    const news = `又通了 ${newId()}`
    await say(0, 'lina', news)
    await again.next('message', ({ message }) => (message as { readonly body: unknown }).body === news)
    const { applied: lifted } = await lift(id)
    assert.deepEqual(
      (lifted as Told).nodes.map(({ outcome }) => outcome),
      ['acknowledged', 'acknowledged'],
    )
    assert.ok((lifted as Told).tookMs < 1000)
    again.socket.terminate()
  })

test('a server alone that slept is back within two seconds with its sockets, and nothing has to be repaired', async (t) => {
  const alone = await cluster(t, { nodes: 1 })
  const room = await alone.group('wangwei')
  const wire = await alone.wire(0, 'wangwei')
  const [sleeper] = alone.nodes
  assert.ok(sleeper)
  sleeper.signal('SIGSTOP')
  await sleep(stoppedMs)
  sleeper.signal('SIGCONT')
  const send = () =>
    alone.ask(0, 'chenli', 'POST', `/api/v1/conversations/${room}/messages`, {
      clientId: newId(),
      body: '醒了吗',
    })
  const backMs = await untilHolds('it takes messages again', async () => (await send()).status === 200)
  assert.ok(backMs < 2000, `it was back after ${backMs} ms`)
  await wire.next('message')
  const { applied } = await alone.ok(0, 'chenli', 'POST', `/api/v1/members/${alone.id.wangwei}/suspend`, {
    because,
  })
  assert.deepEqual([(applied as Told).state, (applied as Told).nodes.length], ['applied', 1])
  assert.ok((applied as Told).tookMs < 1000)
  await wire.closed()
})
