/** What others say of an offer: the company, the successor, super administrators who object; and the creator once more. */
import { transferTimes } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { demandProof, permit, profileOf, record } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import { duties, unread } from './duties.ts'
import { refuseIneligible } from './eligible.ts'
import type { StrongHolders } from './eligible.ts'
import { actorId, halfOf, lockedWithGround, refuseOtherHash } from './ground.ts'
import { bothOf } from './offering.ts'
import { insertVoice, setTransfer, voicesOf, whereOf } from './store.ts'
import type { TransferRow } from './store.ts'
import { note, tellAll, tellThese } from './told.ts'
import { isVetoed, refuseBarred, transferLife } from './transfer.ts'

const workspace = { type: 'workspace' } as const
const self = (act: Act) => ({ type: 'member', id: actorId(act) }) as const
const later = (act: Act, ms: number): Date => new Date(act.at.getTime() + ms)

type Signed = { readonly transferId: string; readonly hash: string }

/** Gives the company's consent, as one of the super administrators whom it takes. */
export async function approve(act: Act, { transferId, hash }: Signed): Promise<null> {
  const tally = permit(act, 'creator.recovery.vote', workspace)
  const { row, ground } = await lockedWithGround(act, transferId)
  refuseBarred('approve', row, ground)
  refuseOtherHash(row, hash)
  const half = halfOf(act, row.hash)
  await insertVoice(tally, { transferId, what: 'approval', memberId: half.memberId, words: '', half })
  record(
    tally,
    { name: 'transfer.approved@1', data: { transferId, hash: row.hash, memberId: half.memberId } },
    { about: bothOf(row) },
  )
  await note(tally, transferId, 'approved', { method: half.method })
  await tellThese(tally, bothOf(row), row, 'consented')
  return null
}

/** The successor's half: all duties read, the terms seen, and proved who it is. Where nothing cools off the switch is due at once. */
export async function accept(
  act: Act,
  { transferId, hash, duties: confirmed }: Signed & { readonly duties: readonly string[] },
  holders: StrongHolders,
): Promise<null> {
  const tally = permit(act, 'sec.self.manage', self(act))
  const { row, ground } = await lockedWithGround(act, transferId)
  refuseBarred('accept', row, ground)
  refuseOtherHash(row, hash)
  const missing = unread(confirmed)
  if (missing.length > 0) throw refuse('transfer/duties-unread', { missing: missing.length })
  await refuseIneligible(act, row.successorId, holders)
  demandProof(act, 'sec.self.manage', self(act), 'seat')
  const half = halfOf(act, row.hash)
  // A company that has become strict since the offer is strict about this one too.
  const strict = row.strict || profileOf(act) === 'strict'
  const until = later(act, strict ? transferTimes.armMs : transferTimes.acceptMs)
  await setTransfer(tally, row.id, {
    state: transferLife.next(row.state, 'accept'),
    successorHalf: JSON.stringify(half),
    acceptedAt: act.at,
    strict,
    untilAt: until,
    nextAt: strict ? until : act.at,
  })
  record(
    tally,
    {
      name: 'transfer.accepted@1',
      data: {
        transferId,
        hash: row.hash,
        memberId: row.successorId,
        duties: duties.map(({ key }) => key),
        half: { ...half },
      },
    },
    { about: bothOf(row) },
  )
  await note(tally, transferId, 'accepted', { method: half.method })
  await tellAll(tally, row, 'accepted')
  return null
}

/** The successor says no: any time before the switch, also after having said yes. */
export async function decline(
  act: Act,
  { transferId, because }: { readonly transferId: string; readonly because: string },
): Promise<null> {
  const tally = permit(act, 'sec.self.manage', self(act))
  const { row, ground } = await lockedWithGround(act, transferId)
  refuseBarred('decline', row, ground)
  await stopped(tally, row, 'decline')
  record(
    tally,
    { name: 'transfer.declined@1', data: { transferId, hash: row.hash } },
    { sealed: { because }, about: bothOf(row) },
  )
  await note(tally, transferId, 'declined', { words: because })
  await tellAll(tally, row, 'declined')
  return null
}

async function stopped(
  tally: Tally<'creator.recovery.vote' | 'sec.self.manage'>,
  row: TransferRow,
  event: 'decline' | 'veto',
): Promise<void> {
  const state = transferLife.next(row.state, event)
  await setTransfer(tally, row.id, { state, untilAt: null, dueAt: null, nextAt: null })
}

/** The creator once more, with a new proof, when the successor has accepted: from here it cools off. */
export async function arm(act: Act, { transferId, hash }: Signed, holders: StrongHolders): Promise<null> {
  const tally = permit(act, 'creator.transfer', workspace)
  const { row, ground } = await lockedWithGround(act, transferId)
  refuseBarred('arm', row, ground)
  refuseOtherHash(row, hash)
  await refuseIneligible(act, row.successorId, holders)
  const half = halfOf(act, row.hash)
  const dueAt = later(act, transferTimes.coolingMs)
  await setTransfer(tally, row.id, {
    state: transferLife.next(row.state, 'arm'),
    formerHalf: JSON.stringify(half),
    untilAt: null,
    dueAt,
    told: 0,
    nextAt: later(act, transferTimes.coolingMs / 2),
  })
  record(
    tally,
    {
      name: 'transfer.armed@1',
      data: { transferId, hash: row.hash, dueAt: dueAt.toISOString(), half: { ...half } },
    },
    { about: bothOf(row) },
  )
  await note(tally, transferId, 'armed', { method: half.method })
  await tellAll(tally, row, 'armed')
  return null
}

/** Objects. INVARIANT O4: enough objections before the switch always win. */
export async function veto(
  act: Act,
  { transferId, because }: { readonly transferId: string; readonly because: string },
): Promise<null> {
  const tally = permit(act, 'creator.recovery.vote', workspace)
  const { row, ground } = await lockedWithGround(act, transferId)
  refuseBarred('veto', row, ground)
  const half = halfOf(act, row.hash)
  await insertVoice(tally, { transferId, what: 'veto', memberId: half.memberId, words: because, half })
  const stops = isVetoed({ ...ground, voices: await voicesOf(whereOf(act), row.id) })
  if (stops) await stopped(tally, row, 'veto')
  record(
    tally,
    { name: 'transfer.vetoed@1', data: { transferId, hash: row.hash, memberId: half.memberId, stops } },
    { sealed: { because }, about: bothOf(row) },
  )
  await note(tally, transferId, 'vetoed', { method: half.method, words: because })
  await tellAll(tally, row, stops ? 'vetoed' : 'objected')
  return null
}
