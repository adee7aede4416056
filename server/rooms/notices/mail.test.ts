/** Notices by e-mail: who gets a letter, what it says, what happens when the mail server does not take it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { permit } from '../../platform/act/index.ts'
import { foundedHouse, mailServer, sleep, untilHolds } from '../../testing/index.ts'
import type { Browser } from '../../testing/index.ts'
import { CRITICAL_ACT, tellEach } from './index.ts'
import { letterOf } from './letter.ts'

/** 如姬 founded the company; 李娜 is a super administrator, 王伟 works in it. All but 孙丽 have an address. */
async function setting(t: TestContext) {
  const mail = await mailServer(t)
  const it = await foundedHouse(t, { mail: mail.settings })
  const [lina, wangwei, sunli] = [
    await it.hire('lina', '李娜'),
    await it.hire('wangwei', '王伟'),
    await it.hire('sunli', '孙丽'),
  ]
  const addressed = { ruji: it.creatorId, lina: lina.id, wangwei: wangwei.id }
  for (const [login, id] of Object.entries(addressed))
    await it.ruji.ok('PATCH', `/api/v1/members/${id}`, { email: `${login}@example.com` })
  await it.ruji.ok('POST', '/api/v1/administrators', { memberId: lina.id, tier: 'super', because: '值班' })
  const states = async (): Promise<readonly string[]> =>
    (await it.house.node.pool.query<{ state: string }>('select state from mail order by at, state')).rows.map(
      ({ state }) => state,
    )
  const send = (): Promise<void> => it.house.mailing.now()
  await send()
  const before = mail.received.length
  const letters = () => mail.received.slice(before)
  return { ...it, mail, lina, wangwei, sunli, states, send, letters }
}

type Setting = Awaited<ReturnType<typeof setting>>
const to = (letters: ReturnType<Setting['letters']>) => letters.map((letter) => letter.to).toSorted()
const role = (who: Browser, name: string) => who.ok('POST', '/api/v1/roles', { name, permissions: [] })
/** What is readable of a letter: its subject decoded, and its parts, quoted-printable or base64. */
function readable(text: string): string {
  const [headers = '', ...parts] = text
    .replaceAll(/=\?UTF-8\?B\?([^?]*)\?=\s*/gi, (_, coded: string) => Buffer.from(coded, 'base64').toString())
    .split(/\r\n--[^\r]*/)
  return [headers, ...parts.map(decoded)].join('\n')
}
function decoded(part: string): string {
  const body = part.slice(part.indexOf('\r\n\r\n'))
  if (/^Content-Transfer-Encoding: base64/im.test(part)) return Buffer.from(body, 'base64').toString()
  const bytes = body
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
/** All waiting letters are due now, as if the time until their next try had passed. */
const makeDue = ({ house }: Setting) =>
  house.node.pool.query("update mail set next_at = now() where state = 'waiting'")

test('D34 D35 of a critical act those entitled get a letter each, in their language, with a way to the page', async (t) => {
  const it = await setting(t)
  await it.lina.browser.ok('PATCH', '/api/v1/me', { locale: 'en-US' })
  await it.ruji.ok('POST', '/api/v1/administrators', {
    memberId: it.sunli.id,
    tier: 'super',
    because: '接班',
  })
  await it.send()
  assert.deepEqual(to(it.letters()), ['lina@example.com'], 'not who did it, and nobody without an address')
  const english = readable(it.letters()[0]?.text ?? '')
  assert.match(english, /^Subject: Hufu: Critical act: /m)
  assert.match(english, /如姬 appointed 孙丽 super administrator: 接班/)
  assert.match(english, /https:\/\/hufu\.example\.com\/me\/notices/)
  assert.match(english, /^Auto-Submitted: auto-generated/m)
  await role(it.lina.browser, '外勤')
  await it.send()
  const chinese = readable(it.letters().at(-1)?.text ?? '')
  assert.equal(it.letters().at(-1)?.to, 'ruji@example.com')
  assert.match(chinese, /虎符：关键操作：/)
  const { items } = (await it.ruji.ok('GET', '/api/v1/me/notices')) as unknown as {
    readonly items: readonly { readonly id: string }[]
  }
  assert.equal(it.letters().at(-1)?.id, `<${items[0]?.id ?? ''}@hufu.example.com>`)
  assert.ok((await it.states()).every((state) => state === 'sent'))
})

test('D34 whoever has switched letters off gets none, and hears of it in the bell all the same', async (t) => {
  const it = await setting(t)
  const me = await it.ruji.ok('GET', '/api/v1/me')
  assert.deepEqual(me['mail'], { address: 'ruji@example.com', on: true })
  const off = await it.ruji.ok('PATCH', '/api/v1/me', { mail: false })
  assert.deepEqual([off['mail'], off['locale']], [{ address: 'ruji@example.com', on: false }, 'zh-CN'])
  await role(it.lina.browser, '外勤')
  await it.send()
  assert.deepEqual(it.letters(), [])
  assert.ok(Number((await it.ruji.ok('GET', '/api/v1/me/notices'))['unread']) > 0)
  await it.ruji.ok('PATCH', '/api/v1/me', { mail: true })
  await role(it.lina.browser, '内勤')
  await it.send()
  assert.deepEqual(to(it.letters()), ['ruji@example.com'])
  assert.equal((await it.ruji.ask('PATCH', '/api/v1/me', {})).status, 400)
})

test('D34 where no server for letters is set, none is written and nobody is asked about them', async (t) => {
  const it = await foundedHouse(t)
  const lina = await it.hire('lina', '李娜')
  await it.ruji.ok('PATCH', `/api/v1/members/${it.creatorId}`, { email: 'ruji@example.com' })
  await it.ruji.ok('POST', '/api/v1/administrators', { memberId: lina.id, tier: 'super', because: '值班' })
  await role(lina.browser, '外勤')
  assert.equal((await it.house.node.pool.query('select from mail')).rowCount, 0)
  assert.equal((await it.ruji.ok('GET', '/api/v1/me'))['mail'], null)
  assert.equal((await it.ruji.ok('GET', '/api/v1/mail'))['configured'], false)
})

test('D35 who has left before a letter goes out gets none', async (t) => {
  const it = await setting(t)
  it.mail.answer = () => '451 4.3.0 later'
  await role(it.ruji, '外勤')
  await it.send()
  assert.deepEqual(to(it.letters()), ['lina@example.com'])
  it.mail.answer = () => '250 taken'
  await it.ruji.ok('POST', `/api/v1/members/${it.lina.id}/depart`, { because: '个人原因' })
  const before = it.letters().length
  await makeDue(it)
  await it.send()
  assert.equal(
    it
      .letters()
      .slice(before)
      .some((letter) => letter.to === 'lina@example.com'),
    false,
  )
  assert.ok((await it.states()).includes('dropped'))
})

test('D36 what the server does not take is tried again after 1, 5, 30 and 120 minutes and then given up, with a code', async (t) => {
  const it = await setting(t)
  it.mail.answer = () => '550 5.1.1 no such person as ruji@example.com'
  await role(it.lina.browser, '外勤')
  const row = async () => {
    const { rows } = await it.house.node.pool.query<{ minutes: number; state: string; error: string }>(
      `select round(extract(epoch from next_at - now()) / 60)::int as minutes, state, error
       from mail where state in ('waiting', 'failed')`,
    )
    return rows[0]
  }
  for (const minutes of [1, 5, 30, 120]) {
    await it.send()
    assert.deepEqual(await row(), { minutes, state: 'waiting', error: 'EMESSAGE 550' })
    await it.send()
    await makeDue(it)
  }
  await it.send()
  const { state, error } = (await row()) ?? {}
  assert.deepEqual([state, error], ['failed', 'EMESSAGE 550'])
  await it.send()
  assert.equal(it.letters().length, 5)
  assert.equal(new Set(it.letters().map(({ id }) => id)).size, 1)
  const told = await it.ruji.ok('GET', '/api/v1/mail')
  assert.deepEqual([told['configured'], told['waiting'], told['failed']], [true, 0, 1])
  assert.equal((await it.lina.browser.ask('GET', '/api/v1/mail')).status, 200)
  assert.equal((await it.sunli.browser.ask('GET', '/api/v1/mail')).status, 403)
})

test('D37 a mail server that says nothing holds up letters and nothing else', async (t) => {
  const it = await setting(t)
  it.mail.silent = true
  await role(it.lina.browser, '外勤')
  const sending = it.send()
  const began = performance.now()
  for (const name of ['内勤', '值守']) await role(it.lina.browser, name)
  await it.ruji.ok('GET', '/api/v1/me/notices')
  assert.ok(performance.now() - began < 5000)
  await sleep(100)
  const stopping = performance.now()
  await it.house.stop()
  assert.ok(performance.now() - stopping < 8000, 'it ends in order')
  await sending
  // Whoever comes next sends them; the claim of the one that ended has to run out first.
  it.mail.silent = false
  const next = await it.open()
  await next.node.pool.query("update mail set next_at = now() where state = 'waiting'")
  await next.mailing.now()
  await untilHolds('all three have come', () => it.letters().length === 3)
})

test('D37 where the mail server is gone, one letter finds out for all that are due', async (t) => {
  const it = await setting(t)
  // Nothing listens there.
  const house = await it.open({ mail: { ...it.mail.settings, port: 1 } })
  await it.house.mailing.stop()
  for (const name of ['外勤', '内勤']) await role(it.lina.browser, name)
  await house.mailing.now()
  const { rows } = await house.node.pool.query<{ error: string; failures: number }>(
    "select error, failures from mail where state = 'waiting'",
  )
  assert.deepEqual(rows, [
    { error: 'ESOCKET', failures: 1 },
    { error: 'ESOCKET', failures: 1 },
  ])
})

test('D37 a notice that nobody can put into words fails by itself, and the others go out', async (t) => {
  const it = await setting(t)
  await it.house.perform(
    { type: 'member', memberId: it.creatorId, sessionId: null },
    { name: 'test', kind: 'content', workspaceId: it.house.node.feed.known()[0]?.workspaceId ?? '' },
    async (act) => {
      const tally = permit(act, 'audit.self.view', { type: 'member', id: it.creatorId })
      await tellEach(tally, [
        { to: [it.creatorId], kind: CRITICAL_ACT, data: null, mail: true },
        { to: [it.wangwei.id], kind: 'test.happened@1', data: { count: 1 }, mail: true },
      ])
      return null
    },
  )
  await it.send()
  assert.deepEqual(to(it.letters()), ['wangwei@example.com'])
  const { rows } = await it.house.node.pool.query<{ error: string }>(
    "select error from mail where state = 'waiting'",
  )
  assert.deepEqual(rows, [{ error: 'EWORDS' }])
})

test('two servers on one database send each letter once', async (t) => {
  const it = await setting(t)
  const other = await it.open()
  for (const name of ['外勤', '内勤', '值守', '夜班']) await role(it.lina.browser, name)
  await Promise.all([it.send(), other.mailing.now()])
  await untilHolds('all have come', async () => (await it.states()).every((state) => state === 'sent'))
  assert.equal(it.letters().length, 4)
  assert.equal(new Set(it.letters().map(({ id }) => id)).size, 4)
})

test('no name and no title breaks a header or a page', () => {
  const letter = letterOf(
    { id: '1', title: 'A\r\nBcc: eve@example.com', words: '<script>x</script> & "y"' },
    {
      name: 'Eve\n<eve@example.com>',
      email: 'a@example.com',
      locale: 'en-US',
      publicUrl: 'https://h.example',
    },
  )
  assert.equal(letter.subject, 'Hufu: A Bcc: eve@example.com')
  assert.deepEqual(letter.to, { name: 'Eve <eve@example.com>', address: 'a@example.com' })
  assert.match(letter.html, /&lt;script&gt;x&lt;\/script&gt; &amp; &quot;y&quot;/)
})
