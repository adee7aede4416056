/** The seat goes over, with everything that belongs to it: what the former creator held is sealed, and their sessions end. */
import { transferTimes } from '@hufu/contract'
import type { FormerBecomes } from '@hufu/contract'
import { profileOf, record } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import { handOnTheSeat } from '../authority/index.ts'
import { endSessionsOf } from '../identity/index.ts'
import { duties } from './duties.ts'
import { askedOf, barsOf } from './eligible.ts'
import { foreseen } from './offering.ts'
import { recordOf } from './holdings-record.ts'
import type { Switching } from './parts.ts'
import { insertTransfer, openTransfer, setTransfer, whereOf } from './store.ts'
import { candidates } from './store-people.ts'
import { note, tellAll } from './told.ts'
import { hashOfTerms } from './transfer.ts'

const DAY_MS = 86_400_000

type Going = {
  /** The transfer by which it goes, where it is one. */
  readonly switchedId: string | null
  readonly fromId: string
  readonly toId: string
  readonly formerBecomes: FormerBecomes
  readonly because: string
}

/** Hands it over in the transaction of the tally. `change` is how its row stands afterwards. */
export async function handOver(
  { takeBackup }: Pick<Switching, 'takeBackup'>,
  tally: Tally<'creator.transfer'>,
  { switchedId, fromId, toId, formerBecomes, because }: Going,
) {
  const { act } = tally
  // Before anything is taken: afterwards there is less to be sealed.
  const kept = recordOf(act, fromId)
  const backup = await takeBackup(tally, { memberId: fromId, because })
  const handed = await handOnTheSeat(tally, { fromId, toId, formerBecomes, because })
  const sessionsEnded = await endSessionsOf(tally, fromId, because)
  await closeOffersOf(tally, fromId, switchedId)
  const later = (ms: number): Date => new Date(act.at.getTime() + ms)
  return {
    administratorId: handed.administratorId,
    sessionsEnded,
    change: {
      doneAt: act.at,
      doneRevision: act.facts.revision + 1,
      untilAt: null,
      nextAt: null,
      revertUntil: later(transferTimes.revertMs),
      remindAt: later(DAY_MS),
      endedIds: [...handed.endedIds],
      record: kept.text,
      recordSha256: kept.sha256,
      backupId: backup.id,
    },
  }
}

/** What somebody offered who has the seat no more is over: it could end in nothing, and would stand in the way of the next. */
export async function closeOffersOf(
  tally: Tally<'creator.transfer'>,
  memberId: string,
  switchedId: string | null,
): Promise<void> {
  const open = await openTransfer(whereOf(tally.act))
  // The one that is being switched is open still, and is the business of whoever switches it.
  if (open === undefined || open.formerId !== memberId || open.id === switchedId) return
  const code = 'authority/not-creator'
  await setTransfer(tally, open.id, { state: 'cancelled', untilAt: null, dueAt: null, nextAt: null })
  record(
    tally,
    { name: 'transfer.lapsed@1', data: { transferId: open.id, hash: open.hash, state: 'cancelled', code } },
    { about: [open.formerId, open.successorId] },
  )
  await note(tally, open.id, 'cancelled', { words: code })
  await tellAll(tally, open, 'stopped', code)
}

/** A switch that came about another way: a claim that the holder was gone, or the host. */
export type OtherWay = {
  readonly id: string
  readonly fromId: string
  readonly toId: string
  readonly way: 'claim' | 'recovery'
  readonly because: string
}

const company = { consent: 'none', approvalsNeeded: 0 } as const

const hashFor = (
  { workspaceId }: Act,
  { id, fromId, toId, because }: Pick<OtherWay, 'id' | 'fromId' | 'toId' | 'because'>,
): string =>
  hashOfTerms({
    ...company,
    workspaceId,
    transferId: id,
    formerId: fromId,
    successorId: toId,
    formerBecomes: 'member',
    because,
    nonce: id,
  })

/** What rooms need that make somebody creator without the former one: who may be, what they confirm, and the switch. */
export const heirsOf = ({ holders, takeBackup }: Pick<Switching, 'holders' | 'takeBackup'>) => ({
  /** Codes of everything that stands against somebody; none when they may. */
  async against(act: Act, memberId: string): Promise<readonly string[]> {
    const where = whereOf(act)
    const [person] = await candidates(where, { ids: [memberId], after: null, limit: 1 })
    if (person === undefined) return ['transfer/not-active']
    const strict = profileOf(act) === 'strict'
    const asked = await askedOf(where, { facts: act.facts, strict }, holders, [memberId])
    return barsOf(person, asked).map(({ code }) => code)
  },
  duties: duties.map(({ key }) => key),
  /** In the transaction of the tally; the former creator becomes a member. The checklist follows as after any switch. */
  async handOn(
    tally: Tally<'creator.transfer'>,
    { id, fromId, toId, way, because }: OtherWay,
  ): Promise<void> {
    const { act } = tally
    const terms = { switchedId: null, fromId, toId, formerBecomes: 'member', because } as const
    const effects = foreseen(act.facts, act.at.getTime(), { successorId: toId, formerBecomes: 'member' })
    const { change, ...handed } = await handOver({ takeBackup }, tally, terms)
    const hash = hashFor(act, { id, fromId, toId, because })
    const row = { id, formerId: fromId, successorId: toId }
    await insertTransfer(tally, {
      ...row,
      ...effects,
      ...company,
      ...change,
      way,
      hash,
      because,
      state: 'done',
      formerBecomes: 'member',
      nonce: id,
      strict: profileOf(act) === 'strict',
      offeredAt: act.at,
      acceptedAt: act.at,
      // What the host did was done because nobody could prove anything; it is not taken back by somebody's proof.
      revertUntil: way === 'claim' ? change.revertUntil : null,
    })
    record(
      tally,
      {
        name: 'transfer.done@1',
        data: {
          transferId: id,
          way,
          hash,
          fromId,
          toId,
          administratorId: handed.administratorId,
          record: change.recordSha256,
          backupId: change.backupId,
          sessionsEnded: handed.sessionsEnded,
        },
      },
      { about: [fromId, toId] },
    )
    await note(tally, id, 'done')
    await tellAll(tally, row, 'done')
  },
})
