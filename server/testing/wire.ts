import { once } from 'node:events'
import { SOCKET_URL } from '@hufu/contract'
import { WebSocket } from 'ws'
import type { Browser } from './browser.ts'

/** Somebody's open socket, as the test looks at it. */
export type Wire = {
  readonly socket: WebSocket
  readonly frames: readonly Record<string, unknown>[]
  /** Waits for a frame that fits, also among those already there. Throws after 5 s. */
  readonly next: (
    type: string,
    fits?: (frame: Record<string, unknown>) => boolean,
  ) => Promise<Record<string, unknown>>
  /** Waits until the connection is gone; the code is 1006 when it was cut. */
  readonly closed: () => Promise<number>
}

const WAIT_MS_MAX = 5000

/** Opens a socket with a ticket. Does not wait to be let in. */
export async function wireWith(
  url: string,
  ticket: string,
  headers: Record<string, string> = {},
): Promise<Wire> {
  const socket = new WebSocket(url.replace('http', 'ws') + SOCKET_URL, { headers })
  const frames: Record<string, unknown>[] = []
  let code: number | null = null
  socket.on('message', (data) =>
    frames.push(JSON.parse(Buffer.isBuffer(data) ? data.toString() : '') as Record<string, unknown>),
  )
  socket.on('close', (closed) => (code = closed))
  socket.on('error', () => {})
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'open', ticket }))
  const until = async <T>(find: () => T | undefined | null, what: string): Promise<T> => {
    const end = performance.now() + WAIT_MS_MAX
    for (;;) {
      const found = find()
      if (found !== undefined && found !== null) return found
      if (performance.now() > end)
        throw new Error(`${what} did not come; ${JSON.stringify(frames)} ${String(code)}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  return {
    socket,
    frames,
    next: (type, fits = () => true) =>
      until(() => frames.find((frame) => frame['type'] === type && fits(frame)), type),
    closed: () => until(() => code, 'the end'),
  }
}

/** Opens a socket for who is signed in, and waits to be greeted. */
export async function wireOf(browser: Browser): Promise<Wire> {
  const { ticket } = await browser.ok('POST', '/api/v1/tickets', {})
  const wire = await wireWith(browser.url, String(ticket))
  await wire.next('hello')
  return wire
}
