import { nothing } from '@hufu/contract'
import type { Route } from '@hufu/contract'
import { isRefusal, refuse } from '@hufu/kit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import { Readable } from 'node:stream'
import type { Half, Perform, Proof, Rehearse, Try } from '../act/index.ts'
import type { History, PlatformTables, Projection } from '../feed/index.ts'
import type { HufuNode } from '../nodes/index.ts'
import type { Call } from './call.ts'
import type { Caller, Halves, Proofs, Sessions } from './caller.ts'
import type { Gone } from './gone.ts'
import { parsePart } from './input.ts'
import { SESSION_COOKIE, cookieLine, cookieName, cookieOf } from './origin.ts'
import { KEY_CHARACTERS_MAX, callPerform, hashOf, settled } from './performing.ts'
import { actHashOf, bodySha256, halfIdOf, stepUpTokenOf } from './proofs.ts'
import type { Reading } from './reading.ts'
import type { ShadowTickets } from './shadow.ts'
import { wouldServe } from './shadow.ts'
import { asStream } from './streams.ts'
import { sessionRefusal } from './visit.ts'
import type { Visit } from './visit.ts'

/** What the server is made of, as its parts see it. */
export type Inside = {
  readonly node: HufuNode
  readonly perform: Perform
  readonly rehearse: Rehearse
  readonly tryOut: Try
  readonly tickets: ShadowTickets
  readonly history: History
  readonly sessions: Sessions
  readonly proofs: Proofs
  readonly halves: Halves
  readonly db: Kysely<PlatformTables>
  readonly publicUrl: string
  readonly secure: boolean
  /** Counts an answer, when its head leaves; a stream when it has ended. */
  readonly answered: (visit: Visit, status: number) => void
}

/** Seconds a browser keeps the session cookie; the session's own limits are shorter or equal. */
const COOKIE_AGE_SECONDS = 30 * 24 * 3600

/** The company a request is about: the caller's, else the only one there is. Null before any was founded. */
export function workspaceOf(node: HufuNode, caller: Caller | null): string | null {
  return caller?.workspaceId ?? node.feed.known()[0]?.workspaceId ?? null
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }
type Whose = Pick<Caller, 'workspaceId' | 'memberId'>
type ReadingParts = Pick<Inside, 'node' | 'db' | 'history'> & { readonly caller: Whose }
const readingParts = Symbol('parts of a reading')

// Made once, not with every request: an object literal with getters is slow to make.
const readingShape: Pick<Reading, 'facts' | 'projection' | 'past'> &
  ThisType<{ readonly [readingParts]: ReadingParts }> = {
  get facts() {
    const { node, caller } = this[readingParts]
    return node.feed.facts(caller.workspaceId)
  },
  // Functions of their own, not methods: whoever takes them out of the reading calls them alone.
  get projection() {
    const { node, caller } = this[readingParts]
    return <S>(projection: Projection<S>) => node.feed.projection(caller.workspaceId, projection)
  },
  get past() {
    const { history, caller } = this[readingParts]
    return (at: number) => history(caller.workspaceId, at)
  },
}

/** A reading whose facts are those of the moment they are looked at. */
export function readingFor(
  { node, db, history }: Pick<Inside, 'node' | 'db' | 'history'>,
  caller: Whose,
): Reading {
  const { workspaceId, memberId } = caller
  // What is not set here is in the shape it is made after. One by one: copying an object over costs eight times as much.
  const reading = Object.create(readingShape) as Mutable<Reading> & { [readingParts]: ReadingParts }
  reading[readingParts] = { node, db, history, caller }
  reading.workspaceId = workspaceId
  reading.memberId = memberId
  reading.at = node.clock.wall()
  reading.db = db
  return reading
}

/** What a call is made of. */
type Parts = {
  readonly inside: Inside
  readonly route: Route
  readonly visit: Visit
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly rawBody: Buffer | null
  readonly gone: Gone
}
type Input = Pick<Call, 'params' | 'query' | 'body' | 'locale' | 'requestId' | 'db' | 'publicUrl'>
const parts = Symbol('parts of a call')

// What most requests do not ask for is made when it is asked for, by a shape that all calls share.
const callShape: Omit<Call, keyof Input> & ThisType<{ readonly [parts]: Parts }> = {
  get bytes() {
    const { route, request, visit } = this[parts]
    // Whoever reads them has asked for the right to; bytes of a shadow are kept nowhere.
    if (visit.shadow !== null) throw wouldServe
    return route.sends === 'bytes' ? bytesOf(request.body) : Readable.from([])
  },
  get caller() {
    return callerOf(this[parts])
  },
  get workspaceId() {
    return workspaceIdOf(this[parts])
  },
  get from() {
    return fromOf(this[parts].request, this[parts].inside.publicUrl)
  },
  get signal() {
    return this[parts].gone.signal()
  },
  get reading() {
    const { inside, visit } = this[parts]
    visit.reading ??= readingFor(inside, callerOf(this[parts]))
    return visit.reading
  },
  get perform() {
    return this[parts].visit.shadow === null ? performOf(this[parts]) : tryOutOf(this[parts])
  },
  get rehearse() {
    return rehearseOf(this[parts])
  },
  get settled() {
    const { node } = this[parts].inside
    const workspaceId = workspaceIdOf(this[parts])
    return () => settled(node, workspaceId, node.feed.state(workspaceId).revision)
  },
  stream: asStream,
  get begin() {
    return beginOf(this[parts])
  },
  get end() {
    return endOf(this[parts])
  },
  get cookie() {
    const { request, inside } = this[parts]
    return (name: string) => cookieOf(request.headers, cookieName(name, inside.secure))
  },
  get setCookie() {
    return setCookieOf(this[parts])
  },
}

function callerOf({ visit }: Parts): Caller {
  if (visit.caller === null) throw refuse('identity/not-signed-in')
  return visit.caller
}

function workspaceIdOf({ inside, visit }: Parts): string {
  const found = workspaceOf(inside.node, visit.caller)
  if (found === null) throw refuse('identity/not-set-up')
  return found
}

/** Parses a request by its route and builds the call. Throws `request/invalid`. */
export function callOf(given: Parts): Call {
  const { inside, route, visit, request } = given
  const { params, query, body } = inputOf(route, request)
  // What is not set here is in the shape it is made after.
  const call = Object.create(callShape) as Mutable<Call> & { [parts]: Parts }
  call[parts] = given
  call.params = params
  call.query = query
  call.body = body
  call.locale = visit.locale
  call.requestId = visit.requestId
  call.db = inside.db
  call.publicUrl = inside.publicUrl
  return call
}

function rehearseOf(given: Parts): Call['rehearse'] {
  const { inside, visit } = given
  const caller = callerOf(given)
  const { memberId, sessionId, workspaceId } = caller
  return (name, work, look) =>
    inside.rehearse(
      { type: 'member', memberId, sessionId },
      {
        name,
        workspaceId,
        requestId: visit.requestId,
        channel: 'http',
        stands: () => sessionRefusal(visit, inside.sessions),
      },
      work,
      look,
    )
}

/** What a shadow performs is asked and refused as in earnest, and rolled back; where it would stand, the call ends. */
function tryOutOf(given: Parts): Call['perform'] {
  const { inside, visit } = given
  return async (kind, name, work, { actor, batch = false, workspaceId = workspaceIdOf(given) } = {}) => {
    const { memberId } = callerOf(given)
    const sessionId = visit.shadow?.sessionId ?? null
    const command = {
      name,
      kind,
      batch,
      workspaceId,
      requestId: visit.requestId,
      stands: () => sessionRefusal(visit, inside.sessions),
    }
    try {
      const wanted = await inside.tryOut(actor ?? { type: 'member', memberId, sessionId }, command, work)
      visit.shadow?.heard?.({ wanted, refusal: null })
    } catch (error) {
      if (isRefusal(error)) visit.shadow?.heard?.({ wanted: [], refusal: error })
      throw error
    }
    throw wouldServe
  }
}

function performOf(given: Parts): Call['perform'] {
  const { inside, visit, request, rawBody } = given
  return callPerform({
    node: inside.node,
    perform: notingChange(inside.perform, visit),
    db: inside.db,
    requestId: visit.requestId,
    key: keyOf(request),
    bodyHash: () => hashOf(request.method, request.url, rawBody),
    actor: () => {
      const { memberId, sessionId } = callerOf(given)
      return { type: 'member', memberId, sessionId }
    },
    proof: proofOf(inside, request, rawBody),
    half: halfOf(inside, request, rawBody),
    stands: () => sessionRefusal(visit, inside.sessions),
    workspaceId: () => workspaceIdOf(given),
  })
}

/** An answer that may not leave any more, because this node has lost its lease, must not sound as if nothing was done. */
function notingChange(perform: Perform, visit: Visit): Perform {
  return async (actor, command, work) => {
    try {
      const done = await perform(actor, command, work)
      visit.changed = true
      return done
    } catch (error) {
      if (isRefusal(error) && error.code === 'node/outcome-unknown') visit.changed = true
      throw error
    }
  }
}

const fromOf = (request: FastifyRequest, publicUrl: string): Call['from'] => ({
  address: request.ip,
  device: (request.headers['user-agent'] ?? '').slice(0, 300),
  origin: request.headers.origin ?? publicUrl,
})

const none = Object.freeze({})

// Most requests bring no query where none is taken, and need no parser to say so.
const takesNone = (route: Route, request: FastifyRequest): boolean =>
  route.query === nothing && !request.url.includes('?')

function inputOf(route: Route, request: FastifyRequest): Pick<Call, 'params' | 'query' | 'body'> {
  const json = route.sends === 'json'
  // No body at all stands for an empty one, unless the route takes none.
  const body =
    json && request.body === undefined && !route.body.safeParse(undefined).success ? {} : request.body
  return {
    params: parsePart(route.params, { ...(request.params as object) }, 'path'),
    query: takesNone(route, request)
      ? none
      : parsePart(route.query, { ...(request.query as object) }, 'query'),
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

// INVARIANT U2: what a proof is for is read off the request that uses it, never off what was said when it was given.
function proofOf({ proofs }: Inside, request: FastifyRequest, rawBody: Buffer | null): Proof | null {
  const token = stepUpTokenOf(request.headers)
  return token === null ? null : proofs.of(token, hashAsked(request, rawBody))
}

// INVARIANT W2: and so is what a second person has agreed to.
function halfOf({ halves }: Inside, request: FastifyRequest, rawBody: Buffer | null): Half | null {
  const id = halfIdOf(request.headers)
  return id === null ? null : halves.of(id, hashAsked(request, rawBody))
}

const hashAsked = ({ method, url: path }: FastifyRequest, rawBody: Buffer | null): Buffer =>
  actHashOf({ method, path, bodySha256: bodySha256(rawBody) })

function setCookieOf({ inside, reply }: Parts): Call['setCookie'] {
  return (name, value, ageSeconds) =>
    void reply.header('set-cookie', cookieLine(name, value, ageSeconds, inside.secure))
}

function beginOf(given: Parts): Call['begin'] {
  const { inside, visit } = given
  return async (caller, token, withCookie) => {
    // The answer is asked of the new session, so this node has to know it first.
    await inside.sessions.renew(caller)
    visit.caller = caller
    visit.reading = null
    visit.leaving = false
    if (withCookie) setCookieOf(given)(SESSION_COOKIE, token, COOKIE_AGE_SECONDS)
  }
}

function endOf(given: Parts): Call['end'] {
  const { visit } = given
  return () => {
    visit.leaving = true
    if (visit.credential?.by === 'cookie') setCookieOf(given)(SESSION_COOKIE, '', 0)
  }
}
