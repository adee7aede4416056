/** What the tests of second factors share: an app that somebody holds, and their hands. */
import { PASSWORD, authenticator, browserAt, steadyStep } from '../../../testing/index.ts'
import type { Answer, Authenticator, Browser, Founded } from '../../../testing/index.ts'

const STEADY_MS = 4000

/** Sets up an authenticator app as a person would: begin, scan, type the first code. */
export async function enrol(browser: Browser): Promise<Authenticator> {
  await steadyStep(STEADY_MS)
  const { secret } = await browser.ok('POST', '/api/v1/me/factors/totp/begin', {})
  const app = authenticator(String(secret))
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
