import { Agent, request } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { ProbeRequest } from './probes.ts'
import { SHADOW_CODE_HEADER, SHADOW_HEADER } from './shadow.ts'
import type { ShadowOf, ShadowTickets } from './shadow.ts'

/** What became of a shadow's request: it would have been served, or the code of its refusal. */
export type ShadowAnswer =
  | { readonly served: true }
  | { readonly served: false; readonly status: number; readonly code: string }

/** Sends one real request to this very process, through the whole of it, as somebody's shadow. */
export type AskAsShadow = (of: ShadowOf, asked: ProbeRequest) => Promise<ShadowAnswer>

const ANSWER_MS_MAX = 10_000
const CONNECTIONS_MAX = 8

/** What is told where there was no answer to understand. */
const NO_ANSWER: ShadowAnswer = { served: false, status: 503, code: 'node/not-fresh' }

/** Where a server that listens can be reached from its own machine. */
export function ownAddress(server: Server): { readonly host: string; readonly port: number } {
  const at = server.address()
  if (at === null || typeof at === 'string') throw new Error('a shadow asks a server that listens on a port')
  const host = at.address === '0.0.0.0' ? '127.0.0.1' : at.address === '::' ? '::1' : at.address
  return { host, port: at.port }
}

/** Makes the client of a server for its own shadows; `close` lets its connections go. */
export function shadowClient(server: Server, tickets: ShadowTickets) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS_MAX, timeout: ANSWER_MS_MAX })
  const ask: AskAsShadow = (of, { method, path, body, bytes }) =>
    new Promise((resolve) => {
      const sent = bytes ?? (body === undefined ? undefined : JSON.stringify(body))
      const type = bytes === undefined ? 'application/json' : 'application/octet-stream'
      const headers = {
        [SHADOW_HEADER]: tickets.issue(of, `${method} ${withSlash(path)}`),
        ...(sent === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(sent) }),
      }
      const asking = request({ ...ownAddress(server), agent, method, path, headers }, (answer) => {
        answer.resume()
        answer.once('error', () => resolve(NO_ANSWER))
        answer.once('end', () => resolve(understood(answer)))
      })
      asking.setTimeout(ANSWER_MS_MAX, () => asking.destroy())
      asking.once('error', () => resolve(NO_ANSWER))
      asking.end(sent)
    })
  return { ask, close: () => agent.destroy() }
}

const withSlash = (path: string): `/${string}` => `/${path.replace(/^\//, '')}`

function understood({ statusCode = 0, headers }: IncomingMessage): ShadowAnswer {
  if (statusCode >= 200 && statusCode < 300) return { served: true }
  const code = headers[SHADOW_CODE_HEADER]
  return typeof code === 'string' ? { served: false, status: statusCode, code } : NO_ANSWER
}
