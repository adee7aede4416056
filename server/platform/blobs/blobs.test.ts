import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { newId, refuse } from '@hufu/kit'
import { openBlobs } from './index.ts'
import type { Blobs } from './index.ts'

const tooLarge = (): Error => refuse('file/too-large')

async function blobsIn(t: TestContext): Promise<{ readonly blobs: Blobs; readonly dir: string }> {
  const dir = await mkdtemp(join(tmpdir(), 'hufu-blobs-'))
  t.after(() => rm(dir, { recursive: true, force: true }))
  return { blobs: await openBlobs(dir), dir }
}

async function* pieces(count: number, size: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index += 1) yield new Uint8Array(size).fill(index % 251)
}

async function read(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of source) {
    assert.ok(part.byteLength <= 64 * 1024)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

test('what was kept comes back byte by byte, in pieces that may be asked about one by one', async (t) => {
  const { blobs, dir } = await blobsIn(t)
  const received = await blobs.receive(pieces(20, 50_000), 2_000_000, tooLarge)
  const id = newId()
  await blobs.keep(received, id)
  const bytes = await read(blobs.read(id))
  assert.equal(bytes.length, 1_000_000)
  assert.equal(received.size, 1_000_000)
  assert.deepEqual(createHash('sha256').update(bytes).digest(), received.sha256)
  assert.deepEqual(await readdir(join(dir, 'incoming')), [])
  assert.equal(await blobs.has(id), true)
  await blobs.remove(id)
  assert.equal(await blobs.has(id), false)
})

test('one byte too many is refused while it comes in, and leaves nothing', async (t) => {
  const { blobs, dir } = await blobsIn(t)
  await assert.rejects(blobs.receive(pieces(11, 100), 1099, tooLarge), { code: 'file/too-large' })
  assert.deepEqual(await readdir(join(dir, 'incoming')), [])
  const whole = await blobs.receive(pieces(11, 100), 1100, tooLarge)
  assert.equal(whole.size, 1100)
})

test('a source that breaks off leaves nothing', async (t) => {
  const { blobs, dir } = await blobsIn(t)
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(10)
    throw new Error('gone')
  }
  await assert.rejects(blobs.receive(broken(), 100, tooLarge), /gone/)
  assert.deepEqual(await readdir(join(dir, 'incoming')), [])
})

test('a full disk is told as such, and leaves nothing', async (t) => {
  const { blobs, dir } = await blobsIn(t)
  // A disk that is really full needs root; the source stands in for what `write` would have thrown.
  async function* full(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(10)
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  }
  await assert.rejects(blobs.receive(full(), 100, tooLarge), { code: 'node/storage-full' })
  assert.deepEqual(await readdir(join(dir, 'incoming')), [])
})

test('a job finds what was kept before an instant and clears what broke off before it', async (t) => {
  const { blobs } = await blobsIn(t)
  const id = newId()
  await blobs.keep(await blobs.receive(pieces(1, 10), 100, tooLarge), id)
  await blobs.receive(pieces(1, 10), 100, tooLarge)
  const found = async (before: Date): Promise<readonly string[]> => {
    const ids: string[] = []
    for await (const page of blobs.keptBefore(before)) ids.push(...page)
    return ids
  }
  const hour = 3_600_000
  assert.deepEqual(await found(new Date(Date.now() - hour)), [])
  assert.deepEqual(await found(new Date(Date.now() + hour)), [id])
  assert.equal(await blobs.clearIncoming(new Date(Date.now() - hour)), 0)
  assert.equal(await blobs.clearIncoming(new Date(Date.now() + hour)), 1)
})
