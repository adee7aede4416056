import { statusOf } from '@hufu/authority'
import type { HandedKind, Occasion } from '@hufu/contract'
import { OFFER_ITEMS_MAX } from '@hufu/contract'
import { assert, newId, refuse } from '@hufu/kit'
import { permit, record } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { heldByOne } from '../holdings/index.ts'
import type { HandOver, HeldItem, ItemFate, Passing, Transferable } from '../holdings/index.ts'
import { person, refuseReceiver, refuseUnentitled, selfOf } from './asking.ts'
import { spread } from './news.ts'
import { DAY_MS, OFFER_DAYS, countFates, lifeOf, permissionOf, reversibleUntil, stateAt } from './offer.ts'
import type { FateCounts } from './offer.ts'
import {
  answerOffer,
  insertOffer,
  itemsOf,
  keepFates,
  lockOffer,
  lockOpenOver,
  markReversed,
} from './store.ts'
import type { OfferRow } from './store.ts'

/** What can go over, by kind. */
export type Transferables = ReadonlyMap<HandedKind, Transferable>

export type OfferInput = {
  readonly fromId: string
  readonly toId: string
  readonly kind: HandedKind
  readonly itemIds?: readonly string[] | undefined
  readonly occasion: Occasion
  readonly because: string
}

/** Offers what a person holds to a successor. Nothing moves before they say yes. */
export async function offer(
  act: Act,
  holdings: Transferables,
  input: OfferInput,
): Promise<{ readonly id: string; readonly count: number }> {
  const { fromId, toId, kind, occasion, because } = input
  const tally = permit(act, permissionOf(occasion), person(fromId))
  refuseReceiver(act, selfOf(act), input)
  const items = await chosen(act, holdingOf(holdings, kind), input)
  await closeLapsed(tally, kind, items)
  const id = newId()
  const until = new Date(act.at.getTime() + OFFER_DAYS * DAY_MS)
  const about = { id, kind, occasion, fromId, toId }
  await insertOffer(tally, { ...about, because, until, state: 'offered', settledAt: null }, items)
  note(tally, 'handover.offered@1', about, { occasion, count: items.length }, { because })
  await spread(tally, 'offered', about, items.length)
  return { id, count: items.length }
}

/** The kind's holding: every kind that an offer can name has one. */
export function holdingOf(holdings: Transferables, kind: HandedKind): Transferable {
  const holding = holdings.get(kind)
  assert(holding !== undefined, `nobody hands over ${kind}`)
  return holding
}

async function chosen(
  act: Act,
  holding: Transferable,
  { fromId, itemIds }: OfferInput,
): Promise<readonly HeldItem[]> {
  const held = await heldByOne(holding, { db: act.tx, workspaceId: act.workspaceId }, fromId)
  const wanted = itemIds === undefined ? null : new Set(itemIds)
  const items = wanted === null ? held : held.filter(({ id }) => wanted.has(id))
  if (wanted !== null && items.length < wanted.size) throw refuse('handover/not-held')
  if (items.length === 0) throw refuse('handover/nothing')
  if (items.length > OFFER_ITEMS_MAX) throw refuse('handover/too-many', { max: OFFER_ITEMS_MAX })
  return items
}

// A thing is offered to one person at a time; an offer whose time is over is in nobody's way.
async function closeLapsed(tally: Passing, kind: HandedKind, items: readonly HeldItem[]): Promise<void> {
  const { act } = tally
  for (const row of await lockOpenOver(
    act,
    kind,
    items.map(({ id }) => id),
  )) {
    if (stateAt(row, act.at.getTime()) !== 'lapsed') throw refuse('handover/already-offered')
    await answerOffer(tally, row.id, { state: lifeOf.next('offered', 'lapse') })
    note(tally, 'handover.lapsed@1', row, {})
  }
}

/** Takes over what one was offered, at once. Everything is asked again; what has gone since is told and not refused. */
export async function accept(act: Act, holdings: Transferables, offerId: string): Promise<FateCounts> {
  const row = await offeredToMe(act, offerId)
  const tally = permit(act, 'audit.self.view', person(row.toId))
  if (statusOf(act.facts, row.toId) !== 'active') throw refuse('member/inactive')
  const state = lifeOf.next(stateAt(row, act.at.getTime()), 'accept')
  refuseUnentitled(act, row)
  const ids = (await itemsOf(where(act), row.id)).map(({ itemId }) => itemId)
  const fates = await move(tally, holdingOf(holdings, row.kind), { ids, from: row.fromId, to: row.toId })
  await answerOffer(tally, row.id, { state, answeredAt: act.at, settledAt: act.at })
  await keepFates(tally, row.id, fates)
  const counts = countFates(fates.map(({ fate }) => fate))
  note(tally, 'handover.accepted@1', row, counts)
  await spread(tally, 'accepted', row, counts.handed)
  return counts
}

/** Says no; nothing has moved. */
export async function decline(
  act: Act,
  { offerId, because }: { readonly offerId: string; readonly because: string },
): Promise<null> {
  const row = await offeredToMe(act, offerId)
  const tally = permit(act, 'audit.self.view', person(row.toId))
  const state = lifeOf.next(stateAt(row, act.at.getTime()), 'decline')
  await answerOffer(tally, row.id, { state, answeredAt: act.at, answer: because })
  note(tally, 'handover.declined@1', row, {}, { because })
  await spread(tally, 'declined', row, 0)
  return null
}

/** Takes an offer back that nobody has answered. */
export async function withdraw(act: Act, offerId: string): Promise<null> {
  const row = await lockOffer(act, offerId)
  if (row === undefined) throw refuse('handover/not-found')
  const tally = permit(act, permissionOf(row.occasion), person(row.fromId))
  await withdrawRow(tally, row)
  return null
}

/** Withdraws a locked offer. */
export async function withdrawRow(tally: Passing, row: OfferRow): Promise<void> {
  const state = lifeOf.next(stateAt(row, tally.at.getTime()), 'withdraw')
  await answerOffer(tally, row.id, { state })
  note(tally, 'handover.withdrawn@1', row, {})
  await spread(tally, 'withdrawn', row, 0)
}

/** Gives back what went over, within seven days: the successor may, and whoever may hand over for the person. */
export async function reverse(
  act: Act,
  holdings: Transferables,
  { offerId, because }: { readonly offerId: string; readonly because: string },
): Promise<FateCounts> {
  const row = await lockOffer(act, offerId)
  if (row === undefined) throw refuse('handover/not-found')
  const tally: Passing =
    act.actor.type === 'member' && act.actor.memberId === row.toId
      ? permit(act, 'audit.self.view', person(row.toId))
      : permit(act, permissionOf(row.occasion), person(row.fromId))
  lifeOf.next(stateAt(row, act.at.getTime()), 'reverse')
  const until = reversibleUntil(row)
  if (until === null || until.getTime() <= act.at.getTime()) throw refuse('handover/too-late')
  if (statusOf(act.facts, row.fromId) === 'departed') throw refuse('handover/giver-gone')
  const went = (await itemsOf(where(act), row.id)).filter(({ fate }) => fate === 'handed')
  const leaving = new Set(went.filter(({ joined }) => joined).map(({ itemId }) => itemId))
  const fates = await move(tally, holdingOf(holdings, row.kind), {
    ids: went.map(({ itemId }) => itemId),
    from: row.toId,
    to: row.fromId,
    leaving,
  })
  await markReversed(tally, row.id)
  await keepFates(
    tally,
    row.id,
    fates.map(({ id, fate }) => ({ id, joined: false, fate: backFates[fate] })),
  )
  const counts = countFates(fates.map(({ fate }) => fate))
  note(tally, 'handover.reversed@1', row, counts, { because })
  await spread(tally, 'reversed', row, counts.handed)
  return counts
}

const backFates = { handed: 'returned', gone: 'moved-on', stays: 'stays' } as const

/** INVARIANT H5: what two people hold together is as much after a hand-over between them as before. */
export async function move(
  tally: Passing,
  holding: Transferable,
  given: HandOver,
): Promise<readonly ItemFate[]> {
  const both = [given.from, given.to]
  const before = await holding.countOf(where(tally.act), both)
  const fates = await holding.handOver(tally, given)
  const after = await holding.countOf(where(tally.act), both)
  assert(before === after, `${holding.kind}: ${before} before and ${after} after a hand-over`)
  assert(fates.length === given.ids.length, `${holding.kind}: every thing has its fate`)
  return fates
}

export const where = ({ tx, workspaceId }: Act) => ({ db: tx, workspaceId })

async function offeredToMe(act: Act, offerId: string): Promise<OfferRow> {
  const row = await lockOffer(act, offerId)
  if (row === undefined || row.toId !== selfOf(act)) throw refuse('handover/not-found')
  return row
}

/** Writes an entry of a hand-over into the ledger. */
export function note(
  tally: Passing,
  name: `handover.${string}@${number}`,
  { id, kind, fromId, toId }: Pick<OfferRow, 'id' | 'kind' | 'fromId' | 'toId'>,
  more: Readonly<Record<string, string | number>>,
  sealed: Readonly<Record<string, string>> = {},
): void {
  record(
    tally,
    { name, data: { offerId: id, kind, memberId: fromId, toId, ...more } },
    { sealed, about: [fromId, toId] },
  )
}
