import type pg from 'pg'
import { ending } from './filled/server.ts'
import type { FilledServer } from './filled/server.ts'
import { filledId } from './filled/fill.ts'
import { quantile } from './harness/suite.ts'
import type { Suite } from './harness/suite.ts'
import { lineTo, together } from './requests/client.ts'
import type { Line } from './requests/client.ts'
import { managedCompany, size, tokenOf } from './requests/company.ts'
import { askedBy, load } from './requests/load.ts'

const REQUESTS = 32_000
const CLIENTS = 16
/** What 6 minutes do not give over the API is written by SQL. */
const SECONDS_MAX = 360
const LOOKS = 400
const SCREENINGS = 1000
const EFFECTIVE = 200
/** Those with most in their queue. */
const BUSY = 100
const SUPER = 1

type Report = Parameters<Suite['run']>[0]
type Ground = FilledServer & {
  readonly pool: pg.Pool
  readonly lines: readonly Line[]
  readonly progress: (text: string) => void
  readonly report: Report
}

/** How fast a great company's requests are taken, read, tried, decided and in force. */
export const suite: Suite = {
  name: 'requests',
  run: async (report, { progress }) =>
    ending(async (t) => {
      const filled = await managedCompany(t, progress)
      const lines = Array.from({ length: CLIENTS }, () => lineTo(filled.server.address))
      t.after(() => lines.forEach(({ hangUp }) => hangUp()))
      const ground: Ground = { ...filled, pool: filled.database.pool, lines, progress, report }
      progress(`${CLIENTS} clients ask`)
      const loaded = await load({ ...ground, count: REQUESTS, secondsMax: SECONDS_MAX })
      const { byApi, bySql } = loaded
      report({
        metric: 'requests.loaded',
        value: loaded.perSecond,
        unit: 'requests/s',
        vs: { 'over the API': byApi, 'by SQL': bySql },
      })
      await measureQueues(ground)
      await measureScreening(ground, loaded.left)
      await measureDecisions(ground)
      await measureEffect(ground)
    }),
}

/** One look after the other, as one person looks; the first ones are not counted. */
async function looks(count: number, look: (number: number) => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = []
  const warmUp = Math.ceil(count / 10)
  for (let number = -warmUp; number < count; number += 1) {
    const began = performance.now()
    await look(number + warmUp)
    if (number >= 0) times.push(performance.now() - began)
  }
  return times
}

const spread = (times: readonly number[]) => ({ p50: quantile(times, 0.5), worst: quantile(times, 1) })

/** Waiting pages of those who have most to decide, and the lists of whoever looks after all. */
async function measureQueues({ pool, lines, progress, report }: Ground): Promise<void> {
  const [line] = lines
  const busy = await busiest(pool)
  progress(`queues of ${busy[0]?.count ?? 0} and less, lists of all`)
  const lists = [
    '',
    '&state=pending',
    '&permission=file.download',
    '&kind=right',
    '&overdue=true',
    '&search=12',
  ]
  const cursors = new Map<string, string | null>()
  // Each goes on where it was left, and begins anew at the end.
  const page = async (token: string, path: string): Promise<void> => {
    const from = cursors.get(token + path) ?? null
    const cursor = from === null ? '' : `&cursor=${encodeURIComponent(from)}`
    const answer = await line?.ok({ token, method: 'GET', path: `${path}${cursor}` })
    cursors.set(token + path, (answer?.['next'] ?? null) as string | null)
  }
  const waiting = await looks(LOOKS, (number) =>
    page(tokenOf(busy[number % busy.length]?.number ?? 0), '/api/v1/requests/waiting?limit=50'),
  )
  const listed = await looks(LOOKS, (number) =>
    page(tokenOf(SUPER), `/api/v1/requests?limit=50${lists[number % lists.length] ?? ''}`),
  )
  report({
    metric: 'requests.queue_p95',
    value: Math.max(quantile(waiting, 0.95), quantile(listed, 0.95)),
    unit: 'ms',
    vs: {
      'waiting p50': quantile(waiting, 0.5),
      'waiting p95': quantile(waiting, 0.95),
      'list p50': quantile(listed, 0.5),
      'list p95': quantile(listed, 0.95),
    },
  })
}

async function busiest(
  pool: pg.Pool,
): Promise<readonly { readonly number: number; readonly count: number }[]> {
  const { rows } = await pool.query<{ id: string; count: number }>(
    `select member_id as id, count(*)::int as count from request_task where state = 'open'
     group by member_id order by count desc, member_id limit $1`,
    [BUSY],
  )
  return rows.map(({ id, count }) => ({ number: numberOf(id), count }))
}

let numbers: ReadonlyMap<string, number> | null = null
/** Which member an id is. */
function numberOf(id: string): number {
  numbers ??= new Map(
    Array.from({ length: size.members }, (_, number) => [filledId('member', number), number]),
  )
  return numbers.get(id) ?? 0
}

/** Everybody who has not asked yet sees what would become of it. */
async function measureScreening({ lines, report, progress }: Ground, left: readonly number[]): Promise<void> {
  progress('trying requests')
  const [line] = lines
  const times = await looks(SCREENINGS, (number) => {
    const who = left[number % left.length] ?? 0
    const { need: _need, ...asked } = askedBy(who)
    return (
      line?.ok({ token: tokenOf(who), method: 'POST', path: '/api/v1/requests/screen', body: asked }) ??
      Promise.resolve()
    )
  })
  report({ metric: 'requests.screening_p99', value: quantile(times, 0.99), unit: 'ms', vs: spread(times) })
}

type Open = {
  readonly id: string
  readonly memberId: string
  readonly approver: number
  readonly key: string
}
type Read = Open & { readonly hash: string }

/** Requests whose next yes is the last, but for some that are kept for later. */
async function openOnes(pool: pg.Pool, limit: number): Promise<readonly Open[]> {
  const { rows } = await pool.query<{ id: string; memberId: string; approver: string; key: string }>(
    `select distinct on (r.id) r.id, r.member_id as "memberId", t.member_id as approver, r.permissions[1] as key
     from access_request r join request_task t on t.workspace_id = r.workspace_id and t.request_id = r.id
     where r.state = 'pending' and t.state = 'open' and jsonb_array_length(r.route) = 1 order by r.id limit $1`,
    [limit],
  )
  return rows.map(({ approver, ...open }) => ({ ...open, approver: numberOf(approver) }))
}

/** Opens a request, as whoever is to decide it. */
async function read(line: Line, open: Open): Promise<Read> {
  const path = `/api/v1/requests/${open.id}`
  const { termsHash } = await line.ok({ token: tokenOf(open.approver), method: 'GET', path })
  return { ...open, hash: String(termsHash) }
}

const approve = (line: Line, { id, approver, hash }: Read) =>
  line.ok({
    token: tokenOf(approver),
    method: 'POST',
    path: `/api/v1/requests/${id}/decide`,
    body: { verdict: 'approve', termsHash: hash, because: '' },
  })

/** Heads of departments open what waits for them, and agree. What is counted is the agreeing. */
async function measureDecisions({ pool, lines, progress, report }: Ground): Promise<void> {
  const open = await openOnes(pool, REQUESTS)
  const work = open.slice(0, open.length - EFFECTIVE)
  progress(`${work.length} requests are opened`)
  const opened: Read[] = []
  let began = performance.now()
  await together(lines, work, began + SECONDS_MAX * 1000, async (line, one) => {
    opened.push(await read(line, one))
  })
  const reads = (opened.length * 1000) / (performance.now() - began)
  progress(`and decided: ${opened.length}`)
  began = performance.now()
  const times: number[] = []
  const decided = await together(lines, opened, began + SECONDS_MAX * 1000, async (line, one) => {
    const sent = performance.now()
    await approve(line, one)
    times.push(performance.now() - sent)
    if (times.length % 2000 === 0)
      progress(`${times.length} in ${((performance.now() - began) / 1000).toFixed(0)} s`)
  })
  report({
    metric: 'requests.decisions',
    value: (decided * 1000) / (performance.now() - began),
    unit: 'decisions/s',
    vs: { decided, 'opened a second': reads, ...spread(times) },
  })
}

/** From the moment the last yes is sent until either of two servers says that it is held. */
async function measureEffect(ground: Ground): Promise<void> {
  const { pool, lines, server, another, progress, report } = ground
  progress('a second server')
  const second = await another()
  const eyes = [lineTo(server.address), lineTo(second.address)]
  const times: number[] = []
  try {
    const [line] = lines
    if (line === undefined) throw new Error('there are clients')
    for (const open of await openOnes(pool, EFFECTIVE)) {
      const one = await read(line, open)
      const held = eyes.map((eye) => untilHeld(eye, one))
      const sent = performance.now()
      await approve(line, one)
      for (const at of await Promise.all(held)) times.push(at - sent)
    }
  } finally {
    eyes.forEach(({ hangUp }) => hangUp())
  }
  report({ metric: 'requests.effective_p99', value: quantile(times, 0.99), unit: 'ms', vs: spread(times) })
}

const LOOK_AGAIN_MS = 2
const HELD_MS_MAX = 20_000

/** Asks a server again and again; the moment of its first yes. */
async function untilHeld(line: Line, { memberId, key }: Read): Promise<number> {
  const body = { memberId, permission: key, target: { type: 'workspace' } }
  const began = performance.now()
  for (;;) {
    const { allowed } = await line.ok({
      token: tokenOf(SUPER),
      method: 'POST',
      path: '/api/v1/decisions/explain',
      body,
    })
    const at = performance.now()
    if (allowed === true) return at
    if (at - began > HELD_MS_MAX) throw new Error('what was agreed to is not in force')
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}
