/** What steps are judged by: who the people are by the facts, and what has been said so far. */
import { administratorsOf, statusOf, tierOf, topOf } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import { proved } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { letterOf, lockTransfer, voicesOf, whereOf } from './store.ts'
import type { TransferRow, Where } from './store.ts'
import type { Ground, Half } from './transfer.ts'

/** Who holds the top seat. */
export const creatorOf = (facts: Facts): string | null =>
  administratorsOf(facts).find(({ tier }) => tier === 'creator')?.memberId ?? null

/** Active super administrators, the two of a transfer aside. */
export const supersBeside = (facts: Facts, at: number, two: readonly string[]): readonly string[] =>
  topOf(facts, at).filter((id) => tierOf(facts, id, at) === 'super' && !two.includes(id))

export const isActiveSuper = (facts: Facts, memberId: string, at: number): boolean =>
  statusOf(facts, memberId) === 'active' && tierOf(facts, memberId, at) === 'super'

/** Reads what one person's steps are judged by. */
export async function groundFor(
  where: Where,
  { facts, at, memberId }: { readonly facts: Facts; readonly at: Date; readonly memberId: string },
  row: TransferRow,
): Promise<Ground> {
  const now = at.getTime()
  const voices = await voicesOf(where, row.id)
  return {
    me: { memberId, isSuper: isActiveSuper(facts, memberId, now) },
    creatorId: creatorOf(facts),
    supers: supersBeside(facts, now, [row.formerId, row.successorId]),
    voices,
    hasLetter: (await letterOf(where, row.id)) !== undefined,
    at,
  }
}

/** Locks a transfer and reads its ground for whoever acts. INVARIANT O4: every step and the switch wait for each other here. */
export async function lockedWithGround(
  act: Act,
  transferId: string,
): Promise<{ readonly row: TransferRow; readonly ground: Ground }> {
  const row = await lockTransfer(act, transferId)
  // To whomever it does not concern it is not there.
  if (row === undefined || !concerns(act.facts, act.at.getTime(), actorId(act), row))
    throw refuse('transfer/not-found')
  const ground = await groundFor(whereOf(act), { facts: act.facts, at: act.at, memberId: actorId(act) }, row)
  return { row, ground }
}

export function actorId({ actor }: Act): string {
  if (actor.type !== 'member') throw refuse('authority/not-granted')
  return actor.memberId
}

/** The two, the creator and super administrators. */
export const concerns = (
  facts: Facts,
  at: number,
  memberId: string,
  { formerId, successorId }: Pick<TransferRow, 'formerId' | 'successorId'>,
): boolean => memberId === formerId || memberId === successorId || topOf(facts, at).includes(memberId)

/** The signature of whoever acts, for one hash. INVARIANT O3: there is none without a proof used up by this act. */
export function halfOf(act: Act, hash: string): Half {
  const proof = proved(act)
  if (proof === null) throw refuse('identity/step-up-needed', { act: 'creator.transfer', methods: [] })
  return {
    memberId: actorId(act),
    method: proof.method,
    proofId: proof.id,
    hash,
    at: act.at.toISOString(),
  }
}

/** INVARIANT O3: whoever signs has seen these very terms. */
export function refuseOtherHash(row: Pick<TransferRow, 'hash'>, hash: string): void {
  if (row.hash !== hash) throw refuse('transfer/hash-differs')
}
