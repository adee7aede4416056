/** `hufu …`: the company from a terminal. Every verb asks the server like anybody, but those that need none. Exit status 0 yes/ok, 1 no/failed, 2 usage. */
import { parseArgs } from 'node:util'
import type { ProofBrought } from '@hufu/contract'
import { isRefusal, refuse } from '@hufu/kit'
import type { Refusal } from '@hufu/kit'
import { client } from './client.ts'
import { codeTyped } from './proof.ts'
import { lastServer, readSession } from './sessions.ts'
import { openTerminal } from './terminal.ts'
import type { Terminal } from './terminal.ts'
import { misused } from './verb.ts'
import type { Typed, Verb } from './verb.ts'
import { administrators } from './verbs/administrators.ts'
import { can, whatCan, whoCan, why } from './verbs/decisions.ts'
import { exportFile, importFile } from './verbs/directory.ts'
import { ledger } from './verbs/ledger.ts'
import { creator, demo, doctor, start } from './verbs/local.ts'
import { receipt } from './verbs/receipt.ts'
import { requests } from './verbs/requests.ts'
import { grant, lift, restrict, revoke } from './verbs/rights.ts'
import { login, logout } from './verbs/sessions.ts'
import { localeOf } from './words.ts'

const DEFAULT_SERVER = 'http://localhost:7400'

const verbs: readonly Verb[] = [
  start,
  demo,
  doctor,
  creator,
  login,
  logout,
  importFile,
  exportFile,
  can,
  why,
  whatCan,
  whoCan,
  grant,
  revoke,
  restrict,
  lift,
  requests,
  administrators,
  ledger,
  receipt,
]
const local: readonly Verb[] = [start, demo, doctor, creator]

const common = {
  server: { type: 'string' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

type Values = Readonly<Record<string, unknown>>

/** Runs one command line. Answers the exit status and never throws. */
export async function main(argv: readonly string[]): Promise<number> {
  const locale = localeIn(argv)
  const terminal = openTerminal({ json: argv.includes('--json'), locale })
  try {
    return await run(terminal, argv)
  } catch (error) {
    return failed(terminal, error)
  }
}

function localeIn(argv: readonly string[]): 'zh-CN' | 'en-US' {
  const at = argv.indexOf('--lang')
  const asked = at < 0 ? argv.find((word) => word.startsWith('--lang='))?.slice(7) : argv[at + 1]
  if (asked === undefined) return localeOf(process.env)
  return asked.startsWith('zh') ? 'zh-CN' : 'en-US'
}

async function run(terminal: Terminal, argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    help(terminal)
    return name === undefined ? 2 : 0
  }
  const verb = verbs.find((each) => each.name === name)
  if (verb === undefined) throw misused(terminal.say('unknownVerb', { verb: name }))
  if (local.includes(verb)) return verb.run(typedAt(terminal, rest, {}))
  const { values, positionals } = parse(verb, rest)
  if (values['help'] === true) {
    for (const usage of verb.usage) terminal.line(`hufu ${usage}`)
    return 0
  }
  return verb.run(typedAt(terminal, positionals, values))
}

function parse(
  verb: Verb,
  args: readonly string[],
): { readonly values: Values; readonly positionals: readonly string[] } {
  try {
    return parseArgs({ args: [...args], options: { ...common, ...verb.options }, allowPositionals: true })
  } catch (error) {
    throw misused(
      `${error instanceof Error ? error.message : String(error)}\n${verb.usage.map((usage) => `hufu ${usage}`).join('\n')}`,
    )
  }
}

function typedAt(terminal: Terminal, words: readonly string[], values: Values): Typed {
  const option = (name: string): string | undefined => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  const server = (): Promise<string> => serverOf(option('server'))
  return {
    terminal,
    words,
    option,
    flag: (name) => values[name] === true,
    server,
    async connect() {
      const { HUFU_TOKEN } = process.env
      const at = await server()
      const token =
        HUFU_TOKEN !== undefined && HUFU_TOKEN !== '' ? HUFU_TOKEN : ((await readSession(at))?.token ?? null)
      if (token === null)
        throw refuse('cli/not-signed-in', { words: terminal.say('notSignedIn', { server: at }) })
      return client({ server: at, token, locale: terminal.locale, confirm: confirmingAt(terminal) })
    },
  }
}

/**
 * Says what has to be confirmed and asks the password for it, or a code where a password does not count; `HUFU_PASSWORD`
 * answers where nobody sits.
 */
const confirmingAt =
  (terminal: Terminal) =>
  async ({ details }: Refusal): Promise<ProofBrought> => {
    const { HUFU_PASSWORD } = process.env
    const { words, methods } = details
    const takesPassword = !Array.isArray(methods) || methods.includes('password')
    if (takesPassword && HUFU_PASSWORD !== undefined && HUFU_PASSWORD !== '')
      return { method: 'password', password: HUFU_PASSWORD }
    if (typeof words === 'string') terminal.note(words)
    return takesPassword
      ? { method: 'password', password: await terminal.secret(terminal.say('password')) }
      : codeTyped(await terminal.secret(terminal.say('code')))
  }

async function serverOf(option: string | undefined): Promise<string> {
  const { HUFU_SERVER } = process.env
  const asked =
    option ?? (HUFU_SERVER === '' ? undefined : HUFU_SERVER) ?? (await lastServer()) ?? DEFAULT_SERVER
  if (!URL.canParse(asked) || !/^https?:$/.test(new URL(asked).protocol))
    throw misused(`${asked}: http://… , https://…`)
  return new URL(asked).origin
}

function help({ say, line, table }: Terminal): void {
  line(`${say('usage')}: hufu ${say('commands').toLowerCase()} …`, 'strong')
  table(
    ['', ''],
    verbs.map(({ name, about }) => [`  ${name}`, say(about)]),
  )
  line('')
  for (const key of ['optionServer', 'optionJson', 'optionLang', 'exits'] as const) line(`  ${say(key)}`)
  line('')
  for (const usage of verbs.flatMap((verb) => verb.usage)) line(`  hufu ${usage}`, 'quiet')
}

function failed(terminal: Terminal, error: unknown): number {
  if (!isRefusal(error)) {
    console.error(error)
    return 1
  }
  if (terminal.json) terminal.data({ code: error.code, ...error.details })
  else for (const line of wordsOf(terminal, error).split('\n')) terminal.note(line, 'bad')
  return error.code === 'cli/misused' ? 2 : 1
}

/** The server's own words when it said no, ours when it said nothing. */
function wordsOf({ say }: Terminal, { code, details }: Refusal): string {
  const text = (name: string): string => {
    const value = details[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  }
  if (code === 'client/unreachable') return say('unreachable', { server: text('server'), why: text('why') })
  if (code === 'client/not-hufu') return say('notHufu', { server: text('server'), status: text('status') })
  if (code === 'client/unexpected-answer')
    return say('unexpectedAnswer', { door: text('door'), problem: text('problem') })
  const { fields } = details
  const wrong = Array.isArray(fields) ? fields.map((each) => `\n  ${JSON.stringify(each)}`).join('') : ''
  return `${text('words') === '' ? code : text('words')}${wrong}`
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2))
