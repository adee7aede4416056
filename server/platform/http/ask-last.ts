import { isRefusal } from '@hufu/kit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { HttpOptions } from './app.ts'
import { stamp } from './emission.ts'
import { FLIGHT_BYTES, holdLeaving } from './leaving.ts'
import type { Metrics } from './metrics.ts'
import { problemOf } from './problem.ts'
import { truthOf } from './reading.ts'
import { bareAnswer, shadowCodeOf } from './shadow.ts'
import { refusalNow, sessionRefusal, visitOf } from './visit.ts'
import type { Visit } from './visit.ts'
import { workspaceOf } from './visit-call.ts'
import type { Inside } from './visit-call.ts'

/** Hooks in what every answer passes last: whether it may still leave, asked in the stretch in which it leaves. */
export function askLast(app: FastifyInstance, inside: Inside, options: HttpOptions, metrics: Metrics): void {
  const { node, sessions } = inside
  // A request may take longer than a session is remembered, an import of a whole directory say, which also makes every
  // node load anew what it knows. Then the table is asked before the answer is asked for.
  app.addHook('onSend', (request, _reply, payload, done) => {
    const visit = visitOf(request.raw)
    const caller = visit?.caller ?? null
    if (visit === undefined || caller === null) return done(null, payload)
    if (sessionRefusal(visit, sessions)?.code !== 'node/not-fresh') return done(null, payload)
    const read = visit.shadow === null ? sessions.renew : sessions.look
    read(caller)
      .catch((error: unknown) => node.log.warn({ err: error }, 'a session could not be read again'))
      .finally(() => done(null, payload))
  })
  // The last hook before the head: what it does and `writeHead` are one synchronous stretch (INVARIANT F15).
  app.addHook('onSend', (request, reply, payload, done) => {
    const visit = visitOf(request.raw)
    const refusal = visit === undefined ? null : refusalNow(visit, node, sessions)
    const workspaceId = workspaceOf(node, visit?.caller ?? null)
    const revision = node.feed.known().find((one) => one.workspaceId === workspaceId)?.revision
    if (revision !== undefined) reply.header('hufu-revision', String(revision))
    stamp(reply.raw)
    if (visit === undefined) return done(null, payload)
    if (visit.shadow !== null) {
      if (refusal !== null) reply.code(problemOf(refusal, visit.locale, visit.requestId).status)
      bareAnswer(reply, refusal === null ? visit.shadowCode : shadowCodeOf(refusal))
      return done(null, null)
    }
    if (refusal === null) {
      if (sizeOf(payload) > FLIGHT_BYTES) holdAnswer(inside, request, visit)
      inside.answered(visit, reply.statusCode)
      return done(null, payload)
    }
    note(refusal, visit, options, metrics)
    for (const name of ['set-cookie', 'content-disposition', 'content-length', 'etag'])
      reply.removeHeader(name)
    const problem = problemOf(refusal, visit.locale, visit.requestId)
    reply.code(problem.status).header('content-type', 'application/problem+json; charset=utf-8')
    inside.answered(visit, problem.status)
    done(null, JSON.stringify(problem))
  })
}

const sizeOf = (payload: unknown): number =>
  typeof payload === 'string' || payload instanceof Uint8Array ? Buffer.byteLength(payload) : 0

// An error says nothing that anybody has to lose the right to; an answer that ends its own session rests on none.
function holdAnswer({ node, sessions }: Inside, { raw }: FastifyRequest, visit: Visit): void {
  const { caller } = visit
  if (caller === null || visit.failed || visit.leaving) return
  const ask = () => refusalNow(visit, node, sessions)
  holdLeaving({ socket: raw.socket, workspaceId: caller.workspaceId, effects: node.effects, ask })
}

/** Tells the journal what a signed-in member was refused, and the log what was our bug. */
export function note(error: unknown, visit: Visit, { log, onRefusal }: HttpOptions, metrics: Metrics): void {
  // What a shadow tries nobody has tried.
  if (visit.shadow !== null && isRefusal(error)) return
  if (!isRefusal(error)) {
    log.error(
      { err: error, door: visit.door, requestId: visit.requestId },
      'a request failed in a way nobody expected',
    )
    return
  }
  const { code, details } = truthOf(error)
  metrics.refusals.inc({ code })
  if (visit.caller !== null && /^(authority|member)\//.test(code))
    onRefusal?.({ caller: visit.caller, code, details, door: visit.door, requestId: visit.requestId })
}
