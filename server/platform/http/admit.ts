import type { Route } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import type { FastifyRequest } from 'fastify'
import { FACTOR_NEEDED } from './caller.ts'
import type { Caller } from './caller.ts'
import { checkOrigin, credentialOf } from './origin.ts'
import { shadowCaller, shadowTicketOf } from './shadow.ts'
import { sessionRefusal, visitOf } from './visit.ts'
import type { Visit } from './visit.ts'
import { workspaceOf } from './visit-call.ts'
import type { Inside } from './visit-call.ts'

const CATCH_UP_MS_MAX = 5000

/**
 * Settles who asks, before a byte of the body is read. Nothing when all is settled at once, as it is for most: a wait costs
 * more than what is asked here.
 */
export function admit(inside: Inside, route: Route, request: FastifyRequest): Promise<void> | undefined {
  const visit = visitOf(request.raw)
  if (visit === undefined) throw refuse('request/invalid')
  // Who signs in at an open door is told so, whatever is still asked of them.
  visit.whileLimited = route.whileLimited === true || route.caller.type === 'anyone'
  const { headers } = request.raw
  const ticket = shadowTicketOf(request.raw)
  if (ticket !== null) return admitShadow(inside, visit, ticket, request)
  visit.credential = credentialOf(request.raw, inside.secure)
  if (route.method !== 'GET')
    checkOrigin(headers, route.caller.type === 'member' ? visit.credential : null, inside.publicUrl)
  const asked = headers['hufu-revision']?.toString()
  if (route.caller.type === 'anyone')
    return asked === undefined ? undefined : catchUpAsAsked(inside, visit, asked)
  if (visit.credential === null) throw refuse('identity/not-signed-in')
  const found = inside.sessions.find(visit.credential)
  if (found instanceof Promise)
    return found.then((caller) => {
      welcome(inside, visit, caller)
      return asked === undefined ? undefined : catchUpAsAsked(inside, visit, asked)
    })
  welcome(inside, visit, found)
  return asked === undefined ? undefined : catchUpAsAsked(inside, visit, asked)
}

/** By a session as by the person's own request: only how it was found differs. */
async function admitShadow(
  inside: Inside,
  visit: Visit,
  ticket: string,
  { raw, method, url }: FastifyRequest,
): Promise<void> {
  const shadow = inside.tickets.take(ticket, `${method} /${url.slice(1)}`, raw)
  if (shadow === null) throw refuse('identity/not-signed-in')
  const caller = shadowCaller(shadow)
  visit.shadow = shadow
  const ended = shadow.sessionId === null ? null : await inside.sessions.look(caller)
  if (ended !== null && !(visit.whileLimited && ended.code === FACTOR_NEEDED)) throw ended
  visit.caller = caller
}

function welcome({ sessions }: Inside, visit: Visit, caller: Caller | null): void {
  if (caller === null) throw refuse('identity/session-ended')
  visit.caller = caller
  // Since it was found it may have ended, and more may be asked of its member than it has proved.
  const refusal = sessionRefusal(visit, sessions)
  if (refusal !== null) throw refusal
}

/** `Hufu-Revision` coming in: at least this fresh, or 503. */
async function catchUpAsAsked({ node }: Inside, visit: Visit, asked: string): Promise<void> {
  const revision = /^\d{1,15}$/.test(asked) ? Number(asked) : null
  if (revision === null)
    throw refuse('request/invalid', { fields: [{ path: 'Hufu-Revision', problem: 'malformed' }] })
  const workspaceId = workspaceOf(node, visit.caller)
  if (workspaceId === null || node.feed.state(workspaceId).revision >= revision) return
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((_, reject) => {
    timer = setTimeout(() => reject(refuse('node/not-fresh')), CATCH_UP_MS_MAX)
  })
  await Promise.race([node.feed.catchUp(workspaceId, revision), late]).finally(() => clearTimeout(timer))
  if (node.feed.state(workspaceId).revision < revision) throw refuse('node/not-fresh')
}
