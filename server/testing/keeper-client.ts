import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { z } from 'zod'
import { keeperPlaces } from './keeper-places.ts'

/** The shared server as one test process sees it: addresses of the product's role and of the superuser. */
export type Server = {
  readonly url: string
  readonly keeperUrl: string
  readonly use: (name: string) => void
  readonly done: (name: string) => Promise<void>
}

const greetingShape = z.object({ url: z.string(), keeperUrl: z.string() })
const startWithinMs = 60_000
const callAgainMs = 1500
const lookMs = 20

let shared: Promise<Server> | null = null

/** The one PostgreSQL of this test run: an external one named by HUFU_TEST_DATABASE_URL, else our own, started if need be. */
export function server(): Promise<Server> {
  shared ??= findServer()
  return shared
}

const findServer = async (): Promise<Server> => {
  const external = process.env['HUFU_TEST_DATABASE_URL'] ?? ''
  if (external !== '')
    return { url: external, keeperUrl: external, use: () => {}, done: (name) => drop(external, name) }
  const end = performance.now() + startWithinMs
  let called = -callAgainMs
  while (performance.now() < end) {
    const found = await visit(keeperPlaces().socket)
    if (found !== null) return found
    // One that is just leaving refuses guests and still holds the place, so calling once is not enough.
    if (performance.now() - called > callAgainMs) {
      callKeeper()
      called = performance.now()
    }
    await sleep(lookMs)
  }
  throw new Error(`no test database: ${readFileSync(keeperPlaces().log, 'utf8').slice(-2000)}`)
}

// Nobody keeps an external server for us, so what a killed test leaves there stays; its name says what it was.
const drop = async (url: string, name: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`)
  await client.end()
}

const visit = (path: string): Promise<Server | null> =>
  new Promise((resolve) => {
    const socket = connect(path)
    const lines = createInterface({ input: socket })
    // The reader passes on its socket's errors as its own.
    for (const each of [socket, lines]) each.on('error', () => resolve(null))
    socket.once('close', () => resolve(null))
    lines.once('line', (line) => resolve(guest(socket, line)))
  })

const guest = (socket: Socket, greeting: string): Server => {
  // The test process ends when its tests do; the keeper sees this connection close.
  socket.unref()
  const say = (line: string): void => void socket.write(`${line}\n`)
  return {
    ...greetingShape.parse(JSON.parse(greeting)),
    use: (name) => say(`use ${name}`),
    done: (name) => Promise.resolve(say(`done ${name}`)),
  }
}

const callKeeper = (): void => {
  const { dir, log } = keeperPlaces()
  mkdirSync(dir, { recursive: true, mode: 0o711 })
  const output = openSync(log, 'a', 0o600)
  const child = spawn(process.execPath, [join(import.meta.dirname, 'keeper.ts')], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
    // Not the whole environment: node --test marks its children in it, and the keeper is nobody's test.
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'] },
  })
  child.unref()
  closeSync(output)
}
