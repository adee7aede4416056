import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '@hufu/kit'
import { authenticatorAt, browserAt, codeOf } from '../../../testing/index.ts'
import { tries } from '../limits.ts'
import {
  answer,
  asByPassword,
  approve,
  makePasskey,
  open,
  redeem,
  scanned,
  setting,
  show,
  signedIn,
  signedInBy,
  stateOf,
} from './links-fixture.ts'

const HERE = 'http://localhost:7400'
const phoneOf = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0' }

test('a page shows a QR code, the phone sees from where, picks the figures and says yes, and the page is in', async (t) => {
  const it = await setting(t)
  const page = browserAt(it.house.url)
  const shown = await page.ok('POST', '/api/v1/links', {}, phoneOf)
  const link = {
    id: String(shown['id']),
    url: String(shown['url']),
    digits: String(shown['digits']),
    secret: String(shown['secret']),
  }
  assert.match(link.url, /^http:\/\/localhost:7400\/link#/)
  assert.equal(await stateOf(page, link), 'shown')
  const { body } = await open(it.phone, link)
  assert.deepEqual(
    [body['purpose'], body['device'], body['address'], body['act'], body['approve']],
    ['sign-in', 'Chrome · Windows', '127.0.0.1', null, { allowed: true, because: '' }],
  )
  const choices = body['choices'] as readonly string[]
  assert.ok(choices.length === 3 && choices.includes(link.digits), choices.join(' '))
  assert.equal(await stateOf(page, link), 'seen')
  assert.equal((await answer(it.phone, link)).body['state'], 'approved')
  assert.equal(await stateOf(page, link), 'approved')
  const { me } = (await redeem(page, link)).body
  assert.equal((me as { readonly id: string }).id, it.wangwei)
  assert.equal(await stateOf(page, link), 'used')
  assert.equal(codeOf(await redeem(browserAt(it.house.url), link)), 'link/not-now')
  const approved = it.house.notes.find(({ event }) => event === 'link.approved@1')
  assert.deepEqual([approved?.memberId, approved?.device], [it.wangwei, 'Chrome · Windows'])
})

test('whoever let in a page is told by which device of theirs', async (t) => {
  const it = await setting(t)
  const shown = await show(browserAt(it.house.url))
  await approve(it.phone, shown)
  const told = async () =>
    (
      (await it.phone.ok('GET', '/api/v1/me/notices')) as {
        readonly items: readonly { readonly kind: string; readonly words: string }[]
      }
    ).items.filter(({ kind }) => kind === 'identity.let-in@1')
  assert.deepEqual(await told(), [])
  assert.equal(codeOf(await redeem(browserAt(it.house.url), shown)), 'done')
  assert.match((await told())[0]?.words ?? '', /Your device “Node\.js” let another one sign in/)
})

test('other figures than the page shows are a no for good, and so is a no', async (t) => {
  const it = await setting(t)
  const [wrong, declined] = [await show(browserAt(it.house.url)), await show(browserAt(it.house.url))]
  const { body } = await open(it.phone, wrong)
  const other = (body['choices'] as readonly string[]).find((one) => one !== wrong.digits)
  assert.equal((await answer(it.phone, wrong, { digits: String(other) })).body['state'], 'declined')
  assert.equal(codeOf(await answer(it.phone, wrong)), 'link/not-now')
  await open(it.phone, declined)
  assert.equal((await answer(it.phone, declined, { approve: false })).body['state'], 'declined')
  const declines = it.house.notes.filter(({ event }) => event === 'link.declined@1')
  assert.deepEqual(
    declines.map(({ memberId }) => memberId),
    [it.wangwei, it.wangwei],
  )
  for (const shown of [wrong, declined])
    assert.equal(codeOf(await redeem(browserAt(it.house.url), shown)), 'link/not-now')
})

test('the picture alone opens nothing, nor does the secret of the page alone', async (t) => {
  const it = await setting(t)
  const page = browserAt(it.house.url)
  const shown = await show(page)
  const { id, code } = scanned(shown)
  assert.equal(codeOf(await redeem(page, shown)), 'link/not-now')
  await approve(it.phone, shown)
  assert.equal(codeOf(await redeem(page, { id, secret: code })), 'identity/no-such-link')
  assert.equal(codeOf(await redeem(page, { id: newId(), secret: shown.secret })), 'identity/no-such-link')
  const asked = { ...shown, url: `${HERE}/link#${id}.${shown.secret}` }
  assert.equal(codeOf(await open(it.phone, asked)), 'identity/no-such-link')
  assert.equal(
    codeOf(await page.ask('POST', `/api/v1/links/${id}/state`, { secret: code })),
    'identity/no-such-link',
  )
  const kept = await it.house.node.pool.query<{ row: string }>(
    'select row(l.*)::text as row from sign_in_link l',
  )
  for (const secret of [code, shown.secret]) assert.ok(!kept.rows[0]?.row.includes(secret))
})

test('after two minutes by the clock of the database a QR code is over, whatever became of it', async (t) => {
  const it = await setting(t)
  const [shown, said] = [await show(browserAt(it.house.url)), await show(browserAt(it.house.url))]
  await open(it.phone, shown)
  await approve(it.phone, said)
  await it.house.node.pool.query("update sign_in_link set until = until - interval '2 minutes 1 second'")
  assert.equal(await stateOf(browserAt(it.house.url), shown), 'expired')
  assert.equal(codeOf(await answer(it.phone, shown)), 'link/not-now')
  assert.equal(codeOf(await redeem(browserAt(it.house.url), said)), 'link/not-now')
})

test('of fifty pages at two nodes that bring the same yes, one comes in, and of fifty answers one counts', async (t) => {
  const it = await setting(t)
  const other = await it.open()
  const shown = await show(browserAt(it.house.url))
  await open(it.phone, shown)
  const phones = [it.phone, it.phone.at(other.url)]
  const said = await Promise.all(
    Array.from({ length: 50 }, (_, at) => answer(phones[at % 2] ?? it.phone, shown)),
  )
  assert.equal(said.filter((one) => codeOf(one) === 'done').length, 1, said.map(codeOf).join(' '))
  const urls = [it.house.url, other.url]
  const came = await Promise.all(
    Array.from({ length: 50 }, (_, at) => redeem(browserAt(urls[at % 2] ?? ''), shown)),
  )
  assert.equal(came.filter((one) => codeOf(one) === 'done').length, 1, came.map(codeOf).join(' '))
  const { items } = (await it.phone.ok('GET', '/api/v1/sessions')) as { readonly items: readonly unknown[] }
  assert.equal(items.length, 2)
})

test('a yes is void when the session that gave it has ended before it was used', async (t) => {
  const it = await setting(t)
  const shown = await show(browserAt(it.house.url))
  await approve(it.phone, shown)
  await it.phone.ok('DELETE', '/api/v1/sessions/current')
  assert.equal(codeOf(await redeem(browserAt(it.house.url), shown)), 'identity/link-void')
})

test('a yes is void when its member was suspended before it was used, and of no use when they have left', async (t) => {
  const it = await setting(t)
  const shown = await show(browserAt(it.house.url))
  await approve(it.phone, shown)
  await it.ruji.ok('POST', `/api/v1/members/${it.wangwei}/suspend`, { because: '调查期间' })
  assert.equal(codeOf(await redeem(browserAt(it.house.url), shown)), 'identity/link-void')
  await it.ruji.ok('POST', `/api/v1/members/${it.wangwei}/depart`, { because: '个人原因' })
  assert.equal(codeOf(await redeem(browserAt(it.house.url), shown)), 'identity/wrong-credentials')
})

test('a yes is void when more is asked of its member than the session behind it has proved', async (t) => {
  const it = await setting(t)
  const shown = await show(browserAt(it.house.url))
  await approve(it.phone, shown)
  const needs = { creator: 'password', super: 'password', scoped: 'password', member: 'second-factor' }
  const { rows } = await it.house.node.pool.query<{ id: string }>('select id from workspace')
  await it.house.node.pool.query(
    "insert into protection (workspace_id, profile, needs, since) values ($1, 'standard', $2, now())",
    [rows[0]?.id, JSON.stringify(needs)],
  )
  const other = await it.open()
  assert.equal(codeOf(await redeem(browserAt(other.url), shown)), 'identity/link-void')
  const another = await show(browserAt(other.url))
  const limited = it.phone.at(other.url)
  assert.equal(codeOf(await open(limited, another)), 'identity/factor-needed')
  assert.equal(codeOf(await answer(limited, another)), 'identity/factor-needed')
})

test('the browser that shows a QR code cannot say yes to itself', async (t) => {
  const it = await setting(t)
  const same = await signedIn(it.house.url, 'wangwei')
  const shown = await show(same)
  const { body } = await open(same, shown)
  assert.deepEqual(body['approve'], { allowed: false, because: 'identity/link-same-session' })
  assert.equal(codeOf(await answer(same, shown)), 'identity/link-same-session')
  assert.equal(codeOf(await redeem(browserAt(it.house.url), shown)), 'link/not-now')
})

test('a page let in by a session with one factor has proved one thing, and whoever has a second is asked for it', async (t) => {
  const it = await setting(t)
  const device = authenticatorAt(HERE)
  await makePasskey(it.phone, device)
  await asByPassword(it.house.node, it.wangwei)
  const page = browserAt(it.house.url)
  const shown = await show(page)
  await approve(it.phone, shown)
  const { me, pending } = (await redeem(page, shown)).body
  assert.equal(me, null)
  const waiting = pending as {
    readonly token: string
    readonly methods: readonly string[]
    readonly passkey: Readonly<Record<string, unknown>>
  }
  assert.deepEqual(waiting.methods, ['passkey'])
  const proof = { method: 'passkey', answer: device.sign(waiting.passkey) }
  await page.ok('POST', '/api/v1/sessions/second', { token: waiting.token, proof })
})

test('a page let in by a session with two factors shares them, and is never phishing-resistant', async (t) => {
  const it = await setting(t)
  const device = authenticatorAt(HERE)
  await makePasskey(it.phone, device)
  const phone = await signedInBy(it.house.url, device)
  const page = browserAt(it.house.url)
  const shown = await show(page)
  await approve(phone, shown)
  assert.equal(((await redeem(page, shown)).body['me'] as { readonly id: string }).id, it.wangwei)
  const methods = async (who: typeof page) =>
    (
      (await who.ok('GET', '/api/v1/sessions')) as {
        readonly items: readonly { readonly current: boolean; readonly methods: readonly string[] }[]
      }
    ).items.find(({ current }) => current)?.methods
  assert.deepEqual(await methods(page), ['link', 'passkey'])
  const needs = { creator: 'password', super: 'password', scoped: 'password', member: 'phishing-resistant' }
  const { rows } = await it.house.node.pool.query<{ id: string }>('select id from workspace')
  await it.house.node.pool.query(
    "insert into protection (workspace_id, profile, needs, since) values ($1, 'standard', $2, now())",
    [rows[0]?.id, JSON.stringify(needs)],
  )
  const other = await it.open()
  const limited = async (who: typeof page) => (await who.at(other.url).ok('GET', '/api/v1/me'))['limited']
  assert.deepEqual([await limited(phone), await limited(page)], [false, true])
})

test('guessing secrets ends after some tries from one network, while those who are right go on', async (t) => {
  const it = await setting(t)
  const from = (address: string) => ({ 'x-forwarded-for': address })
  const page = browserAt(it.house.url)
  const shown = await show(page)
  await approve(it.phone, shown)
  const guess = { linkId: shown.id, secret: 'a guess' }
  const codes: unknown[] = []
  for (let round = 0; round <= tries.redeeming; round += 1)
    codes.push(codeOf(await page.ask('POST', '/api/v1/sessions/link', guess, from('203.0.113.9'))))
  assert.equal(codes.filter((code) => code === 'identity/no-such-link').length, tries.redeeming)
  assert.equal(codes.at(-1), 'identity/too-many-attempts')
  const right = { linkId: shown.id, secret: shown.secret }
  const there = await page.ask('POST', '/api/v1/sessions/link', right, from('203.0.113.9'))
  assert.equal(codeOf(there), 'identity/too-many-attempts')
  const here = await page.ask('POST', '/api/v1/sessions/link', right, from('198.51.100.4'))
  assert.equal(codeOf(here), 'done')
})
