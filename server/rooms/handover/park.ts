import { statusOf } from '@hufu/authority'
import { newId, refuse } from '@hufu/kit'
import type { Passing, Where } from '../holdings/index.ts'
import { move, note, where, withdrawRow } from './commands.ts'
import type { Transferables } from './commands.ts'
import { forgetHeld, heldIn } from './held.ts'
import { spread } from './news.ts'
import { countFates, lifeOf, stateAt } from './offer.ts'
import { answerOffer, insertOffer, keepFates, lockOpenOver, openItems } from './store.ts'

export type ParkInput = {
  readonly memberId: string
  readonly custodianId: string
  readonly because: string
}

/** What was parked: the hand-over of each kind of which there was something. */
export type Parked = readonly { readonly id: string; readonly count: number }[]

/**
 * Gives everything a successor would have accepted to a custodian at once, who is told and not asked: for when there is no
 * time. Whoever calls this names the custodian; nobody is picked. They hand on from there as anybody does.
 */
export async function park(tally: Passing, holdings: Transferables, input: ParkInput): Promise<Parked> {
  const { act } = tally
  const { memberId, custodianId } = input
  if (custodianId === memberId) throw refuse('handover/to-oneself')
  if (statusOf(act.facts, custodianId) !== 'active') throw refuse('handover/receiver-inactive')
  const parked: { readonly id: string; readonly count: number }[] = []
  for (const holding of holdings.values()) {
    const items = await heldIn(where(act), holding, memberId)
    if (items.length === 0) continue
    const ids = items.map((item) => item.id)
    for (const row of await lockOpenOver(act, holding.kind, ids)) {
      // One whose time is over only stands in the way of the next.
      if (stateAt(row, act.at.getTime()) === 'offered') await withdrawRow(tally, row)
      else await answerOffer(tally, row.id, { state: lifeOf.next('offered', 'lapse') })
    }
    const id = newId()
    const about = { id, kind: holding.kind, fromId: memberId, toId: custodianId }
    await insertOffer(
      tally,
      {
        ...about,
        occasion: 'departure',
        because: input.because,
        until: act.at,
        state: 'parked',
        settledAt: act.at,
      },
      items,
    )
    const fates = await move(tally, holding, { ids, from: memberId, to: custodianId })
    await keepFates(tally, id, fates)
    forgetHeld(where(act), custodianId)
    const counts = countFates(fates.map(({ fate }) => fate))
    note(tally, 'handover.parked@1', about, counts, { because: input.because })
    await spread(tally, 'parked', about, counts.handed)
    parked.push({ id, count: counts.handed })
  }
  return parked
}

/** Whether a person holds anything that would be parked. */
export async function holdsToPark(at: Where, holdings: Transferables, memberId: string): Promise<boolean> {
  for (const holding of holdings.values()) if ((await heldIn(at, holding, memberId)).length > 0) return true
  return false
}

/** One thing that would have no owner, were a person gone now, and the offer of it that stands open. */
export type Unsettled = {
  readonly kind: string
  readonly id: string
  readonly name: string
  readonly offerId: string | null
}

/** What would have no owner, were a person gone now. */
export async function unsettledOf(
  at: Where,
  holdings: Transferables,
  memberId: string,
  now: Date,
): Promise<readonly Unsettled[]> {
  const sole: Omit<Unsettled, 'offerId'>[] = []
  for (const holding of holdings.values())
    for (const item of await heldIn(at, holding, memberId))
      if (item.sole) sole.push({ kind: holding.kind, id: item.id, name: item.name })
  if (sole.length === 0) return []
  const offered = new Map(
    (await openItems(at, memberId, now)).map(({ kind, itemId, offerId }) => [`${kind} ${itemId}`, offerId]),
  )
  return sole.map((item) => ({ ...item, offerId: offered.get(`${item.kind} ${item.id}`) ?? null }))
}
