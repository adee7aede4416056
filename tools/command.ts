import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { top } from './top.ts'

/** How a command ended: its exit status (128 + n when signal n ended it), all it printed, and how long it took. */
export type Ending = { readonly status: number; readonly output: string; readonly milliseconds: number }

export type CommandOptions = {
  readonly env?: Readonly<Record<string, string>>
  /** `show` lets the output through as it comes, `keep` collects it. */
  readonly output?: 'show' | 'keep'
  /** Ends the command with SIGINT, as Ctrl-C does. */
  readonly signal?: AbortSignal
}

// Children find this Node first, and then the tools of the repository, whatever the machine calls `node`.
const path = [dirname(process.execPath), join(top, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(
  delimiter,
)

/**
 * For tests, each of which reads the same files: what one has compiled the next need not, half a second each. Not for what is
 * measured, which starts as it does elsewhere.
 */
export const compiledOnce = { NODE_COMPILE_CACHE: join(top, 'node_modules/.cache/compiled') } as const

/** Runs a command at the top of the repository. Never throws: a command that cannot start ends with 127. */
export function run(command: readonly [string, ...string[]], options: CommandOptions = {}): Promise<Ending> {
  const { promise, resolve } = Promise.withResolvers<Ending>()
  const started = performance.now()
  const [file, ...args] = command
  const show = options.output === 'show'
  const child = spawn(file === 'node' ? process.execPath : file, args, {
    cwd: top,
    env: { ...process.env, PATH: path, ...options.env },
    ...(options.signal === undefined ? {} : { signal: options.signal, killSignal: 'SIGINT' }),
    stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
  })
  const parts: Buffer[] = []
  child.stdout?.on('data', (part: Buffer) => parts.push(part))
  child.stderr?.on('data', (part: Buffer) => parts.push(part))
  const end = (status: number): void =>
    resolve({ status, output: Buffer.concat(parts).toString(), milliseconds: performance.now() - started })
  child.on('error', (error) => {
    // Ended on request; its close says how.
    if (error.name === 'AbortError') return
    parts.push(Buffer.from(`${file}: ${error.message}\n`))
    end(127)
  })
  child.on('close', (code, signal) => end(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  return promise
}

/** Runs a command, shows its output as it comes, and takes over its exit status. */
export async function become(
  command: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
) {
  const { status } = await run(command, { env, output: 'show' })
  process.exitCode = status
}
