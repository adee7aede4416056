import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { FRAME_BYTES_MAX, SOCKET_URL } from '@hufu/contract'
import type { ClientFrame } from '@hufu/contract'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { isOwnOrigin } from '../http/index.ts'
import type { HufuNode } from '../nodes/index.ts'
import { newBucket, readFrame } from './inbound.ts'
import { closing } from './line.ts'

/** A connection that has not said yet whose it is. */
export type Knock = { readonly ws: WebSocket; readonly socket: Socket; readonly request: IncomingMessage }

export type GateOptions = {
  readonly node: HufuNode
  readonly publicUrl: string
  /** Reads the first frame and says who hears the others; null when it brought no ticket that counts. */
  readonly admit: (knock: Knock, first: ClientFrame | null) => Promise<((frame: ClientFrame) => void) | null>
}

export type Gate = {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** From now on nobody is let in. */
  readonly shut: () => void
}

const OPEN_MS_MAX = 5000
const UNOPENED_MAX = 1000

/** Lets connections in by ticket, and bounds what they may send. */
export function newGate({ node, publicUrl, admit }: GateOptions): Gate {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: FRAME_BYTES_MAX,
    perMessageDeflate: false,
    clientTracking: false,
  })
  let unopened = 0
  let shut = false

  const accept = (knock: Knock): void => {
    const { ws } = knock
    unopened += 1
    const opened = once(() => (unopened -= 1))
    const late = setTimeout(() => ws.close(closing.policy, 'no ticket'), OPEN_MS_MAX)
    ws.once('close', () => {
      clearTimeout(late)
      opened()
    })
    ws.on('error', (error) => node.log.debug({ err: error }, 'a socket broke'))
    hearFrames(node, knock, async (first) => {
      clearTimeout(late)
      opened()
      return admit(knock, first)
    })
  }

  return {
    upgrade(request, socket, head) {
      const refusal = refusalOf(request, publicUrl, shut || unopened >= UNOPENED_MAX || !node.lease.fresh())
      if (refusal !== null)
        return void socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      // Node's HTTP server gives its own TCP sockets; the event's type names what they have in common with others.
      server.handleUpgrade(request, socket, head, (ws) => accept({ ws, socket: socket as Socket, request }))
    },
    shut: () => void (shut = true),
  }
}

function hearFrames(
  node: HufuNode,
  { ws, socket }: Knock,
  open: (first: ClientFrame | null) => Promise<((frame: ClientFrame) => void) | null>,
): void {
  const mayGo = newBucket(node.clock.mono)
  let state: 'knocking' | 'opening' | ((frame: ClientFrame) => void) = 'knocking'
  const cut = once(() => {
    ws.close(closing.policy, 'too many frames')
    socket.destroySoon()
  })
  const counted = (): boolean => {
    if (mayGo()) return true
    cut()
    return false
  }
  ws.on('ping', counted)
  ws.on('message', (data, isBinary) => {
    if (!counted()) return
    const frame = readFrame(data, isBinary)
    if (typeof state === 'function') {
      if (frame === null || frame.type === 'open') ws.close(closing.policy, 'not understood')
      else state(frame)
      return
    }
    if (state === 'opening') return ws.close(closing.policy, 'one ticket, then wait')
    state = 'opening'
    open(frame).then(
      (hear) => {
        if (hear === null) ws.close(closing.policy, 'no ticket')
        else state = hear
      },
      (error: unknown) => {
        node.log.warn({ err: error }, 'a ticket could not be read')
        ws.close(closing.slow, 'try again')
      },
    )
  })
}

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (!done) work()
    done = true
  }
}

function refusalOf(request: IncomingMessage, publicUrl: string, full: boolean): string | null {
  if (request.url !== SOCKET_URL) return '404 Not Found'
  const { origin, host } = request.headers
  if (origin !== undefined && !isOwnOrigin(origin, host, publicUrl)) return '403 Forbidden'
  return full ? '503 Service Unavailable' : null
}
