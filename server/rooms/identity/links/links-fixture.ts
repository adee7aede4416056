/** For the tests of QR codes: pages that show them, and phones that answer. */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { PASSWORD, actOf, browserAt, codeOf, foundedHouse } from '../../../testing/index.ts'
import type { HufuNode } from '../../../platform/nodes/index.ts'
import type { Answer, Asked, Keyring, Browser, HouseOptions } from '../../../testing/index.ts'

export type Shown = {
  readonly id: string
  readonly url: string
  readonly digits: string
  readonly secret: string
}

/** A company with 王伟, whose phone is signed in. */
export async function setting(t: Pick<TestContext, 'after'>, options: HouseOptions = {}) {
  const it = await foundedHouse(t, options)
  const { id, browser: phone } = await it.hire('wangwei', '王伟')
  return { ...it, wangwei: id, phone }
}

/** Signs in by password in a browser of its own. */
export async function signedIn(url: string, login: string): Promise<Browser> {
  const browser = browserAt(url)
  await browser.ok('POST', '/api/v1/sessions', { login, password: PASSWORD })
  return browser
}

const shownFrom = (body: Answer['body']): Shown => {
  const { id, url, digits, secret } = body
  return { id: String(id), url: String(url), digits: String(digits), secret: String(secret) }
}
export const show = async (page: Browser, pending?: string): Promise<Shown> =>
  shownFrom(await page.ok('POST', '/api/v1/links', pending === undefined ? {} : { pending }))
export const showStepUp = async (page: Browser, act: Asked): Promise<Shown> =>
  shownFrom(await page.ok('POST', '/api/v1/me/step-ups/link', { act: actOf(...act) }))

/** What the camera reads. */
export const scanned = ({ url }: Pick<Shown, 'url'>): { readonly id: string; readonly code: string } => {
  const [id = '', code = ''] = new URL(url).hash.slice(1).split('.')
  return { id, code }
}

export function open(phone: Browser, shown: Pick<Shown, 'url'>, headers = {}): Promise<Answer> {
  const { id, code } = scanned(shown)
  return phone.ask('POST', `/api/v1/me/links/${id}/open`, { code }, headers)
}
export function answer(
  phone: Browser,
  shown: Shown,
  { approve = true, digits = shown.digits }: { readonly approve?: boolean; readonly digits?: string } = {},
): Promise<Answer> {
  const { id, code } = scanned(shown)
  return phone.ask('POST', `/api/v1/me/links/${id}/answer`, { code, approve, digits })
}
/** Scans and says yes, as somebody does who looks at the page. */
export async function approve(phone: Browser, shown: Shown): Promise<void> {
  assert.equal(codeOf(await open(phone, shown)), 'done')
  const said = await answer(phone, shown)
  assert.equal(said.body['state'], 'approved', said.text)
}

export const stateOf = async (page: Browser, { id, secret }: Shown): Promise<unknown> =>
  (await page.ok('POST', `/api/v1/links/${id}/state`, { secret }))['state']
export const redeem = (page: Browser, { id, secret }: Pick<Shown, 'id' | 'secret'>): Promise<Answer> =>
  page.ask('POST', '/api/v1/sessions/link', { linkId: id, secret })
export const prove = (page: Browser, act: Asked, { id, secret }: Shown): Promise<Answer> =>
  page.ask('POST', '/api/v1/me/step-ups', {
    proof: { method: 'link', linkId: id, secret },
    act: actOf(...act),
  })

type Options = Readonly<Record<string, unknown>>

/** Makes a passkey in the session of a browser. */
export async function makePasskey(who: Browser, device: Keyring): Promise<void> {
  const { options } = await who.ok('POST', '/api/v1/me/factors/passkeys/begin', {})
  const made = device.make(options as Options)
  await who.ok('POST', '/api/v1/me/factors/passkeys', { name: '手机', answer: made })
}

/** Signs in by a passkey alone. */
export async function signedInBy(url: string, device: Keyring): Promise<Browser> {
  const browser = browserAt(url)
  const { options } = await browser.ok('POST', '/api/v1/sessions/passkey-challenge', {})
  await browser.ok('POST', '/api/v1/sessions/passkey', { answer: device.sign(options as Options) })
  return browser
}

/** As if the sessions of a member had been begun by a password alone: those there were end where a second factor comes in. */
export const asByPassword = (node: HufuNode, memberId: string): Promise<unknown> =>
  node.pool.query("update session set methods = '{password}' where member_id = $1", [memberId])
