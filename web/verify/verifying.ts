import { parseVerifierKey, RECEIPT_LENGTH_MAX, sha256, verifyBundle, verifyReceipt } from '@hufu/merkle'
import { make, verdict } from './dom.ts'
import { ledgerAnswer } from './ledger-answer.ts'
import { receiptAnswer } from './receipt-answer.ts'
import { fill } from './words.ts'
import type { Words } from './words.ts'

// What every exported ledger begins with; everything else may be a receipt.
const LEDGER_START = '{"format":"hufu-ledger-'
/** A letter has at most so many bytes in UTF-8 for each of its UTF-16 units. */
const BYTES_EACH = 3
const PROGRESS_MS = 200

/** What a file is found to be, as nodes to show. A key that is none is said before anything is verified. */
export async function answerTo(
  words: Words,
  file: File,
  key: string,
  progress: (text: string) => void,
): Promise<readonly Node[]> {
  const trusted = key === '' ? undefined : parseVerifierKey(sha256, key)
  if (trusted === null) return [verdict('bad', words.keyBad)]
  const { name } = file
  progress(fill(words.working, { name }))
  if ((await file.slice(0, LEDGER_START.length).text()) === LEDGER_START) {
    let told = performance.now()
    const report = await verifyBundle({
      hash: sha256,
      chunks: chunksOf(file),
      trusted,
      progress: (read, size) => {
        if (performance.now() - told < PROGRESS_MS) return
        told = performance.now()
        progress(fill(words.progress, { name, read, size }))
      },
    })
    return ledgerAnswer(words, report)
  }
  if (file.size > RECEIPT_LENGTH_MAX * BYTES_EACH) return neither(words)
  const report = await verifyReceipt(sha256, await file.text(), { trusted })
  const isNone = report.findings.some(({ code }) => code === 'not-a-receipt')
  return isNone ? neither(words) : receiptAnswer(words, report, trusted !== undefined)
}

const neither = (words: Words): readonly Node[] => [
  verdict('bad', words.neither),
  make('p', {}, words.neitherLead),
]

/** The bytes of a file, a piece after the other, with a breath in between for the page. */
async function* chunksOf(file: File): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}
