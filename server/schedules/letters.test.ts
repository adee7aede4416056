/** A server is killed while a letter goes out: it goes out again, as the same letter, and none is lost. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { cluster, endingWith, mailServer, untilHolds } from '../testing/index.ts'
import type { Cluster, MailServer } from '../testing/index.ts'

const file = endingWith(after)
let it: Cluster
let mail: MailServer

before(async () => {
  mail = await mailServer(file)
  const { host, port, from } = mail.settings
  it = await cluster(file, {
    nodes: 1,
    settings: () => ({ HUFU_SMTP_URL: `smtp://${host}:${port}`, HUFU_MAIL_FROM: from.address }),
  })
  await it.ok(0, 'chenli', 'PATCH', `/api/v1/members/${it.id.chenli}`, { email: 'chenli@example.com' })
})

const states = async (): Promise<readonly string[]> =>
  (await it.pool.query<{ state: string }>('select state from mail order by at')).rows.map(
    ({ state }) => state,
  )

test('D36 killed after the mail server has taken a letter and before that is written down: it goes out again, as the same', async () => {
  const victim = it.nodes[0] ?? assert.fail()
  const taken = Promise.withResolvers<void>()
  mail.answer = async () => {
    victim.signal('SIGKILL')
    await victim.gone
    taken.resolve()
    return '250 taken'
  }
  await it.ok(0, 'lina', 'POST', '/api/v1/roles', { name: '外勤', permissions: [] })
  await taken.promise
  assert.deepEqual(await states(), ['waiting'])
  mail.answer = () => '250 taken'
  await it.start()
  // The claim of the dead lasts two minutes; here they are over.
  await it.pool.query("update mail set next_at = now() where state = 'waiting'")
  await untilHolds('it has gone out', async () => (await states()).every((state) => state === 'sent'), 30_000)
  assert.deepEqual(
    mail.received.map(({ to }) => to),
    ['chenli@example.com', 'chenli@example.com'],
  )
  assert.equal(new Set(mail.received.map(({ id }) => id)).size, 1)
  assert.match(mail.received[0]?.id ?? '', /^<[0-9a-f-]{36}@/)
})

test('D36 killed before the letter was handed over: it goes out all the same', async () => {
  mail.silent = true
  const before = mail.received.length
  await it.ok(1, 'lina', 'POST', '/api/v1/roles', { name: '内勤', permissions: [] })
  await untilHolds('somebody has claimed it', async () => {
    const { rows } = await it.pool.query(
      "select from mail where state = 'waiting' and next_at > now() + interval '1 minute'",
    )
    return rows.length === 1
  })
  it.nodes[1]?.signal('SIGKILL')
  await it.nodes[1]?.gone
  mail.silent = false
  const last = await it.start()
  await it.pool.query("update mail set next_at = now() where state = 'waiting'")
  await untilHolds('it has gone out', async () => (await states()).every((state) => state === 'sent'), 30_000)
  assert.equal(mail.received.length - before, 1)
  assert.doesNotMatch(last.said(), /chenli@example\.com/)
})
