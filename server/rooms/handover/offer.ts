import type { Occasion, OfferState } from '@hufu/contract'
import { machine } from '@hufu/kit'
import type { ItemFate } from '../holdings/index.ts'

/** An offer that nobody answers lapses after this long. */
export const OFFER_DAYS = 14
/** What went over can go back for this long. */
export const REVERSE_DAYS = 7

export const DAY_MS = 86_400_000

/** The life of an offer. A deed that does not fit the state is refused as `handover/not-now`. */
export const lifeOf = machine('handover', {
  offered: { accept: 'accepted', decline: 'declined', withdraw: 'withdrawn', lapse: 'lapsed' },
  accepted: { reverse: 'reversed' },
  parked: { reverse: 'reversed' },
  declined: {},
  withdrawn: {},
  lapsed: {},
  reversed: {},
})

type Standing = { readonly state: OfferState; readonly until: Date; readonly settledAt: Date | null }

/** How an offer stands at an instant: one whose time is over has lapsed, whether or not anybody has written that down. */
export function stateAt({ state, until }: Standing, at: number): OfferState {
  return state === 'offered' && until.getTime() <= at ? 'lapsed' : state
}

/** Until when what went over can go back; null where nothing did, or it went back already. */
export function reversibleUntil({ state, settledAt }: Standing): Date | null {
  if (settledAt === null || state === 'reversed') return null
  return new Date(settledAt.getTime() + REVERSE_DAYS * DAY_MS)
}

/** What the author of an offer is asked: over the person who hands on. */
export const permissionOf = (occasion: Occasion): 'handover.run' | 'handover.inservice' =>
  occasion === 'departure' ? 'handover.run' : 'handover.inservice'

export type FateCounts = { readonly handed: number; readonly gone: number; readonly stays: number }

/** How many things had which fate. */
export function countFates(fates: readonly ItemFate['fate'][]): FateCounts {
  const count = (which: ItemFate['fate']): number => fates.filter((fate) => fate === which).length
  return { handed: count('handed'), gone: count('gone'), stays: count('stays') }
}
