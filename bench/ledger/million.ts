/** Verifies an exported ledger of a million entries, with nobody else in the process: how long, and how much memory. */
import { verifyBundle } from '@hufu/merkle'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { bundleLines, bundleOrigin, digest, signerNamed } from '../../packages/merkle/samples.ts'
import type { Suite } from '../harness/suite.ts'

const entries = 1_000_000
/** Some ten seconds of a busy company. */
const signedEvery = 1000

/** Writes the file, then reads it once. */
export const part: Suite['run'] = async (report, { progress }) => {
  const dir = await mkdtemp(join(tmpdir(), 'hufu-bundle-'))
  const file = join(dir, 'ledger.ndjson')
  progress(`writing a ledger of ${entries} entries`)
  const lines = bundleLines({ size: entries, signedEvery, ...signerNamed(bundleOrigin) })
  await pipeline(Readable.from(inPieces(lines)), createWriteStream(file))
  progress('verifying it')
  const began = performance.now()
  const told = await verifyBundle({ hash: digest, chunks: createReadStream(file) })
  const took = (performance.now() - began) / 1000
  await rm(dir, { recursive: true })
  if (!told.ok || told.size !== entries) throw new Error('the ledger of the benchmark does not verify')
  report({ metric: 'ledger.verify_1m', value: took, unit: 's' })
  // The most this process ever held, the writing of the file included.
  report({ metric: 'ledger.verify_1m_rss', value: process.resourceUsage().maxRSS / 1024, unit: 'MB' })
}

async function* inPieces(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = ''
  for await (const line of lines) {
    piece += line
    if (piece.length < 1 << 16) continue
    yield piece
    piece = ''
  }
  yield piece
}
