import { departmentContains, departmentsOf, statusOf } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import { permit } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import { otherOf, person, targetOf } from './conversation.ts'
import type { Held } from './conversation.ts'
import { mayReach, sightOf } from '../directory/index.ts'
import { conversations, heldOf, isMember } from './projection.ts'

/** The member who acts. Systems and operators take no part in conversations. */
export function selfOf(act: Act): string {
  if (act.actor.type !== 'member') throw refuse('authority/not-granted')
  return act.actor.memberId
}

/** A conversation one is in. What one is not in is not there: `messaging/not-found`. */
export function heldHere(act: Act, conversationId: string): Held {
  const known = act.projection(conversations)
  const held = isMember(known, conversationId, selfOf(act)) ? heldOf(known, conversationId) : null
  if (held === null) throw refuse('messaging/not-found')
  return held
}

/** A group one is in. */
export function groupHere(act: Act, conversationId: string): Held {
  const held = heldHere(act, conversationId)
  if (held.kind !== 'group') throw refuse('messaging/not-a-group')
  return held
}

/** A group one owns. */
export function ownedHere(act: Act, conversationId: string): Held {
  const held = groupHere(act, conversationId)
  if (held.ownerId !== selfOf(act)) throw refuse('messaging/not-owner')
  return held
}

/** Refuses whom there is not, and who has left the company. */
export function refuseDeparted(
  facts: Facts,
  memberId: string,
  departed: 'messaging/receiver-departed' | 'messaging/member-departed',
): void {
  const status = statusOf(facts, memberId)
  if (status === null) throw refuse('authority/unknown-member')
  if (status === 'departed') throw refuse(departed)
}

/** Whoever is hidden from the one who acts is not there: refused like an id that never was. */
export function refuseUnseen(act: Act, memberId: string): void {
  if (!sightOf(act, selfOf(act), act.at.getTime()).member(memberId)) throw refuse('authority/unknown-member')
}

/** A shielded person is written to, and brought into groups, by those alone whom the shield names. */
export function refuseShielded(act: Act, memberId: string): void {
  if (!mayReach(act, selfOf(act), memberId)) throw refuse('messaging/shielded')
}

/**
 * True when a department of one holds a department of the other. Only people without such a tie are asked for
 * `msg.cross_dept`. Who has no department stands at the root and is near to everyone.
 */
export function near(facts: Facts, one: string, other: string): boolean {
  const mine = departmentsOf(facts, one)
  const theirs = departmentsOf(facts, other)
  if (mine.length === 0 || theirs.length === 0) return true
  return mine.some((a) =>
    theirs.some((b) => departmentContains(facts, a, b) || departmentContains(facts, b, a)),
  )
}

/** Asks what writing to another person takes. */
export function permitContact(act: Act, other: string): Tally<'msg.dm'> {
  const tally = permit(act, 'msg.dm', person(other))
  permitAcross(act, other)
  refuseShielded(act, other)
  return tally
}

/** Asks what contacting somebody of another department takes, if they are of one. */
export function permitAcross(act: Act, other: string): void {
  if (!near(act.facts, selfOf(act), other)) permit(act, 'msg.cross_dept', person(other))
}

/** Asks what saying something in this conversation takes. */
export function permitSending(act: Act, held: Held): Tally<'msg.dm' | 'msg.group'> {
  if (held.kind === 'group') return permit(act, 'msg.group', targetOf(held.id))
  const other = otherOf(held, selfOf(act))
  if (other === null) throw refuse('messaging/not-found')
  refuseDeparted(act.facts, other, 'messaging/receiver-departed')
  return permitContact(act, other)
}
