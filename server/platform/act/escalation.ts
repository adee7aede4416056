import { escalationOf, ownGrowthOf } from '@hufu/authority'
import type { AuthorityEvent, Escalation, Facts, PermissionKey } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import { isAuthorityEvent } from '../feed/index.ts'
import type { Act } from './act.ts'
import type { Pages, Recorded } from './record.ts'

/** The events of an act that change facts. */
export const authorityEventsOf = ({ recorded }: Pages): readonly AuthorityEvent[] => eventsOf(recorded)

const eventsOf = (recorded: readonly Recorded[]): readonly AuthorityEvent[] =>
  recorded
    .filter(({ event }) => isAuthorityEvent(event))
    // The record was made from an event of exactly this shape.
    .map(({ event, data }) => ({ name: event, data }) as unknown as AuthorityEvent)

/** By these a request is decided that others have agreed to before: its way is set by the company, not by whoever is last. */
const askedFor: ReadonlySet<PermissionKey> = new Set([
  'request.answer',
  'request.approve',
  'request.appeal.decide',
])

/**
 * INVARIANT E1, E2, E5: asked of every change right before it is written, whatever command made it. What people have
 * in effect afterwards must be something its author may hand out, and the author's own rights do not grow. What a request
 * gives is handed out by everybody whom its way asks, so of that only the author's own rights are looked at. `facts` are
 * those of the fence. Refuses `authority/own-rights` and `authority/above-ceiling`.
 */
export function refuseEscalation(act: Act, { recorded }: Pages, facts: Facts): void {
  if (act.actor.type !== 'member') return
  const { memberId } = act.actor
  const at = act.at.getTime()
  const own = recorded.filter(({ by }) => !askedFor.has(by))
  refuseFound(escalationOf(facts, memberId, eventsOf(own), at))
  if (own.length < recorded.length) refuseFound(ownGrowthOf(facts, memberId, eventsOf(recorded), at))
}

function refuseFound(escalation: Escalation | null): void {
  if (escalation === null) return
  const { memberId, permissions, because } = escalation
  if (because === 'authority/own-rights') throw refuse('authority/own-rights', { permissions })
  throw refuse('authority/above-ceiling', { permissions, memberId })
}
