/** Taking the seat back within three days: the former creator asks, somebody above suspicion agrees, and it goes back as it was. */
import { isRefusal, refuse } from '@hufu/kit'
import { demandProof, permit, record } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { giveSeatsAgain, handOnTheSeat } from '../authority/index.ts'
import { endSessionsOf } from '../identity/index.ts'
import { actorId, creatorOf, groundFor, halfOf, lockedWithGround, refuseOtherHash } from './ground.ts'
import { closeOffersOf } from './handing-over.ts'
import { bothOf } from './offering.ts'
import { insertVoice, lockTransfer, setTransfer, whereOf } from './store.ts'
import type { TransferRow } from './store.ts'
import type { Switching } from './parts.ts'
import { note, tellAll } from './told.ts'
import { refuseBarred, revertAgreed, transferLife } from './transfer.ts'

/** Puts the seat back where it was; it is nobody, and acts only on what two people have proved. */
const returner = { type: 'system', name: 'returner' } as const

/** Asks for it back. Where there is nobody who could agree, this alone does: no company of two may dead-end. */
export async function askBack(
  act: Act,
  input: { readonly transferId: string; readonly hash: string; readonly because: string },
): Promise<null> {
  const self = { type: 'member', id: actorId(act) } as const
  const tally = permit(act, 'sec.self.manage', self)
  const { row, ground } = await lockedWithGround(act, input.transferId)
  refuseBarred('revert', row, ground)
  refuseOtherHash(row, input.hash)
  demandProof(act, 'sec.self.manage', self, 'seat')
  const half = halfOf(act, row.hash)
  const ready = revertAgreed(ground)
  await setTransfer(tally, row.id, {
    revertAskedAt: act.at,
    revertBecause: input.because,
    revertHalf: JSON.stringify(half),
    nextAt: ready ? act.at : null,
  })
  record(
    tally,
    { name: 'transfer.revert-asked@1', data: { transferId: row.id, hash: row.hash, half: { ...half } } },
    { sealed: { because: input.because }, about: bothOf(row) },
  )
  await note(tally, row.id, 'revert-asked', { method: half.method, words: input.because })
  await tellAll(tally, row, 'revert-asked')
  return null
}

/** Agrees, as a super administrator who is neither of the two. */
export async function agreeToRevert(
  act: Act,
  input: { readonly transferId: string; readonly hash: string },
): Promise<null> {
  const tally = permit(act, 'creator.recovery.vote', { type: 'workspace' })
  const { row, ground } = await lockedWithGround(act, input.transferId)
  refuseBarred('agreeToRevert', row, ground)
  refuseOtherHash(row, input.hash)
  const half = halfOf(act, row.hash)
  const voice = { transferId: row.id, what: 'revert', memberId: half.memberId, words: '', half } as const
  await insertVoice(tally, voice)
  await setTransfer(tally, row.id, { nextAt: act.at })
  record(
    tally,
    {
      name: 'transfer.revert-agreed@1',
      data: { transferId: row.id, hash: row.hash, memberId: half.memberId },
    },
    { about: bothOf(row) },
  )
  await note(tally, row.id, 'revert-agreed', { method: half.method })
  return null
}

/** Carries out what was agreed; where it cannot be any more, it is asked for anew. */
export async function returnSeat({ perform }: Switching, { workspaceId, id }: TransferRow): Promise<void> {
  const command = { name: 'transfers.return', kind: 'authority', workspaceId, channel: 'job' } as const
  try {
    await perform(returner, command, (act) => giveBack(act, id))
  } catch (error) {
    if (!isRefusal(error) || error.code.startsWith('node/') || error.code === 'authority/busy') throw error
    const { code } = error
    await perform({ type: 'system', name: 'usher' }, { ...command, name: 'transfers.keep' }, (act) =>
      keepAsIs(act, id, code),
    )
  }
}

async function giveBack(act: Act, id: string): Promise<null> {
  const row = await lockTransfer(act, id)
  if (row === undefined || row.state !== 'done' || row.nextAt === null || row.nextAt > act.at) return null
  const tally = permit(act, 'creator.transfer', { type: 'workspace' })
  const { formerId, successorId, revertHalf, hash } = row
  const ground = await groundFor(whereOf(act), { facts: act.facts, at: act.at, memberId: formerId }, row)
  if (creatorOf(act.facts) !== successorId) throw refuse('transfer/moved-on')
  const isSigned = revertHalf?.hash === hash && revertHalf.memberId === formerId
  if (!isSigned || !revertAgreed(ground)) throw refuse('transfer/consent-missing')
  const because = row.revertBecause ?? ''
  const handed = await handOnTheSeat(tally, {
    fromId: successorId,
    toId: formerId,
    formerBecomes: 'member' as const,
    because,
  })
  const endedIds = row.endedIds ?? []
  await giveSeatsAgain(tally, { memberId: successorId, endedIds, because })
  await endSessionsOf(tally, successorId, because)
  await closeOffersOf(tally, successorId, null)
  const state = transferLife.next(row.state, 'revert')
  const over = { revertUntil: null, nextAt: null, remindAt: null }
  await setTransfer(tally, id, { state, revertedAt: act.at, ...over })
  record(
    tally,
    {
      name: 'transfer.reverted@1',
      data: { transferId: id, hash, administratorId: handed.administratorId },
    },
    { sealed: { because }, about: bothOf(row) },
  )
  await note(tally, id, 'reverted')
  await tellAll(tally, row, 'reverted')
  return null
}

async function keepAsIs(act: Act, id: string, code: string): Promise<null> {
  const row = await lockTransfer(act, id)
  if (row === undefined || row.state !== 'done' || row.nextAt === null) return null
  const tally = permit(act, 'perm.verify', { type: 'workspace' })
  await setTransfer(tally, id, {
    nextAt: null,
    revertAskedAt: null,
    revertBecause: null,
    revertHalf: null,
  })
  record(
    tally,
    { name: 'transfer.revert-failed@1', data: { transferId: id, hash: row.hash, code } },
    { about: bothOf(row) },
  )
  await note(tally, id, 'cancelled', { words: code })
  await tellAll(tally, row, 'stopped', code)
  return null
}
