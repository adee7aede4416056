/** What a request gives when the last yes is there: exactly what was agreed to, in the same transaction. */
import { knowsScope, restrictionOf, statusOf } from '@hufu/authority'
import { newId, refuse } from '@hufu/kit'
import {
  liftAndRecord,
  lockGrant,
  lockRestriction,
  writeExtension,
  writeGrant,
  writeRestriction,
} from '../authority/index.ts'
import type { DecidedBy } from '../authority/index.ts'
import { directoryCommands } from '../directory/index.ts'
import type { Tally } from '../../platform/act/index.ts'
import { forgetWarnings } from './store-told.ts'
import type { Given } from './store-told.ts'
import type { RequestRow } from './store.ts'
import type { Terms } from './tables.ts'
import { remainsOf, spanOf } from './terms.ts'

const DAY_MS = 86_400_000
/** A warning comes when this much of its life is left, and a day before at most. */
const WARN_SHARE = 0.2

/** Gives what a request asks for. Answers the grants; none where an account comes back. */
export async function giveAsked(tally: Tally<DecidedBy>, row: RequestRow): Promise<readonly Given[]> {
  const { act } = tally
  const because = row.because.trim() === '' ? WORDLESS : row.because.slice(0, REASON_KEPT)
  if (row.kind === 'account') {
    await directoryCommands['members.restore'](act, { memberId: row.memberId, because })
    return []
  }
  if (statusOf(act.facts, row.memberId) !== 'active') throw refuse('access-request/member-inactive')
  if (row.terms === null) throw new Error('a request for rights has terms; the database checks it')
  // Nothing keeps a place from being removed while somebody only asks for a right there.
  if (!knowsScope(act.facts, row.terms.scope)) throw refuse('authority/unknown-target')
  return row.kind === 'extension'
    ? extend(tally, row, row.terms, because)
    : give(tally, row, row.terms, because)
}

const REASON_KEPT = 500
const WORDLESS = '权限申请'

async function give(
  tally: Tally<DecidedBy>,
  row: RequestRow,
  terms: Terms,
  because: string,
): Promise<readonly Given[]> {
  const span = spanOf(terms, tally.at.getTime())
  if (span.until !== null && span.until <= (span.from ?? tally.at)) throw refuse('access-request/time-over')
  for (const id of row.lifts) await liftFor(tally, id, span, because)
  const given: Given[] = []
  for (const right of terms.rights) {
    const id = newId()
    const subject = { type: 'member', id: row.memberId } as const
    await writeGrant(tally, { id, subject, right, scope: terms.scope, ...span, because, source: 'request' })
    given.push({ grantId: id, warnAt: warnAt(span.from ?? tally.at, span.until) })
  }
  return given
}

/** Lifts a restriction for as long as the right is given, and places what stays of it anew. */
async function liftFor(
  tally: Tally<DecidedBy>,
  id: string,
  span: ReturnType<typeof spanOf>,
  because: string,
): Promise<void> {
  const restriction = await lockRestriction(tally.act, id)
  const known = restrictionOf(tally.act.facts, id)
  // It is gone already: nothing stands in the way any more.
  if (restriction === undefined || restriction.endedAt !== null || known === null) return
  await liftAndRecord(tally, restriction, because)
  for (const { from, until } of remainsOf(known, span, tally.at.getTime()))
    await writeRestriction(tally, {
      id: newId(),
      subject: known.subject,
      right: known.right,
      scope: known.scope,
      from,
      until,
      because: restriction.because,
    })
}

async function extend(
  tally: Tally<DecidedBy>,
  row: RequestRow,
  { until }: Terms,
  because: string,
): Promise<readonly Given[]> {
  const grant = row.grantId === null ? undefined : await lockGrant(tally.act, row.grantId)
  if (grant === undefined || until === null) throw refuse('authority/not-found', { what: 'grant' })
  // INVARIANT Q15: what is over is not revived; whoever still needs it asks for it anew.
  if (grant.endedAt !== null || (grant.untilAt !== null && grant.untilAt <= tally.at))
    throw refuse('access-request/time-over')
  const end = new Date(until)
  await writeExtension(tally, grant, end, because)
  // The end that was to be told before is none any more.
  await forgetWarnings(tally, grant.id)
  return [{ grantId: grant.id, warnAt: warnAt(tally.at, end) }]
}

/** When the holder is told that it ends: in the last fifth of its life, a day before at most. */
export function warnAt(from: Date, until: Date | null): Date | null {
  if (until === null) return null
  const life = until.getTime() - from.getTime()
  return new Date(until.getTime() - Math.min(DAY_MS, life * WARN_SHARE))
}
