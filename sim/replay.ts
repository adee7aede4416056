/**
 * `npm run replay -- FILE [--server URL --login LOGIN]`: replays the history of a real organisation, one transaction a
 * decision, and compares what came of it with the file. Without a server it starts one of its own and ends it after.
 * HUFU_TOKEN, or a password on standard input, opens somebody else's. Exit status 0 equal and nothing left over,
 * 1 different, 2 usage.
 */
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { isRefusal } from '@hufu/kit'
import { byPassword, client } from '../cli/client.ts'
import type { Client } from '../cli/client.ts'
import { foundOwn, signIn } from './people.ts'
import type { Tally } from './replay/drive.ts'
import { readDecisions } from './replay/events.ts'
import type { ReplayDecision } from './replay/events.ts'
import { replay } from './replay/replay.ts'
import { isEqual, reportOf } from './replay/report.ts'
import { startServer } from './server.ts'

const usage = 'npm run replay -- FILE [--server URL --login LOGIN]'
const PROGRESS_EVERY_MS = process.stderr.isTTY ? 200 : 5000

type Opened = { readonly creator: Client; readonly close: () => Promise<unknown> }

async function openOwn(): Promise<Opened> {
  const server = await startServer()
  const creator = await foundOwn(server, 'Replay')
  return { creator, close: server.stop }
}

async function openRunning(server: string, login: string | undefined): Promise<Opened> {
  const door = { server: new URL(server).origin, locale: 'en-US' } as const
  const close = async (): Promise<void> => {}
  const { HUFU_TOKEN: token } = process.env
  const { HUFU_PASSWORD: known } = process.env
  const confirming = known === undefined || known === '' ? {} : { confirm: byPassword(known) }
  if (token !== undefined && token !== '')
    return { creator: client({ ...door, token, ...confirming }), close }
  if (login === undefined) throw new Error('--server needs --login, or HUFU_TOKEN')
  const lines = createInterface({ input: process.stdin })
  const password = await lines.question('')
  lines.close()
  return { creator: await signIn(client({ ...door, token: null }), { login, password }), close }
}

function progressOf(decisions: number, events: number): (tally: Tally) => void {
  const started = performance.now()
  let shown = started
  return (tally) => {
    const now = performance.now()
    if (now - shown < PROGRESS_EVERY_MS && tally.decisions < decisions) return
    shown = now
    const rate = ((tally.events / (now - started)) * 1000).toFixed(0)
    const line = `decision ${tally.decisions} of ${decisions}, change ${tally.events} of ${events}, ${rate}/s`
    process.stderr.write(process.stderr.isTTY ? `\r${line}   ` : `${line}\n`)
  }
}

/** Something is wrong with what was typed. */
const misused = (words: string): number => {
  console.error(`${words}\n${usage}`)
  return 2
}

function readInput(): { readonly file: string; readonly server?: string; readonly login?: string } | string {
  const options = { server: { type: 'string' }, login: { type: 'string' } } as const
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options })
    const [file] = positionals
    return file === undefined || positionals.length > 1 ? 'name one file' : { file, ...values }
  } catch (error) {
    return wordsFor(error)
  }
}

function readFile(file: string): readonly ReplayDecision[] | string {
  try {
    return readDecisions(file)
  } catch (error) {
    return `${file} cannot be read: ${wordsFor(error)}`
  }
}

async function main(): Promise<number> {
  const input = readInput()
  if (typeof input === 'string') return misused(input)
  const decisions = readFile(input.file)
  if (typeof decisions === 'string') return misused(decisions)
  const events = decisions.reduce((sum, decision) => sum + decision.events.length, 0)
  const { creator, close } =
    input.server === undefined ? await openOwn() : await openRunning(input.server, input.login)
  try {
    const done = await replay(creator, decisions, progressOf(decisions.length, events))
    if (process.stderr.isTTY) process.stderr.write('\n')
    console.log(reportOf(done))
    return isEqual(done) ? 0 : 1
  } finally {
    await close()
  }
}

function wordsFor(error: unknown): string {
  if (!isRefusal(error)) return error instanceof Error ? error.message : String(error)
  const { words, ...where } = error.details
  return `${error.code}: ${typeof words === 'string' ? words : ''} ${JSON.stringify(where)}`
}

main().then(
  (status) => void (process.exitCode = status),
  (error: unknown) => {
    console.error(wordsFor(error))
    process.exitCode = 1
  },
)
