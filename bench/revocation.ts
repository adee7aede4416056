import { createHash } from 'node:crypto'
import { newId } from '@hufu/kit'
import { verifyReceipt } from '@hufu/merkle'
import { cluster, sleep } from '../server/testing/index.ts'
import type { Cluster } from '../server/testing/index.ts'
import { ask, hangUp, ok, open } from './barrier/client.ts'
import type { Token } from './barrier/client.ts'
import { sessionOf } from './harness/session.ts'
import { quantile } from './harness/suite.ts'
import type { Suite } from './harness/suite.ts'

const PEOPLE = 500
const AT_ONCE = 4
const LEAVERS = 30
const MASS = 1300
const IN_ONE_BATCH = 250
/** Everybody tries again so often, as a page that is open does at worst. */
const TRIES_EVERY_MS = 25
/** Refused so often in a row, a way counts as shut; whatever is served after that is a leak. */
const SHUT_AFTER = 4
const WAIT_MS_MAX = 10_000
const because = '离职'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

type Ending = { readonly after: (undo: () => void | Promise<void>) => void }
type Ground = {
  readonly it: Cluster
  readonly addresses: readonly [string, string]
  readonly admin: Token
  readonly progress: (text: string) => void
}

async function prepare(t: Ending, progress: (text: string) => void): Promise<Ground> {
  progress('two servers and a company')
  const it = await cluster(t)
  const [first, second] = it.nodes
  if (first === undefined || second === undefined) throw new Error('the suite has two servers')
  return {
    it,
    addresses: [first.address, second.address],
    admin: await sessionOf(it.pool, it.workspaceId, it.id.lina),
    progress,
  }
}

/** People who have just begun to work here; answers their ids. */
async function hire(
  { it, addresses, admin }: Ground,
  word: string,
  count: number,
): Promise<readonly string[]> {
  for (let begun = 0; begun < count; begun += IN_ONE_BATCH) {
    const steps = Array.from({ length: Math.min(IN_ONE_BATCH, count - begun) }, (_, n) => ({
      do: 'members.add',
      with: {
        name: `员工${begun + n}`,
        login: `${word}${begun + n}`,
        departmentId: it.research,
        status: 'active',
      },
    }))
    await ok(addresses[0], admin, 'POST', '/api/v1/batches', { steps })
  }
  const { rows } = await it.pool.query<{ id: string }>(
    'select id from member where login like $1 order by id',
    [`${word}%`],
  )
  return rows.map(({ id }) => id)
}

/** One way by which somebody reaches what is theirs, tried again and again: true while it is served. */
type Way = { readonly name: string; readonly serves: () => Promise<boolean> }

type Person = { readonly ways: readonly Way[]; readonly sockets: readonly Promise<number>[] }

/** Somebody at work on both servers: pages, a conversation, a file, an upload, two open sockets. */
async function atWork({ it, addresses }: Ground, memberId: string): Promise<Person> {
  const [first, second] = addresses
  const token = await sessionOf(it.pool, it.workspaceId, memberId)
  const { id } = await ok(first, token, 'POST', '/api/v1/conversations', {
    kind: 'group',
    name: '工作',
    memberIds: [it.id.sunli],
  })
  const chat = `/api/v1/conversations/${String(id)}`
  const file = await upload(first, token, chat)
  const lines = await Promise.all([open(first, token), open(second, token)])
  const served =
    (address: string, method: string, path: string, body?: unknown) => async (): Promise<boolean> =>
      (await ask(address, token, method, path, body)).status < 400
  return {
    ways: [
      { name: 'page on the one server', serves: served(first, 'GET', '/api/v1/me') },
      { name: 'page on the other server', serves: served(second, 'GET', '/api/v1/me') },
      { name: 'reading messages', serves: served(second, 'GET', `${chat}/messages`) },
      {
        name: 'writing messages',
        serves: () => served(first, 'POST', `${chat}/messages`, { clientId: newId(), body: '在吗' })(),
      },
      { name: 'link to a file', serves: served(second, 'GET', `/api/v1/files/${file}`) },
      { name: 'upload', serves: async () => (await tryUpload(first, token, chat)) < 400 },
      { name: 'new socket', serves: served(second, 'POST', '/api/v1/tickets', {}) },
    ],
    sockets: lines.map(
      ({ socket }) =>
        new Promise((resolve) => {
          socket.once('close', () => resolve(performance.now()))
        }),
    ),
  }
}

const tryUpload = async (address: string, token: Token, chat: string): Promise<number> => {
  const answer = await fetch(`${address}${chat}/files?name=a.txt`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: 'bytes',
  })
  await answer.body?.cancel()
  return answer.status
}

async function upload(address: string, token: Token, chat: string): Promise<string> {
  const answer = await fetch(`${address}${chat}/files?name=a.txt`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: 'bytes',
  })
  const { id } = (await answer.json()) as { readonly id: string }
  await ok(address, token, 'POST', `${chat}/messages`, { clientId: newId(), body: '', fileId: id })
  return id
}

/** When a way was refused first and for good, and whether it was ever served after that. */
async function watch(
  { serves }: Way,
  going: { until: number },
): Promise<{ readonly shutAt: number; readonly leaks: number }> {
  let shutAt: number | null = null
  let inARow = 0
  let leaks = 0
  while (inARow < SHUT_AFTER && performance.now() < going.until) {
    const began = performance.now()
    // A connection that is cut serves nothing.
    const isServed = await serves().catch(() => false)
    if (isServed) {
      // A try that was begun before is no leak; one begun after a refusal is.
      if (shutAt !== null && began > shutAt) leaks += 1
      if (inARow === 0 || leaks > 0) shutAt = null
      inARow = 0
    } else {
      shutAt ??= performance.now()
      inARow += 1
    }
    await sleep(TRIES_EVERY_MS)
  }
  return { shutAt: shutAt ?? Number.POSITIVE_INFINITY, leaks }
}

type Seen = { readonly surface: string; readonly ms: number; readonly leaks: number }

/** Suspends somebody at work, and sees how long each of their ways goes on. From the moment the request is sent. */
async function takeAway(ground: Ground, memberId: string): Promise<readonly Seen[]> {
  const person = await atWork(ground, memberId)
  const going = { until: performance.now() + WAIT_MS_MAX }
  const watched = person.ways.map((way) => watch(way, going))
  await sleep(TRIES_EVERY_MS)
  const sent = performance.now()
  await ok(ground.addresses[0], ground.admin, 'POST', `/api/v1/members/${memberId}/suspend`, { because })
  const ways = await Promise.all(watched)
  const late = sleep(WAIT_MS_MAX).then(() => Number.POSITIVE_INFINITY)
  const closed = await Promise.all(person.sockets.map((socket) => Promise.race([socket, late])))
  return [
    ...ways.map(({ shutAt, leaks }, at) => ({
      surface: person.ways[at]?.name ?? '',
      ms: Math.max(0, shutAt - sent),
      leaks,
    })),
    ...closed.map((at) => ({ surface: 'open socket', ms: Math.max(0, at - sent), leaks: 0 })),
  ]
}

async function measureSurfaces(ground: Ground): Promise<readonly Seen[]> {
  const ids = await hire(ground, 'works', PEOPLE)
  const seen: Seen[] = []
  const waiting = [...ids]
  const worker = async (): Promise<void> => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      seen.push(...(await takeAway(ground, id)))
      if (waiting.length % 50 === 0) ground.progress(`${PEOPLE - waiting.length} people`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return seen
}

/** From the click on "confirm", the password asked included, to a receipt that verifies. */
async function measurePerson(ground: Ground): Promise<readonly number[]> {
  const { it } = ground
  const took: number[] = []
  for (const id of await hire(ground, 'leaves', LEAVERS)) {
    const began = performance.now()
    const { revocationId } = await it.ok(0, 'lina', 'POST', `/api/v1/members/${id}/depart`, { because })
    await receiptOf(ground, String(revocationId))
    took.push((performance.now() - began) / 1000)
  }
  return took
}

/** Waits for the receipt, and verifies it as anybody would. */
async function receiptOf({ addresses, admin }: Ground, id: string): Promise<void> {
  for (;;) {
    const { status, text } = await ask(addresses[0], admin, 'GET', `/api/v1/revocations/${id}/receipt`)
    if (status === 200) {
      const { ok: good, findings } = await verifyReceipt(sha256, text)
      if (!good) throw new Error(`a receipt does not verify: ${JSON.stringify(findings)}`)
      return
    }
    // Not yet verified, or more at once than the node takes: whoever waits asks again.
    if (status !== 409 && status !== 503) throw new Error(`no receipt: ${status} ${text}`)
    await sleep(20)
  }
}

/** Departure of many people in one decision, a second person's agreement included, until each has a receipt. */
async function measureMass(ground: Ground): Promise<{ readonly applied: number; readonly receipts: number }> {
  const { it, progress } = ground
  const ids = await hire(ground, 'mass', MASS)
  const began = performance.now()
  const since = (): number => (performance.now() - began) / 1000
  const { id: planId } = await it.ok(0, 'lina', 'POST', '/api/v1/plans', {
    what: 'departure',
    people: ids.map((who) => ({ who })),
    reason: 'leave',
    because,
  })
  await it.ok(0, 'chenli', 'POST', `/api/v1/plans/${String(planId)}/agree`, { people: MASS })
  for (;;) {
    const { state, counts } = await it.ok(0, 'lina', 'GET', `/api/v1/plans/${String(planId)}`)
    progress(`${since().toFixed(0)} s: ${JSON.stringify(counts)}`)
    if (state === 'done') break
    await sleep(1000)
  }
  const applied = since()
  const { rows } = await it.pool.query<{ revocationId: string }>(
    'select revocation_id as "revocationId" from plan_item where plan_id = $1',
    [planId],
  )
  const waiting = rows.map(({ revocationId }) => revocationId)
  const worker = async (): Promise<void> => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) await receiptOf(ground, id)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return { applied, receipts: since() }
}

/** How long what was taken goes on, by every way on two servers; and how long a person, and very many, take to be seen off. */
export const suite: Suite = {
  name: 'revocation',
  run: async (report, { progress }) => {
    const undoings: (() => void | Promise<void>)[] = []
    const t: Ending = { after: (undo) => void undoings.push(undo) }
    try {
      const ground = await prepare(t, progress)
      const seen = await measureSurfaces(ground)
      const all = seen.map(({ ms }) => ms)
      const worst: Record<string, number> = {}
      for (const [surface, some] of Map.groupBy(seen, (one) => one.surface))
        worst[surface] = Math.round(
          quantile(
            some.map(({ ms }) => ms),
            0.99,
          ),
        )
      report({ metric: 'revoke.surface_p99', value: quantile(all, 0.99), unit: 'ms', vs: worst })
      report({ metric: 'revoke.surface_max', value: Math.max(...all), unit: 'ms' })
      report({
        metric: 'revoke.leaks',
        value: seen.reduce((sum, { leaks }) => sum + leaks, 0),
        unit: 'count',
      })
      const person = await measurePerson(ground)
      report({
        metric: 'revoke.person',
        value: Math.max(...person),
        unit: 's',
        vs: { median: quantile(person, 0.5) },
      })
      const { applied, receipts } = await measureMass(ground)
      report({ metric: 'revoke.mass_1300', value: receipts, unit: 's', vs: { 'all gone': applied } })
    } finally {
      hangUp()
      for (const undo of undoings.toReversed()) await undo()
    }
  },
}
