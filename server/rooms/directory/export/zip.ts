import { PassThrough, Readable } from 'node:stream'
import { createDeflateRaw, crc32 } from 'node:zlib'

/** One file of an archive; its bytes come when they are asked for. */
export type Part = { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> }

type Written = {
  readonly name: Buffer
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

const localHead = Buffer.from('PK\u0003\u0004', 'latin1')
const descriptorHead = Buffer.from('PK\u0007\u0008', 'latin1')
const centralHead = Buffer.from('PK\u0001\u0002', 'latin1')
const endHead = Buffer.from('PK\u0005\u0006', 'latin1')
/** Sizes follow behind the data (bit 3), names are UTF-8 (bit 11). */
const flags = 0x0808
const deflated = 8
/** 1 January 1980, the beginning of time for zip: the same rows give the same bytes. */
const dosDate = 0x0021

/** An archive written while its parts come: nothing is kept but the directory. */
export async function* zipBytes(parts: AsyncIterable<Part>): AsyncGenerator<Uint8Array> {
  const written: Written[] = []
  let offset = 0
  for await (const part of parts) {
    const name = Buffer.from(part.name)
    const head = Buffer.concat([localHead, fields(name, 0, 0, 0), name])
    yield head
    let packed = 0
    const count = { size: 0, crc: 0 }
    for await (const chunk of deflate(part.bytes, count)) {
      packed += chunk.byteLength
      yield chunk
    }
    yield Buffer.concat([descriptorHead, sizes(count.crc, packed, count.size)])
    written.push({ name, crc: count.crc, packed, size: count.size, offset })
    offset += head.length + packed + 16
  }
  const directory = Buffer.concat(written.map(centralEntry))
  yield directory
  yield end(written.length, directory.length, offset)
}

async function* deflate(
  bytes: AsyncIterable<Uint8Array>,
  count: { size: number; crc: number },
): AsyncGenerator<Uint8Array> {
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      count.size += chunk.byteLength
      count.crc = crc32(chunk, count.crc)
      yield chunk
    }
  }
  const source = Readable.from(counted(), { objectMode: false })
  const packed = source.pipe(createDeflateRaw()).pipe(new PassThrough())
  source.on('error', (error) => packed.destroy(error))
  // A stream without encoding gives buffers.
  for await (const chunk of packed) yield chunk as Buffer
}

function sizes(crc: number, packed: number, size: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32LE(crc, 0)
  bytes.writeUInt32LE(packed, 4)
  bytes.writeUInt32LE(size, 8)
  return bytes
}

/** What a local header and a directory entry have in common, from the version to the lengths. */
function fields(name: Buffer, crc: number, packed: number, size: number): Buffer {
  const bytes = Buffer.alloc(26)
  bytes.writeUInt16LE(20, 0)
  bytes.writeUInt16LE(flags, 2)
  bytes.writeUInt16LE(deflated, 4)
  bytes.writeUInt16LE(dosDate, 8)
  sizes(crc, packed, size).copy(bytes, 10)
  bytes.writeUInt16LE(name.length, 22)
  return bytes
}

function centralEntry({ name, crc, packed, size, offset }: Written): Buffer {
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(offset, 10)
  return Buffer.concat([centralHead, Buffer.from([20, 0]), fields(name, crc, packed, size), rest, name])
}

function end(count: number, size: number, offset: number): Buffer {
  const bytes = Buffer.alloc(18)
  bytes.writeUInt16LE(count, 4)
  bytes.writeUInt16LE(count, 6)
  bytes.writeUInt32LE(size, 8)
  bytes.writeUInt32LE(offset, 12)
  return Buffer.concat([endHead, bytes])
}
