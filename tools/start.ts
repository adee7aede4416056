/**
 * `npm start [-- --demo] [-- --port …]`: the web, built when it has to be, and the server. With `--demo` an empty
 * installation becomes a company full of people first. Ends as the server ends, with its exit status.
 */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { isRefusal } from '@hufu/kit'
import { readConfig } from '../server/platform/config/index.ts'
import type { Config } from '../server/platform/config/index.ts'
import { fillDemo, readyOf, signInTable } from '../sim/index.ts'
import { ensureWeb } from './build/web.ts'
import { top } from './top.ts'

const args = process.argv.slice(2)
const demo = args.includes('--demo')
const forServer = args.filter((each) => each !== '--demo')

function config(): Config | null {
  try {
    return readConfig(process.env, forServer)
  } catch (error) {
    const words = isRefusal(error) ? error.details['words'] : error
    console.error(words)
    return null
  }
}

/** Where the server listens on this machine, whatever address people are told. */
function localAddress({ host, port }: Config): string {
  if (['0.0.0.0', '::', 'localhost'].includes(host)) return `http://localhost:${port}`
  return host.includes(':') ? `http://[${host}]:${port}` : `http://${host}:${port}`
}

/** Hands on what asks us to stop. From a terminal Ctrl-C reaches the server by itself; a second one does no harm. */
function forwardSignals(child: ChildProcess): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
}

async function fill(child: ChildProcess, server: string): Promise<void> {
  const { setupCode } = await readyOf(child)
  if (setupCode === null) {
    console.log('  演示：企业已存在，未作任何更改 / demo: a company is there already, nothing was changed\n')
    return
  }
  const started = performance.now()
  const filled = await fillDemo(server, setupCode, (text) => console.log(`  演示：${text}`))
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(
    `\n  ${filled.members} 位成员、${filled.departments} 个部门、${filled.messages} 条消息，用时 ${seconds} 秒`,
  )
  console.log(`  以下登录信息只显示这一次 / these sign-ins are shown only once\n`)
  console.log(signInTable(filled.signIns))
  console.log()
}

async function main(): Promise<void> {
  const read = config()
  if (read === null) {
    process.exitCode = 2
    return
  }
  if (!(await ensureWeb()) && !existsSync(join(top, 'web/dist/index.html'))) {
    process.exitCode = 1
    return
  }
  const child = fork(join(top, 'server/main.ts'), forServer, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  forwardSignals(child)
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal])
  })
  if (!demo) return
  await fill(child, localAddress(read)).catch((error: unknown) => {
    // A server that ended has said why; what is half filled is of no use to anybody.
    if (child.exitCode !== null) return
    const words = isRefusal(error) ? `${error.code} ${JSON.stringify(error.details)}` : error
    console.error(
      '  演示数据未能完成，请删除数据目录后重试 / the demonstration could not be finished: remove the data directory and try again',
    )
    console.error(words)
    child.kill('SIGTERM')
  })
}

await main()
