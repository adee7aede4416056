/**
 * What is on its way to somebody who reads slowly when the right to it is taken. Once that call has returned, exactly what
 * the reader's own kernel had taken over can still be read; not one byte that the server or its kernel still held.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestContext } from 'node:test'
import { newId } from '@hufu/kit'
import { cluster, endingWith, heldOf, slowReader, stalled, untilHolds } from '../testing/index.ts'
import type { Cluster, Player } from '../testing/index.ts'

const MEBIBYTE = 1024 * 1024
const LONG = '长'.repeat(8000)
const because = '不再需要'
const onlyLinux = process.platform === 'linux' ? false : 'it looks at the table of connections of Linux'
const file = endingWith(after)
let it: Cluster
let group: string

before(async () => {
  it = await cluster(file)
  group = await it.group('wangwei', 'sunli')
})

const say = (who: Player, body: string) =>
  it.ok(0, who, 'POST', `/api/v1/conversations/${group}/messages`, { clientId: newId(), body })

/** Takes a right from 王伟 on the first node; the other node is where he reads. */
async function take(key: string): Promise<() => Promise<void>> {
  const { id, applied } = await it.ok(0, 'lina', 'POST', '/api/v1/restrictions', {
    subject: { type: 'member', id: it.id.wangwei },
    right: { type: 'permission', key },
    scope: { type: 'workspace' },
    because,
  })
  assert.equal((applied as { readonly state: string }).state, 'applied')
  return async () =>
    void (await it.ok(0, 'lina', 'POST', `/api/v1/restrictions/${String(id)}/lift`, { because }))
}

const revocation = (id: string) => it.ok(0, 'lina', 'GET', `/api/v1/revocations/${id}`)

/** Takes downloads from 王伟 so that nothing new begins; until when the others may finish, in ms since 1970. */
async function blockNew(): Promise<{ readonly id: string; readonly finishing: number }> {
  const { id } = await it.ok(0, 'lina', 'POST', '/api/v1/revocations', {
    memberId: it.id.wangwei,
    permissions: ['file.download'],
    reason: 'request',
    because,
    ending: { mode: 'block-new', minutes: 5 },
  })
  return { id: String(id), finishing: Date.parse(String((await revocation(String(id)))['finishing'])) }
}

/** A file of some bytes in the group, sent by 孙丽; answers its id. */
async function shared(bytes: number): Promise<string> {
  const browser = it.at(0, 'sunli')
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(`${browser.url}/api/v1/conversations/${group}/files?name=big.bin`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'sec-fetch-site': 'same-origin', cookie },
    body: Buffer.alloc(bytes, 7),
  })
  const { id } = (await response.json()) as { readonly id: string }
  await it.ok(0, 'sunli', 'POST', `/api/v1/conversations/${group}/messages`, {
    clientId: newId(),
    body: '文件',
    fileId: id,
  })
  return id
}

/** Lets 王伟 ask and not read, takes the right, lets him read: what he gets is what his kernel had. */
async function assertCutOff(t: TestContext, path: string, key: string): Promise<void> {
  const reader = await slowReader(t, it.at(1, 'wangwei'), path)
  const held = await reader.stalled()
  const giveBack = await take(key)
  const after = heldOf(reader.socket)
  const got = await reader.readOut()
  t.diagnostic(
    `his kernel held ${held.here} bytes and the server's ${held.there} when the right was taken; he read ${got.bytes}`,
  )
  assert.match(got.text.slice(0, 15), /^HTTP\/1.1 200/, 'it had begun while it was allowed')
  assert.deepEqual([got.reset, after.there], [true, 0])
  assert.equal(got.bytes, held.here)
  await giveBack()
}

test(
  'a download of 10 MiB to a slow reader is cut off with the right to it',
  { skip: onlyLinux },
  async (t) => {
    await assertCutOff(t, `/api/v1/files/${await shared(10 * MEBIBYTE)}`, 'file.download')
  },
)

test(
  'a download whose last byte the server has already sent is cut off too, while its kernel holds some',
  { skip: onlyLinux },
  async (t) => {
    for (const size of [3, 4, 5]) {
      // More than his kernel takes over, less than both kernels do: nothing of it waits in the server.
      await assertCutOff(t, `/api/v1/files/${await shared(size * MEBIBYTE)}`, 'file.download')
    }
  },
)

test(
  'a download may finish where whoever takes the right lets what is running finish, and no other begins',
  { skip: onlyLinux },
  async (t) => {
    const path = `/api/v1/files/${await shared(10 * MEBIBYTE)}`
    const reader = await slowReader(t, it.at(1, 'wangwei'), path)
    await reader.stalled()
    const { id, finishing } = await blockNew()
    assert.ok(finishing > Date.now())
    const late = await it.ask(1, 'wangwei', 'GET', path)
    assert.equal(late.body['code'], 'authority/restricted')
    let bytes = 0
    reader.socket.on('data', (chunk: Buffer) => (bytes += chunk.length))
    reader.socket.resume()
    await untilHolds('he has all of it', () => bytes > 10 * MEBIBYTE)
    await untilHolds('it is verified', async () => (await revocation(id))['state'] === 'verified')
  },
)

test(
  'a long page of messages to a slow reader is cut off with the right to read',
  { skip: onlyLinux },
  async (t) => {
    for (let count = 0; count < 150; count += 1) await say('sunli', LONG)
    await assertCutOff(t, `/api/v1/conversations/${group}/messages?limit=200`, 'msg.read')
  },
)

/** 王伟's socket on the second node, of which he reads nothing from now on. */
async function hungWire(t: TestContext) {
  const wire = await it.wire(1, 'wangwei')
  t.after(() => wire.socket.terminate())
  // `ws` keeps its connection to itself; here it is looked at from below.
  const { _socket: socket } = wire.socket as unknown as { readonly _socket: Parameters<typeof stalled>[0] }
  wire.socket.pause()
  const before = socket.bytesRead
  return {
    socket,
    before,
    async readOut(): Promise<number> {
      const over = wire.closed()
      wire.socket.resume()
      await over
      return socket.bytesRead - before
    },
  }
}

/** What may be on its way to a client that has not confirmed it, with the frames' own few bytes. */
const UNCONFIRMED_BYTES_MAX = 64 * 1024 + 1024

test(
  'what waits for a slow reader of a socket does not arrive once the right to it is taken',
  { skip: onlyLinux },
  async (t) => {
    const wire = await hungWire(t)
    for (let sent = 0; sent < 20; sent += 1) await say('sunli', LONG)
    const held = await stalled(wire.socket)
    const giveBack = await take('msg.read')
    assert.equal(heldOf(wire.socket).there, 0)
    const bytes = await wire.readOut()
    t.diagnostic(
      `of 480 KiB he read ${bytes} bytes; his end had ${held.here - wire.before}, the server's kernel ${held.there}`,
    )
    assert.equal(bytes, held.here - wire.before)
    assert.ok(bytes > 0 && bytes <= UNCONFIRMED_BYTES_MAX)
    await giveBack()
  },
)

test(
  'a reader of a socket who is 10 MiB behind is let go early, with no more than 64 KiB on its way',
  { skip: onlyLinux },
  async (t) => {
    const wire = await hungWire(t)
    for (let sent = 0; sent < 440; sent += 1) await say('sunli', LONG)
    await untilHolds('his connection is reset', () => !heldOf(wire.socket).open)
    const giveBack = await take('msg.read')
    const bytes = await wire.readOut()
    t.diagnostic(`of 10 MiB he read ${bytes} bytes`)
    assert.ok(bytes > 0 && bytes <= UNCONFIRMED_BYTES_MAX)
    await giveBack()
  },
)

test(
  'an export whose reader hangs is ended with the right to it, and the server is free of it',
  { skip: onlyLinux },
  async (t) => {
    await hireMany(12_000)
    // It loads the company from the tables, where the others have it in memory.
    const fresh = it.nodes.indexOf(await it.start())
    const reader = await slowReader(t, it.at(fresh, 'lina'), '/api/v1/directory/export?format=csv')
    const held = await reader.stalled()
    const { items } = await it.ok(0, 'chenli', 'GET', `/api/v1/administrators?memberId=${it.id.lina}`)
    const [seat] = items as readonly { readonly id: string }[]
    const { applied } = await it.ok(0, 'chenli', 'POST', `/api/v1/administrators/${String(seat?.id)}/end`, {
      because,
    })
    assert.equal((applied as { readonly state: string }).state, 'applied')
    const got = await reader.readOut()
    t.diagnostic(`her kernel held ${held.here} bytes and the server's ${held.there}; she read ${got.bytes}`)
    assert.deepEqual([got.reset, got.bytes], [true, held.here])
    await untilHolds('no statement of the export is left', async () => {
      const { rows } = await it.pool.query(
        "select from pg_stat_activity where datname = current_database() and state = 'active' and query like '%from \"member\"%' and pid <> pg_backend_pid()",
      )
      return rows.length === 0
    })
  },
)

/** Fills the directory by SQL: people with long addresses, so that an export is larger than what two kernels hold. */
async function hireMany(count: number): Promise<void> {
  await it.pool.query(
    `with made as (
       insert into member (workspace_id, id, name, name_key, sort_key, login, login_key, email, status, search, created_at)
       select workspace_id, gen_random_uuid(), name || n, name_key || n, sort_key || n, login || n, login_key || n,
              repeat('x', 500) || n || '@example.com', status, search, created_at
       from member, generate_series(1, $1) n where login = 'sunli'
       returning workspace_id, id, created_at)
     insert into appointment (workspace_id, id, member_id, department_id, is_primary, is_head, from_at)
     select workspace_id, gen_random_uuid(), id, $2, true, false, created_at from made`,
    [count, it.research],
  )
}
