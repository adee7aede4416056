/**
 * `hufu creator recover --member LOGIN --because WORDS [--yes]`: on the host, for a company without administrators, a way
 * in for whoever is to be its creator. It asks like anybody else, is told to everybody, and stays in the ledger. Works
 * beside a running server and without one. Exit status 0 done, 1 refused, 2 usage.
 */
import { userInfo } from 'node:os'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { wordsOf } from '@hufu/contract'
import { isRefusal } from '@hufu/kit'
import { performOn } from './platform/act/index.ts'
import { systemClock } from './platform/clock/index.ts'
import { readConfig } from './platform/config/index.ts'
import type { Config } from './platform/config/index.ts'
import { kyselyOver, migrate, runningUrl, startDatabase } from './platform/db/index.ts'
import type { PlatformTables } from './platform/feed/index.ts'
import { quietLog } from './platform/log/index.ts'
import { startNode } from './platform/nodes/index.ts'
import type { HufuNode } from './platform/nodes/index.ts'
import { companyOnHost, recoverOnHost } from './rooms/claims/index.ts'
import { signInPeople } from './rooms/directory/index.ts'
import { projections, snapshots } from './main.ts'

type Asked = { readonly login: string; readonly because: string; readonly yes: boolean }
type Locale = 'zh-CN' | 'en-US'

const says = {
  usage: [
    '用法：hufu creator recover --member 登录名 --because 原因 [--yes]',
    'Usage: hufu creator recover --member LOGIN --because WORDS [--yes]',
  ],
  noCompany: ['这里还没有企业', 'There is no company here yet'],
  noMember: ['没有登录名为“{login}”的成员', 'Nobody has the login “{login}”'],
  warning: [
    '将为 {login} 生成恢复创建者身份的登录方式。所有成员都会收到通知，每个页面都会显示 30 天，并永久记入账本。',
    'Makes a way in for {login} as creator. Every member is told, every page says so for 30 days, and it stays in the ledger for good.',
  ],
  typeName: ['请输入企业名称“{name}”以确认：', 'Type the name of the company, “{name}”, to confirm: '],
  otherName: ['企业名称不符，未作任何更改', 'That is not its name; nothing was changed'],
  code: ['一次性激活码（只显示这一次）：{code}', 'One-time code (shown only once): {code}'],
  until: ['有效期至 {until}，在 /activate 页面使用', 'Good until {until}, on the page /activate'],
  keeps: [
    '{login} 仍是创建者，使用后设置新密码',
    '{login} stays the creator and sets a new password with it',
  ],
  becomes: [
    '{login} 使用激活码并设置密码后成为创建者',
    '{login} becomes creator once the code is used and a password set',
  ],
} as const satisfies Readonly<Record<string, readonly [string, string]>>

const localeOf = (env: NodeJS.ProcessEnv): Locale =>
  (env['LC_ALL'] ?? env['LANG'] ?? '').startsWith('zh') ? 'zh-CN' : 'en-US'

type Filled = Readonly<Record<string, string>>
const speaker =
  (locale: Locale) =>
  (key: keyof typeof says, filled: Filled = {}): string =>
    says[key][locale === 'zh-CN' ? 0 : 1].replaceAll(/\{(\w+)\}/g, (_, name: string) => filled[name] ?? '')

const locale = localeOf(process.env)
const say = speaker(locale)

/** What was typed; null when it is not understood. */
function asked(argv: readonly string[]): Asked | null {
  const [verb, ...args] = argv
  if (verb !== 'recover') return null
  try {
    const options = {
      member: { type: 'string' },
      because: { type: 'string' },
      yes: { type: 'boolean' },
    } as const
    const { values } = parseArgs({ args, options })
    const login = values.member?.trim() ?? ''
    const because = values.because?.trim() ?? ''
    return login === '' || because === '' ? null : { login, because, yes: values.yes === true }
  } catch {
    // Whatever was not understood, the answer is how it is written.
    return null
  }
}

type Reached = { readonly url: string; readonly stop: () => Promise<void> }

/** The database of a running server, else one of our own for as long as this takes. */
async function reach(config: Config): Promise<Reached> {
  const running = config.databaseUrl ?? runningUrl(config.dataDir)
  if (running !== null) return { url: running, stop: () => Promise.resolve() }
  const database = await startDatabase(config, quietLog())
  return { url: database.url, stop: () => database.stop() }
}

async function main(argv: readonly string[]): Promise<number> {
  const input = asked(argv)
  if (input === null) {
    console.error(say('usage'))
    return 2
  }
  const config = readConfig(process.env, [])
  const reached = await reach(config)
  try {
    await migrate({ url: reached.url })
    const name = `host:${process.pid}`
    const { url } = reached
    const node = await startNode({ url, name, log: quietLog(), clock: systemClock, snapshots, projections })
    try {
      return await recover(node, input)
    } finally {
      await node.stop()
    }
  } finally {
    await reached.stop()
  }
}

async function recover(node: HufuNode, { login, because, yes }: Asked): Promise<number> {
  const db = kyselyOver<PlatformTables>(node.pool)
  const company = await companyOnHost(db)
  if (company === undefined) return no(say('noCompany'))
  const member = await signInPeople.find(db, company.id, login)
  if (member === null) return no(say('noMember', { login }))
  console.log(say('warning', { login: member.login }))
  if (!yes && !(await confirmed(company.name))) return no(say('otherName'))
  const perform = performOn(node)
  const command = {
    name: 'creator.recover',
    kind: 'authority',
    workspaceId: company.id,
    channel: 'cli',
  } as const
  const hostUser = userInfo().username
  const { result } = await perform({ type: 'operator' }, command, (act) =>
    recoverOnHost(act, { memberId: member.id, because, hostUser }),
  )
  console.log(say('code', { code: result.code }))
  console.log(say('until', { until: result.until }))
  console.log(say(result.isCreator ? 'keeps' : 'becomes', { login: member.login }))
  return 0
}

async function confirmed(name: string): Promise<boolean> {
  const line = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return (await line.question(say('typeName', { name }))).trim() === name
  } finally {
    line.close()
  }
}

function no(words: string): number {
  console.error(words)
  return 1
}

/** Says in words why not. */
function explain(error: unknown): number {
  if (!isRefusal(error)) throw error
  const { words } = error.details
  return no(typeof words === 'string' ? words : wordsOf(error.code, locale, error.details))
}

process.exitCode = await main(process.argv.slice(2)).catch(explain)
