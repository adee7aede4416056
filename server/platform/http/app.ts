import { STATUS_CODES } from 'node:http'
import type { Server } from 'node:http'
import { contract } from '@hufu/contract'
import type { Route } from '@hufu/contract'
import { isRefusal, newId, refuse } from '@hufu/kit'
import Fastify, { LogController } from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { rehearseOn, tryOn } from '../act/index.ts'
import { historyOf } from '../feed/index.ts'
import type { Perform } from '../act/index.ts'
import type { Log } from '../log/index.ts'
import type { HufuNode } from '../nodes/index.ts'
import type { Halves, Proofs, Sessions } from './caller.ts'
import { faultsOf, newDoors, routesOf, routeTable } from './doors.ts'
import type { Door, Doors } from './doors.ts'
import { admit } from './admit.ts'
import { askLast, note } from './ask-last.ts'
import { guardHead } from './emission.ts'
import { PAGE_POLICY, securityHeaders } from './headers.ts'
import { jsonText, parsedPlain } from './input.ts'
import { endFinishing } from './finishing.ts'
import { letGo } from './leaving.ts'
import { newMetrics } from './metrics.ts'
import type { Metrics } from './metrics.ts'
import { openApi, readableDocs } from './openapi.ts'
import { localeOf } from './origin.ts'
import { notBuilt, pagesFrom } from './pages.ts'
import { halfIdOf, stepUpTokenOf } from './proofs.ts'
import type { Pages } from './pages.ts'
import { faultOf, problemOf } from './problem.ts'
import { probeFaults } from './probes.ts'
import type { Probe } from './probes.ts'
import { readingDb } from './store.ts'
import { serveDoor } from './serve.ts'
import { newShadowTickets, shadowCodeOf } from './shadow.ts'
import type { ShadowTickets } from './shadow.ts'
import { shadowClient } from './shadow-client.ts'
import type { AskAsShadow } from './shadow-client.ts'
import { keepVisit, visitOf } from './visit.ts'
import type { Visit } from './visit.ts'
import type { Inside } from './visit-call.ts'
import type { Caller } from './caller.ts'

/** What was refused to a signed-in member: for the activity journal. */
export type Refused = {
  readonly caller: Caller
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>
  readonly door: string
  readonly requestId: string
}

export type HttpOptions = {
  readonly node: HufuNode
  readonly perform: Perform
  readonly sessions: Sessions
  readonly proofs: Proofs
  /** Left out only where a test has no acts that take two. */
  readonly halves?: Halves
  readonly log: Log
  /** The address people type; decides cookie names and what counts as our own origin. */
  readonly publicUrl: string
  /** Folder of the built web app. */
  readonly webDir: string
  readonly onRefusal?: (refused: Refused) => void
  /** The routes that must each be answered; the whole contract unless a test says otherwise. */
  readonly routes?: readonly Route[]
  /** One for each enforced permission. Left out only where a test answers a part of the contract. */
  readonly probes?: readonly Probe[]
  /** Adds memory, event loop and garbage collection of the whole process to `/metrics`. */
  readonly processMetrics?: boolean
}

/** The HTTP side of one node. Rooms hang their routes on `doors`; then `listen` checks them and opens. */
export type HttpServer = {
  readonly doors: Doors
  readonly metrics: Metrics
  /** For sockets: they come by upgrade on the same port. */
  readonly server: Server
  readonly inside: Inside
  /** For trying by requests of our own whether somebody is refused. */
  readonly shadows: { readonly tickets: ShadowTickets; readonly ask: AskAsShadow }
  readonly routeTable: () => string
  readonly listen: (at: { readonly host: string; readonly port: number }) => Promise<string>
  /** Stops accepting, finishes what is under way, and cuts what is left after `graceMs`. */
  readonly stop: (graceMs?: number) => Promise<void>
}

const noHalves: Halves = { of: () => ({ consume: () => Promise.resolve(null) }) }
const JSON_BYTES_MAX = 256 * 1024
const HEADERS_MS_MAX = 10_000
/** A whole request, uploads of 50 MiB on slow lines included. */
const REQUEST_MS_MAX = 300_000
const STOP_GRACE_MS = 3000

/** Builds the server. Nothing listens yet. */
export function createHttp(options: HttpOptions): HttpServer {
  const { node, log } = options
  const routes = options.routes ?? routesOf(contract)
  const doors = newDoors()
  const metrics = newMetrics(node, options.processMetrics === true)
  const secure = options.publicUrl.startsWith('https:')
  const inside: Inside = {
    node,
    answered: (visit, status) => {
      const ms = performance.now() - visit.started
      metrics.request(visit.door, status, ms / 1000)
      if (!log.isLevelEnabled('debug')) return
      const { door, requestId, caller } = visit
      log.debug({ door, status, ms, requestId, memberId: caller?.memberId }, 'answered')
    },
    perform: options.perform,
    rehearse: rehearseOn(options.node),
    tryOut: tryOn(options.node),
    tickets: newShadowTickets(options.node.clock.mono),
    history: historyOf(options.node.pool),
    sessions: options.sessions,
    proofs: options.proofs,
    halves: options.halves ?? noHalves,
    db: readingDb(node.pool),
    publicUrl: options.publicUrl,
    secure,
  }
  endFinishing(node)
  const pages = pagesFrom(options.webDir)
  const app = newApp(log)
  hooks(app, inside, options, metrics)
  parsers(app)
  openAddresses(app, inside, pages, metrics, routes)
  const shadows = shadowClient(app.server, inside.tickets)

  return {
    doors,
    metrics,
    server: app.server,
    inside,
    shadows: { tickets: inside.tickets, ask: shadows.ask },
    routeTable: () => routeTable(routes),
    async listen(at) {
      const probes = options.probes === undefined ? [] : probeFaults(options.probes, routes)
      const faults = [...faultsOf(doors.hung, routes), ...probes]
      if (faults.length > 0) throw new Error(`the doors are not in order:\n  ${faults.join('\n  ')}`)
      for (const door of doors.hung) hang(app, inside, door)
      return app.listen(at)
    },
    async stop(graceMs = STOP_GRACE_MS) {
      shadows.close()
      const cut = setTimeout(() => app.server.closeAllConnections(), graceMs)
      await app.close()
      clearTimeout(cut)
    },
  }
}

const newApp = (log: Log): FastifyInstance =>
  // Fastify's own logger type is narrower than pino's; both are pino.
  Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // Nothing is logged by request but our own line, which names the request itself.
    childLoggerFactory: (logger) => logger,
    genReqId: () => newId(),
    requestTimeout: REQUEST_MS_MAX,
    bodyLimit: JSON_BYTES_MAX,
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    trustProxy: 'loopback',
    routerOptions: { maxParamLength: 500 },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
    http: { headersTimeout: HEADERS_MS_MAX, connectionsCheckingInterval: 2000 },
  }) as unknown as FastifyInstance

const SENT_ID_MAX = 200

// The request id that a caller chose, if it may stand in a header again.
function sentId(request: FastifyRequest): string | undefined {
  const sent = request.headers['x-request-id']
  return typeof sent === 'string' && sent.length <= SENT_ID_MAX && /^[\x21-\x7e]+$/.test(sent)
    ? sent
    : undefined
}

function hooks(app: FastifyInstance, inside: Inside, options: HttpOptions, metrics: Metrics): void {
  const { node } = inside
  const fixed = securityHeaders(inside.secure)
  app.addHook('onRequest', (request, reply, done) => {
    const visit = newVisit(request)
    keepVisit(request.raw, visit)
    letGo(request.raw.socket)
    guardHead(reply.raw, () => node.log.error({ door: visit.door }, 'a head wanted out without being asked'))
    reply.headers(fixed)
    // Our own number is the one in logs and ledger; whoever sent one of theirs gets that back, as AuthZEN asks.
    reply.header('hufu-request-id', visit.requestId)
    reply.header('x-request-id', sentId(request) ?? visit.requestId)
    if (visit.needsLease && !node.lease.fresh()) throw refuse('node/not-fresh')
    done()
  })
  // Asynchronous, both: an answer at once would find a short request not yet read, and close its connection.
  app.setErrorHandler(async (thrown, request, reply) => {
    await Promise.resolve()
    const visit = visitOf(request.raw) ?? newVisit(request)
    visit.failed = true
    const error = faultOf(thrown)
    visit.shadowCode = shadowCodeOf(error)
    note(error, visit, options, metrics)
    return answerProblem(reply, error, visit)
  })
  app.setNotFoundHandler(async (request, reply) => {
    await Promise.resolve()
    const visit = visitOf(request.raw) ?? newVisit(request)
    visit.failed = true
    return answerProblem(reply, refuse('request/unknown-route'), visit)
  })
  askLast(app, inside, options, metrics)
}

function newVisit(request: FastifyRequest): Visit {
  // Asked once: Fastify makes this answer anew each time.
  const { url } = request.routeOptions
  return {
    requestId: request.id,
    locale: localeOf(request.headers['accept-language']),
    started: performance.now(),
    needsLease: !leaseFree.has(url ?? '') && !isPage(url, request.url),
    door: `${request.method} ${url ?? '*'}`,
    credential: null,
    caller: null,
    reading: null,
    leaving: false,
    whileLimited: false,
    failed: false,
    changed: false,
    shadow: null,
    shadowCode: null,
  }
}

/** What says how the node is must answer also when it is not well. */
const leaseFree: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics'])

const notPages = /^\/(api|access|scim|\.well-known)(\/|$)/

// The app's own files are the same for everybody and rest on no right.
const isPage = (route: string | undefined, path: string): boolean => route === '/*' && !notPages.test(path)

function answerProblem(reply: FastifyReply, error: unknown, visit: Visit): FastifyReply {
  const problem = problemOf(error, visit.locale, visit.requestId)
  const seconds = isRefusal(error) ? error.details['seconds'] : undefined
  if (typeof seconds === 'number') reply.header('retry-after', String(Math.ceil(seconds)))
  // Unread bytes of an upload would be taken for the next request on this connection.
  if (!reply.request.raw.complete) reply.header('connection', 'close')
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify({ ...problem, title: problem.title || (STATUS_CODES[problem.status] ?? '') }))
}

/**
 * JSON only, bounded in depth and strict about its encoding. Where a repeat may come or a proof is brought, the raw bytes
 * stay for their hash.
 */
function parsers(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    const body = bytes as Buffer
    const isHashed =
      request.headers['idempotency-key'] !== undefined ||
      stepUpTokenOf(request.headers) !== null ||
      halfIdOf(request.headers) !== null
    if (isHashed) rawBodies.set(request, body)
    if (body.length === 0) return done(null, undefined)
    try {
      const text = jsonText(body)
      const parsed = parsedPlain(text)
      if (parsed !== undefined) return done(null, parsed)
      // The parser answers through `done`; its declared promise form is never used here.
      void parse(request, text, done)
    } catch (error) {
      done(error as Error)
    }
  })
}

const rawBodies = new WeakMap<FastifyRequest, Buffer>()

function hang(app: FastifyInstance, inside: Inside, door: Door): void {
  const { route, options } = door
  void app.register((scope, _, registered) => {
    if (route.sends === 'bytes') {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    }
    scope.route({
      method: route.method,
      url: route.url,
      ...(options.bodyBytesMax === undefined || route.sends === 'bytes'
        ? {}
        : { bodyLimit: options.bodyBytesMax }),
      ...(route.sends === 'bytes' ? { bodyLimit: Number.MAX_SAFE_INTEGER } : {}),
      // Who asks is settled before a byte of the body is read.
      preParsing: (request, _reply, _payload, done) => {
        const admitted = admit(inside, route, request)
        if (admitted === undefined) done()
        return admitted
      },
      handler: (request, reply) => serveDoor(inside, door, request, reply, rawBodies.get(request) ?? null),
    })
    registered()
  })
}

function openAddresses(
  app: FastifyInstance,
  { node, publicUrl }: Inside,
  pages: Pages,
  metrics: Metrics,
  routes: readonly Route[],
): void {
  app.get('/healthz', () => ({
    ok: true,
    node: node.name,
    lease: node.lease.fresh() ? 'fresh' : 'lapsed',
    sockets: node.effects.count(),
  }))
  app.get('/readyz', (_, reply) => {
    const state = { lease: node.lease.fresh(), pages: pages.built() }
    const ready = state.lease && state.pages
    return reply.code(ready ? 200 : 503).send({ ready, ...state })
  })
  app.get('/metrics', async (_, reply) =>
    reply.header('content-type', metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
  app.get('/openapi.json', () => openApi(routes, publicUrl))
  app.get('/docs', (request, reply) => {
    const page = readableDocs(routes, localeOf(request.headers['accept-language']))
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', PAGE_POLICY)
      .send(page)
  })
  app.get('/*', (request, reply) => sendPage(pages, request, reply))
}

function sendPage(pages: Pages, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [path = '/'] = request.url.split('?')
  if (notPages.test(path)) throw refuse('request/unknown-route')
  reply.header('content-security-policy', PAGE_POLICY)
  if (!pages.built())
    return reply
      .code(503)
      .header('content-type', 'text/html; charset=utf-8')
      .send(notBuilt(localeOf(request.headers['accept-language'])))
  const page = pages.find(path === '/' ? '/index.html' : path)
  if (page === null) throw refuse('request/unknown-route')
  if (page.policy !== null) reply.header('content-security-policy', page.policy)
  reply.header('etag', page.tag).header('vary', 'accept-encoding')
  reply.header('cache-control', page.immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
  if (request.headers['if-none-match'] === page.tag) return reply.code(304).send()
  reply.header('content-type', page.type)
  const { body, encoding } = page.encoded(request.headers['accept-encoding'] ?? '')
  return (encoding === null ? reply : reply.header('content-encoding', encoding)).send(body)
}
