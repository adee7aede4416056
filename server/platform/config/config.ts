import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { refuse } from '@hufu/kit'
import { z } from 'zod'
import { readSender, readSmtpUrl } from './mail.ts'
import type { MailSettings } from './mail.ts'
import { nearest } from './nearest.ts'

/**
 * What an operator may set. `dataDir` is absolute; `dataDirChosen` says that it was named and not the default;
 * `publicUrl` has no closing slash; `databaseUrl` is null for the built-in database and holds a password otherwise;
 * `mail` is null where no letters go out.
 */
export type Config = {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  readonly dataDirChosen: boolean
  readonly databaseUrl: string | null
  readonly publicUrl: string
  readonly mail: MailSettings | null
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
}

const bytesMax = 4096
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

const settings = z.object({
  HUFU_HOST: z.string().min(1).max(253).default('127.0.0.1'),
  HUFU_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535, such as 7400')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a number from 0 to 65535, such as 7400')
    .default(7400),
  HUFU_DATA: z.string().min(1).max(bytesMax).optional(),
  DATABASE_URL: z
    .string()
    .max(bytesMax)
    .refine(isDatabaseUrl, 'must look like postgresql://user:password@host:5432/name')
    .optional(),
  HUFU_PUBLIC_URL: z
    .string()
    .max(bytesMax)
    .refine(
      isPublicUrl,
      'must be the address people type, such as https://hufu.example.com, with nothing after it',
    )
    .transform((text) => new URL(text).origin)
    .optional(),
  HUFU_SMTP_URL: z
    .string()
    .max(bytesMax)
    .refine(
      (text) => readSmtpUrl(text) !== null,
      'must look like smtp://user:password@mail.example.com:587, or smtps://…:465, with nothing after it',
    )
    .optional(),
  HUFU_MAIL_FROM: z
    .string()
    .max(bytesMax)
    .refine(
      (text) => readSender(text) !== null,
      'must be an address such as hufu@example.com or 虎符 <hufu@example.com>',
    )
    .optional(),
  HUFU_LOG: z.enum(levels, `must be one of ${levels.join(', ')}`).default('info'),
})

/** Names with our prefix that others read: the trials, the tests, the command line. A wrong name is refused, these are not. */
const readElsewhere = [
  'HUFU_TRIALS_COUNT',
  'HUFU_TRIALS_SEED',
  'HUFU_TEST_DATABASE_URL',
  'HUFU_SERVER',
  'HUFU_TOKEN',
  'HUFU_HISTORY',
]

/** Arguments of `start` and the names they set. */
const argumentNames: ReadonlyMap<string, string> = new Map([
  ['host', 'HUFU_HOST'],
  ['port', 'HUFU_PORT'],
  ['data', 'HUFU_DATA'],
  ['public-url', 'HUFU_PUBLIC_URL'],
  ['log', 'HUFU_LOG'],
])

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the configuration from the environment; `--port 7400` and the like in `argv` win over it.
 * Throws `config/invalid` with all problems, each in words, in `details.words`. An empty value counts as not set.
 */
export function readConfig(env: Environment, argv: readonly string[] = []): Config {
  const given = { ...withoutEmpty(env), ...readArguments(argv) }
  const unknown = Object.keys(given).flatMap(unknownName)
  const read = settings.safeParse(given)
  const wrong = read.success
    ? []
    : read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  const half = halfOfMail(given)
  if (!read.success || unknown.length + half.length > 0) throw invalid([...unknown, ...wrong, ...half])
  const { HUFU_HOST: host, HUFU_PORT: port, HUFU_DATA: data } = read.data
  return {
    host,
    port,
    dataDir: resolve(data ?? '.hufu'),
    dataDirChosen: data !== undefined,
    databaseUrl: read.data.DATABASE_URL ?? null,
    publicUrl: read.data.HUFU_PUBLIC_URL ?? `http://${nameOf(host)}:${port}`,
    mail: mailOf(read.data.HUFU_SMTP_URL, read.data.HUFU_MAIL_FROM),
    logLevel: read.data.HUFU_LOG,
  }
}

// Letters need a server that takes them and an address they are from; one without the other is a slip.
function halfOfMail(given: Readonly<Record<string, string>>): readonly string[] {
  const [one, other] = ['HUFU_SMTP_URL', 'HUFU_MAIL_FROM'] as const
  if ((given[one] === undefined) === (given[other] === undefined)) return []
  const [there, missing] = given[one] === undefined ? [other, one] : [one, other]
  return [`${there} is set and ${missing} is not; mail needs both.`]
}

function mailOf(url = '', from = ''): MailSettings | null {
  const [server, sender] = [readSmtpUrl(url), readSender(from)]
  return server === null || sender === null ? null : { ...server, from: sender }
}

// An address to listen on is not always one to type: 0.0.0.0 means every address of this machine.
const nameOf = (host: string): string => {
  if (['0.0.0.0', '::', '127.0.0.1', '::1'].includes(host)) return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

const withoutEmpty = (env: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value]],
    ),
  )

const readArguments = (argv: readonly string[]): Record<string, string> => {
  const options = Object.fromEntries(
    [...argumentNames.keys()].map((name) => [name, { type: 'string' as const }]),
  )
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    tokens: true,
    allowPositionals: true,
  })
  const problems = tokens.flatMap(wrongArgument)
  // What follows an option we do not know is most likely its value, and need not be complained of as well.
  const strays = tokens.flatMap((token) =>
    token.kind === 'positional' ? [`"${token.value}" is not understood here.`] : [],
  )
  if (problems.length + strays.length > 0) throw invalid(problems.length > 0 ? problems : strays)
  return Object.fromEntries(
    tokens.flatMap((token) => {
      if (token.kind !== 'option' || token.value === undefined) return []
      const name = argumentNames.get(token.name)
      return name === undefined ? [] : [[name, token.value]]
    }),
  )
}

type Token = { readonly kind: string; readonly name?: string; readonly value?: string | undefined }

const wrongArgument = (token: Token): readonly string[] => {
  if (token.kind !== 'option' || token.name === undefined) return []
  if (!argumentNames.has(token.name))
    return [`--${token.name} is not known.${didYouMean(token.name, [...argumentNames.keys()], '--')}`]
  return token.value === undefined ? [`--${token.name} needs a value.`] : []
}

const unknownName = (name: string): readonly string[] => {
  if (!name.startsWith('HUFU_') || readElsewhere.includes(name) || name in settings.shape) return []
  return [`${name} is not known.${didYouMean(name, Object.keys(settings.shape))}`]
}

const didYouMean = (word: string, words: readonly string[], before = ''): string => {
  const close = nearest(word, words)
  return close === null ? '' : ` Did you mean ${before}${close}?`
}

const invalid = (problems: readonly string[]): Error =>
  refuse('config/invalid', {
    problems,
    words: `The configuration is wrong:\n${problems.map((each) => `  ${each}`).join('\n')}`,
  })

function isDatabaseUrl(text: string): boolean {
  // A socket directory in place of a host (postgresql:///name?host=/run/postgresql) is fine too.
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text)
}

function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const bare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  return bare && (url.protocol === 'https:' || url.protocol === 'http:')
}
