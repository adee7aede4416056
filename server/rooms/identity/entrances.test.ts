/**
 * Every way in and every redemption, in every state of a member: the state is reached before the way is begun, or between its
 * beginning and its end. The table is total: a way or a state without a line does not compile.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSWORD, actOf, browserAt, foundedHouse } from '../../testing/index.ts'
import type { Answer, Authenticator, Browser, Founded } from '../../testing/index.ts'
import { bring, enrol, later, paper, pendingOf } from './factors/factors-fixture.ts'

const because = '测试需要'
const states = ['active', 'suspended', 'departed', 'must-have-factor', 'locked'] as const
type State = (typeof states)[number]
/** What becomes of it: let in, held to few doors, or the code of the refusal; `unbegun` where there is nothing to begin with. */
type Outcome = 'in' | 'limited' | 'unbegun' | `${string}/${string}`
type Cell = { readonly before: Outcome; readonly between: Outcome }

/** Somebody who has an app, paper and a session, at the moment a way is tried. */
type Person = {
  readonly it: Founded
  readonly id: string
  readonly login: string
  readonly session: Browser
  readonly app: Authenticator | null
  readonly codes: readonly string[]
}

/** A way in: `begin` goes as far as something was given out, and what it answers ends it. Null: it could not be begun. */
type Way = {
  readonly begin: (who: Person) => Promise<(() => Promise<Outcome>) | null>
  readonly withApp: boolean
}

const outcomeOf = ({ status, body }: Answer): Outcome => {
  if (status >= 300) return String(body['code']) as Outcome
  const me = body['me'] as { readonly limited?: boolean } | null | undefined
  return me?.limited === true ? 'limited' : 'in'
}

const fresh = ({ it }: Person): Browser => browserAt(it.house.url)

const halfwayOf = async (who: Person) => {
  const browser = fresh(who)
  const answer = await browser.ask('POST', '/api/v1/sessions', {
    login: who.login,
    password: PASSWORD,
  })
  return answer.status === 200 && answer.body['pending'] !== null ? { browser, ...pendingOf(answer) } : null
}

const second = (method: 'totp' | 'recovery'): Way => ({
  withApp: true,
  async begin(who) {
    const pending = await halfwayOf(who)
    const code = method === 'totp' ? (who.app?.code() ?? '') : (who.codes[0] ?? '')
    return pending === null
      ? null
      : async () => outcomeOf(await bring(pending.browser, pending.token, method, code))
  },
})

const stepUp = (proof: (who: Person) => object, withApp: boolean): Way => ({
  withApp,
  begin: (who) =>
    Promise.resolve(async () => {
      const act = actOf('POST', '/api/v1/me/factors/recovery', {})
      return outcomeOf(await who.session.ask('POST', '/api/v1/me/step-ups', { proof: proof(who), act }))
    }),
})

const ways = {
  /** The password, of somebody who has nothing else. There is nothing between its beginning and its end. */
  password: {
    withApp: false,
    begin: (who) =>
      Promise.resolve(async () =>
        outcomeOf(await fresh(who).ask('POST', '/api/v1/sessions', { login: who.login, password: PASSWORD })),
      ),
  },
  totp: second('totp'),
  recovery: second('recovery'),
  activation: {
    withApp: false,
    async begin(who) {
      const made = await who.it.ruji.ask('POST', `/api/v1/members/${who.id}/invitation`, {})
      if (made.status >= 300) return null
      const { code } = made.body
      return async () =>
        outcomeOf(await fresh(who).ask('POST', '/api/v1/activations', { code, password: PASSWORD }))
    },
  },
  session: {
    withApp: false,
    begin: (who) =>
      Promise.resolve(async () => outcomeOf(await who.session.ask('GET', '/api/v1/departments'))),
  },
  ticket: {
    withApp: false,
    async begin(who) {
      const made = await who.session.ask('POST', '/api/v1/tickets', {})
      if (made.status >= 300) return null
      return async () => {
        const taken = await who.it.house.identity.takeTicket(String(made.body['ticket']))
        assert.ok(taken !== null)
        const { sessions } = who.it.house.identity
        await sessions.renew(taken.caller)
        return (sessions.check(taken.caller)?.code as Outcome | undefined) ?? 'in'
      }
    },
  },
  'step-up by password': stepUp(() => ({ method: 'password', password: PASSWORD }), false),
  'step-up by totp': stepUp(({ app }) => ({ method: 'totp', code: app?.code() ?? '' }), true),
  'step-up by recovery': stepUp(({ codes }) => ({ method: 'recovery', code: codes[0] ?? '' }), true),
  proof: {
    withApp: false,
    async begin(who) {
      const [path, body] = ['/api/v1/me/factors/recovery', {}]
      const given = await who.session.ask('POST', '/api/v1/me/step-ups', {
        proof: { method: 'password', password: PASSWORD },
        act: actOf('POST', path, body),
      })
      if (given.status >= 300) return null
      const headers = { 'Hufu-Step-Up': String(given.body['token']) }
      return async () =>
        outcomeOf(await browserAt(who.it.house.url, who.session.cookies).ask('POST', path, body, headers))
    },
  },
} as const satisfies Record<string, Way>

const ended = 'identity/session-ended'
const over = 'identity/sign-in-over'
const locked = 'identity/too-many-attempts'
const needed = 'identity/factor-needed'
/** What a stranger is told. */
const unknown = 'identity/wrong-credentials'

/** Who comes in, when the state is reached before the way is begun, and when it is reached in between. */
const matrix: Record<keyof typeof ways, Record<State, Cell>> = {
  password: {
    active: { before: 'in', between: 'in' },
    suspended: { before: 'in', between: 'in' },
    departed: { before: unknown, between: unknown },
    'must-have-factor': { before: 'limited', between: 'limited' },
    locked: { before: locked, between: locked },
  },
  totp: {
    active: { before: 'in', between: 'in' },
    suspended: { before: 'in', between: over },
    departed: { before: 'unbegun', between: unknown },
    'must-have-factor': { before: 'in', between: 'in' },
    locked: { before: 'unbegun', between: locked },
  },
  recovery: {
    active: { before: 'in', between: 'in' },
    suspended: { before: 'in', between: over },
    departed: { before: 'unbegun', between: unknown },
    'must-have-factor': { before: 'in', between: 'in' },
    locked: { before: 'unbegun', between: locked },
  },
  activation: {
    active: { before: 'in', between: 'in' },
    suspended: { before: 'in', between: 'in' },
    departed: { before: 'unbegun', between: 'identity/code-invalid' },
    'must-have-factor': { before: 'limited', between: 'limited' },
    // A code in somebody's hand is no guess, and opens what guessing has shut.
    locked: { before: 'in', between: 'in' },
  },
  session: {
    active: { before: 'in', between: 'in' },
    suspended: { before: ended, between: ended },
    departed: { before: ended, between: ended },
    'must-have-factor': { before: needed, between: needed },
    locked: { before: 'in', between: 'in' },
  },
  ticket: {
    active: { before: 'in', between: 'in' },
    suspended: { before: 'unbegun', between: ended },
    departed: { before: 'unbegun', between: ended },
    'must-have-factor': { before: 'unbegun', between: needed },
    locked: { before: 'in', between: 'in' },
  },
  'step-up by password': {
    active: { before: 'in', between: 'in' },
    suspended: { before: ended, between: ended },
    departed: { before: ended, between: ended },
    'must-have-factor': { before: 'in', between: 'in' },
    locked: { before: locked, between: locked },
  },
  'step-up by totp': {
    active: { before: 'in', between: 'in' },
    suspended: { before: ended, between: ended },
    departed: { before: ended, between: ended },
    'must-have-factor': { before: 'in', between: 'in' },
    locked: { before: locked, between: locked },
  },
  'step-up by recovery': {
    active: { before: 'in', between: 'in' },
    suspended: { before: ended, between: ended },
    departed: { before: ended, between: ended },
    'must-have-factor': { before: 'in', between: 'in' },
    locked: { before: locked, between: locked },
  },
  proof: {
    active: { before: 'in', between: 'in' },
    suspended: { before: 'unbegun', between: ended },
    departed: { before: 'unbegun', between: ended },
    'must-have-factor': { before: 'in', between: 'in' },
    locked: { before: 'unbegun', between: 'in' },
  },
}

const usual = { creator: 'password', super: 'password', scoped: 'password', member: 'password' }

const reach: Record<State, (who: Person) => Promise<void>> = {
  active: () => Promise.resolve(),
  async suspended({ it, id }) {
    await it.ruji.ok('POST', `/api/v1/members/${id}/suspend`, { because })
  },
  async departed({ it, id }) {
    await it.ruji.ok('POST', `/api/v1/members/${id}/depart`, { because })
  },
  async 'must-have-factor'({ it }) {
    await it.ruji.ok('PUT', '/api/v1/protection', {
      profile: 'standard',
      needs: { ...usual, member: 'second-factor' },
      because,
    })
  },
  async locked({ it, login, session }) {
    // From where they always come, and from elsewhere.
    for (const browser of [session, browserAt(it.house.url)])
      for (let guess = 0; guess < 12; guess += 1)
        await browser.ask('POST', '/api/v1/sessions', { login, password: 'something else' })
  },
}

/** Somebody anew: a state cannot be left again. Nothing is asked of the company any more, and nobody is locked. */
async function person(it: Founded, way: Way, login: string): Promise<Person> {
  await it.ruji.ok('PUT', '/api/v1/protection', { profile: 'standard', needs: usual, because })
  const { id, browser: session } = await it.hire(login)
  const app = way.withApp ? await enrol(session) : null
  const codes = way.withApp ? await paper(session) : []
  await later(it)
  return { it, id, login, session: browserAt(it.house.url, session.cookies), app, codes }
}

for (const [name, cells] of Object.entries(matrix)) {
  // The keys of the matrix are those of the ways, which `entries` forgets.
  const way: Way = ways[name as keyof typeof ways]
  test(`${name}: who comes in, and who stays out, in every state of a member (I16)`, async (t) => {
    const it = await foundedHouse(t)
    const found: Record<string, Cell> = {}
    for (const state of states) {
      const early = await person(it, way, `early.${state}`)
      await reach[state](early)
      const begun = await way.begin(early)
      const before = begun === null ? 'unbegun' : await begun()
      const late = await person(it, way, `late.${state}`)
      const end = await way.begin(late)
      assert.ok(end !== null, `${name} could not be begun by somebody active`)
      await reach[state](late)
      found[state] = { before, between: await end() }
    }
    assert.deepEqual(found, cells)
  })
}

test('somebody invited comes in by the invitation and by nothing else (I16)', async (t) => {
  const it = await foundedHouse(t)
  const login = 'wangwei'
  const { id } = await it.ruji.ok('POST', '/api/v1/members', { name: '王伟', login, departmentId: it.rootId })
  const { code } = await it.ruji.ok('POST', `/api/v1/members/${String(id)}/invitation`, {})
  const browser = browserAt(it.house.url)
  const password = await browser.ask('POST', '/api/v1/sessions', { login, password: PASSWORD })
  assert.equal(password.body['code'], 'identity/wrong-credentials')
  // A password that came into the table by another way lets nobody in who has not accepted.
  const { pool } = it.house.node
  await pool.query(
    'insert into credential select workspace_id, $1, memory_kib, passes, lanes, salt, hash, set_at from credential limit 1',
    [id],
  )
  const planted = await browser.ask('POST', '/api/v1/sessions', { login, password: PASSWORD })
  assert.equal(planted.body['code'], 'identity/wrong-credentials')
  assert.equal((await browser.ask('POST', '/api/v1/activations', { code, password: PASSWORD })).status, 200)
})
