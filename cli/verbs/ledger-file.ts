import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { contract } from '@hufu/contract'
import { isRefusal, refuse } from '@hufu/kit'
import { linesOf, parseBundleHead, parseBundleLine, parseVerifierKey, verifyBundle } from '@hufu/merkle'
import type { BundleReport, Hash, NoteVerifier } from '@hufu/merkle'
import { writeTo } from '../save.ts'
import type { Terminal } from '../terminal.ts'
import { atMost, misused, wordAt } from '../verb.ts'
import type { Typed } from '../verb.ts'

const EXPORT_MS = 60 * 60_000
/** A note is shorter than this; whatever is longer and no exported ledger is neither. */
const NOTE_BYTES_MAX = 1_000_000
const MEGABYTE = 1_000_000
const sha256: Hash = (bytes) => createHash('sha256').update(bytes).digest()

/** `hufu ledger export FILE`: takes a tree out of the house. */
export async function exportLedger(typed: Typed): Promise<number> {
  const { terminal, option, flag } = typed
  const { say } = terminal
  atMost(typed, 2)
  const file = wordAt(typed, 1, 'FILE')
  const tree = option('tree') ?? 'authority'
  if (tree !== 'authority' && tree !== 'activity')
    throw misused(say('missing', { what: '--tree authority|activity' }))
  const client = await typed.connect()
  const body = { tree, texts: !flag('no-texts') } as const
  const answer = await client.fetch(contract.ledger.export, { body }, { timeoutMs: EXPORT_MS })
  const shown = (bytes: number): void =>
    terminal.progress(say('taking', { megabytes: (bytes / MEGABYTE).toFixed(1) }))
  try {
    const bytes = await writeTo(typed, file, answer, shown)
    terminal.progress('')
    if (terminal.json) terminal.data({ file, bytes, tree, texts: body.texts })
    else terminal.note(say('exported', { file, bytes }), 'good')
    return 0
  } catch (error) {
    terminal.progress('')
    if (isRefusal(error)) throw error
    // The server resets the connection when the right is lost in the middle; nothing of the file is kept.
    throw refuse('client/broke-off', { words: say('brokeOff', { file }) })
  }
}

/** `hufu ledger verify FILE`: no server, no network, no sign-in. */
export async function verifyFile(typed: Typed): Promise<number> {
  const { terminal, option } = typed
  const { say } = terminal
  atMost(typed, 2)
  const file = wordAt(typed, 1, 'FILE')
  const key = option('key')?.trim()
  const trusted = key === undefined ? undefined : parseVerifierKey(sha256, key)
  if (trusted === null) throw misused(say('badKey', { text: key ?? '' }))
  const older = option('since')
  const since = older === undefined ? [] : [await checkpointIn(terminal, older)]
  const report = await verified(terminal, { file, trusted, since })
  terminal.progress('')
  if (terminal.json) terminal.data(report)
  else show(terminal, report, older !== undefined)
  return report.ok ? 0 : 1
}

async function verified(
  terminal: Terminal,
  { file, trusted, since }: { file: string; trusted: NoteVerifier | undefined; since: readonly string[] },
): Promise<BundleReport> {
  const progress = (read: number, size: number): void =>
    terminal.progress(terminal.say('readingEntries', { read, size }))
  return await verifyBundle({ hash: sha256, chunks: bytesOf(terminal, file), trusted, since, progress })
}

/** The bytes of a file. One that cannot be read is a matter of what was typed. */
async function* bytesOf({ say }: Terminal, file: string): AsyncGenerator<Uint8Array> {
  try {
    // A stream of a file gives buffers, which its type does not tell.
    for await (const chunk of createReadStream(file) as AsyncIterable<Uint8Array>) yield chunk
  } catch (error) {
    throw misused(
      say('fileUnreadable', { file, why: error instanceof Error ? error.message : String(error) }),
    )
  }
}

/** The checkpoint to continue: the file itself, or the newest one in an older exported ledger. */
async function checkpointIn(terminal: Terminal, file: string): Promise<string> {
  let newest: string | null = null
  let texts: boolean | null = null
  for await (const lines of linesOf(bytesOf(terminal, file), () => undefined))
    for (const { text } of lines) {
      if (texts === null) {
        const head = parseBundleHead(text)
        if (head === null) return await noteIn(terminal, file)
        texts = head.texts
      } else if (text.startsWith('{"checkpoint":')) {
        const line = parseBundleLine(text, texts)
        if (line?.kind === 'checkpoint') newest = line.checkpoint
      }
    }
  return newest ?? (await noteIn(terminal, file))
}

async function noteIn({ say }: Terminal, file: string): Promise<string> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    if (size > NOTE_BYTES_MAX) throw misused(say('noCheckpoint', { file }))
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}

/** Only what was verified is shown as such: of a file that is not good, what is wrong with it. */
function show(terminal: Terminal, report: BundleReport, compared: boolean): void {
  const { say, line, table, locale } = terminal
  const { ok, head, size, root, checkpoints, findings, findingsTotal } = report
  if (!ok || head === null) {
    line(say('ledgerFileBad'), 'bad')
    for (const { says } of findings) line(`  ${locale === 'zh-CN' ? says.zh : says.en}`)
    if (findingsTotal > findings.length)
      line(say('more', { count: findingsTotal - findings.length }), 'quiet')
    return
  }
  line(say('ledgerFileGood'), 'good')
  table(
    ['', ''],
    [
      [say('company'), head.workspace],
      [say('tree'), head.tree],
      [say('size'), String(size)],
      [say('checkpoint'), String(checkpoints)],
      [say('root'), root],
      [say('exportedAt'), head.at],
      [say('sealedTexts'), say(head.texts ? 'textsCompared' : 'textsLeftOut')],
      [say('publicKey'), head.key],
    ],
  )
  if (compared) line(say('sinceHolds', { size: report.sinceSize ?? 0 }), 'good')
  line(
    say(report.keyCompared ? 'receiptKeyTrusted' : 'ledgerKeyUnknown'),
    report.keyCompared ? 'good' : 'strong',
  )
  line(say('notVerifiedAway'), 'quiet')
}
