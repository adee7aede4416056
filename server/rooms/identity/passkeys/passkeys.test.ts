import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSKEYS_MAX } from '@hufu/contract'
import { PASSWORD, actOf, authenticatorAt, browserAt, foundedHouse, codeOf } from '../../../testing/index.ts'
import type { Answer, Keyring, Browser, HouseOptions, Asked } from '../../../testing/index.ts'

const HERE = 'http://localhost:7400'
const MINE = '/api/v1/me/factors/passkeys'
type Options = Readonly<Record<string, unknown>>

const optionsFrom = async (who: Browser, path: string, body: unknown = {}): Promise<Options> =>
  (await who.ok('POST', path, body))['options'] as Options

/** A company in which 如姬 has a device that keeps passkeys; `careful` holds her password back. */
async function setting(t: Parameters<typeof foundedHouse>[0], options: HouseOptions = {}) {
  const it = await foundedHouse(t, options)
  const careful = browserAt(it.house.url, it.ruji.cookies)
  return { ...it, careful, device: authenticatorAt(HERE) }
}

async function addPasskey(who: Browser, device: Keyring, name = '手机'): Promise<Answer['body']> {
  const answer = device.make(await optionsFrom(who, `${MINE}/begin`))
  return who.ok('POST', MINE, { name, answer })
}

const toSignIn = (url: string): Promise<Options> =>
  optionsFrom(browserAt(url), '/api/v1/sessions/passkey-challenge')
const signInBy = (url: string, answer: unknown): Promise<Answer> =>
  browserAt(url).ask('POST', '/api/v1/sessions/passkey', { answer })

const DEPART = (id: string): Asked => ['POST', `/api/v1/members/${id}/depart`, { because: '个人原因' }]
const toProve = (who: Browser, act: Asked): Promise<Options> =>
  optionsFrom(who, '/api/v1/me/step-ups/challenge', { act: actOf(...act) })
const prove = (who: Browser, act: Asked, answer: unknown): Promise<Answer> =>
  who.ask('POST', '/api/v1/me/step-ups', { proof: { method: 'passkey', answer }, act: actOf(...act) })
const use = (who: Browser, [method, path, body]: Asked, token: unknown): Promise<Answer> =>
  who.ask(method, path, body, { 'Hufu-Step-Up': String(token) })

test('whoever has made a passkey signs in by it alone, on every node, and the session says so', async (t) => {
  const it = await setting(t)
  const { passkeys } = await addPasskey(it.ruji, it.device)
  const [passkey] = passkeys as readonly { readonly name: string; readonly lastUsedAt: unknown }[]
  assert.deepEqual([passkey?.name, passkey?.lastUsedAt], ['手机', null])
  const other = await it.open()
  const signed = it.device.sign(await toSignIn(it.house.url))
  const page = browserAt(other.url)
  const answer = await page.ok('POST', '/api/v1/sessions/passkey', { answer: signed })
  assert.equal((answer['me'] as { readonly id: string }).id, it.creatorId)
  const { items } = (await page.ok('GET', '/api/v1/sessions')) as {
    readonly items: readonly { readonly current: boolean; readonly methods: readonly string[] }[]
  }
  assert.deepEqual(items.find(({ current }) => current)?.methods, ['passkey'])
})

test('a signature for another page, by another key, of a device that asked nobody, or made twice lets nobody in', async (t) => {
  const it = await setting(t)
  await addPasskey(it.ruji, it.device)
  const bad = [
    [{ origin: 'https://hufu.example.net' }, 'identity/passkeys-elsewhere'],
    [{ otherKey: true }, 'identity/passkey-wrong'],
    [{ unverified: true }, 'identity/passkey-wrong'],
  ] as const
  for (const [how, code] of bad) {
    const answer = it.device.sign(await toSignIn(it.house.url), how)
    assert.equal(codeOf(await signInBy(it.house.url, answer)), code)
  }
  const answer = it.device.sign(await toSignIn(it.house.url))
  assert.equal(codeOf(await signInBy(it.house.url, answer)), 'done')
  assert.equal(codeOf(await signInBy(it.house.url, answer)), 'identity/passkey-late')
  const stranger = authenticatorAt(HERE)
  stranger.make({ rp: { id: 'localhost' }, user: { id: 'x' }, challenge: 'x' })
  const unknown = stranger.sign(await toSignIn(it.house.url))
  assert.equal(codeOf(await signInBy(it.house.url, unknown)), 'identity/passkey-unknown')
  assert.equal(codeOf(await signInBy(it.house.url, { id: 'x', type: 'public-key' })), 'request/invalid')
})

test('a number that was to be signed is over after five minutes by the clock of the database', async (t) => {
  const it = await setting(t)
  await addPasskey(it.ruji, it.device)
  const answer = it.device.sign(await toSignIn(it.house.url))
  await it.house.node.pool.query("update passkey_challenge set until = until - interval '5 minutes 1 second'")
  assert.equal(codeOf(await signInBy(it.house.url, answer)), 'identity/passkey-late')
})

test('of fifty who bring the same signature, at two nodes, one comes in', async (t) => {
  const it = await setting(t)
  await addPasskey(it.ruji, it.device)
  const other = await it.open()
  const answer = it.device.sign(await toSignIn(it.house.url))
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, at) => signInBy(at % 2 === 0 ? it.house.url : other.url, answer)),
  )
  const codes = answers.map(codeOf)
  assert.equal(codes.filter((code) => code === 'done').length, 1, codes.join(' '))
})

test('a passkey proves for exactly the act it has signed, in the session that asked', async (t) => {
  const it = await setting(t)
  const [wangwei, sunli] = [await it.hire('wangwei'), await it.hire('sunli')]
  await addPasskey(it.ruji, it.device)
  const act = DEPART(wangwei.id)
  const elsewhere = browserAt(it.house.url)
  const signedIn = { answer: it.device.sign(await toSignIn(it.house.url)) }
  await elsewhere.ok('POST', '/api/v1/sessions/passkey', signedIn)
  const answer = it.device.sign(await toProve(it.careful, act))
  assert.equal(codeOf(await prove(it.careful, DEPART(sunli.id), answer)), 'identity/passkey-late')
  assert.equal(codeOf(await prove(elsewhere, act, answer)), 'identity/passkey-late')
  assert.equal(codeOf(await signInBy(it.house.url, answer)), 'identity/passkey-late')
  const proved = await prove(it.careful, act, answer)
  assert.equal(codeOf(proved), 'done')
  assert.equal(codeOf(await prove(it.careful, act, answer)), 'identity/passkey-late')
  assert.equal(codeOf(await use(it.careful, act, proved.body['token'])), 'done')
  const { rows } = await it.house.node.pool.query<{ method: string }>(
    "select leaf::jsonb #>> '{proof,method}' as method from ledger_entry where event = 'member.departed@1'",
  )
  assert.deepEqual(rows, [{ method: 'passkey' }])
})

test('a stolen session makes no passkey, nor does it keep one that another session has begun', async (t) => {
  const it = await setting(t)
  assert.equal(codeOf(await it.careful.ask('POST', `${MINE}/begin`, {})), 'identity/step-up-needed')
  const answer = it.device.make(await optionsFrom(it.ruji, `${MINE}/begin`))
  const elsewhere = browserAt(it.house.url)
  await elsewhere.ok('POST', '/api/v1/sessions', { login: 'ruji', password: PASSWORD })
  const kept = await elsewhere.ask('POST', MINE, { name: '别处', answer })
  assert.equal(codeOf(kept), 'identity/passkey-late')
  assert.equal(codeOf(await it.careful.ask('POST', MINE, { name: '手机', answer })), 'done')
})

test('a key is known once in a company, whoever brings it, and a device that asked nobody makes none', async (t) => {
  const it = await setting(t)
  await addPasskey(it.ruji, it.device)
  const { browser } = await it.hire('wangwei')
  const again = it.device.make(await optionsFrom(browser, `${MINE}/begin`), { again: true })
  assert.equal(
    codeOf(await browser.ask('POST', MINE, { name: '同一个', answer: again })),
    'identity/passkey-known',
  )
  const unverified = it.device.make(await optionsFrom(browser, `${MINE}/begin`), { unverified: true })
  const refused = await browser.ask('POST', MINE, { name: '没有确认', answer: unverified })
  assert.equal(codeOf(refused), 'identity/passkey-wrong')
})

test('a member keeps at most twenty passkeys', async (t) => {
  const it = await setting(t)
  for (let made = 0; made < PASSKEYS_MAX; made += 1) await addPasskey(it.ruji, it.device, `第 ${made} 个`)
  const more = await it.ruji.ask('POST', `${MINE}/begin`, {})
  assert.equal(codeOf(more), 'identity/passkeys-full')
})

test('a device that counts has to count on, and one that does not count is taken at its word', async (t) => {
  const it = await setting(t)
  await addPasskey(it.ruji, it.device)
  const once = it.device.sign(await toSignIn(it.house.url))
  assert.equal(codeOf(await signInBy(it.house.url, once)), 'done')
  const copied = it.device.sign(await toSignIn(it.house.url), { counter: 1 })
  assert.equal(codeOf(await signInBy(it.house.url, copied)), 'identity/passkey-copied')
  const plain = authenticatorAt(HERE, { counts: false })
  await addPasskey(it.ruji, plain, '不计数')
  for (let round = 0; round < 2; round += 1) {
    const answer = plain.sign(await toSignIn(it.house.url))
    assert.equal(codeOf(await signInBy(it.house.url, answer)), 'done')
  }
})

test('where an address cannot have passkeys it is said why, and the other ways remain', async (t) => {
  const it = await setting(t, { publicUrl: 'http://hufu.example.com' })
  const byNumber = await it.open({ publicUrl: 'https://192.0.2.7' })
  const challenge = (url: string, headers = {}): Promise<Answer> =>
    browserAt(url).ask('POST', '/api/v1/sessions/passkey-challenge', {}, headers)
  assert.equal(codeOf(await challenge(it.house.url)), 'identity/passkeys-need-https')
  assert.equal(codeOf(await challenge(byNumber.url)), 'identity/passkeys-need-name')
  const named = await it.open({ publicUrl: 'https://hufu.example.com' })
  assert.equal(codeOf(await challenge(named.url)), 'done')
  const elsewhere = await challenge(named.url, { origin: named.url })
  assert.equal(codeOf(elsewhere), 'identity/passkeys-elsewhere')
  await browserAt(it.house.url).ok('POST', '/api/v1/sessions', { login: 'ruji', password: PASSWORD })
})

test('the passkey of somebody who was suspended, or has left, opens no more than their password', async (t) => {
  const it = await setting(t)
  const { id, browser } = await it.hire('wangwei')
  await addPasskey(browser, it.device)
  await it.ruji.ok('POST', `/api/v1/members/${id}/suspend`, { because: '调查期间' })
  const suspended = await signInBy(it.house.url, it.device.sign(await toSignIn(it.house.url)))
  assert.equal((suspended.body['me'] as { readonly status: string }).status, 'suspended')
  const before = it.device.sign(await toSignIn(it.house.url))
  await it.ruji.ok(...(DEPART(id) as [string, string, unknown]))
  assert.equal(codeOf(await signInBy(it.house.url, before)), 'identity/wrong-credentials')
})

test('a passkey is renamed and given up by its owner alone; given up, with a proof, it opens nothing', async (t) => {
  const it = await setting(t)
  const view = await addPasskey(it.ruji, it.device)
  const [passkey] = view['passkeys'] as readonly { readonly id: string }[]
  const path = `${MINE}/${String(passkey?.id)}`
  const { browser } = await it.hire('wangwei')
  assert.equal(codeOf(await browser.ask('PATCH', path, { name: '别人的' })), 'identity/no-such-passkey')
  assert.equal(codeOf(await browser.ask('POST', `${path}/remove`, {})), 'identity/no-such-passkey')
  const renamed = await it.ruji.ok('PATCH', path, { name: '旧手机' })
  assert.equal((renamed['passkeys'] as readonly { readonly name: string }[])[0]?.name, '旧手机')
  assert.equal(codeOf(await it.careful.ask('POST', `${path}/remove`, {})), 'identity/step-up-needed')
  await it.ruji.ok('POST', `${path}/remove`, {})
  const answer = it.device.sign(await toSignIn(it.house.url))
  assert.equal(codeOf(await signInBy(it.house.url, answer)), 'identity/passkey-unknown')
})

test('whoever has a passkey is asked for it after the password, and what one sign-in asked is nothing to another', async (t) => {
  const it = await setting(t)
  await addPasskey(it.ruji, it.device)
  const begin = async () => {
    const page = browserAt(it.house.url)
    const { me, pending } = await page.ok('POST', '/api/v1/sessions', { login: 'ruji', password: PASSWORD })
    assert.equal(me, null)
    return { page, ...(pending as { readonly token: string; readonly passkey: Options }) }
  }
  const [one, other] = [await begin(), await begin()]
  const second = (page: Browser, token: string, answer: unknown): Promise<Answer> =>
    page.ask('POST', '/api/v1/sessions/second', { token, proof: { method: 'passkey', answer } })
  const answer = it.device.sign(one.passkey)
  assert.equal(codeOf(await second(other.page, other.token, answer)), 'identity/passkey-late')
  const done = await second(one.page, one.token, answer)
  assert.equal((done.body['me'] as { readonly id: string }).id, it.creatorId)
})
