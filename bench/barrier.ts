import { fork } from 'node:child_process'
import { once } from 'node:events'
import { constants, setPriority } from 'node:os'
import { newId } from '@hufu/kit'
import pg from 'pg'
import { cluster, sleep } from '../server/testing/index.ts'
import type { Cluster } from '../server/testing/index.ts'
import { ask, hangUp, ok, open } from './barrier/client.ts'
import type { Open, Token } from './barrier/client.ts'
import { sessionOf as beginSession } from './harness/session.ts'
import { median, quantile } from './harness/suite.ts'
import type { Suite } from './harness/suite.ts'

const SOCKETS = 1000
const IN_ONE_BATCH = 250
const ROUNDS = 250
const WARM_UP = 20
/** How long after each call it is watched whether anything still happens. */
const WATCHED_MS = 60
/** How long the right is held in between, so that there is something to lose. */
const HELD_MS = 40
/** People who talk, and rest in between: revocations are to be measured, not the exhaustion of the machine. */
const WRITERS = 2
const WRITER_RESTS_MS = 60
/** Transactions that hold exactly as long as a writer may, one after the other without a gap. */
const HOLDERS = 2
const HOLD_MS = 20
const INSISTS_EVERY_MS = 25
/** A frame that the reader's kernel had in time may be looked at a little later; more is late. */
const LOOKED_AT_MS = 25
const because = '不再需要'
const VICTIM = '王伟说'

const sessionOf = (it: Cluster, memberId: string): Promise<Token> =>
  beginSession(it.pool, it.workspaceId, memberId)

type Ending = { readonly after: (undo: () => void | Promise<void>) => void }

type Ground = {
  readonly it: Cluster
  readonly addresses: readonly string[]
  readonly admin: Token
  readonly victim: Token
  readonly group: string
  readonly writers: readonly Token[]
  readonly watching: readonly Open[]
}

async function prepare(t: Ending, progress: (text: string) => void): Promise<Ground> {
  progress('two servers and a company')
  const it = await cluster(t)
  const group = await it.group('wangwei', 'sunli')
  const addresses = it.nodes.map(({ address }) => address)
  const [admin, victim] = [await sessionOf(it, it.id.lina), await sessionOf(it, it.id.wangwei)]
  const writers = await Promise.all(Array.from({ length: WRITERS }, () => sessionOf(it, it.id.sunli)))
  const watching = await Promise.all(addresses.map((address) => open(address, victim)))
  await openOthers(t, it, addresses, admin, progress)
  return { it, addresses, admin, victim, group, writers, watching }
}

/** Everybody else is a member of their own with one socket: each costs every revision a question and a look at their rights. */
async function openOthers(
  t: Ending,
  it: Cluster,
  addresses: readonly string[],
  admin: Token,
  progress: (text: string) => void,
): Promise<void> {
  const [first = ''] = addresses
  for (let begun = addresses.length; begun < SOCKETS; begun += IN_ONE_BATCH) {
    const count = Math.min(IN_ONE_BATCH, SOCKETS - begun)
    const steps = Array.from({ length: count }, (_, n) => ({
      do: 'members.add',
      with: {
        name: `员工${begun + n}`,
        login: `staff${begun + n}`,
        departmentId: it.research,
        status: 'active',
      },
    }))
    await ok(first, admin, 'POST', '/api/v1/batches', { steps })
    progress(`${begun + count} members`)
  }
  const { rows } = await it.pool.query<{ id: string }>("select id from member where login like 'staff%'")
  const places: { readonly address: string; readonly token: Token }[] = []
  for (const { id } of rows)
    places.push({
      address: addresses[places.length % addresses.length] ?? first,
      token: await sessionOf(it, id),
    })
  await openCrowd(t, places)
  progress(`${rows.length + addresses.length} sockets are open`)
}

/** A process of its own, behind the servers in line for the processor: in life these pages run on other machines. */
async function openCrowd(t: Ending, places: readonly unknown[]): Promise<void> {
  const crowd = fork(new URL('barrier/crowd.ts', import.meta.url), [])
  t.after(() => void crowd.kill())
  if (crowd.pid !== undefined) setPriority(crowd.pid, constants.priority.PRIORITY_LOW)
  crowd.send(places)
  const [said] = (await Promise.race([once(crowd, 'message'), once(crowd, 'exit')])) as readonly unknown[]
  if (said !== 'open') throw new Error('the crowd could not open its sockets')
}

/** What was observed after a call had returned that took the right to it. */
type Stale = { allows: number; commits: number; deliveries: number }

/** People who talk all the time, on both servers; every message says when it was begun. */
function talk({ addresses, writers, group }: Ground): {
  readonly heldMs: readonly number[]
  readonly stop: () => Promise<void>
} {
  const work = { going: true }
  const heldMs: number[] = []
  const speak = async (token: Token, number: number): Promise<void> => {
    for (let count = 0; work.going; count += 1) {
      const began = performance.now()
      const body = `${began} ${number} ${count}`
      await ok(
        addresses[number % addresses.length] ?? '',
        token,
        'POST',
        `/api/v1/conversations/${group}/messages`,
        { clientId: newId(), body },
      )
      heldMs.push(performance.now() - began)
      await sleep(WRITER_RESTS_MS)
    }
  }
  const speaking = Promise.all(writers.map(speak))
  return {
    heldMs,
    async stop() {
      work.going = false
      await speaking
    },
  }
}

/** Writers who always hold a number: whatever a call finds, it has to wait for. */
async function hold({ it }: Ground): Promise<{ readonly stop: () => Promise<void> }> {
  const work = { going: true }
  const clients = await Promise.all(
    Array.from({ length: HOLDERS }, async (_, number) => {
      const client = new pg.Client({
        connectionString: it.url,
        application_name: `hufu/bench${number}/command`,
      })
      await client.connect()
      return client
    }),
  )
  const holding = clients.map(async (client) => {
    while (work.going)
      await client.query(`begin; select pg_current_xact_id(); select pg_sleep(${HOLD_MS / 1000}); commit`)
    await client.end()
  })
  return {
    async stop() {
      work.going = false
      await Promise.all(holding)
    },
  }
}

/** The one who loses the right asks and writes on both servers without pause; answers whatever was allowed, by when it was begun. */
function insist({ addresses, victim, group }: Ground) {
  const work = { going: true }
  const allowed: { readonly began: number; readonly wrote: boolean }[] = []
  const path = `/api/v1/conversations/${group}/messages`
  const knock = async (address: string, wrote: boolean): Promise<void> => {
    while (work.going) {
      const began = performance.now()
      const asked = wrote
        ? ask(address, victim, 'POST', path, { clientId: newId(), body: `${VICTIM} ${newId()}` })
        : ask(address, victim, 'GET', `${path}?limit=1`)
      // An answer on its way when the right is lost is cut off, and with it what was just asked on the same connection.
      const status = await asked.then(
        (answer) => answer.status,
        () => 0,
      )
      if (status === 200) allowed.push({ began, wrote })
      await sleep(INSISTS_EVERY_MS)
    }
  }
  const knocking = Promise.all(addresses.flatMap((address) => [knock(address, false), knock(address, true)]))
  return {
    allowed,
    async stop() {
      work.going = false
      await knocking
    },
  }
}

/** Takes one right and gives it back; meanwhile looks for anything that still happens by it. */
async function takeOnce(
  ground: Ground,
  key: 'msg.read' | 'msg.group',
  round: number,
  stale: Stale,
  allowed: readonly { readonly began: number; readonly wrote: boolean }[],
): Promise<number> {
  const { it, addresses, admin, watching } = ground
  const node = addresses[round % addresses.length] ?? ''
  const began = performance.now()
  const { id, applied } = await ok(node, admin, 'POST', '/api/v1/restrictions', {
    subject: { type: 'member', id: it.id.wangwei },
    right: { type: 'permission', key },
    scope: { type: 'workspace' },
    because,
  })
  const returned = performance.now()
  if ((applied as { readonly state: string }).state !== 'applied')
    throw new Error(`not applied: ${JSON.stringify(applied)}`)
  const written = await writtenByVictim(it)
  await sleep(WATCHED_MS)
  stale.commits += key === 'msg.group' ? (await writtenByVictim(it)) - written : 0
  stale.allows += allowed.filter((one) => one.began > returned && one.wrote === (key === 'msg.group')).length
  if (key === 'msg.read')
    for (const { messages } of watching)
      stale.deliveries += messages.filter(
        ({ body, at }) => at > returned + LOOKED_AT_MS || Number(body.split(' ')[0]) > returned,
      ).length
  await ok(node, admin, 'POST', `/api/v1/restrictions/${String(id)}/lift`, { because })
  return returned - began
}

async function writtenByVictim(it: Cluster): Promise<number> {
  const { rows } = await it.pool.query<{ count: number }>(
    'select count(*)::int as count from message where sender_id = $1',
    [it.id.wangwei],
  )
  return rows[0]?.count ?? 0
}

async function measure(ground: Ground, progress: (text: string) => void) {
  const [talking, insisting, holding] = [talk(ground), insist(ground), await hold(ground)]
  const stale: Stale = { allows: 0, commits: 0, deliveries: 0 }
  const took: number[] = []
  const seen = { frames: 0 }
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    for (const { messages } of ground.watching) messages.length = 0
    await sleep(HELD_MS)
    seen.frames += ground.watching.reduce((sum, { messages }) => sum + messages.length, 0)
    const ms = await takeOnce(
      ground,
      round % 4 < 2 ? 'msg.read' : 'msg.group',
      round,
      stale,
      insisting.allowed,
    )
    if (round >= WARM_UP) took.push(ms)
    if (round % 50 === 49)
      progress(
        `${round + 1} of ${ROUNDS + WARM_UP}, p50 ${median(took).toFixed(1)} ms, p99 ${quantile(took, 0.99).toFixed(1)} ms, stale ${JSON.stringify(stale)}`,
      )
  }
  await Promise.all([talking.stop(), insisting.stop(), holding.stop()])
  if (insisting.allowed.length === 0 || seen.frames === 0)
    throw new Error('nothing was allowed or delivered in between: the measure would see no fault')
  return { stale, took, writerMs: quantile(talking.heldMs, 0.99) }
}

/** What it costs to take a right from somebody, on two servers with a thousand sockets, and that nothing happens by it afterwards. */
export const suite: Suite = {
  name: 'barrier',
  run: async (report, { progress }) => {
    const undoing: (() => void | Promise<void>)[] = []
    const end = async (): Promise<void> => {
      for (const undo of undoing.toReversed()) await undo()
    }
    try {
      const ground = await prepare({ after: (undo) => void undoing.push(undo) }, progress)
      const { stale, took, writerMs } = await measure(ground, progress)
      const vs = { p50: median(took), 'message p99': writerMs }
      report({ metric: 'barrier.p99', value: quantile(took, 0.99), unit: 'ms', vs })
      report({
        metric: 'barrier.stale',
        value: stale.allows + stale.commits + stale.deliveries,
        unit: 'count',
        vs: stale,
      })
    } finally {
      hangUp()
      await end()
    }
  },
}
