import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A server of its own for a story: own data, own port, own database. */
export type RunningServer = {
  /** Address without a closing slash. */
  readonly url: string
  /** All that the server has printed until now. */
  readonly printed: () => string
  /** Waits until something is printed that fits, and gives its first group. Throws after 30 s. */
  readonly waitFor: (pattern: RegExp) => Promise<string>
  /** The address of the first run, with its one-time code, as the terminal shows it. */
  readonly setupAddress: () => Promise<string>
  /** Ctrl-C: an orderly stop. The data stays for `again`. Throws when it takes more than 10 s. */
  readonly stop: () => Promise<void>
  /** kill -9. The data stays for `again`. */
  readonly kill: () => Promise<void>
  /** Starts once more on the same data and port. */
  readonly again: () => Promise<void>
  /** Ends whatever still runs and removes the data. */
  readonly remove: () => Promise<void>
}

export type ServerOptions = {
  readonly arguments?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

const START_MS_MAX = 60_000
const STOP_MS_MAX = 10_000
const WAIT_MS_MAX = 30_000
const top = join(import.meta.dirname, '../..')

/** Starts a server the way a person does, on fresh data, and waits until it is ready. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const data = mkdtempSync(join(tmpdir(), 'hufu-story-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  let output = ''
  let child: ChildProcess | null = null

  const again = async (): Promise<void> => {
    const started = spawn(process.execPath, ['cli/hufu.ts', 'start', ...(options.arguments ?? [])], {
      cwd: top,
      env: { ...plainEnvironment(), HUFU_PORT: String(port), HUFU_DATA: data, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    const hear = (part: Buffer): void => void (output += part.toString())
    started.stdout.on('data', hear)
    started.stderr.on('data', hear)
    await ready(url, started, () => output)
  }
  const end = async (signal: 'SIGINT' | 'SIGKILL'): Promise<void> => {
    const running = child
    child = null
    if (running === null || running.exitCode !== null || running.signalCode !== null) return
    const gone = once(running, 'exit')
    running.kill(signal)
    const late = wait(STOP_MS_MAX, 'late', { ref: false })
    if ((await Promise.race([gone, late])) === 'late') {
      running.kill('SIGKILL')
      throw new Error(`the server did not stop within ${STOP_MS_MAX} ms\n${output}`)
    }
  }
  const waitFor = async (pattern: RegExp): Promise<string> => {
    for (const started = Date.now(); Date.now() - started < WAIT_MS_MAX; await wait(50)) {
      const found = pattern.exec(output)
      if (found !== null) return found[1] ?? found[0]
    }
    throw new Error(`nothing printed fits ${pattern}\n${output}`)
  }

  await again()
  return {
    url,
    printed: () => output,
    waitFor,
    setupAddress: () => waitFor(/(https?:\/\/\S+\/setup\?code=\S+)/),
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
    again,
    async remove() {
      await end('SIGINT')
      rmSync(data, { recursive: true, force: true })
    },
  }
}

async function ready(url: string, child: ChildProcess, printed: () => string): Promise<void> {
  for (const started = Date.now(); Date.now() - started < START_MS_MAX; await wait(50)) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}\n${printed()}`)
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    await answer?.body?.cancel()
    if (answer?.ok) return
  }
  throw new Error(`the server was not ready within ${START_MS_MAX} ms\n${printed()}`)
}

// The story decides the settings, not the shell it was started from.
const plainEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('HUFU_') && name !== 'DATABASE_URL'),
  )

/** A port that nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}
