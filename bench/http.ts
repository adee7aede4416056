/**
 * The AuthZEN decision point under load, signed in and with everything a request of it has: session, origin, limits,
 * metrics, headers, and the journal for refusals. Beside it a bare Fastify route that takes and answers the same bodies.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { features, randomFrom } from './authority/company.ts'
import { filledDatabase } from './filled/database.ts'
import { filledId, filledSizes } from './filled/fill.ts'
import { sessionOf } from './harness/session.ts'
import { median } from './harness/suite.ts'
import type { Suite } from './harness/suite.ts'
import { ask } from './barrier/client.ts'
import { needWrk, run } from './http/wrk.ts'
import type { Load, Seen } from './http/wrk.ts'
import { startServerProcess } from '../server/testing/index.ts'

const ONE = '/access/v1/evaluation'
const MANY = '/access/v1/evaluations'
const BODIES = 512
const IN_A_BATCH = 100
const BATCHES = 64
const ROUNDS = 3
const SECONDS = 4
const WARM_UP_SECONDS = 2

type Evaluation = {
  readonly subject: { readonly type: string; readonly id: string }
  readonly action: { readonly name: string }
  readonly resource: { readonly type: string; readonly id: string }
}
type Ending = { readonly after: (end: () => void | Promise<void>) => void }
type Ground = {
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
  readonly progress: (text: string) => void
}

export function evaluations(
  seed: number,
  count: number,
  size: { readonly members: number; readonly departments: number } = filledSizes.usual,
): readonly Evaluation[] {
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

async function prepare(t: Ending, progress: (text: string) => void): Promise<Ground> {
  const database = await filledDatabase(filledSizes.usual, progress)
  t.after(() => database.end())
  const dataDir = await mkdtemp(join(tmpdir(), 'hufu-bench-'))
  t.after(() => rm(dataDir, { recursive: true, force: true }))
  const server = await startServerProcess(t, { DATABASE_URL: database.url, HUFU_DATA: dataDir })
  // A super administrator: whoever asks about others must be allowed to look at them.
  const token = await sessionOf(database.pool, filledId('workspace', 0), filledId('member', 1))
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return { address: server.address, headers, progress }
}

async function startBare(t: Ending, path: string, answer: string): Promise<string> {
  const child = fork(new URL('http/bare.ts', import.meta.url), [path, answer])
  t.after(() => void child.kill())
  const [said] = (await once(child, 'message')) as readonly unknown[]
  // `bare.ts` says nothing else.
  return (said as { readonly address: string }).address
}

// The answers differ in length; the bare route gives one whose length is in the middle.
async function typicalAnswer(
  { address, headers }: Ground,
  path: string,
  bodies: readonly string[],
): Promise<string> {
  const token = headers['authorization']?.replace('Bearer ', '') ?? ''
  const answers: string[] = []
  for (const body of bodies) {
    const { status, text } = await ask(address, token, 'POST', path, JSON.parse(body))
    if (status !== 200) throw new Error(`${path} answers ${status}: ${text}`)
    answers.push(text)
  }
  const sorted = answers.toSorted((a, b) => a.length - b.length)
  return sorted[Math.floor(sorted.length / 2)] ?? ''
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

/** Evaluations over HTTP: one at a time beside a bare route, and a hundred at a time. */
export const suite: Suite = {
  name: 'http',
  async run(report, { progress }) {
    needWrk()
    const ends: (() => void | Promise<void>)[] = []
    const t = { after: (end: () => void | Promise<void>) => void ends.push(end) }
    try {
      const ground = await prepare(t, progress)
      progress('evaluations one by one')
      const singles = evaluations(41, BODIES).map((one) => JSON.stringify(one))
      const one = await compare(t, ground, ONE, singles)
      report({ metric: 'authzen.vs_fastify', value: one.share * 100, unit: '%', vs: one.vs })
      progress(`evaluations by ${IN_A_BATCH}`)
      const batches = Array.from({ length: BATCHES }, (_, seed) =>
        JSON.stringify({ evaluations: evaluations(100 + seed, IN_A_BATCH) }),
      )
      const many = await compare(t, ground, MANY, batches)
      report({ metric: 'authzen.batch', value: many.perSecond * IN_A_BATCH, unit: 'checks/s', vs: many.vs })
    } finally {
      for (const end of ends.toReversed()) await end()
    }
  },
}
