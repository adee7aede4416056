import { decide, departmentsOf, statusOf } from '@hufu/authority'
import type { Facts, PermissionKey, Target } from '@hufu/authority'
import type { Occasion } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { refusalOf } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { mayReach, sightOf } from '../directory/index.ts'
import { permissionOf } from './offer.ts'
import type { OfferRow } from './store.ts'

/** A person as a target of questions. */
export const person = (memberId: string): Target => ({ type: 'member', id: memberId })

/** The member who acts. Systems and operators take nothing over. */
export function selfOf(act: Act): string {
  if (act.actor.type !== 'member') throw refuse('authority/not-granted')
  return act.actor.memberId
}

/**
 * Refuses a receiver whom the giver may not see or reach, who is not at work, or who stands outside the scope. How high
 * they sit does not matter: they are asked, and may say no.
 */
export function refuseReceiver(
  act: Act,
  authorId: string,
  receiver: { readonly fromId: string; readonly toId: string; readonly occasion: Occasion },
): void {
  const { fromId, toId } = receiver
  const at = act.at.getTime()
  const status = statusOf(act.facts, toId)
  if (status === null || !sightOf(act, authorId, at).member(toId)) throw refuse('authority/unknown-member')
  const key = permissionOf(receiver.occasion)
  if (!isWithin(act, authorId, key, toId))
    throw refusalOf(key, decide(act.facts, { memberId: authorId, permission: key, target: person(toId), at }))
  if (!mayReach(act, authorId, toId)) throw refuse('messaging/shielded')
  if (toId === fromId) throw refuse('handover/to-oneself')
  if (status !== 'active') throw refuse('handover/receiver-inactive')
}

/**
 * Asks at the moment of the answer whether the one who made the offer could still make it: an administrator who has lost
 * the right, or left, gives nothing on any more. Refuses `handover/author-not-entitled`.
 */
export function refuseUnentitled(act: Act, row: OfferRow): void {
  const authorId = memberIn(row.madeBy)
  const key = permissionOf(row.occasion)
  if (authorId === null || !holds(act.facts, authorId, key, row.fromId, act.at.getTime()))
    throw refuse('handover/author-not-entitled')
  if (!isWithin(act, authorId, key, row.toId)) throw refuse('handover/author-not-entitled')
}

// One of the receiver's departments is enough: they are asked, and nothing is taken from them.
function isWithin({ facts, at }: Act, authorId: string, key: PermissionKey, toId: string): boolean {
  const places = departmentsOf(facts, toId).map((id): Target => ({ type: 'department', id }))
  return (places.length === 0 ? [person(toId)] : places).some(
    (target) => decide(facts, { memberId: authorId, permission: key, target, at: at.getTime() }).allowed,
  )
}

const holds = (facts: Facts, memberId: string, key: PermissionKey, over: string, at: number): boolean =>
  decide(facts, { memberId, permission: key, target: person(over), at }).allowed

/** The member in `member:<id>`; null for systems and operators. */
export const memberIn = (actor: string): string | null =>
  actor.startsWith('member:') ? actor.slice('member:'.length) : null
