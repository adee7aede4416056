import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isCritical } from '../../../platform/act/index.ts'
import { contract, hasActWords } from '@hufu/contract'
import { routesOf } from '../../../platform/http/index.ts'
import { PASSWORD, authenticatorAt, browserAt, codeOf } from '../../../testing/index.ts'
import type { Browser, Asked } from '../../../testing/index.ts'
import {
  answer,
  approve,
  asByPassword,
  makePasskey,
  open,
  prove,
  redeem,
  setting,
  show,
  showStepUp,
  signedIn,
  signedInBy,
} from './links-fixture.ts'

const HERE = 'http://localhost:7400'
const departing = (id: string): Asked => ['POST', `/api/v1/members/${id}/depart`, { because: '个人原因' }]
const use = (who: Browser, [method, path, body]: Asked, token: unknown) =>
  who.ask(method, path, body, { 'Hufu-Step-Up': String(token) })

/** 如姬 at her desk and on her phone, signed in on each by her password; both hold it back. */
async function desk(t: Parameters<typeof setting>[0]) {
  const it = await setting(t)
  const page = await signedIn(it.house.url, 'ruji')
  const mobile = await signedIn(it.house.url, 'ruji')
  return { ...it, page, mobile, act: departing(it.wangwei) }
}

test('an act is proved by a phone that is signed in, which sees in its own language what will be done', async (t) => {
  const it = await desk(t)
  const shown = await showStepUp(it.page, it.act)
  const said = async (locale: string) =>
    (
      (await open(it.mobile, shown, { 'accept-language': locale })).body['act'] as {
        readonly summary: string
      }
    ).summary
  assert.equal(await said('zh-CN'), '办理离职：王伟 · wangwei')
  assert.equal(await said('en-US'), 'Record that somebody leaves for good: 王伟 · wangwei')
  await approve(it.mobile, shown)
  const proved = await prove(it.page, it.act, shown)
  assert.equal(codeOf(proved), 'done', proved.text)
  assert.equal(codeOf(await prove(it.page, it.act, shown)), 'link/not-now')
  assert.equal(codeOf(await use(it.page, it.act, proved.body['token'])), 'done')
})

test('a QR code for one act proves no other, in no other session, and lets nobody in; and one for signing in proves nothing', async (t) => {
  const it = await desk(t)
  const { id: sunli } = await it.hire('sunli')
  const shown = await showStepUp(it.page, it.act)
  await approve(it.mobile, shown)
  const elsewhere = await signedIn(it.house.url, 'ruji')
  assert.equal(codeOf(await prove(it.page, departing(sunli), shown)), 'identity/no-such-link')
  assert.equal(codeOf(await prove(elsewhere, it.act, shown)), 'identity/no-such-link')
  assert.equal(codeOf(await redeem(browserAt(it.house.url), shown)), 'identity/no-such-link')
  assert.equal(codeOf(await prove(it.page, it.act, shown)), 'done')
  const forSignIn = await show(it.page)
  await approve(it.mobile, forSignIn)
  assert.equal(codeOf(await prove(it.page, it.act, forSignIn)), 'identity/no-such-link')
})

test('to anybody else the QR code of an act is not there, nor does the session that asks answer itself', async (t) => {
  const it = await desk(t)
  const shown = await showStepUp(it.page, it.act)
  assert.equal(codeOf(await open(it.phone, shown)), 'identity/no-such-link')
  assert.equal(codeOf(await answer(it.phone, shown)), 'identity/no-such-link')
  await open(it.page, shown)
  assert.equal(codeOf(await answer(it.page, shown)), 'identity/link-same-session')
  const no = await answer(it.page, shown, { approve: false })
  assert.equal(codeOf(no), 'identity/link-same-session')
})

test('a stolen session makes itself no second device: neither of two vouches that was let in by the other', async (t) => {
  const it = await desk(t)
  const lettingIn = async (phone: Browser): Promise<Browser> => {
    const page = browserAt(it.house.url)
    const shown = await show(page)
    await approve(phone, shown)
    assert.equal(codeOf(await redeem(page, shown)), 'done')
    return page
  }
  const child = await lettingIn(it.mobile)
  const [grandchild, sibling] = [await lettingIn(child), await lettingIn(it.mobile)]
  const pairs = [
    [it.mobile, child],
    [child, it.mobile],
    [it.mobile, grandchild],
    [grandchild, sibling],
  ] as const
  for (const [asks, vouches] of pairs) {
    const shown = await showStepUp(asks, it.act)
    const { body } = await open(vouches, shown)
    assert.deepEqual(body['approve'], { allowed: false, because: 'identity/link-same-root' })
    assert.equal(codeOf(await answer(vouches, shown)), 'identity/link-same-root')
    assert.equal(codeOf(await prove(asks, it.act, shown)), 'link/not-now')
  }
  const shown = await showStepUp(grandchild, it.act)
  await approve(it.page, shown)
  assert.equal(codeOf(await prove(grandchild, it.act, shown)), 'done')
})

test('a yes for an act is void when the password was changed in between, which ends the session that gave it', async (t) => {
  const it = await desk(t)
  const shown = await showStepUp(it.page, it.act)
  await approve(it.mobile, shown)
  await it.page.ok('PUT', '/api/v1/me/password', { current: PASSWORD, next: 'nine purple kettles' })
  assert.equal(codeOf(await prove(it.page, it.act, shown)), 'identity/link-void')
})

test('of fifty who bring the same yes for an act, at two nodes, one gets a proof', async (t) => {
  const it = await desk(t)
  const other = await it.open()
  const pages = [it.page, it.page.at(other.url)]
  const shown = await showStepUp(it.page, it.act)
  await approve(it.mobile.at(other.url), shown)
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, at) => prove(pages[at % 2] ?? it.page, it.act, shown)),
  )
  assert.equal(answers.filter((one) => codeOf(one) === 'done').length, 1, answers.map(codeOf).join(' '))
})

test('as the second half of a sign-in it takes a device that has proved two things, and is for that sign-in alone', async (t) => {
  const it = await desk(t)
  const device = authenticatorAt(HERE)
  const weak = it.phone
  await makePasskey(weak, device)
  await asByPassword(it.house.node, it.wangwei)
  const strong = await signedInBy(it.house.url, device)
  const begin = async () => {
    const page = browserAt(it.house.url)
    const { pending } = await page.ok('POST', '/api/v1/sessions', { login: 'wangwei', password: PASSWORD })
    const { token } = pending as { readonly token: string }
    return { page, token, shown: await show(page, token) }
  }
  const second = (
    { page, token }: Awaited<ReturnType<typeof begin>>,
    shown: { readonly id: string; readonly secret: string },
  ) =>
    page.ask('POST', '/api/v1/sessions/second', {
      token,
      proof: { method: 'link', linkId: shown.id, secret: shown.secret },
    })
  const [one, other] = [await begin(), await begin()]
  assert.equal(codeOf(await open(it.mobile, one.shown)), 'identity/no-such-link')
  await approve(weak, one.shown)
  assert.equal(codeOf(await second(one, one.shown)), 'identity/link-too-weak')
  await approve(strong, other.shown)
  assert.equal(codeOf(await redeem(browserAt(it.house.url), other.shown)), 'identity/no-such-link')
  assert.equal(codeOf(await second(one, other.shown)), 'identity/no-such-link')
  assert.equal(codeOf(await second(other, other.shown)), 'done')
})

test('every act that is proved has words for the device that says yes to it', () => {
  const proved = routesOf(contract).filter(
    ({ caller, proves, asks }) => caller.type === 'member' && (proves !== undefined || asks.some(isCritical)),
  )
  assert.ok(proved.length > 10)
  assert.deepEqual(
    proved.filter((route) => !hasActWords(route)).map(({ method, url }) => `${method} ${url}`),
    [],
  )
})
