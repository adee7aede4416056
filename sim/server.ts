import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** What a server says when its door is open. `setupCode` is there while no company exists. */
export type Ready = { readonly address: string; readonly setupCode: string | null }

/** A server of one's own, beside whatever else runs on this machine. `stop` ends it in order and answers its exit code. */
export type OwnServer = Ready & {
  readonly pid: number
  readonly dataDir: string
  readonly stop: () => Promise<number>
}

export type ServerPlace = {
  /** Without one the server gets a directory that goes with it. */
  readonly dataDir?: string
  readonly env?: Readonly<Record<string, string>>
}

const STOP_MS = 15_000
const main = join(import.meta.dirname, '..', 'server', 'main.ts')

/** Starts a server with its own database and port, and waits until it serves. Throws when it ends before that. */
export async function startServer({ dataDir, env = {} }: ServerPlace = {}): Promise<OwnServer> {
  const place = dataDir ?? (await mkdtemp(join(tmpdir(), 'hufu-')))
  const port = await freePort()
  const child = fork(main, ['--port', String(port)], {
    // A place of its own means a database of its own too.
    env: { ...withoutDatabase(process.env), HUFU_DATA: place, HUFU_LOG: 'error', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  // Its greeting is nobody's business here, what it logs is: faults of the server would stay unseen otherwise.
  if (child.stdout !== null)
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) process.stderr.write(`${line}\n`)
    })
  const ready = await readyOf(child)
  const stop = async (): Promise<number> => {
    const code = await stopChild(child)
    if (dataDir === undefined) await rm(place, { recursive: true, force: true })
    return code
  }
  return { ...ready, pid: child.pid ?? 0, dataDir: place, stop }
}

const withoutDatabase = ({
  DATABASE_URL: _database,
  HUFU_PUBLIC_URL: _url,
  HUFU_HOST: _host,
  ...env
}: NodeJS.ProcessEnv) => env

/** Waits for a child's word that it serves. Throws when it ends instead. */
export function readyOf(child: ChildProcess): Promise<Ready> {
  const { promise, resolve, reject } = Promise.withResolvers<Ready>()
  child.on('message', (message) => {
    if (isReady(message)) resolve(message)
  })
  child.once('error', reject)
  child.once('exit', (code, signal) =>
    reject(new Error(`the server ended before it served (${signal ?? `exit status ${code ?? 'unknown'}`})`)),
  )
  return promise
}

function isReady(message: unknown): message is Ready & { readonly type: 'ready' } {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'ready' &&
    'address' in message &&
    typeof message.address === 'string'
  )
}

async function stopChild(child: ChildProcess): Promise<number> {
  if (child.exitCode !== null) return child.exitCode
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await exit
  clearTimeout(timer)
  return child.exitCode ?? 1
}

async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('a listening server has a port')
  return address.port
}
