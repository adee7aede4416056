/** How the ends of the barrier suite speak to a server: plain requests and sockets, by a session's token. */
import { Agent, request } from 'node:http'
import { SOCKET_URL } from '@hufu/contract'
import { WebSocket } from 'ws'

type Asked = { readonly status: number; readonly text: string }
export type Token = string

// Each person has connections of their own, as each has a browser of their own.
const agents = new Map<Token, Agent>()

function agentOf(token: Token): Agent {
  const agent = agents.get(token) ?? new Agent({ keepAlive: true })
  agents.set(token, agent)
  return agent
}

/** One request with a token; programs send no cookies. */
export function ask(
  address: string,
  token: Token,
  method: string,
  path: string,
  body?: unknown,
): Promise<Asked> {
  const text = body === undefined ? '' : JSON.stringify(body)
  const headers = {
    authorization: `Bearer ${token}`,
    ...(text === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  }
  return new Promise((resolve, reject) => {
    const sent = request(`${address}${path}`, { method, headers, agent: agentOf(token) }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      )
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(text)
  })
}

/** The answer of a request that must succeed. */
export async function ok(
  address: string,
  token: Token,
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const { status, text } = await ask(address, token, method, path, body)
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
  return JSON.parse(text) as Record<string, unknown>
}

export type Open = {
  readonly socket: WebSocket
  readonly messages: { readonly body: string; readonly at: number }[]
}

/** Opens a socket and keeps the messages that arrive on it, with the time of arrival. */
export async function open(address: string, token: Token): Promise<Open> {
  const { ticket } = await ok(address, token, 'POST', '/api/v1/tickets', {})
  const socket = new WebSocket(address.replace('http', 'ws') + SOCKET_URL)
  const messages: { body: string; at: number }[] = []
  socket.on('error', () => {})
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => socket.send(JSON.stringify({ type: 'open', ticket })))
    socket.once('close', () => reject(new Error('a socket was not let in')))
    socket.on('message', (data: Buffer) => {
      const at = performance.now()
      const frame = JSON.parse(data.toString()) as {
        readonly type: string
        readonly message?: { readonly body: string }
      }
      if (frame.type === 'hello') resolve()
      if (frame.message !== undefined) messages.push({ body: frame.message.body, at })
    })
  })
  return { socket, messages }
}

/** Lets go of every connection. */
export function hangUp(): void {
  for (const agent of agents.values()) agent.destroy()
}
