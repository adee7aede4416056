import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { isRefusal, refuse } from '@hufu/kit'
import { CHUNK_BYTES, ENTRIES_MAX, UNPACKED_BYTES_MAX } from './limits.ts'

type Entry = {
  readonly method: number
  readonly packed: number
  readonly size: number
  readonly crc: number
  readonly offset: number
}

/** A zip archive opened for reading. All parts read together stay below the limit of unpacked bytes. */
export type Zip = {
  readonly names: readonly string[]
  /** The bytes of one part, unpacked and checked; `null` when there is no such part. */
  readonly read: (name: string) => AsyncIterable<Buffer> | null
}

const endSignature = 0x06054b50
const centralSignature = 0x02014b50
const localSignature = 0x04034b50
const endBytes = 22
const commentBytesMax = 65_535
const encrypted = 0x1
const stored = 0
const deflated = 8

/** Opens an archive by its directory at the end. Refuses `directory/import-broken` when it is damaged or cut short. */
export async function openZip(path: string): Promise<Zip> {
  const file = await open(path)
  try {
    const entries = await readDirectory(file)
    const budget = { left: UNPACKED_BYTES_MAX }
    return {
      names: [...entries.keys()],
      read(name) {
        const entry = entries.get(name)
        return entry === undefined ? null : unpack(path, entry, budget)
      },
    }
  } catch (error) {
    // Anything that does not fit where the directory says it should: the archive is damaged.
    throw isRefusal(error) ? error : refuse('directory/import-broken')
  } finally {
    await file.close()
  }
}

async function readDirectory(file: FileHandle): Promise<ReadonlyMap<string, Entry>> {
  const { size } = await file.stat()
  const tail = await readAt(
    file,
    Math.max(0, size - endBytes - commentBytesMax),
    Math.min(size, endBytes + commentBytesMax),
  )
  const end = lastIndexOf(tail, endSignature)
  if (end === -1) throw refuse('directory/import-broken')
  const count = tail.readUInt16LE(end + 10)
  if (count > ENTRIES_MAX) throw refuse('directory/import-bomb')
  const directory = await readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12))
  const entries = new Map<string, Entry>()
  for (let at = 0, index = 0; index < count; index++) {
    if (directory.readUInt32LE(at) !== centralSignature) throw refuse('directory/import-broken')
    if ((directory.readUInt16LE(at + 8) & encrypted) !== 0) throw refuse('directory/import-locked')
    const nameBytes = directory.readUInt16LE(at + 28)
    const name = directory.toString('utf8', at + 46, at + 46 + nameBytes)
    entries.set(name, {
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    })
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  if (length > 64 * 1024 * 1024) throw refuse('directory/import-bomb')
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  if (bytesRead !== length) throw refuse('directory/import-broken')
  return buffer
}

function lastIndexOf(bytes: Buffer, signature: number): number {
  for (let at = bytes.length - endBytes; at >= 0; at--) if (bytes.readUInt32LE(at) === signature) return at
  return -1
}

/** Bytes are counted while they are unpacked: what an archive says of its sizes is only believed when it comes true. */
async function* unpack(path: string, entry: Entry, budget: { left: number }): AsyncGenerator<Buffer> {
  if (entry.method !== stored && entry.method !== deflated) throw refuse('directory/import-broken')
  const start = await dataStart(path, entry)
  if (entry.packed === 0) return
  const packed = createReadStream(path, { start, end: start + entry.packed - 1, highWaterMark: CHUNK_BYTES })
  const inflate = entry.method === deflated ? createInflateRaw({ chunkSize: CHUNK_BYTES }) : null
  if (inflate !== null) {
    packed.on('error', (error) => inflate.destroy(error))
    packed.pipe(inflate)
  }
  let size = 0
  let crc = 0
  try {
    for await (const chunk of inflate ?? packed) {
      // Neither stream has an encoding set, so that both give buffers.
      const bytes = chunk as Buffer
      size += bytes.length
      budget.left -= bytes.length
      if (budget.left < 0) throw refuse('directory/import-bomb')
      crc = crc32(bytes, crc)
      yield bytes
    }
  } catch (error) {
    throw isRefusal(error) ? error : refuse('directory/import-broken')
  } finally {
    packed.destroy()
  }
  if (size !== entry.size || crc !== entry.crc) throw refuse('directory/import-broken')
}

/** The local header repeats the name and may have other extra fields than the directory. */
async function dataStart(path: string, entry: Entry): Promise<number> {
  const file = await open(path)
  try {
    const local = await readAt(file, entry.offset, 30)
    if (local.readUInt32LE(0) !== localSignature) throw refuse('directory/import-broken')
    return entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  } finally {
    await file.close()
  }
}
