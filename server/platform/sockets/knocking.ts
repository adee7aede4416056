import type { Server } from 'node:http'
import { SOCKET_URL } from '@hufu/contract'
import { WebSocket } from 'ws'
import { SHADOW_HEADER, ownAddress, shadowCaller } from '../http/index.ts'
import type { Sessions, ShadowOf, ShadowTickets } from '../http/index.ts'
import type { Knock } from './gate.ts'
import { closing } from './line.ts'

/** What became of a shadow at the gate. `unclear`: it heard nothing that means yes or no. */
export type Knocked = 'let-in' | 'refused' | 'unclear'

/** How a shadow is told that it would have been let in. No line is opened for it, and no frame leaves. */
const LET_IN = 4100
const KNOCK_MS_MAX = 5000

/** Opens a socket to this very server with a ticket of a shadow, and waits for how it ends. */
export function knockAs(server: Server, tickets: ShadowTickets, of: ShadowOf): Promise<Knocked> {
  return new Promise((resolve) => {
    const { host, port } = ownAddress(server)
    const named = host.includes(':') ? `[${host}]` : host
    const socket = new WebSocket(`ws://${named}:${port}${SOCKET_URL}`, {
      headers: { [SHADOW_HEADER]: 'socket' },
      handshakeTimeout: KNOCK_MS_MAX,
    })
    const late = setTimeout(() => socket.terminate(), KNOCK_MS_MAX)
    let heard = false
    socket.once('open', () =>
      socket.send(JSON.stringify({ type: 'open', ticket: tickets.issue(of, 'socket') })),
    )
    socket.on('message', () => (heard = true))
    socket.on('error', () => {})
    socket.once('close', (code) => {
      clearTimeout(late)
      resolve(heard || code === LET_IN ? 'let-in' : code === closing.policy ? 'refused' : 'unclear')
    })
  })
}

/** Asks what would be asked of the person's own socket, and closes with the answer. */
export async function answerShadow(
  tickets: ShadowTickets,
  sessions: Sessions,
  { ws, request }: Knock,
  ticket: string,
): Promise<void> {
  const shadow = tickets.take(ticket, 'socket', request)
  // A ticket that is none proves nothing about anybody.
  if (shadow === null) return ws.close(closing.slow, 'no ticket')
  const ended = shadow.sessionId === null ? null : await sessions.look(shadowCaller(shadow))
  if (ended === null) ws.close(LET_IN, 'would be let in')
  else if (ended.code === 'identity/session-ended') ws.close(closing.policy, 'no ticket')
  else ws.close(closing.slow, 'try again')
}
