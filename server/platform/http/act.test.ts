import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { PASSWORD, browserAt, foundedHouse, testRoute } from '../../testing/index.ts'
import type { HufuNode } from '../nodes/index.ts'
import { can, may, see } from './index.ts'
import type { Call, Doors } from './index.ts'

const slow = testRoute('GET', '/api/v1/test/slow')
const hidden = testRoute('GET', '/api/v1/test/hidden')
const large = testRoute('GET', '/api/v1/test/large', { answers: 'bytes' })
const hung = testRoute('GET', '/api/v1/test/hung', { answers: 'bytes' })
const leaky = testRoute('GET', '/api/v1/test/leaky')
const BYTES = 10 * 1024 * 1024
const CHUNK = 256 * 1024

const workspace = { type: 'workspace' } as const

/** A company with a few doors that take their time. `entered` says how often a handler has asked and waits. */
async function setting(t: Pick<TestContext, 'after'>) {
  let open: () => void = () => {}
  const gate = new Promise<void>((resolve) => (open = resolve))
  const seen = { entered: 0, sent: 0 }
  const more = (doors: Doors): void => {
    doors.handle(slow, async (call) => {
      may(call.reading, 'org.directory.view', workspace)
      seen.entered += 1
      await gate
      return { secret: 'what only some may know' }
    })
    doors.handle(hidden, async (call) => {
      see(call.reading, 'audit.admin.view', workspace, 'authority/unknown-target')
      return { can: can(call.reading, 'audit.admin.view', workspace) }
    })
    doors.handle(large, async (call) => {
      may(call.reading, 'org.directory.view', workspace)
      return call.stream({
        bytes: chunks(seen),
        type: 'application/octet-stream',
        size: BYTES,
        fileName: '资料 1.bin',
      })
    })
    doors.handle(hung, async (call) => {
      may(call.reading, 'org.directory.view', workspace)
      return call.stream({ bytes: stuck(call), type: 'text/plain' })
    })
    doors.handle(leaky, async (call) => {
      may(call.reading, 'org.directory.view', workspace)
      rawOf(call).writeHead(200)
      return {}
    })
  }
  const founded = await foundedHouse(t, { routes: [slow, hidden, large, hung, leaky], more })
  return { ...founded, seen, open: () => open() }
}

async function* chunks(seen: { sent: number }): AsyncIterable<Uint8Array> {
  for (let at = 0; at < BYTES; at += CHUNK) {
    seen.sent = at + CHUNK
    await sleep(1)
    yield new Uint8Array(CHUNK)
  }
}

async function* stuck(call: Call): AsyncIterable<Uint8Array> {
  yield Buffer.from('the first line\n')
  await new Promise((_, reject) => call.signal.addEventListener('abort', () => reject(new Error('given up'))))
}

let emit: { writeHead: (status: number) => unknown } | null = null
const rawOf = (_: Call): { writeHead: (status: number) => unknown } => emit ?? { writeHead: () => null }

const takeBack = (
  ruji: { ok: (method: string, path: string, body: unknown) => Promise<unknown> },
  id: string,
) =>
  ruji.ok('POST', '/api/v1/revocations', {
    memberId: id,
    reason: 'move',
    permissions: ['org.directory.view'],
    because: '转岗',
  })

test('an answer that was right when it was made is not given when the right is gone before it leaves', async (t) => {
  const { ruji, hire, seen, open, house } = await setting(t)
  const { id, browser } = await hire('wangwei')
  const answer = browser.ask('GET', slow.url)
  while (seen.entered === 0) await sleep(5)
  await takeBack(ruji, id)
  open()
  const { status, body, text } = await answer
  assert.equal(status, 403)
  assert.equal(body['code'], 'authority/restricted')
  assert.ok(!text.includes('secret'))
  assert.deepEqual(
    house.refused.map(({ code, door }) => [code, door]),
    [['authority/restricted', 'GET /api/v1/test/slow']],
  )
})

test('an answer under way is not given to a session that has ended meanwhile', async (t) => {
  const { ruji, hire, seen, open } = await setting(t)
  const { id, browser } = await hire('wangwei')
  const answer = browser.ask('GET', slow.url)
  while (seen.entered === 0) await sleep(5)
  await ruji.ok('POST', `/api/v1/members/${id}/sign-out`, { because: '丢了手机' })
  open()
  assert.equal((await answer).body['code'], 'identity/session-ended')
})

test('an answer arrives although its node has loaded everything anew meanwhile, as after a bulk change', async (t) => {
  const { ruji, house, hire, seen, open } = await setting(t)
  const asking = ruji.ask('GET', slow.url)
  while (seen.entered === 0) await sleep(5)
  await hire('wangwei')
  for (const state of house.node.feed.known()) {
    state.healthy = false
    await house.node.feed.load(state.workspaceId)
  }
  open()
  assert.equal((await asking).status, 200)
})

test('what may not be seen is not there, and the journal hears why', async (t) => {
  const { ruji, hire, house } = await setting(t)
  const { browser } = await hire('wangwei')
  const answer = await browser.ask('GET', hidden.url)
  assert.equal(answer.status, 404)
  assert.equal(answer.body['code'], 'authority/unknown-target')
  assert.equal(answer.body['because'], undefined)
  assert.deepEqual(
    house.refused.map(({ code }) => code),
    ['authority/not-administrator'],
  )
  assert.deepEqual(await ruji.ok('GET', hidden.url), { can: { allowed: true, because: 'granted' } })
})

test('what may be seen and not done is explained in words, with the permission that is missing', async (t) => {
  const { hire } = await setting(t)
  const { browser } = await hire('wangwei')
  const ask = (language: string) =>
    browser.ask('POST', '/api/v1/positions', { name: '工程师' }, { 'accept-language': language })
  const english = await ask('en-US')
  assert.equal(english.status, 403)
  assert.match(String(english.headers.get('content-type')), /^application\/problem\+json/)
  assert.equal((english.body['because'] as Record<string, unknown>)['permission'], 'org.position.manage')
  assert.match(String(english.body['detail']), /Manage positions/)
  assert.match(String((await ask('zh-CN')).body['detail']), /管理岗位/)
  assert.match(String(english.body['requestId']), /^[0-9a-f]{8}-[0-9a-f]{4}-7/)
})

/** Downloads without reading; `rest` reads what still arrives after the connection was cut. */
function slowReader(url: string, path: string, cookie: string) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let received = 0
  const cut = new Promise<void>((resolve) => {
    socket.once('error', () => resolve())
    socket.once('close', () => resolve())
  })
  const head = new Promise<string>((resolve) =>
    socket.once('data', (part: Buffer) => {
      received += part.length
      socket.pause()
      resolve(part.toString('latin1'))
    }),
  )
  socket.on('data', (part: Buffer) => (received += part.length))
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: hufu=${cookie}\r\n\r\n`)
  return {
    head,
    async rest(): Promise<number> {
      socket.resume()
      await cut
      return received
    },
  }
}

test('ten megabytes to a slow reader are cut in the middle when the right is taken back', async (t) => {
  const { ruji, hire, house, seen } = await setting(t)
  const { id, browser } = await hire('wangwei')
  const reader = slowReader(house.url, large.url, browser.cookies.get('hufu') ?? '')
  assert.match(await reader.head, /filename\*=UTF-8''%E8%B5%84%E6%96%99%201\.bin/)
  while (seen.sent < 2 * 1024 * 1024) await sleep(5)
  assert.equal(house.node.effects.count(), 1)
  await takeBack(ruji, id)
  assert.equal(house.node.effects.count(), 0)
  const received = await reader.rest()
  assert.ok(received < BYTES, `${received} bytes arrived`)
  assert.ok(seen.sent < BYTES)
})

test('an export that hangs is ended by a revocation, which does not wait for it', async (t) => {
  const { ruji, hire, house } = await setting(t)
  const { id, browser } = await hire('wangwei')
  const reader = slowReader(house.url, hung.url, browser.cookies.get('hufu') ?? '')
  await reader.head
  const began = performance.now()
  await takeBack(ruji, id)
  assert.ok(performance.now() - began < 2000)
  await reader.rest()
  assert.equal(house.node.effects.count(), 0)
})

test('a whole download arrives whole', async (t) => {
  const { hire } = await setting(t)
  const { browser } = await hire('wangwei')
  const answer = await browser.ask('GET', large.url)
  assert.equal(answer.text.length, BYTES)
  assert.equal(answer.headers.get('content-security-policy'), "sandbox; default-src 'none'")
})

test('a head that nobody asked for does not leave: the connection is reset', async (t) => {
  const { hire, house } = await setting(t)
  const { browser } = await hire('wangwei')
  house.http.server.prependListener(
    'request',
    (_, response: { writeHead: (status: number) => unknown }) => (emit = response),
  )
  await assert.rejects(browser.ask('GET', leaky.url))
  emit = null
})

/** Clocks that can be moved. */
const movable = () => {
  let ahead = 0
  return {
    wall: () => Date.now() + ahead,
    mono: () => performance.now() + ahead,
    jump: (ms: number) => void (ahead += ms),
  }
}

test('without a fresh lease everything but the state of the node answers 503, and it heals by itself', async (t) => {
  const clock = movable()
  const { ruji, house } = await foundedHouse(t, { clock })
  const fresh = (node: HufuNode): boolean => node.lease.fresh()
  clock.jump(6000)
  for (const path of ['/api/v1/me', '/api/v1/setup', '/openapi.json', '/docs', '/api/v1/nothing']) {
    const answer = await ruji.ask('GET', path)
    if (fresh(house.node)) continue
    assert.equal(answer.body['code'], 'node/not-fresh', path)
  }
  clock.jump(6000)
  const health = await ruji.ask('GET', '/healthz')
  assert.equal(health.status, 200)
  assert.equal((await ruji.ask('GET', '/metrics')).status, 200)
  for (let round = 0; round < 100 && !fresh(house.node); round += 1) await sleep(50)
  assert.equal((await ruji.ask('GET', '/api/v1/me')).status, 200)
})

test('a lapse between the question and the head answers 503 and ends a download', async (t) => {
  const clock = movable()
  let open: () => void = () => {}
  const gate = new Promise<void>((resolve) => (open = resolve))
  const seen = { entered: false }
  const more = (doors: Doors): void =>
    doors.handle(slow, async (call) => {
      may(call.reading, 'org.directory.view', workspace)
      seen.entered = true
      await gate
      return { secret: 1 }
    })
  const { ruji } = await foundedHouse(t, { clock, routes: [slow], more })
  const answer = ruji.ask('GET', slow.url)
  while (!seen.entered) await sleep(1)
  clock.jump(6000)
  open()
  assert.equal((await answer).body['code'], 'node/not-fresh')
})

test('a revision the caller has seen is waited for, and one nobody has given is not pretended', async (t) => {
  const { ruji, open } = await foundedHouse(t)
  const other = ruji.at((await open()).url)
  const made = await ruji.ask('POST', '/api/v1/positions', { name: '工程师' })
  const revision = Number(made.headers.get('hufu-revision'))
  assert.equal((made.body['applied'] as { revision: number }).revision, revision)
  const there = await other.ask('GET', '/api/v1/positions', undefined, { 'hufu-revision': String(revision) })
  assert.ok(Number(there.headers.get('hufu-revision')) >= revision)
  const future = await other.ask('GET', '/api/v1/positions', undefined, {
    'hufu-revision': String(revision + 1000),
  })
  assert.equal(future.body['code'], 'node/not-fresh')
  assert.equal(
    (await other.ask('GET', '/api/v1/positions', undefined, { 'hufu-revision': 'soon' })).status,
    400,
  )
})

test('the same write sent again with its key is done once and answered the same', async (t) => {
  const { ruji, open } = await foundedHouse(t)
  const other = ruji.at((await open()).url)
  const headers = { 'idempotency-key': 'a-key-of-mine' }
  const first = await ruji.ask('POST', '/api/v1/positions', { name: '工程师' }, headers)
  const again = await other.ask('POST', '/api/v1/positions', { name: '工程师' }, headers)
  assert.equal(again.status, 200, again.text)
  assert.equal(again.body['id'], first.body['id'])
  assert.equal((again.body['applied'] as { state: string }).state, 'applied')
  const different = await ruji.ask('POST', '/api/v1/positions', { name: '设计师' }, headers)
  assert.equal(different.body['code'], 'request/key-reused')
  const many = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      (index % 2 === 0 ? ruji : other).ask(
        'POST',
        '/api/v1/positions',
        { name: '设计师' },
        { 'idempotency-key': 'another' },
      ),
    ),
  )
  assert.deepEqual(
    new Set(many.map(({ body }) => body['id'])).size,
    1,
    many.map(({ text }) => text).join('\n'),
  )
})

test('a refused write is not remembered: sent again it is asked again', async (t) => {
  const { ruji, hire } = await foundedHouse(t)
  const { id, browser } = await hire('wangwei')
  const headers = { 'idempotency-key': 'mine' }
  assert.equal((await browser.ask('POST', '/api/v1/positions', { name: '工程师' }, headers)).status, 403)
  await ruji.ok('POST', '/api/v1/administrators', { memberId: id, tier: 'super', because: '值班' })
  assert.equal((await browser.ask('POST', '/api/v1/positions', { name: '工程师' }, headers)).status, 200)
})

test('an orderly stop lets requests finish and takes less than five seconds, whoever stays connected', async (t) => {
  const { house, hire, seen, open } = await setting(t)
  const { browser } = await hire('wangwei')
  const answer = browser.ask('GET', slow.url)
  while (seen.entered === 0) await sleep(5)
  slowReader(house.url, hung.url, browser.cookies.get('hufu') ?? '')
  await sleep(50)
  const began = performance.now()
  setTimeout(open, 100)
  await house.stop()
  assert.ok(performance.now() - began < 5000)
  assert.equal((await answer).status, 200)
  await assert.rejects(
    browserAt(house.url).ask('POST', '/api/v1/sessions', { login: 'ruji', password: PASSWORD }),
  )
})
