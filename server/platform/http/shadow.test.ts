/** Requests that a server sends to itself as somebody's shadow: what they may, what they are told, and what they leave behind. */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { foundedHouse, testRoute } from '../../testing/index.ts'
import type { House } from '../../testing/index.ts'
import { SHADOW_HEADER, may, see } from './index.ts'
import type { Doors, ShadowOf } from './index.ts'

const SECRET = 'what only some may know'
const read = testRoute('GET', '/api/v1/test/read')
const hidden = testRoute('GET', '/api/v1/test/hidden')
const stream = testRoute('GET', '/api/v1/test/stream', { answers: 'bytes' })
const bytes = testRoute('POST', '/api/v1/test/bytes', { sends: 'bytes' })
const workspace = { type: 'workspace' } as const

/** A company with doors of its own: one holds a secret, one hides, one streams, one takes bytes. `seen` counts. */
async function setting(t: Pick<TestContext, 'after'>) {
  const seen = { streamed: 0, begun: 0, received: 0 }
  const more = (doors: Doors): void => {
    doors.handle(read, async (call) => {
      may(call.reading, 'org.directory.view', workspace)
      return { secret: SECRET }
    })
    doors.handle(hidden, async (call) => {
      see(call.reading, 'audit.admin.view', workspace, 'authority/unknown-target')
      return { secret: SECRET }
    })
    doors.handle(stream, async (call) => {
      may(call.reading, 'org.directory.view', workspace)
      const chunks = async function* () {
        seen.streamed += 1
        yield Buffer.from(SECRET)
      }
      return call.stream({ bytes: chunks(), type: 'text/plain', begun: () => (seen.begun += 1) })
    })
    doors.handle(bytes, async (call) => {
      may(call.reading, 'org.directory.view', workspace)
      for await (const chunk of call.bytes) seen.received += (chunk as Buffer).length
      return {}
    })
  }
  const it = await foundedHouse(t, { routes: [read, hidden, stream, bytes], more })
  const { id, browser } = await it.hire('wangwei', '王伟')
  const { node, http } = it.house
  const workspaceId = node.feed.known()[0]?.workspaceId ?? ''
  const of = (memberId: string, sessionId: string | null = null): ShadowOf => ({
    workspaceId,
    memberId,
    sessionId,
  })
  const get = (who: ShadowOf, path: string) => http.shadows.ask(who, { method: 'GET', path })
  const { items } = (await browser.ok('GET', '/api/v1/sessions')) as {
    readonly items: readonly { readonly id: string }[]
  }
  return { ...it, wangwei: id, browser, sessionId: items[0]?.id ?? '', of, get, seen, workspaceId }
}

/** Sends one request by hand and gives all that came back. */
const raw = (house: House, path: string, headers: Record<string, string>) =>
  new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
    request(`${house.url}${path}`, { headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('end', () => {
        const said = [JSON.stringify(answer.headers), ...chunks.map(String)].join('\n')
        resolve({ status: answer.statusCode ?? 0, text: said })
      })
    })
      .once('error', reject)
      .end()
  })

test('a ticket opens one request, once, for the address it was given for, and comes through no proxy', async (t) => {
  const { house, wangwei, of } = await setting(t)
  const { tickets } = house.http.shadows
  const ticket = (): string => tickets.issue(of(wangwei), 'GET /api/v1/test/read')
  const once = ticket()
  assert.equal((await raw(house, '/api/v1/test/read', { [SHADOW_HEADER]: once })).status, 204)
  assert.equal((await raw(house, '/api/v1/test/read', { [SHADOW_HEADER]: once })).status, 401)
  assert.equal((await raw(house, '/api/v1/test/hidden', { [SHADOW_HEADER]: ticket() })).status, 401)
  const proxied = { [SHADOW_HEADER]: ticket(), 'x-forwarded-for': '127.0.0.1' }
  assert.equal((await raw(house, '/api/v1/test/read', proxied)).status, 401)
  assert.equal((await raw(house, '/api/v1/test/read', { [SHADOW_HEADER]: 'guessed' })).status, 401)
})

test('a ticket is worth nothing in another process of the same company', async (t) => {
  const { house, open, wangwei, of } = await setting(t)
  const second = await open()
  const ticket = house.http.shadows.tickets.issue(of(wangwei), 'GET /api/v1/me')
  assert.equal((await raw(second, '/api/v1/me', { [SHADOW_HEADER]: ticket })).status, 401)
  assert.equal((await raw(house, '/api/v1/me', { [SHADOW_HEADER]: ticket })).status, 204)
})

test('of what a shadow would be given nothing leaves, not a byte of it is read, and nobody is said to have been given it', async (t) => {
  const { house, wangwei, of, seen } = await setting(t)
  for (const path of ['/api/v1/test/read', '/api/v1/test/stream', '/api/v1/me'] as const) {
    const headers = { [SHADOW_HEADER]: house.http.shadows.tickets.issue(of(wangwei), `GET ${path}`) }
    const { status, text } = await raw(house, path, headers)
    assert.equal(status, 204, path)
    assert.doesNotMatch(text, new RegExp(`${SECRET}|王伟|hufu-revision|set-cookie`))
  }
  const upload = { method: 'POST', path: bytes.url, bytes: 'abc' } as const
  assert.deepEqual(await house.http.shadows.ask(of(wangwei), upload), { served: true })
  assert.deepEqual(seen, { streamed: 0, begun: 0, received: 0 })
})

test('a shadow is refused as the person would be, is told the true code where they are told less, and nobody is blamed', async (t) => {
  const { house, ruji, wangwei, of, get, rootId } = await setting(t)
  const refusedBefore = house.refused.length
  assert.deepEqual(await get(of(wangwei), hidden.url), {
    served: false,
    status: 404,
    code: 'authority/not-administrator',
  })
  const founding = {
    method: 'POST',
    path: '/api/v1/departments',
    body: { parentId: rootId, name: '新部门' },
  } as const
  const no = await house.http.shadows.ask(of(wangwei), founding)
  assert.ok(!no.served && no.status === 403)
  assert.equal(house.refused.length, refusedBefore)
  await ruji.ok('POST', `/api/v1/members/${wangwei}/suspend`, { because: '测试需要' })
  assert.deepEqual(await get(of(wangwei), read.url), { served: false, status: 403, code: 'member/inactive' })
})

test('what a shadow performs is rolled back, also what takes a proof, and is remembered nowhere', async (t) => {
  const { house, creatorId, wangwei, of, rootId } = await setting(t)
  const counted = async () => {
    const { rows } = await house.node.pool.query<{ text: string }>(
      `select json_build_object('departments', (select count(*) from department), 'seats', (select count(*) from administrator),
        'entries', (select count(*) from ledger_entry), 'feed', (select count(*) from content_feed),
        'locales', (select json_agg(s) from member_setting s), 'requests', (select count(*) from request),
        'revision', (select max(revision) from workspace), 'notices', (select count(*) from notice))::text as text`,
    )
    return rows[0]?.text
  }
  const before = await counted()
  const creator = of(creatorId)
  const { ask } = house.http.shadows
  const because = '测试需要'
  const served = [
    { method: 'POST', path: '/api/v1/departments', body: { parentId: rootId, name: '新部门' } },
    { method: 'POST', path: '/api/v1/administrators', body: { memberId: wangwei, tier: 'super', because } },
    { method: 'PATCH', path: '/api/v1/me', body: { locale: 'en-US' } },
  ] as const
  for (const one of served) assert.deepEqual(await ask(creator, one), { served: true }, one.path)
  assert.equal(await counted(), before)
})

test('by a session a shadow is let in exactly as long as its owner is, and does not keep it awake', async (t) => {
  const { house, ruji, wangwei, sessionId, of, get } = await setting(t)
  const seenAt = async () => {
    const { rows } = await house.node.pool.query<{ text: string }>(
      'select last_seen_at::text || idle_until::text as text from session where id = $1',
      [sessionId],
    )
    return rows[0]?.text
  }
  const before = await seenAt()
  assert.deepEqual(await get(of(wangwei, sessionId), '/api/v1/me'), { served: true })
  assert.equal(await seenAt(), before)
  const stranger = '019a6e0c-0000-7000-8000-00000000c0de'
  assert.equal((await get(of(wangwei, stranger), '/api/v1/me')).served, false)
  await ruji.ok('POST', `/api/v1/members/${wangwei}/sign-out`, { because: '测试需要' })
  assert.deepEqual(await get(of(wangwei, sessionId), '/api/v1/me'), {
    served: false,
    status: 401,
    code: 'identity/session-ended',
  })
  assert.equal(await house.sockets.knock(of(wangwei, sessionId)), 'refused')
})

test('a shadow at the gate of sockets is told whether it would be let in, and no line is opened for it', async (t) => {
  const { house, wangwei, sessionId, of, workspaceId } = await setting(t)
  assert.equal(await house.sockets.knock(of(wangwei, sessionId)), 'let-in')
  assert.deepEqual(house.sockets.sessionsOf(workspaceId, wangwei), [])
})
