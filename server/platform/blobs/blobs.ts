import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { assert, isId, newId, refuse } from '@hufu/kit'
import { isStorageFull } from './storage.ts'

/** Bytes that came in and are not kept yet. `size` in bytes. */
export type Received = { readonly path: string; readonly size: number; readonly sha256: Buffer }

/** Bytes of files on this machine's disk, each under an id. */
export type Blobs = {
  /**
   * Writes what comes in to disk, counting. Throws `tooLarge()` past `bytesMax`, `node/storage-full` when the disk is
   * full, and whatever the source throws; then nothing is left.
   */
  readonly receive: (
    source: AsyncIterable<Uint8Array>,
    bytesMax: number,
    tooLarge: () => Error,
  ) => Promise<Received>
  /** Gives received bytes their place under an id. They survive a power cut once this returns. */
  readonly keep: (received: Received, id: string) => Promise<void>
  readonly discard: (received: Received) => Promise<void>
  /** The bytes under an id, in pieces of at most 64 KiB. */
  readonly read: (id: string) => AsyncIterable<Uint8Array>
  readonly has: (id: string) => Promise<boolean>
  /** Takes bytes away; what is not there is gone already. */
  readonly remove: (id: string) => Promise<void>
  /** Ids of bytes kept before an instant, a page at a time, for a job that looks for those nobody names. */
  readonly keptBefore: (before: Date) => AsyncIterable<readonly string[]>
  /** Takes away what an upload that broke off left before an instant. Answers how many. */
  readonly clearIncoming: (before: Date) => Promise<number>
}

const PIECE_BYTES_MAX = 64 * 1024

/** Opens the store below `dir`, making it when needed. */
export async function openBlobs(dir: string): Promise<Blobs> {
  const incoming = join(dir, 'incoming')
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  const pathOf = (id: string): string => {
    assert(isId(id), 'bytes are kept under an id')
    // The last characters of an id are random; the first ones tell the time and would fill one folder a day.
    return join(dir, id.slice(-2), id.slice(-4, -2), id)
  }

  return {
    async receive(source, bytesMax, tooLarge) {
      const path = join(incoming, newId())
      const file = await open(path, 'wx', 0o600)
      try {
        const counted = await write(file, source, bytesMax, tooLarge)
        await file.sync()
        return { path, ...counted }
      } catch (error) {
        await rm(path, { force: true })
        throw isStorageFull(error) ? refuse('node/storage-full') : error
      } finally {
        await file.close()
      }
    },
    async keep(received, id) {
      const path = pathOf(id)
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
        await rename(received.path, path)
        for (const folder of [dirname(path), dirname(dirname(path)), dir]) await syncFolder(folder)
      } catch (error) {
        throw isStorageFull(error) ? refuse('node/storage-full') : error
      }
    },
    discard: (received) => rm(received.path, { force: true }),
    read: (id) => createReadStream(pathOf(id), { highWaterMark: PIECE_BYTES_MAX }),
    has: (id) =>
      stat(pathOf(id)).then(
        (found) => found.isFile(),
        () => false,
      ),
    remove: (id) => rm(pathOf(id), { force: true }),
    keptBefore: (before) => keptBefore(dir, before),
    clearIncoming: (before) => clearFolder(incoming, before),
  }
}

async function write(
  file: FileHandle,
  source: AsyncIterable<Uint8Array>,
  bytesMax: number,
  tooLarge: () => Error,
): Promise<{ readonly size: number; readonly sha256: Buffer }> {
  const hash = createHash('sha256')
  let size = 0
  for await (const piece of source) {
    size += piece.byteLength
    if (size > bytesMax) throw tooLarge()
    hash.update(piece)
    await file.writeFile(piece)
  }
  return { size, sha256: hash.digest() }
}

/** A rename survives a power cut only when its folder was written too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const hexPair = /^[0-9a-f]{2}$/

async function* keptBefore(dir: string, before: Date): AsyncGenerator<readonly string[]> {
  for (const first of await readdir(dir)) {
    if (!hexPair.test(first)) continue
    for (const second of await readdir(join(dir, first))) {
      const folder = join(dir, first, second)
      const ids: string[] = []
      for (const id of await readdir(folder))
        if (isId(id) && (await isOlder(join(folder, id), before))) ids.push(id)
      if (ids.length > 0) yield ids
    }
  }
}

async function clearFolder(folder: string, before: Date): Promise<number> {
  let cleared = 0
  for (const name of await readdir(folder)) {
    if (!(await isOlder(join(folder, name), before))) continue
    await rm(join(folder, name), { force: true })
    cleared += 1
  }
  return cleared
}

// What was taken away meanwhile is not older than anything.
const isOlder = (path: string, before: Date): Promise<boolean> =>
  stat(path).then(
    (found) => found.mtimeMs < before.getTime(),
    () => false,
  )
