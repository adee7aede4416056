/**
 * The switch itself, and everything that comes by the clock. It runs in the name of the former creator and on the proof
 * they gave, asked as of now; what a killed server left is taken up by whichever node looks next.
 */
import { isRefusal, refuse } from '@hufu/kit'
import { permit, record } from '../../platform/act/index.ts'
import type { Act, Actor, Proved, Tally } from '../../platform/act/index.ts'
import { kyselyOver } from '../../platform/db/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import { startRounds } from '../../platform/jobs/index.ts'
import type { Rounds } from '../../platform/jobs/index.ts'
import { refuseIfNoSuperStays } from '../authority/index.ts'
import { remind } from './checklist.ts'
import { refuseIneligible } from './eligible.ts'
import { creatorOf, groundFor } from './ground.ts'
import { handOver } from './handing-over.ts'
import { bothOf, refuseTooMany } from './offering.ts'
import type { Switching } from './parts.ts'
import { returnSeat } from './reverting.ts'
import { dueTransfers, findTransfer, lockTransfer, setTransfer, whereOf } from './store.ts'
import type { TransferRow } from './store.ts'
import { note, tellAll } from './told.ts'
import type { Moved } from './told.ts'
import { consentStands, isVetoed, transferLife } from './transfer.ts'
import type { Half } from './transfer.ts'

const AT_ONCE = 20
const HOUR_MS = 3_600_000
const workspace = { type: 'workspace' } as const
/** Minds the times of transfers; it hands nothing on. */
export const usher = { type: 'system', name: 'usher' } as const

/** Looks every second for what is due. Whoever has just made something due asks for it at once with `now`. */
export const startTransfers = (parts: Switching): Rounds =>
  startRounds(parts.node.log, 'transfers could not be minded; tried again', () => doDue(parts))

/** Does what is due in all companies, each once in a round. */
export async function doDue(parts: Switching): Promise<void> {
  const db = kyselyOver<PlatformTables>(parts.node.pool)
  const done = new Set<string>()
  for (;;) {
    if (!parts.node.lease.fresh()) return
    const due = (await dueTransfers(db, AT_ONCE)).filter(({ id }) => !done.has(id))
    if (due.length === 0) return
    for (const { workspaceId, id } of due) {
      done.add(id)
      const row = await findTransfer({ db, workspaceId }, id)
      if (row !== undefined) await minded(parts, row)
    }
  }
}

// One that cannot be minded now must not keep the others waiting; the next round tries it again.
async function minded(parts: Switching, row: TransferRow): Promise<void> {
  try {
    await mind(parts, row)
  } catch (error) {
    if (!isRefusal(error)) throw error
    parts.node.log.warn({ err: error, transferId: row.id }, 'a transfer could not be minded; tried again')
  }
}

async function mind(parts: Switching, row: TransferRow): Promise<void> {
  const { workspaceId, id } = row
  const as = (actor: Actor, name: string, work: (act: Act) => Promise<unknown>) =>
    parts.perform(actor, { name, kind: 'authority', workspaceId, channel: 'job' }, work)
  switch (row.state) {
    case 'accepted':
      return row.strict
        ? void (await as(usher, 'transfers.lapse', (act) => lapse(act, id)))
        : carry(parts, row)
    case 'offered':
      return void (await as(usher, 'transfers.lapse', (act) => lapse(act, id)))
    case 'cooling':
      if (row.told < 2) return void (await as(usher, 'transfers.tell', (act) => tellCooling(act, id)))
      return carry(parts, row)
    case 'done':
      if (row.nextAt !== null) await returnSeat(parts, row)
      return remind(parts, row)
    default:
      return
  }
}

/** The switch; where something stands against it as of now, it is over and both are told what. */
async function carry(parts: Switching, row: TransferRow): Promise<void> {
  const { workspaceId, id } = row
  const former = { type: 'member', memberId: row.formerId, sessionId: null } as const
  const command = { name: 'transfers.switch', kind: 'authority', workspaceId, channel: 'job' } as const
  const proof = { consume: () => Promise.resolve(proofIn(row.formerHalf)) }
  try {
    await parts.perform(former, { ...command, proof }, (act) => switchSeat(parts, act, id))
  } catch (error) {
    if (!isRefusal(error) || error.code.startsWith('node/') || error.code === 'authority/busy') throw error
    const { code } = error
    await parts.perform(usher, { ...command, name: 'transfers.stop' }, (act) => stop(act, id, code))
  }
}

// INVARIANT U11: what is carried out rests on the proof the creator gave for this hash.
const proofIn = (half: Half | null): Proved | null =>
  half === null ? null : { id: half.proofId, method: half.method }

/** INVARIANT O1, O3, O4: under the lock of the transfer and of the company everything is asked again, then the seat goes over. */
async function switchSeat(parts: Switching, act: Act, id: string): Promise<null> {
  const row = await lockTransfer(act, id)
  // Called off, or done by another node, since it was found due.
  if (row === undefined || row.nextAt === null || row.nextAt > act.at) return null
  if (row.state !== 'accepted' && row.state !== 'cooling') return null
  if (row.state === 'cooling' && (row.dueAt === null || row.dueAt > act.at)) return null
  const state = transferLife.next(row.state, 'switch')
  const tally = permit(act, 'creator.transfer', workspace)
  await refuseChanged(parts, act, row)
  const { formerId, successorId, because, formerBecomes } = row
  const handed = await handOver(parts, tally, {
    switchedId: id,
    fromId: formerId,
    toId: successorId,
    formerBecomes,
    because,
  })
  await setTransfer(tally, id, { state, ...handed.change })
  record(
    tally,
    {
      name: 'transfer.done@1',
      data: {
        transferId: id,
        hash: row.hash,
        administratorId: handed.administratorId,
        fromId: formerId,
        toId: successorId,
        halves: [row.formerHalf, row.successorHalf].map((half) => (half === null ? null : { ...half })),
        record: handed.change.recordSha256,
        backupId: handed.change.backupId,
        sessionsEnded: handed.sessionsEnded,
      },
    },
    { about: bothOf(row) },
  )
  await note(tally, id, 'done', { method: row.formerHalf?.method ?? null })
  await tellAll(tally, row, 'done')
  return null
}

/** What was true when it was agreed has to be true now: both halves on this hash, the consent, the people, the seat. */
async function refuseChanged({ holders }: Switching, act: Act, row: TransferRow): Promise<void> {
  const { formerId, successorId, formerHalf, successorHalf, hash } = row
  if (creatorOf(act.facts) !== formerId) throw refuse('authority/not-creator')
  const signed = (half: Half | null, memberId: string): boolean =>
    half !== null && half.hash === hash && half.memberId === memberId
  if (!signed(formerHalf, formerId) || !signed(successorHalf, successorId))
    throw refuse('transfer/hash-differs')
  if (row.untilAt !== null && row.untilAt <= act.at) throw refuse('transfer/too-late')
  await refuseIneligible(act, successorId, holders)
  const ground = await groundFor(whereOf(act), { facts: act.facts, at: act.at, memberId: formerId }, row)
  if (!consentStands(row, ground)) throw refuse('transfer/consent-missing')
  if (row.strict && isVetoed(ground)) throw refuse('transfer/not-now')
  const { formerBecomes } = row
  await refuseIfNoSuperStays(act, { fromId: formerId, toId: successorId, formerBecomes })
  await refuseTooMany(act)
}

/** Over without a switch, because something stands against it as of now. */
async function stop(act: Act, id: string, code: string): Promise<null> {
  const row = await lockTransfer(act, id)
  if (row === undefined || (row.state !== 'accepted' && row.state !== 'cooling')) return null
  const tally = permit(act, 'perm.verify', workspace)
  const event = code === 'transfer/too-late' ? 'lapse' : 'cancel'
  const state = row.state === 'accepted' ? transferLife.next(row.state, event) : 'cancelled'
  await over(tally, row, state, code)
  return null
}

/** Nobody did what it waited for in time. */
async function lapse(act: Act, id: string): Promise<null> {
  const row = await lockTransfer(act, id)
  if (row === undefined || row.untilAt === null || row.untilAt > act.at) return null
  if (row.state !== 'offered' && row.state !== 'accepted') return null
  const tally = permit(act, 'perm.verify', workspace)
  await over(tally, row, transferLife.next(row.state, 'lapse'), 'transfer/too-late')
  return null
}

async function over(
  tally: Tally<'perm.verify'>,
  row: TransferRow,
  state: TransferRow['state'],
  code: string,
): Promise<void> {
  const what: Moved = state === 'lapsed' ? 'lapsed' : 'stopped'
  await setTransfer(tally, row.id, { state, untilAt: null, dueAt: null, nextAt: null })
  record(
    tally,
    { name: 'transfer.lapsed@1', data: { transferId: row.id, hash: row.hash, state, code } },
    { about: bothOf(row) },
  )
  await note(tally, row.id, state === 'lapsed' ? 'lapsed' : 'cancelled', { words: code })
  await tellAll(tally, row, what, code)
}

/** Half way, and an hour before: everybody who could still stop it hears of it. */
async function tellCooling(act: Act, id: string): Promise<null> {
  const row = await lockTransfer(act, id)
  if (row === undefined || row.state !== 'cooling' || row.dueAt === null) return null
  if (row.nextAt === null || row.nextAt > act.at || row.told >= 2) return null
  const tally = permit(act, 'perm.verify', workspace)
  const told = row.told + 1
  const nextAt = told === 1 ? new Date(row.dueAt.getTime() - HOUR_MS) : row.dueAt
  await setTransfer(tally, id, { told, nextAt })
  record(
    tally,
    { name: 'transfer.reminded@1', data: { transferId: id, hash: row.hash, told } },
    { about: bothOf(row) },
  )
  await note(tally, id, 'reminded')
  await tellAll(tally, row, told === 1 ? 'cooling' : 'soon')
  return null
}
