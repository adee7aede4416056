import type { IncomingMessage } from 'node:http'
import { refuse } from '@hufu/kit'
import type { Refusal } from '@hufu/kit'
import type { HufuNode } from '../nodes/index.ts'
import type { Locale } from './call.ts'
import { FACTOR_NEEDED } from './caller.ts'
import type { Caller, Sessions } from './caller.ts'
import type { Credential } from './origin.ts'
import { askAgain } from './reading.ts'
import type { Reading } from './reading.ts'
import type { ShadowOf } from './shadow.ts'

/** What one request carries from its first byte to its last. */
export type Visit = {
  readonly requestId: string
  readonly locale: Locale
  readonly started: number
  /** False for the few addresses that answer without a lease. */
  needsLease: boolean
  /** Method and address pattern, for metrics and logs. */
  door: string
  credential: Credential | null
  caller: Caller | null
  reading: Reading | null
  /** The request itself has ended the session, or has begun one: its answer does not rest on the old one. */
  leaving: boolean
  /** Open to sessions that have not proved all that is asked of their member. */
  whileLimited: boolean
  /** The answer is an error already; only lease and session are asked again. */
  failed: boolean
  /** It has changed something, or may have: whoever does not get the answer must not take it for nothing. */
  changed: boolean
  /** As whose shadow the request goes; null for everybody's own. */
  shadow: ShadowOf | null
  /** What a shadow is told of its refusal. */
  shadowCode: string | null
}

// On the request itself: a map beside it is asked several times a request, and is work for the collector.
const kept = Symbol('visit')
type Visited = IncomingMessage & { [kept]?: Visit }

export const keepVisit = (raw: Visited, visit: Visit): void => {
  raw[kept] = visit
}

/** The visit of a request; `undefined` when Fastify refused it before our first hook. */
export const visitOf = (raw: Visited): Visit | undefined => raw[kept]

/** Why the session of a visit may not go on; null when it may, or when the visit rests on none. Synchronous. */
export function sessionRefusal(
  { caller, leaving, shadow, whileLimited }: Visit,
  sessions: Sessions,
): Refusal | null {
  if (caller === null || leaving || shadow?.sessionId === null) return null
  const refusal = sessions.check(caller)
  return whileLimited && refusal?.code === FACTOR_NEEDED ? null : refusal
}

/**
 * Asks whether the answer of a visit may leave in this very moment: lease, session, and every decision it rests on, but
 * for refusals that are excused. `null` is yes. Synchronous.
 */
export function refusalNow(
  visit: Visit,
  node: HufuNode,
  sessions: Sessions,
  isExcused?: (refusal: Refusal) => boolean,
): Refusal | null {
  if (visit.needsLease && !node.lease.fresh()) return notFresh(visit)
  const ended = sessionRefusal(visit, sessions)
  if (ended !== null) return ended.code === 'node/not-fresh' ? notFresh(visit) : ended
  return visit.failed || visit.reading === null ? null : askAgain(visit.reading, isExcused)
}

const notFresh = ({ changed }: Visit): Refusal => refuse(changed ? 'node/outcome-unknown' : 'node/not-fresh')
