import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A server of its own: own data, own port, own database. */
export type RunningServer = {
  /** Address without a closing slash. */
  readonly url: string
  /** Where its data is, and its database with it. */
  readonly data: string
  /** The one-time code that founds the company; null once there is one. */
  readonly setupCode: string | null
  /** All that the server has printed until now. */
  readonly printed: () => string
  /** Ctrl-C: an orderly stop. The data stays for `again`. Throws when it takes more than 10 s. */
  readonly stop: () => Promise<void>
  /** Starts once more on the same data and port. */
  readonly again: () => Promise<void>
  /** Ends whatever still runs and removes the data. */
  readonly remove: () => Promise<void>
}

const START_MS_MAX = 60_000
const STOP_MS_MAX = 10_000
const top = join(import.meta.dirname, '../..')

/** Starts a server on fresh data and waits until it is ready. */
export async function startServer(): Promise<RunningServer> {
  const data = mkdtempSync(join(tmpdir(), 'hufu-story-'))
  const port = await freePort()
  let output = ''
  let child: ChildProcess | null = null
  let setupCode: string | null = null

  const again = async (): Promise<void> => {
    const started = fork(join(top, 'server/main.ts'), {
      cwd: top,
      env: { ...plainEnvironment(), HUFU_PORT: String(port), HUFU_DATA: data, HUFU_LOG: 'warn' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    child = started
    const hear = (part: Buffer): void => void (output += part.toString())
    started.stdout?.on('data', hear)
    started.stderr?.on('data', hear)
    setupCode = await ready(started, () => output)
  }
  const stop = async (): Promise<void> => {
    const running = child
    child = null
    if (running === null || running.exitCode !== null || running.signalCode !== null) return
    const gone = once(running, 'exit')
    running.kill('SIGINT')
    if ((await Promise.race([gone, wait(STOP_MS_MAX, 'late', { ref: false })])) === 'late') {
      running.kill('SIGKILL')
      throw new Error(`the server did not stop within ${STOP_MS_MAX} ms\n${output}`)
    }
  }

  await again()
  return {
    // The name people type, and the one that browsers trust without https.
    url: `http://localhost:${port}`,
    data,
    get setupCode() {
      return setupCode
    },
    printed: () => output,
    stop,
    again,
    async remove() {
      await stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

type Ready = { readonly type: 'ready'; readonly setupCode: string | null }
const isReady = (message: unknown): message is Ready =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready'

/** Waits for the word that the server gives its starter, and answers the code it brings. */
async function ready(child: ChildProcess, printed: () => string): Promise<string | null> {
  const { promise, resolve, reject } = Promise.withResolvers<string | null>()
  child.on('message', (message) => {
    if (isReady(message)) resolve(message.setupCode)
  })
  child.on('exit', (code) => reject(new Error(`the server ended with ${String(code)}\n${printed()}`)))
  const late = setTimeout(
    () => reject(new Error(`the server was not ready within ${START_MS_MAX} ms\n${printed()}`)),
    START_MS_MAX,
  )
  return promise.finally(() => clearTimeout(late))
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
