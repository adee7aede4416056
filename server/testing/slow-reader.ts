import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import type { TestContext } from 'node:test'
import type { Browser } from './browser.ts'
import { untilHolds } from './patience.ts'

/** Of one connection, in bytes: what has come over to our end, read or not, and what the other end's kernel holds back. */
export type Held = { readonly here: number; readonly there: number; readonly open: boolean }

/** A client that asks and then reads nothing until told to. */
export type SlowReader = {
  readonly socket: Socket
  /** Waits until nothing moves any more; answers how it stands. */
  readonly stalled: () => Promise<Held>
  /** Reads to the end; answers how many bytes came in all, and whether the connection was reset. */
  readonly readOut: () => Promise<{ readonly bytes: number; readonly reset: boolean; readonly text: string }>
}

const STILL_MS = 400

/** Sends one GET on a connection of its own and reads nothing of the answer. Linux only: it looks at the kernel's table. */
export async function slowReader(
  t: Pick<TestContext, 'after'>,
  browser: Browser,
  path: string,
): Promise<SlowReader> {
  const { hostname, port } = new URL(browser.url)
  const socket = connect({ host: hostname, port: Number(port) })
  // Paused before it is connected, it never takes a byte from the kernel.
  socket.pause()
  const state = { reset: false }
  socket.on('error', (error) => (state.reset ||= 'code' in error && error.code === 'ECONNRESET'))
  t.after(() => socket.destroy())
  await new Promise((resolve) => socket.once('connect', resolve))
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  socket.write(
    `GET ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nsec-fetch-site: same-origin\r\ncookie: ${cookie}\r\n\r\n`,
  )
  return {
    socket,
    stalled: () => stalled(socket),
    readOut: async () => {
      const chunks: Buffer[] = []
      socket.on('data', (bytes: Buffer) => chunks.push(bytes))
      const over = new Promise((resolve) => socket.once('close', resolve))
      socket.resume()
      await over
      const all = Buffer.concat(chunks)
      return { bytes: all.length, reset: state.reset, text: all.toString('latin1') }
    },
  }
}

/** Waits until a paused connection has taken what it can. */
export async function stalled(socket: Socket): Promise<Held> {
  let last: Held = heldOf(socket)
  let since = performance.now()
  await untilHolds(
    'the connection stands still',
    () => {
      const now = heldOf(socket)
      if (now.here !== last.here || now.there !== last.there || now.here === 0) since = performance.now()
      last = now
      return performance.now() - since > STILL_MS
    },
    30_000,
  )
  return last
}

/** How a connection on this machine stands. Once it was reset the kernels know nothing of it any more. */
export function heldOf(socket: Socket): Held {
  const near = hexPort(socket.localPort)
  const far = hexPort(socket.remotePort)
  const held = { here: socket.bytesRead, there: 0, open: false }
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1)) {
    const [, local = '', remote = '', , queues = ''] = line.trim().split(/\s+/)
    const [sending = '0', waiting = '0'] = queues.split(':')
    if (local.endsWith(near) && remote.endsWith(far)) {
      held.here += Number.parseInt(waiting, 16)
      held.open = true
    }
    if (local.endsWith(far) && remote.endsWith(near)) held.there = Number.parseInt(sending, 16)
  }
  return held
}

const hexPort = (port: number | undefined): string =>
  `:${(port ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
