import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { styleText } from 'node:util'
import { jsonText, plain, widthOf } from './text.ts'
import { wordsIn } from './words.ts'
import type { Say } from './words.ts'

export type Tone = 'good' | 'bad' | 'quiet' | 'strong'
/** A cell of a table: its text, and how it stands out. */
export type Cell = string | { readonly text: string; readonly tone: Tone }

/** Where results go: tables in colour for people, JSON for programs. Notes go to standard error and never into a pipe. */
export type Terminal = {
  readonly json: boolean
  readonly locale: 'zh-CN' | 'en-US'
  readonly say: Say
  readonly line: (text: string, tone?: Tone) => void
  readonly table: (head: readonly string[], rows: readonly (readonly Cell[])[]) => void
  readonly data: (value: unknown) => void
  readonly note: (text: string, tone?: Tone) => void
  /** A line of progress that the next one replaces; nothing where nobody looks. */
  readonly progress: (text: string) => void
  readonly ask: (question: string) => Promise<string>
  /** Reads a secret without showing it; from a pipe, its first line. */
  readonly secret: (question: string) => Promise<string>
  /** True only for a clear yes; false where nobody can be asked. */
  readonly confirm: (question: string) => Promise<boolean>
}

const tones = { good: 'green', bad: 'red', quiet: 'dim', strong: 'bold' } as const

type Wishes = { readonly json: boolean; readonly locale: 'zh-CN' | 'en-US' }

/** The terminal of this process. */
export function openTerminal({ json, locale }: Wishes): Terminal {
  const { stdout, stderr } = process
  const paint = (stream: NodeJS.WriteStream, text: string, tone?: Tone): string =>
    tone === undefined || !isColourful(stream)
      ? text
      : styleText(tones[tone], text, { validateStream: false })
  const line: Terminal['line'] = (text, tone) => void stdout.write(`${paint(stdout, plain(text), tone)}\n`)
  const note: Terminal['note'] = (text, tone) => void stderr.write(`${paint(stderr, plain(text), tone)}\n`)
  const say = wordsIn(locale)
  return {
    json,
    locale,
    say,
    line,
    note,
    table(head, rows) {
      for (const row of lay([
        head.map((text) => ({ text, tone: 'quiet' as const })),
        ...rows.map((each) => each.map(cellOf)),
      ]))
        stdout.write(
          `${row
            .map(({ text, tone, pad }) => paint(stdout, text, tone) + pad)
            .join('')
            .trimEnd()}\n`,
        )
    },
    data: (value) => void stdout.write(`${jsonText(value)}\n`),
    progress(text) {
      if (stderr.isTTY && !json) stderr.write(`\r\u001B[K${plain(text)}`)
    },
    ask: (question) => readLine(`${plain(question)} `, false),
    secret: (question) => readLine(`${plain(question)} `, true),
    async confirm(question) {
      if (!process.stdin.isTTY) return false
      return /^(y|yes|是)$/i.test((await readLine(`${plain(question)} [y/N] `, false)).trim())
    },
  }
}

function isColourful(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0') return true
  return stream.isTTY && TERM !== 'dumb'
}

type Painted = { readonly text: string; readonly tone?: Tone }
const cellOf = (cell: Cell): Painted =>
  typeof cell === 'string' ? { text: plain(cell) } : { ...cell, text: plain(cell.text) }

function lay(
  rows: readonly (readonly Painted[])[],
): readonly (readonly (Painted & { readonly pad: string })[])[] {
  const widths: number[] = []
  for (const row of rows)
    for (const [at, { text }] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, widthOf(text))
  return rows.map((row) =>
    row.map((cell, at) => ({ ...cell, pad: ' '.repeat((widths[at] ?? 0) - widthOf(cell.text) + 2) })),
  )
}

// From a pipe everything comes at once: one reader for all questions, so that no line is lost between two of them.
let piped: AsyncIterator<string> | null = null

async function readLine(question: string, secret: boolean): Promise<string> {
  const { stdin, stderr } = process
  if (!stdin.isTTY) {
    piped ??= createInterface({ input: stdin })[Symbol.asyncIterator]()
    const next = await piped.next()
    return next.done === true ? '' : next.value
  }
  // What is typed is echoed by readline itself, into nowhere when it is a secret.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  stderr.write(question)
  const lines = createInterface({ input: stdin, output: secret ? nowhere : stderr, terminal: true })
  const interrupted = once(lines, 'SIGINT').then(() => process.exit(130))
  const answer = once(lines, 'line').then(([line]: unknown[]) => (typeof line === 'string' ? line : ''))
  const ended = once(lines, 'close').then(() => '')
  try {
    return await Promise.race([answer, ended, interrupted])
  } finally {
    lines.close()
    if (secret) stderr.write('\n')
  }
}
