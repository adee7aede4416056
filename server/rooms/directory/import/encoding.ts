import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { refuse } from '@hufu/kit'
import { CHUNK_BYTES } from './limits.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

/** How a text file is written. `markBytes` is the length of its byte order mark, 0 without one. */
export type Detected = { readonly encoding: Encoding; readonly markBytes: number }

const headBytes = 4096
const words: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  gb18030: 'GB18030',
}

/** The name of an encoding as people know it. */
export function encodingWords(detected: Detected): string {
  return detected.markBytes > 0 && detected.encoding === 'utf-8' ? 'UTF-8 BOM' : words[detected.encoding]
}

/** Reads the first bytes of a file, at most 4,096. */
export async function headOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/**
 * Finds the encoding of a text file by its mark, else by trying: what is valid UTF-8 is UTF-8, what is valid GB18030 is
 * GB18030 (GBK is part of it). `isHeader` recognises our column names, so that a damaged UTF-8 file is called damaged
 * instead of being read as another encoding. Refuses `directory/import-encoding` and `directory/import-not-a-table`.
 */
export async function detectEncoding(path: string, isHeader: (text: string) => boolean): Promise<Detected> {
  const head = await headOf(path)
  const marked = markOf(head)
  if (marked !== null) return marked
  const wide = wideOf(head)
  if (wide !== null) return { encoding: wide, markBytes: 0 }
  const badUtf8 = await firstBadLine(path, 'utf-8')
  if (badUtf8 === null) return { encoding: 'utf-8', markBytes: 0 }
  // Broken bytes in a file whose header reads well as UTF-8: damaged, not foreign.
  if (isHeader(head.toString('utf8')))
    throw refuse('directory/import-encoding', { line: badUtf8, encoding: words['utf-8'] })
  const badGb = await firstBadLine(path, 'gb18030')
  if (badGb !== null) throw refuse('directory/import-encoding', { line: badGb, encoding: 'UTF-8 / GB18030' })
  return { encoding: 'gb18030', markBytes: 0 }
}

/** The text of a file, piece by piece, without its mark. Malformed bytes refuse the file with their line. */
export async function* textOf(path: string, detected: Detected): AsyncGenerator<string> {
  // `ignoreBOM` keeps the decoder from eating a second mark: we skipped the real one.
  const decoder = new TextDecoder(detected.encoding, { fatal: true, ignoreBOM: true })
  let line = 1
  const decode = (chunk?: Buffer): string => {
    try {
      const text = chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
      for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) line++
      return text
    } catch {
      throw refuse('directory/import-encoding', { line, encoding: words[detected.encoding] })
    }
  }
  for await (const chunk of createReadStream(path, { start: detected.markBytes, highWaterMark: CHUNK_BYTES }))
    // A file stream without encoding gives buffers.
    yield decode(chunk as Buffer)
  const rest = decode()
  if (rest !== '') yield rest
}

function markOf(head: Buffer): Detected | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', markBytes: 3 }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2 }
  return null
}

/** No text in one- or multi-byte encodings holds a zero byte; in UTF-16 every comma and digit does, on one side. */
function wideOf(head: Buffer): Encoding | null {
  let even = 0
  let odd = 0
  for (const [index, byte] of head.entries()) {
    if (byte !== 0) continue
    if (index % 2 === 0) even++
    else odd++
  }
  if (even === 0 && odd === 0) return null
  // A few Chinese characters (一 is U+4E00) have their zero on the other side.
  if (odd > 4 * even) return 'utf-16le'
  if (even > 4 * odd) return 'utf-16be'
  throw refuse('directory/import-not-a-table')
}

/** The first line that cannot be decoded; `null` when all can. Neither encoding has a line end inside a character. */
async function firstBadLine(path: string, encoding: 'utf-8' | 'gb18030'): Promise<number | null> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let line = 1
  let chunk: Buffer | undefined
  try {
    for await (const read of createReadStream(path, { highWaterMark: 4 * CHUNK_BYTES })) {
      // A file stream without encoding gives buffers.
      chunk = read as Buffer
      decoder.decode(chunk, { stream: true })
      line += linesIn(chunk)
    }
    decoder.decode()
    return null
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return line + goodLinesIn(chunk ?? Buffer.alloc(0), encoding)
  }
}

const linesIn = (bytes: Buffer): number => {
  let lines = 0
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines++
  return lines
}

/** Lines before the first bad one. The first line may be the rest of one begun earlier, so it is never blamed alone. */
function goodLinesIn(bytes: Buffer, encoding: string): number {
  let good = 0
  let from = bytes.indexOf(10) + 1
  if (from === 0) return 0
  good++
  for (let at = bytes.indexOf(10, from); at !== -1; at = bytes.indexOf(10, from)) {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(from, at))
    } catch {
      return good
    }
    good++
    from = at + 1
  }
  return good
}
