import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { FRAME_BYTES_MAX, SOCKET_URL } from '@hufu/contract'
import type { ServerFrame } from '@hufu/contract'
import { WebSocket } from 'ws'
import { PASSWORD, browserAt, foundedHouse, wireOf, wireWith } from '../../testing/index.ts'
import type { Browser } from '../../testing/index.ts'

const ticketOf = async (browser: Browser, headers: Record<string, string> = {}): Promise<string> =>
  String((await browser.ok('POST', '/api/v1/tickets', {}, headers))['ticket'])

const readFrame = (seq: number, memberId: string): ServerFrame => ({
  type: 'read',
  conversationId: memberId,
  memberId,
  seq,
})

test('a ticket opens one socket, once, even when twenty bring it at the same time', async (t) => {
  const { house, ruji, creatorId } = await foundedHouse(t)
  const ticket = await ticketOf(ruji)
  const wires = await Promise.all(Array.from({ length: 20 }, () => wireWith(house.url, ticket)))
  await sleep(300)
  const greeted = wires.filter(({ frames }) => frames.some(({ type }) => type === 'hello'))
  assert.equal(greeted.length, 1)
  assert.equal(greeted[0]?.frames[0]?.['memberId'], creatorId)
  const late = await wireWith(house.url, ticket)
  assert.equal(await late.closed(), 1008)
})

test('a ticket given to a page of this site opens nothing for a page of another', async (t) => {
  const { house, ruji } = await foundedHouse(t)
  const own = house.url
  const ticket = await ticketOf(ruji, { origin: own })
  const elsewhere = await wireWith(house.url, ticket)
  assert.equal(await elsewhere.closed(), 1008)
  const foreign = new WebSocket(house.url.replace('http', 'ws') + SOCKET_URL, {
    headers: { origin: 'https://evil.example' },
  })
  const [error] = (await once(foreign, 'error')) as [Error]
  assert.match(error.message, /403/)
  const good = await wireWith(house.url, await ticketOf(ruji, { origin: own }), { origin: own })
  await good.next('hello')
})

test('a ticket is good for as long as it says and not longer', async (t) => {
  const { house, ruji } = await foundedHouse(t, { limits: { ticketMs: 100 } })
  const ticket = await ticketOf(ruji)
  await sleep(200)
  assert.equal(await (await wireWith(house.url, ticket)).closed(), 1008)
})

test('who has lost their session since the ticket was given is not let in with it', async (t) => {
  const { house, ruji, hire } = await foundedHouse(t)
  const { id, browser } = await hire('wangwei')
  const ticket = await ticketOf(browser)
  await ruji.ok('POST', `/api/v1/members/${id}/sign-out`, { because: '丢了手机' })
  assert.equal(await (await wireWith(house.url, ticket)).closed(), 1008)
})

test('an open socket hears that its session has ended, on every node, and is closed', async (t) => {
  const { ruji, hire, open } = await foundedHouse(t)
  const other = await open()
  const { id, browser } = await hire('wangwei')
  const wires = [await wireOf(browser), await wireOf(browser.at(other.url))]
  await ruji.ok('POST', `/api/v1/members/${id}/sign-out`, { because: '丢了手机' })
  for (const wire of wires) {
    assert.equal((await wire.next('ended'))['because'], 'identity/session-ended')
    assert.equal(await wire.closed(), 4001)
  }
})

test('a lost right is felt in an open socket, with who took it and why, in the language of the page', async (t) => {
  const { house, ruji, hire } = await foundedHouse(t)
  const { id, browser } = await hire('wangwei', '王伟')
  const ticket = await ticketOf(browser)
  const english = await wireWith(house.url, ticket, { 'accept-language': 'en-US' })
  await english.next('hello')
  const chinese = await wireWith(house.url, await ticketOf(browser), { 'accept-language': 'zh-CN' })
  await chinese.next('hello')
  await ruji.ok('POST', '/api/v1/revocations', {
    memberId: id,
    reason: 'move',
    permissions: ['file.download'],
    because: '转岗',
  })
  const [first] = (await english.next('rights'))['lost'] as Record<string, string>[]
  assert.deepEqual(first, {
    key: 'file.download',
    because: '转岗',
    by: '如姬',
    words: '“Download files” was taken back by 如姬: 转岗',
  })
  const [second] = (await chinese.next('rights'))['lost'] as Record<string, string>[]
  assert.equal(second?.['words'], '“下载文件”权限已由 如姬 收回，原因：转岗')
  const { items } = await ruji.ok('GET', `/api/v1/restrictions?memberId=${id}`)
  await ruji.ok('POST', `/api/v1/restrictions/${(items as { id: string }[])[0]?.id ?? ''}/lift`, {
    because: '又需要了',
  })
  const told = await chinese.next('rights', (frame) => (frame['gained'] as unknown[]).length > 0)
  assert.equal((told['gained'] as Record<string, string>[])[0]?.['because'], '又需要了')
})

test('a grant that runs out by time alone is told as run out', { timeout: 60_000 }, async (t) => {
  const { ruji, hire } = await foundedHouse(t)
  const { id, browser } = await hire('wangwei')
  await ruji.ok('POST', '/api/v1/grants', {
    subject: { type: 'member', id },
    right: { type: 'permission', key: 'resource.read' },
    scope: { type: 'workspace' },
    until: new Date(Date.now() + 1500).toISOString(),
    because: '临时',
  })
  const wire = await wireOf(browser)
  await sleep(1600)
  // A change of this member makes the node look; without one it looks every 20 s.
  const right = { type: 'permission', key: 'resource.triage' }
  const grant = { subject: { type: 'member', id }, right, scope: { type: 'workspace' }, because: '接手' }
  await ruji.ok('POST', '/api/v1/grants', grant)
  const { lost, gained } = await wire.next('rights')
  const [ranOut] = lost as Record<string, string>[]
  assert.deepEqual([ranOut?.['key'], ranOut?.['by'], ranOut?.['because']], ['resource.read', '', ''])
  assert.match(ranOut?.['words'] ?? '', /已到期/)
  assert.deepEqual(
    (gained as Record<string, string>[]).map(({ key, because }) => [key, because]),
    [['resource.triage', '接手']],
  )
})

test('a frame that waited is not sent to who may not have it any more when it leaves', async (t) => {
  const { house, ruji, hire, creatorId } = await foundedHouse(t)
  const { id, browser } = await hire('wangwei')
  const wire = await wireOf(browser)
  const { workspaceId } = house.node.feed.known()[0] ?? { workspaceId: '' }
  let allowed = true
  const send = (seq: number): void =>
    house.sockets.delivery.toMember(workspaceId, id, readFrame(seq, creatorId), () => allowed)
  send(1)
  await wire.next('read', ({ seq }) => seq === 1)
  allowed = false
  send(2)
  allowed = true
  send(3)
  await wire.next('read', ({ seq }) => seq === 3)
  assert.deepEqual(
    wire.frames.filter(({ type }) => type === 'read').map(({ seq }) => seq),
    [1, 3],
  )
  await ruji.ok('GET', '/api/v1/me')
})

/** A client that shakes hands and opens with a ticket, and then reads nothing at all. */
async function deafClient(url: string, ticket: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(
    `GET ${SOCKET_URL} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.from('sixteen bytes ok').toString('base64')}\r\n\r\n`,
  )
  await once(socket, 'data')
  const payload = Buffer.from(JSON.stringify({ type: 'open', ticket }))
  const mask = Buffer.from([1, 2, 3, 4])
  const masked = Buffer.from(payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0)))
  socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | payload.length]), mask, masked]))
  await once(socket, 'data')
  socket.pause()
  return socket
}

test('at most 64 KiB is on its way to a client that confirms nothing, and losing the right resets the connection', async (t) => {
  const { house, ruji, hire, creatorId } = await foundedHouse(t)
  const { id, browser } = await hire('wangwei')
  const socket = await deafClient(house.url, await ticketOf(browser))
  const { workspaceId } = house.node.feed.known()[0] ?? { workspaceId: '' }
  let asked = 0
  let allowed = true
  const frame = { ...readFrame(1, creatorId), conversationId: 'x'.repeat(8000) }
  for (let count = 0; count < 100; count += 1)
    house.sockets.delivery.toMember(workspaceId, id, { ...frame }, () => {
      asked += 1
      return allowed
    })
  await sleep(100)
  assert.ok(asked >= 7 && asked <= 9, `${asked} frames were handed over`)
  allowed = false
  // Not `once` of node:events, which takes the reset we want for a failure.
  const gone = new Promise((resolve) => socket.once('close', resolve))
  socket.resume()
  let received = 0
  socket.on('data', (part: Buffer) => (received += part.length))
  await ruji.ok('POST', '/api/v1/positions', { name: '工程师' })
  await gone
  assert.ok(received <= FRAME_BYTES_MAX + 1024, `${received} bytes arrived`)
  assert.equal(house.sockets.of(workspaceId, id), 0)
})

test('a reader a megabyte behind is sent away to read again', async (t) => {
  const { house, hire, creatorId } = await foundedHouse(t)
  const { id, browser } = await hire('wangwei')
  await deafClient(house.url, await ticketOf(browser))
  const { workspaceId } = house.node.feed.known()[0] ?? { workspaceId: '' }
  const frame = { ...readFrame(1, creatorId), conversationId: 'x'.repeat(8000) }
  for (let count = 0; count < 200; count += 1)
    house.sockets.delivery.toMember(workspaceId, id, { ...frame }, () => true)
  await sleep(1500)
  assert.equal(house.sockets.of(workspaceId, id), 0)
})

test('a client that floods, sends too much at once, or sends what is no text of ours, is closed and nobody else is', async (t) => {
  const { ruji } = await foundedHouse(t)
  const calm = await wireOf(ruji)
  const flood = await wireOf(ruji)
  for (let count = 0; count < 300; count += 1)
    flood.socket.send(
      JSON.stringify({ type: 'typing', conversationId: '01990000-0000-7000-8000-000000000000' }),
    )
  assert.equal(await flood.closed(), 1008)
  const large = await wireOf(ruji)
  large.socket.send('x'.repeat(FRAME_BYTES_MAX + 1))
  assert.equal(await large.closed(), 1009)
  const binary = await wireOf(ruji)
  binary.socket.send(Buffer.from([1, 2, 3]))
  assert.equal(await binary.closed(), 1008)
  const broken = await wireOf(ruji)
  broken.socket.send(Buffer.from([0xc3, 0x28]), { binary: false })
  assert.equal(await broken.closed(), 1007)
  const strange = await wireOf(ruji)
  strange.socket.send('{"type":"open","ticket":"x","more":1}')
  assert.equal(await strange.closed(), 1008)
  assert.equal(calm.socket.readyState, WebSocket.OPEN)
})

test('a connection that brings no ticket is closed', async (t) => {
  const { house } = await foundedHouse(t)
  const wire = await wireWith(house.url, 'nothing')
  assert.equal(await wire.closed(), 1008)
})

test('a server that stops says goodbye', async (t) => {
  const { house, ruji } = await foundedHouse(t)
  const wire = await wireOf(ruji)
  const began = performance.now()
  await house.stop()
  assert.equal(await wire.closed(), 1001)
  assert.ok(performance.now() - began < 5000)
})

test('a member who is suspended hears nothing more', async (t) => {
  const { house, ruji, hire, creatorId } = await foundedHouse(t)
  const { id, browser } = await hire('wangwei')
  const wire = await wireOf(browser)
  const { workspaceId } = house.node.feed.known()[0] ?? { workspaceId: '' }
  await ruji.ok('POST', `/api/v1/members/${id}/suspend`, { because: '调查' })
  house.sockets.delivery.toMember(workspaceId, id, readFrame(9, creatorId), () => true)
  await wire.closed()
  assert.ok(!wire.frames.some(({ type }) => type === 'read'))
  await browserAt(house.url).ok('POST', '/api/v1/sessions', { login: 'wangwei', password: PASSWORD })
})
