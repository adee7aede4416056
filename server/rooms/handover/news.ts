import type { HandedKind } from '@hufu/contract'
import { tell } from '../notices/index.ts'
import type { Passing } from '../holdings/index.ts'
import { memberIn } from './asking.ts'
import type { OfferRow } from './store.ts'

/** What happened to a hand-over, as those it concerns are told. */
export type Happened = 'offered' | 'accepted' | 'declined' | 'withdrawn' | 'parked' | 'reversed'

export const HANDOVER_NEWS = 'handover.news@1'

/** What such a notice knows. */
export type News = {
  readonly what: Happened
  readonly offerId: string
  readonly kind: HandedKind
  readonly fromId: string
  readonly toId: string
  readonly count: number
}

type About = Pick<OfferRow, 'id' | 'kind' | 'fromId' | 'toId'> & { readonly madeBy?: string }

/** Tells the person, the successor and whoever made the offer, but not the one who acts. */
export async function spread(
  tally: Passing,
  what: Happened,
  { id, kind, fromId, toId, madeBy }: About,
  count: number,
): Promise<void> {
  const { actor } = tally.act
  const self = actor.type === 'member' ? actor.memberId : null
  const author = madeBy === undefined ? null : memberIn(madeBy)
  const to = [fromId, toId, ...(author === null ? [] : [author])].filter((one) => one !== self)
  const data: News = { what, offerId: id, kind, fromId, toId, count }
  await tell(tally, { to, kind: HANDOVER_NEWS, data })
}
