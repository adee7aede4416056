/**
 * Shadows: real requests that this process sends to itself as if somebody had sent them, to see whether they are refused.
 * A shadow bears no secret of that person; whatever it does is rolled back; and of what it would be given nothing leaves
 * but whether it would have been.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isRefusal, refuse } from '@hufu/kit'
import type { Refusal } from '@hufu/kit'
import type { FastifyReply } from 'fastify'
import type { Wanted } from '../act/index.ts'
import type { Caller } from './caller.ts'
import { truthOf } from './reading.ts'

/** As whom a shadow goes: by one of their sessions, or by none, so that only their rights are asked. */
export type ShadowOf = {
  readonly workspaceId: string
  readonly memberId: string
  readonly sessionId: string | null
  /** Hears in this process what came of the act that it tried, once it was tried. */
  readonly heard?: (heard: Heard) => void
}

/** What a second person would have to stand behind, or the refusal that the person would have been told. */
export type Heard = { readonly wanted: readonly Wanted[]; readonly refusal: Refusal | null }

/** The one thing a ticket is for: a request by method and path, or a socket. */
export type Purpose = `${string} /${string}` | 'socket'

/** Tickets of shadows. They live in the memory of this process and nowhere else. */
export type ShadowTickets = {
  /** A ticket for one use within seconds. */
  readonly issue: (of: ShadowOf, purpose: Purpose) => string
  /** Whose it is, once; null when it is none, is for something else, or came from elsewhere. */
  readonly take: (ticket: string, purpose: Purpose, request: IncomingMessage) => ShadowOf | null
}

export const SHADOW_HEADER = 'hufu-shadow'
export const SHADOW_CODE_HEADER = 'hufu-shadow-code'
const TICKET_MS = 10_000
/** Stands where a shadow goes by no session: no session has this id. */
const NO_SESSION = '00000000-0000-0000-0000-000000000000'

type Issued = { readonly of: ShadowOf; readonly purpose: Purpose; readonly until: number }

/** Makes the tickets of one process. `now` is a monotonic clock in milliseconds. */
export function newShadowTickets(now: () => number): ShadowTickets {
  // By hash: what is looked up here tells nothing by how long it takes.
  const issued = new Map<string, Issued>()
  return {
    issue(of, purpose) {
      for (const [hash, { until }] of issued) {
        if (until > now()) break
        issued.delete(hash)
      }
      const ticket = randomBytes(32).toString('base64url')
      issued.set(hashOf(ticket), { of, purpose, until: now() + TICKET_MS })
      return ticket
    },
    take(ticket, purpose, request) {
      const hash = hashOf(ticket)
      const found = issued.get(hash)
      if (found === undefined || !isOwnPeer(request)) return null
      issued.delete(hash)
      return found.purpose === purpose && now() < found.until ? found.of : null
    },
  }
}

const hashOf = (ticket: string): string => createHash('sha256').update(ticket).digest('base64url')

/** What a proxy adds: a request that came through one is not our own. */
const proxied = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'] as const

// The other end is this machine: its address is loopback, or the very one that was asked.
function isOwnPeer({ socket, headers }: IncomingMessage): boolean {
  if (proxied.some((name) => headers[name] !== undefined)) return false
  const { remoteAddress = '', localAddress } = socket
  return /^(::ffff:)?127\.|^::1$/.test(remoteAddress) || remoteAddress === localAddress
}

/** The ticket that a request bears, if it says that it is a shadow's. */
export function shadowTicketOf({ headers }: IncomingMessage): string | null {
  const ticket = headers[SHADOW_HEADER]
  return typeof ticket === 'string' ? ticket : null
}

/** The caller that a shadow counts as. */
export const shadowCaller = ({ workspaceId, memberId, sessionId }: ShadowOf): Caller => ({
  workspaceId,
  memberId,
  sessionId: sessionId ?? NO_SESSION,
})

/** Thrown where a shadow would be served: from here on there is nothing to find out, and nothing is to happen. */
export const wouldServe: Error = new Error('a shadow would be served')

/** What a shadow hears of a refusal: its true code, also where the person would be told less. */
export const shadowCodeOf = (error: unknown): string =>
  isRefusal(error) ? truthOf(error).code : 'server/unexpected'

/** The decision point answers with its decision: a no there is a refusal like any other. Throws it. */
export function refuseDecided(body: unknown): void {
  if (typeof body !== 'object' || body === null || !('decision' in body) || body.decision !== false) return
  throw refuse('authority/not-granted')
}

/** Leaves of an answer to a shadow nothing but its status and the code of the refusal. */
export function bareAnswer(reply: FastifyReply, code: string | null): void {
  for (const name of Object.keys(reply.getHeaders())) if (name !== 'connection') reply.removeHeader(name)
  // Bytes that nobody has read would be taken for the next request.
  if (!reply.request.raw.complete) reply.header('connection', 'close')
  if (code === null) reply.code(204)
  else reply.header(SHADOW_CODE_HEADER, code)
}
