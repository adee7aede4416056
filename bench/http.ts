/**
 * The AuthZEN decision point under load, signed in and with everything a request of it has: session, origin, limits,
 * metrics, headers, and the journal for refusals. Beside it a bare Fastify route that takes and answers the same bytes,
 * head and body, and does nothing else. Batches besides on two servers at once, which is how Hufu runs on two cores.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { features, randomFrom } from './authority/company.ts'
import { filledId, filledSizes } from './filled/fill.ts'
import { ending, filledServer } from './filled/server.ts'
import type { Ending } from './filled/server.ts'
import { median } from './harness/suite.ts'
import type { Suite } from './harness/suite.ts'
import type { ServerProcess } from '../server/testing/index.ts'
import { needWrk, run } from './http/wrk.ts'
import type { Load, Seen } from './http/wrk.ts'

const ONE = '/access/v1/evaluation'
const MANY = '/access/v1/evaluations'
const BODIES = 512
const IN_A_BATCH = 100
const BATCHES = 64
const ROUNDS = 9
const SECONDS = 2
const WARM_UP_SECONDS = 4
const size = filledSizes.usual

type Evaluation = {
  readonly subject: { readonly type: string; readonly id: string }
  readonly action: { readonly name: string }
  readonly resource: { readonly type: string; readonly id: string }
}
type Ground = {
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
  readonly progress: (text: string) => void
}

function evaluations(seed: number, count: number): readonly Evaluation[] {
  const random = randomFrom(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  return Array.from({ length: count }, () => {
    const kind = below(4)
    const resource =
      kind === 0
        ? { type: 'department', id: filledId('department', below(size.departments)) }
        : kind === 1
          ? { type: 'external', id: filledId('resource', below(size.members / 10)) }
          : { type: 'member', id: filledId('member', below(size.members)) }
    return {
      subject: { type: 'member', id: filledId('member', below(size.members)) },
      action: { name: features[below(features.length)] ?? 'msg.dm' },
      resource,
    }
  })
}

async function startBare(t: Ending, path: string, { text, head }: Typical): Promise<string> {
  const child = fork(new URL('http/bare.ts', import.meta.url), [path, text, JSON.stringify(head)])
  t.after(() => void child.kill())
  const [said] = (await once(child, 'message')) as readonly unknown[]
  // `bare.ts` says nothing else.
  return (said as { readonly address: string }).address
}

type Typical = { readonly text: string; readonly head: Readonly<Record<string, string>> }
/** What Node and Fastify add to every answer by themselves. */
const added: ReadonlySet<string> = new Set(['date', 'connection', 'keep-alive', 'content-length'])

// Answers differ in length; the bare route gives, head and all, one whose length is in the middle.
async function typicalAnswer(
  { address, headers }: Ground,
  path: string,
  bodies: readonly string[],
): Promise<Typical> {
  const answers: Typical[] = []
  for (const body of bodies) {
    const response = await fetch(`${address}${path}`, { method: 'POST', headers, body })
    const text = await response.text()
    if (response.status !== 200) throw new Error(`${path} answers ${response.status}: ${text}`)
    answers.push({
      text,
      head: Object.fromEntries([...response.headers].filter(([name]) => !added.has(name))),
    })
  }
  const sorted = answers.toSorted((a, b) => a.text.length - b.text.length)
  return sorted[Math.floor(sorted.length / 2)] ?? { text: '{}', head: {} }
}

/** Both by turns, so that whatever else the machine does meets both; each warmed up before. */
async function byTurns(
  ours: Load,
  theirs: Load,
  progress: (text: string) => void,
): Promise<readonly { readonly ours: Seen; readonly theirs: Seen }[]> {
  for (const load of [ours, theirs]) await run(load, WARM_UP_SECONDS)
  const rounds: { ours: Seen; theirs: Seen }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const seen = { theirs: await run(theirs, SECONDS), ours: await run(ours, SECONDS) }
    rounds.push(seen)
    progress(`${Math.round(seen.ours.perSecond)} a second, bare Fastify ${Math.round(seen.theirs.perSecond)}`)
  }
  return rounds
}

async function compare(t: Ending, ground: Ground, path: string, bodies: readonly string[]) {
  const answer = await typicalAnswer(ground, path, bodies.slice(0, 101))
  const { headers } = ground
  const bare = await startBare(t, path, answer)
  const rounds = await byTurns(
    { url: `${ground.address}${path}`, headers, bodies },
    { url: `${bare}${path}`, headers, bodies },
    ground.progress,
  )
  const of = (value: (round: (typeof rounds)[number]) => number): number => median(rounds.map(value))
  return {
    load: { url: `${ground.address}${path}`, headers, bodies },
    share: of(({ ours, theirs }) => ours.perSecond / theirs.perSecond),
    perSecond: of(({ ours }) => ours.perSecond),
    vs: {
      'requests/s': of(({ ours }) => ours.perSecond),
      'bare Fastify': of(({ theirs }) => theirs.perSecond),
      'p99 ms': of(({ ours }) => ours.p99Ms),
      'bare p99 ms': of(({ theirs }) => theirs.p99Ms),
    },
  }
}

/** Two servers of one company under the same load at once; the requests a second of both. */
async function onTwo(
  load: Load,
  second: ServerProcess,
  progress: (text: string) => void,
): Promise<{ readonly perSecond: number; readonly p99Ms: number }> {
  const loads = [load, { ...load, url: load.url.replace(/^http:\/\/[^/]+/, second.address) }]
  await Promise.all(loads.map((each) => run(each, WARM_UP_SECONDS)))
  const rounds: Seen[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const seen = await Promise.all(loads.map((each) => run(each, SECONDS)))
    const perSecond = seen.reduce((sum, each) => sum + each.perSecond, 0)
    rounds.push({ perSecond, p99Ms: Math.max(...seen.map(({ p99Ms }) => p99Ms)) })
    progress(`${Math.round(perSecond)} a second on two servers`)
  }
  const of = (value: (round: Seen) => number): number => median(rounds.map(value))
  return { perSecond: of(({ perSecond }) => perSecond), p99Ms: of(({ p99Ms }) => p99Ms) }
}

/** Evaluations over HTTP: one at a time beside a bare route, and a hundred at a time. */
export const suite: Suite = {
  name: 'http',
  run: async (report, { progress }) => {
    needWrk()
    await ending(async (t) => {
      const { server, another, token } = await filledServer(t, size, progress)
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const ground = { address: server.address, headers, progress }
      progress('evaluations one by one')
      const singles = evaluations(41, BODIES).map((one) => JSON.stringify(one))
      const one = await compare(t, ground, ONE, singles)
      report({ metric: 'authzen.vs_fastify', value: one.share * 100, unit: '%', vs: one.vs })
      progress(`evaluations by ${IN_A_BATCH}`)
      const batches = Array.from({ length: BATCHES }, (_, seed) =>
        JSON.stringify({ evaluations: evaluations(100 + seed, IN_A_BATCH) }),
      )
      const many = await compare(t, ground, MANY, batches)
      progress(`evaluations by ${IN_A_BATCH} on two servers`)
      const two = await onTwo(many.load, await another(), progress)
      report({
        metric: 'authzen.batch',
        value: two.perSecond * IN_A_BATCH,
        unit: 'checks/s',
        vs: {
          'worst p99 ms': two.p99Ms,
          'on one server': many.perSecond * IN_A_BATCH,
          '% of bare': many.share * 100,
          ...many.vs,
        },
      })
    })
  },
}
