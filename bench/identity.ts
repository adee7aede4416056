import { browserAt, cluster, openHouse, PASSWORD } from '../server/testing/index.ts'
import type { Browser, Cluster } from '../server/testing/index.ts'
import { ending } from './filled/server.ts'
import type { Ending } from './filled/server.ts'
import { sessionOf } from './harness/session.ts'
import { quantile } from './harness/suite.ts'
import type { Suite } from './harness/suite.ts'
import { hireMany, givePasswords } from './identity/people.ts'

const ACCOUNTS = 1000
const GUESSES = 10_000
/** Guessers at once, and how many networks they come from. */
const GUESSERS = 24
const NETWORKS = 200
/** Owners of accounts under attack who sign in again and again from a device of theirs. */
const OWNERS = 20
const OWNER_RESTS_MS = 500
const OTHERS_REST_MS = 25
const CHECKED = 1000
const CHECKS = 200_000
const ENDED = 200

type Report = Parameters<Suite['run']>[0]
type Progress = (text: string) => void
type Ground = { readonly it: Cluster; readonly report: Report; readonly progress: Progress }

/** How signing in stands up to guessing, and what a session costs to check. */
export const suite: Suite = {
  name: 'identity',
  run: async (report, { progress }) =>
    ending(async (t) => {
      progress('two servers and a company')
      const it = await cluster(t)
      const ground: Ground = { it, report, progress }
      progress(`${ACCOUNTS} accounts with passwords`)
      const memberIds = await hireMany(it, ACCOUNTS)
      await givePasswords(it, memberIds)
      await measureChecks(t, ground, memberIds)
      await measureEnding(ground, memberIds)
      await measureGuessing(ground)
    }),
}

/** Whether a session may go on is asked with every request and every frame: a question to memory. */
async function measureChecks(
  t: Ending,
  { it, report, progress }: Ground,
  memberIds: readonly string[],
): Promise<void> {
  progress('checking sessions from memory')
  const house = await openHouse(t, it.url)
  const tokens = await Promise.all(
    memberIds.slice(0, CHECKED).map((memberId) => sessionOf(it.pool, it.workspaceId, memberId)),
  )
  const { sessions } = house.identity
  const callers = await Promise.all(tokens.map(async (token) => sessions.find({ token, by: 'bearer' })))
  const times: number[] = []
  for (let number = 0; number < CHECKS; number += 1) {
    const caller = callers[number % callers.length] ?? null
    if (caller === null) throw new Error('these people are signed in')
    const began = performance.now()
    // What a request does: the token found again, and asked at the fence whether it still counts.
    const found = sessions.find({ token: tokens[number % tokens.length] ?? '', by: 'bearer' })
    const refusal = sessions.check(caller)
    times.push((performance.now() - began) * 1000)
    if (refusal !== null || found === null || found instanceof Promise)
      throw new Error('memory knows these sessions')
  }
  report({
    metric: 'session.check',
    value: quantile(times, 0.99),
    unit: 'µs',
    vs: { p50: quantile(times, 0.5), sessions: CHECKED },
  })
  await house.stop()
}

/** A session ended at one server is over at the other by the time that is answered. */
async function measureEnding({ it, report, progress }: Ground, memberIds: readonly string[]): Promise<void> {
  progress('ending sessions at one server and using them at the other')
  let stale = 0
  for (const memberId of memberIds.slice(0, ENDED)) {
    const token = await sessionOf(it.pool, it.workspaceId, memberId)
    const headers = { authorization: `Bearer ${token}` }
    const [first, second] = it.nodes.map(({ address }) => browserAt(address))
    if (first === undefined || second === undefined) throw new Error('the suite has two servers')
    await second.ok('GET', '/api/v1/me', undefined, headers)
    await first.ok('DELETE', '/api/v1/sessions/current', undefined, headers)
    if ((await second.ask('GET', '/api/v1/me', undefined, headers)).status !== 401) stale += 1
  }
  report({ metric: 'session.stale', value: stale, unit: 'count', vs: { ended: ENDED } })
}

const loginOf = (number: number): string => `account${number % ACCOUNTS}`

/** Ten thousand guesses at one account, and ten thousand spread over a thousand, from two hundred networks. */
async function measureGuessing(ground: Ground): Promise<void> {
  const { it, report, progress } = ground
  const owners = await Promise.all(
    Array.from({ length: OWNERS }, (_, number) => ownerOf(it, loginOf(number * (ACCOUNTS / OWNERS)))),
  )
  const during = { over: false }
  const signedIn = Promise.all(owners.map((owner) => signInAgain(owner, during)))
  const others = useOtherwise(ground, during)
  progress(`${GUESSES} guesses over ${ACCOUNTS} accounts, and as many at one`)
  const spread = await guess(it, (number) => loginOf(number))
  const single = await guess(it, () => loginOf(0))
  during.over = true
  const outcomes = (await signedIn).flat()
  const times = await others
  const verified = [...spread.values(), ...single.values()]
  const together = new Map(spread)
  for (const [login, count] of single) together.set(login, (together.get(login) ?? 0) + count)
  const refused = outcomes.filter((status) => status !== 200).length
  report({
    metric: 'guessing.verified_max',
    value: Math.max(0, ...together.values()),
    unit: 'count',
    vs: { guesses: 2 * GUESSES, compared: verified.reduce((sum, one) => sum + one, 0) },
  })
  report({
    metric: 'guessing.owner_refused',
    value: (refused * 100) / Math.max(1, outcomes.length),
    unit: '%',
    vs: { 'signed in': outcomes.length - refused, refused },
  })
  report({
    metric: 'guessing.others_p99',
    value: quantile(times, 0.99),
    unit: 'ms',
    vs: { p50: quantile(times, 0.5), worst: quantile(times, 1), requests: times.length },
  })
}

/** Has guessers try; answers how many guesses were compared with the password, by account. */
async function guess(it: Cluster, login: (number: number) => string): Promise<ReadonlyMap<string, number>> {
  const compared = new Map<string, number>()
  let next = 0
  const guesser = async (): Promise<void> => {
    for (let number = next++; number < GUESSES; number = next++) {
      const { address } = it.nodes[number % it.nodes.length] ?? {}
      if (address === undefined) throw new Error('the suite has two servers')
      const who = login(number)
      const { status } = await browserAt(address).ask(
        'POST',
        '/api/v1/sessions',
        { login: who, password: `guess number ${number}` },
        { 'x-forwarded-for': `203.${number % NETWORKS}.${number % 7}.1` },
      )
      if (status === 401) compared.set(who, (compared.get(who) ?? 0) + 1)
      else if (status !== 429 && status !== 503) throw new Error(`a guess was answered ${status}`)
    }
  }
  await Promise.all(Array.from({ length: GUESSERS }, guesser))
  return compared
}

type Owner = { readonly browser: Browser; readonly login: string }

/** Somebody who has signed in from this device before. */
async function ownerOf(it: Cluster, login: string): Promise<Owner> {
  const browser = browserAt(it.nodes[0]?.address ?? '')
  await browser.ok('POST', '/api/v1/sessions', { login, password: PASSWORD })
  return { browser, login }
}

async function signInAgain({ browser, login }: Owner, during: { readonly over: boolean }) {
  const statuses: number[] = []
  while (!during.over) {
    const { status } = await browser.ask('POST', '/api/v1/sessions', { login, password: PASSWORD })
    statuses.push(status)
    await new Promise((resolve) => setTimeout(resolve, OWNER_RESTS_MS))
  }
  return statuses
}

/** What everybody else does meanwhile: reads who they are and what waits for them, at either server. */
async function useOtherwise({ it }: Ground, during: { readonly over: boolean }): Promise<readonly number[]> {
  const times: number[] = []
  const paths = ['/api/v1/me', '/api/v1/conversations', '/api/v1/departments']
  for (let number = 0; !during.over; number += 1) {
    const began = performance.now()
    await it.ok(number % 2, 'lina', 'GET', paths[number % paths.length] ?? '')
    times.push(performance.now() - began)
    await new Promise((resolve) => setTimeout(resolve, OTHERS_REST_MS))
  }
  return times
}
