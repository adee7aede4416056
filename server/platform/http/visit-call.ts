import type { Route } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import { Readable } from 'node:stream'
import type { Perform } from '../act/index.ts'
import type { PlatformTables } from '../feed/index.ts'
import type { HufuNode } from '../nodes/index.ts'
import type { Call } from './call.ts'
import type { Caller, Sessions } from './caller.ts'
import type { Gone } from './gone.ts'
import { parsePart } from './input.ts'
import { SESSION_COOKIE, cookieLine, cookieName, cookieOf } from './origin.ts'
import { KEY_CHARACTERS_MAX, callPerform, hashOf, settled } from './performing.ts'
import type { Reading } from './reading.ts'
import { asStream } from './streams.ts'
import type { Visit } from './visit.ts'

/** What the server is made of, as its parts see it. */
export type Inside = {
  readonly node: HufuNode
  readonly perform: Perform
  readonly sessions: Sessions
  readonly db: Kysely<PlatformTables>
  readonly publicUrl: string
  readonly secure: boolean
}

/** Seconds a browser keeps the session cookie; the session's own limits are shorter or equal. */
const COOKIE_AGE_SECONDS = 30 * 24 * 3600

/** The company a request is about: the caller's, else the only one there is. Null before any was founded. */
export function workspaceOf(node: HufuNode, caller: Caller | null): string | null {
  return caller?.workspaceId ?? node.feed.known()[0]?.workspaceId ?? null
}

/** A reading whose facts are those of the moment they are looked at. */
export function readingFor({ node, db }: Pick<Inside, 'node' | 'db'>, caller: Caller): Reading {
  const { workspaceId, memberId } = caller
  return {
    workspaceId,
    memberId,
    at: node.clock.wall(),
    db,
    get facts() {
      return node.feed.facts(workspaceId)
    },
    projection: (projection) => node.feed.projection(workspaceId, projection),
  }
}

/** Parses a request by its route and builds the call. Throws `request/invalid`. */
export function callOf(
  inside: Inside,
  route: Route,
  visit: Visit,
  request: FastifyRequest,
  reply: FastifyReply,
  rawBody: Buffer | null,
  gone: Gone,
): Call {
  const { node, publicUrl } = inside
  const workspaceId = (): string => {
    const found = workspaceOf(node, visit.caller)
    if (found === null) throw refuse('identity/not-set-up')
    return found
  }
  const caller = (): Caller => {
    if (visit.caller === null) throw refuse('identity/not-signed-in')
    return visit.caller
  }
  return {
    ...inputOf(route, request),
    bytes: route.sends === 'bytes' ? bytesOf(request.body) : Readable.from([]),
    get caller() {
      return caller()
    },
    locale: visit.locale,
    requestId: visit.requestId,
    get workspaceId() {
      return workspaceId()
    },
    get from() {
      return fromOf(request, publicUrl)
    },
    get signal() {
      return gone.signal()
    },
    db: inside.db,
    publicUrl,
    get reading() {
      visit.reading ??= readingFor(inside, caller())
      return visit.reading
    },
    perform: callPerform({
      node,
      perform: inside.perform,
      db: inside.db,
      requestId: visit.requestId,
      key: keyOf(request),
      bodyHash: () => hashOf(request.method, request.url, rawBody),
      actor: () => ({ type: 'member', memberId: caller().memberId, sessionId: caller().sessionId }),
      stands: () => (visit.leaving ? null : inside.sessions.check(caller())),
      workspaceId,
    }),
    settled: () => settled(node, workspaceId(), node.feed.state(workspaceId()).revision),
    stream: asStream,
    ...cookiesOf(inside, visit, request, reply),
  }
}

const fromOf = (request: FastifyRequest, publicUrl: string): Call['from'] => ({
  address: request.ip,
  device: (request.headers['user-agent'] ?? '').slice(0, 300),
  origin: request.headers.origin ?? publicUrl,
})

function inputOf(route: Route, request: FastifyRequest): Pick<Call, 'params' | 'query' | 'body'> {
  const json = route.sends === 'json'
  // No body at all stands for an empty one, unless the route takes none.
  const body =
    json && request.body === undefined && !route.body.safeParse(undefined).success ? {} : request.body
  return {
    params: parsePart(route.params, { ...(request.params as object) }, 'path'),
    query: parsePart(route.query, { ...(request.query as object) }, 'query'),
    body: json ? parsePart(route.body, body, 'body') : undefined,
  }
}

function bytesOf(body: unknown): Readable {
  return body instanceof Readable ? body : Readable.from([])
}

function keyOf(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key']
  if (key === undefined || request.method === 'GET') return null
  if (typeof key !== 'string' || key === '' || key.length > KEY_CHARACTERS_MAX || !/^[\x21-\x7e]+$/.test(key))
    throw refuse('request/invalid', { fields: [{ path: 'Idempotency-Key', problem: 'malformed' }] })
  return key
}

function cookiesOf(
  { secure, sessions }: Inside,
  visit: Visit,
  request: FastifyRequest,
  reply: FastifyReply,
): Pick<Call, 'begin' | 'end' | 'cookie' | 'setCookie'> {
  const set = (name: string, value: string, ageSeconds: number): void =>
    void reply.header('set-cookie', cookieLine(name, value, ageSeconds, secure))
  return {
    async begin(caller, token, withCookie) {
      // The answer is asked of the new session, so this node has to know it first.
      await sessions.renew(caller)
      visit.caller = caller
      visit.reading = null
      visit.leaving = false
      if (withCookie) set(SESSION_COOKIE, token, COOKIE_AGE_SECONDS)
    },
    end() {
      visit.leaving = true
      if (visit.credential?.by === 'cookie') set(SESSION_COOKIE, '', 0)
    },
    cookie: (name) => cookieOf(request.headers, cookieName(name, secure)),
    setCookie: set,
  }
}
