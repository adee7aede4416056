import { escalationOf } from '@hufu/authority'
import type { AuthorityEvent, Facts } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import { isAuthorityEvent } from '../feed/index.ts'
import type { Act } from './act.ts'
import type { Pages } from './record.ts'

/** The events of an act that change facts. */
export const authorityEventsOf = ({ recorded }: Pages): readonly AuthorityEvent[] =>
  recorded
    .filter(({ event }) => isAuthorityEvent(event))
    // The record was made from an event of exactly this shape.
    .map(({ event, data }) => ({ name: event, data }) as unknown as AuthorityEvent)

/**
 * INVARIANT E1, E2, E5: asked of every change right before it is written, whatever command made it. What people have
 * in effect afterwards must be something its author may hand out, and the author's own rights do not grow. `facts` are
 * those of the fence. Refuses `authority/own-rights` and `authority/above-ceiling`.
 */
export function refuseEscalation(act: Act, pages: Pages, facts: Facts): void {
  if (act.actor.type !== 'member') return
  const escalation = escalationOf(facts, act.actor.memberId, authorityEventsOf(pages), act.at.getTime())
  if (escalation === null) return
  const { memberId, permissions, because } = escalation
  if (because === 'authority/own-rights') throw refuse('authority/own-rights', { permissions })
  throw refuse('authority/above-ceiling', { permissions, memberId })
}
