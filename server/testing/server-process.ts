import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { assert } from '@hufu/kit'
import { z } from 'zod'

const READY_MS_MAX = 60_000
const program = join(import.meta.dirname, '..', 'main.ts')
const greeting = z.object({ type: z.literal('ready'), address: z.string(), setupCode: z.string().nullable() })

/** A whole server in a process of its own, as `npm start` runs it. */
export type ServerProcess = {
  readonly pid: number
  readonly address: string
  /** There while no company exists. */
  readonly setupCode: string | null
  /** Sends a signal, SIGKILL or SIGSTOP say. */
  readonly signal: (name: NodeJS.Signals) => void
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>
  /** The orderly end. */
  readonly stop: () => Promise<void>
  /** What it has printed so far. */
  readonly said: () => string
}

/** Starts `server/main.ts` on a port of its own and waits until it is ready. It is killed when the test is over. */
export async function startServerProcess(
  t: Pick<TestContext, 'after'>,
  settings: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  // Not the whole environment: node --test marks its children in it, and this is nobody's test.
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    TMPDIR: process.env['TMPDIR'],
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
    HUFU_PORT: '0',
    HUFU_LOG: process.env['HUFU_LOG'] ?? 'warn',
    ...settings,
  }
  const child = fork(program, [], { cwd: '/', env, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const { pid } = child
  assert(pid !== undefined, 'the server was spawned')
  const words: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text: Buffer) => words.push(text.toString()))
  const said = (): string => words.join('')
  const gone = once(child, 'exit').then(() => undefined)
  const signal = (name: NodeJS.Signals): void => void child.kill(name)
  t.after(async () => {
    signal('SIGKILL')
    await gone
    if (process.env['HUFU_LOG'] !== undefined) console.error(said())
  })
  const { address, setupCode } = await readiness(child, said)
  return {
    pid,
    address,
    setupCode,
    signal,
    gone,
    said,
    async stop() {
      signal('SIGTERM')
      await gone
    },
  }
}

async function readiness(child: ChildProcess, said: () => string) {
  const late = AbortSignal.timeout(READY_MS_MAX)
  const ended = once(child, 'exit', { signal: late }).then(([code, name]) => {
    throw new Error(`the server ended (${String(code ?? name)}) before it was ready:\n${said()}`)
  })
  const ready = once(child, 'message', { signal: late }).then(([message]) => greeting.parse(message))
  // Whichever comes second comes to nobody.
  ended.catch(() => {})
  return await Promise.race([ready, ended])
}
