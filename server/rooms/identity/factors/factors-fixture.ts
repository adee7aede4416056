/** What the tests of second factors share: an app that somebody holds, and their hands. */
import { setTimeout as sleep } from 'node:timers/promises'
import { TOTP } from 'otpauth'
import { PASSWORD, browserAt } from '../../../testing/index.ts'
import type { Answer, Browser, Founded } from '../../../testing/index.ts'

const STEP_MS = 30_000
const STEADY_MS = 4000

/** An authenticator app with one seed. */
export type App = {
  /** The code of the step that is so many steps from now. */
  readonly code: (steps?: number) => string
}

export const appOf = (secret: string): App => {
  const totp = new TOTP({ algorithm: 'SHA1', digits: 6, period: 30, secret })
  return { code: (steps = 0) => totp.generate({ timestamp: Date.now() + steps * STEP_MS }) }
}

/** Sets up an authenticator app as a person would: begin, scan, type the first code. */
export async function enrol(browser: Browser): Promise<App> {
  await steady()
  const { secret } = await browser.ok('POST', '/api/v1/me/factors/totp/begin', {})
  const app = appOf(String(secret))
  await browser.ok('POST', '/api/v1/me/factors/totp/confirm', { code: app.code(-1) })
  return app
}

/** Ten fresh codes on paper. */
export const paper = async (browser: Browser): Promise<readonly string[]> =>
  (await browser.ok('POST', '/api/v1/me/factors/recovery', {}))['codes'] as readonly string[]

/** As if so much time had passed that codes which were used are long over, and tries forgotten. */
export async function later({ house: { node } }: Pick<Founded, 'house'>): Promise<void> {
  await node.pool.query('update totp set last_step = last_step - 100')
  await node.pool.query('delete from sign_in_budget')
}

/** Waits over the end of a step, so that what is made for this one is still of this one when it arrives. */
const steady = (): Promise<void> => {
  const left = STEP_MS - (Date.now() % STEP_MS)
  return left > STEADY_MS ? Promise.resolve() : sleep(left)
}

export type Waiting = { readonly token: string; readonly methods: readonly string[] }
export const pendingOf = (answer: Pick<Answer, 'body'>): Waiting => answer.body['pending'] as Waiting

/** Signs in by password at a browser of its own, up to where the second factor is asked. */
export async function halfway(
  url: string,
  login: string,
  password = PASSWORD,
): Promise<{ readonly browser: Browser; readonly answer: Answer }> {
  const browser = browserAt(url, new Map(), password)
  const answer = await browser.ask('POST', '/api/v1/sessions', { login, password })
  return { browser, answer }
}

/** Brings the second factor. */
export const bring = (browser: Browser, token: string, method: 'totp' | 'recovery', code: string) =>
  browser.ask('POST', '/api/v1/sessions/second', { token, proof: { method, code } })

export const codeOf = ({ body }: Answer) => body['code']
