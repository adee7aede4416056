import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { UPLOAD_BYTES_MAX, contract } from '@hufu/contract'
import type { FileView, Message } from '@hufu/contract'
import { isId, newId } from '@hufu/kit'
import { performOn } from '../../platform/act/index.ts'
import { createHttp, routesOf } from '../../platform/http/index.ts'
import type { Caller } from '../../platform/http/index.ts'
import { filesRoom, sweepUnsent } from '../files/index.ts'
import type { Download } from '../files/index.ts'
import { conversationPlace, messagingRoom, removeMember, send } from './index.ts'
import { office } from './messaging-fixture.ts'
import type { Office, Who } from './messaging-fixture.ts'
import { readingOf } from './messaging-fixture-reading.ts'

type Doors = Office & {
  readonly downloads: readonly Download[]
  readonly fetch: (who: Who, path: string, request?: RequestInit) => Promise<Response>
  readonly upload: (
    who: Who,
    conversationId: string,
    bytes: Uint8Array<ArrayBuffer>,
    name?: string,
  ) => Promise<Response>
  readonly attach: (who: Who, conversationId: string, bytes: Buffer, name?: string) => Promise<Message>
}

const tokenOf = (who: string): string => who.padEnd(43, '0')

/** The office with its doors open; a token is the name of its bearer. */
async function openOffice(t: TestContext): Promise<Doors> {
  const it = await office(t)
  const { id, workspaceId } = it
  const node = it.nodes[0]
  assert.ok(node)
  const callers = new Map<string, Caller>(
    Object.entries(id).map(([who, memberId]) => [
      tokenOf(who),
      { workspaceId, memberId, sessionId: newId() },
    ]),
  )
  const http = createHttp({
    node,
    perform: performOn(node),
    sessions: {
      find: ({ token }) => callers.get(token) ?? null,
      check: () => null,
      look: () => Promise.resolve(null),
      renew: () => Promise.resolve(true),
    },
    // Nothing here takes a proof.
    proofs: { of: () => ({ consume: () => Promise.resolve(null) }) },
    log: node.log,
    publicUrl: 'http://127.0.0.1',
    webDir: it.blobsDir,
    routes: routesOf({ messaging: contract.messaging, files: contract.files }),
  })
  messagingRoom.routes(http.doors)
  const downloads: Download[] = []
  const onDownload = (one: Download): void => void downloads.push(one)
  filesRoom({ blobs: it.blobs, place: conversationPlace, onDownload }).routes(http.doors)
  const address = await http.listen({ host: '127.0.0.1', port: 0 })
  t.after(() => http.stop(0))
  const fetchAs: Doors['fetch'] = (who, path, request = {}) => {
    const headers = new Headers(request.headers)
    headers.set('authorization', `Bearer ${tokenOf(who)}`)
    return fetch(address + path, { ...request, headers })
  }
  const upload: Doors['upload'] = (who, conversationId, bytes, name = '报告.pdf') =>
    fetchAs(who, `/api/v1/conversations/${conversationId}/files?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      body: bytes,
      headers: { 'content-type': 'application/octet-stream' },
    })
  return {
    ...it,
    downloads,
    fetch: fetchAs,
    upload,
    async attach(who, conversationId, bytes, name) {
      const answer = await upload(who, conversationId, new Uint8Array(bytes), name)
      assert.equal(answer.status, 200)
      const file = (await answer.json()) as FileView
      const sent = { conversationId, clientId: newId(), body: '', fileId: file.id }
      return (await it.as(who, (act) => send(act, sent))).result
    },
  }
}

const pathOf = ({ file }: Message): string => `/api/v1/files/${file?.id ?? ''}`
const codeOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { readonly code: string }).code
const kept = async (dir: string): Promise<number> =>
  (await readdir(dir, { recursive: true })).filter((path) => isId(path.split('/').at(-1) ?? '')).length

test('a file sent in a conversation comes back byte by byte, as a download and nothing else', async (t) => {
  const it = await openOffice(t)
  const group = await it.group('lina', 'wangwei')
  const bytes = randomBytes(300_000)
  const message = await it.attach('lina', group, bytes, '../第三季度 "报告".pdf')
  assert.equal(message.kind, 'file')
  assert.equal(message.file?.name, '_第三季度 "报告".pdf')
  const answer = await it.fetch('wangwei', pathOf(message))
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('content-type'), 'application/octet-stream')
  assert.match(answer.headers.get('content-security-policy') ?? '', /^sandbox/)
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  const disposition = answer.headers.get('content-disposition') ?? ''
  assert.match(disposition, /^attachment; filename="[\w.-]+"; filename\*=UTF-8''/)
  assert.ok(disposition.includes(encodeURIComponent('第三季度')))
  const came = Buffer.from(await answer.arrayBuffer())
  assert.deepEqual(createHash('sha256').update(came).digest(), createHash('sha256').update(bytes).digest())
  const told = it.downloads.map(({ memberId, fileId }) => [memberId, fileId])
  assert.deepEqual(told, [[it.id.wangwei, message.file?.id]])
})

test('a file too large, empty or nobody’s leaves nothing on the disk', async (t) => {
  const it = await openOffice(t)
  const group = await it.group('lina', 'wangwei')
  assert.equal(await codeOf(await it.upload('lina', group, new Uint8Array(0))), 'file/empty')
  assert.equal(await codeOf(await it.upload('chenchen', group, new Uint8Array(9))), 'messaging/not-found')
  const large = await it.upload('lina', group, new Uint8Array(UPLOAD_BYTES_MAX + 1)).catch(() => null)
  // The door may end the connection while the client still writes; either way it is refused.
  if (large !== null) assert.equal(large.status, 413)
  assert.equal(await kept(it.blobsDir), 0)
  assert.equal((await it.upload('lina', group, new Uint8Array(1_000_000))).status, 200)
  assert.equal(await kept(it.blobsDir), 1)
})

test('who loses the right to upload on the way has uploaded nothing', async (t) => {
  const it = await openOffice(t)
  const group = await it.group('lina', 'wangwei')
  let going = true
  const slow = new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 10))
      if (going) controller.enqueue(new Uint8Array(1000))
      else controller.close()
    },
  })
  // `duplex` is what a body that is not there yet needs; the type of a request does not know it.
  const request = {
    method: 'POST',
    body: slow,
    duplex: 'half',
    headers: { 'content-type': 'application/octet-stream' },
  } as RequestInit
  const uploading = it.fetch('wangwei', `/api/v1/conversations/${group}/files?name=a`, request)
  await new Promise((resolve) => setTimeout(resolve, 100))
  await it.take('wangwei', 'file.upload')
  going = false
  const answer = await uploading.catch(() => null)
  if (answer !== null) assert.equal(await codeOf(answer), 'authority/restricted')
  assert.equal(await kept(it.blobsDir), 0)
})

test('who loses the right to download, or is taken out, gets neither the next file nor the rest of this one', async (t) => {
  const it = await openOffice(t)
  const group = await it.group('lina', 'wangwei', 'chenchen')
  const message = await it.attach('lina', group, randomBytes(20_000_000))
  const path = pathOf(message)
  const slow = await it.fetch('wangwei', path)
  assert.ok(slow.body)
  const reader: ReadableStreamDefaultReader<Uint8Array> = slow.body.getReader()
  await reader.read()
  await it.take('wangwei', 'file.download')
  let rest = 0
  await assert.rejects(async () => {
    for (;;) {
      const piece = await reader.read()
      if (piece.done) return
      rest += piece.value.byteLength
    }
  })
  assert.ok(rest < 19_000_000, `${rest} bytes came after the right was gone`)
  assert.equal(await codeOf(await it.fetch('wangwei', path)), 'authority/restricted')
  assert.equal((await it.fetch('chenchen', path)).status, 200)
  await it.as(
    'lina',
    (act) => removeMember(act, { conversationId: group, memberId: it.id.chenchen }),
    'authority',
  )
  const gone = await it.fetch('chenchen', path)
  assert.equal(gone.status, 404)
  assert.equal(await codeOf(gone), 'file/not-found')
})

test('a file is sent once, by who brought it, where it was brought to', async (t) => {
  const it = await openOffice(t)
  const [group, other] = [await it.group('lina', 'wangwei'), await it.group('lina', 'wangwei')]
  const file = (await (await it.upload('lina', group, new Uint8Array(5))).json()) as FileView
  const sending = (who: Who, conversationId: string) =>
    it.as(who, (act) => send(act, { conversationId, clientId: newId(), body: '', fileId: file.id }))
  assert.equal(await codeOf(await it.fetch('wangwei', `/api/v1/files/${file.id}`)), 'file/not-found')
  await assert.rejects(sending('wangwei', group), { code: 'file/not-found' })
  await assert.rejects(sending('lina', other), { code: 'file/not-found' })
  await sending('lina', group)
  await assert.rejects(sending('lina', group), { code: 'file/already-sent' })
})

test('an upload nobody sent is swept away after a day, and so are bytes without a row', async (t) => {
  const it = await openOffice(t)
  const group = await it.group('lina', 'wangwei')
  const message = await it.attach('lina', group, Buffer.from('留着'))
  await it.upload('lina', group, new Uint8Array(5))
  const orphan = await it.blobs.receive(new Blob(['没有记录']).stream(), 100, () => new Error('too large'))
  await it.blobs.keep(orphan, newId())
  const { db } = readingOf(it, 'lina')
  assert.equal(await sweepUnsent(db, it.blobs, new Date()), 0)
  assert.equal(await sweepUnsent(db, it.blobs, new Date(Date.now() + 25 * 3_600_000)), 2)
  assert.deepEqual(await readdir(join(it.blobsDir, 'incoming')), [])
  assert.equal((await it.fetch('wangwei', pathOf(message))).status, 200)
})
