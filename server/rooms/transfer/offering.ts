/** The creator's part before anybody else has said anything: what the company asks, the offer, the letter, calling it off. */
import { randomBytes } from 'node:crypto'
import { changesFor, permission, permissions } from '@hufu/authority'
import type { AuthorityEvent, Facts, PermissionKey } from '@hufu/authority'
import { TRANSFERS_A_DAY, transferTimes } from '@hufu/contract'
import type { FormerBecomes } from '@hufu/contract'
import { newId, refuse } from '@hufu/kit'
import { permit, profileOf, record } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import { handOnEvents, refuseIfNoSuperStays } from '../authority/index.ts'
import { refuseIneligible } from './eligible.ts'
import type { StrongHolders } from './eligible.ts'
import { actorId, creatorOf, halfOf, lockedWithGround, refuseOtherHash, supersBeside } from './ground.ts'
import {
  doneSince,
  insertTransfer,
  openTransfer,
  putLetter,
  putSettings,
  setTransfer,
  settingsOf,
  whereOf,
} from './store.ts'
import type { TransferRow } from './store.ts'
import type { Consent } from './tables.ts'
import { note, tellAll } from './told.ts'
import { hashOfTerms, letterFrom, refuseBarred, transferLife } from './transfer.ts'

const DAY_MS = 86_400_000
const workspace = { type: 'workspace' } as const

export type Settings = {
  readonly rankMin: number | null
  readonly consent: Consent
  readonly approvals: number
}

/** Sets what a transfer takes in this company. Refuses to ask for more approvals than there could ever be. */
export async function setSettings(act: Act, input: Settings): Promise<null> {
  const tally = permit(act, 'creator.transfer', workspace)
  const most = supersBeside(act.facts, act.at.getTime(), []).length
  if (input.consent === 'approvals' && input.approvals > most)
    throw refuse('transfer/approvals-too-many', { needed: input.approvals, most })
  await putSettings(tally, { ...input, setBy: actorId(act) })
  const { rankMin, consent, approvals } = input
  record(tally, { name: 'transfer.settings@1', data: { rankMin, consent, approvals } })
  return null
}

export type OfferInput = {
  readonly successorId: string
  readonly formerBecomes: FormerBecomes
  readonly because: string
}

/** The creator's half: everything is judged here as it will be at the switch, so that nobody begins what cannot end. */
export async function offer(
  act: Act,
  input: OfferInput,
  holders: StrongHolders,
): Promise<{ readonly id: string }> {
  const tally = permit(act, 'creator.transfer', workspace)
  const where = whereOf(act)
  const formerId = actorId(act)
  if ((await openTransfer(where)) !== undefined) throw refuse('transfer/one-open')
  await refuseTooMany(act)
  await refuseIneligible(act, input.successorId, holders)
  const pair = { fromId: formerId, toId: input.successorId, formerBecomes: input.formerBecomes }
  await refuseIfNoSuperStays(act, pair)
  const { consent, approvals } = await settingsOf(where)
  const approvalsNeeded = consent === 'approvals' ? approvals : 0
  refuseMissingApprovers(act, [formerId, input.successorId], approvalsNeeded)
  const id = newId()
  const terms = {
    workspaceId: act.workspaceId,
    transferId: id,
    formerId,
    successorId: input.successorId,
    formerBecomes: input.formerBecomes,
    consent,
    approvalsNeeded,
    because: input.because,
    nonce: randomBytes(16).toString('hex'),
  }
  const hash = hashOfTerms(terms)
  await insertTransfer(tally, newRow(act, { id, hash, terms, input }))
  recordOffer(tally, { id, hash, terms })
  await note(tally, id, 'offered', { method: halfOf(act, hash).method, words: input.because })
  await tellAll(tally, { id, formerId, successorId: input.successorId }, 'offered')
  return { id }
}

type Offered = {
  readonly id: string
  readonly hash: string
  readonly terms: Parameters<typeof hashOfTerms>[0]
}

function newRow(act: Act, { id, hash, terms, input }: Offered & { readonly input: OfferInput }) {
  const until = new Date(act.at.getTime() + transferTimes.offerMs)
  const { formerId, successorId, formerBecomes, consent, approvalsNeeded, nonce } = terms
  return {
    id,
    hash,
    nonce,
    formerId,
    successorId,
    formerBecomes,
    consent,
    approvalsNeeded,
    because: input.because,
    way: 'transfer' as const,
    state: 'offered' as const,
    strict: profileOf(act) === 'strict',
    ...foreseen(act.facts, act.at.getTime(), input),
    offeredAt: act.at,
    formerHalf: JSON.stringify(halfOf(act, hash)),
    untilAt: until,
    nextAt: until,
  }
}

function recordOffer(tally: Tally<'creator.transfer'>, { id, hash, terms }: Offered): void {
  const { formerId, successorId, formerBecomes, consent, approvalsNeeded, because } = terms
  record(
    tally,
    {
      name: 'transfer.offered@1',
      data: {
        transferId: id,
        hash,
        fromId: formerId,
        toId: successorId,
        formerBecomes,
        consent,
        approvalsNeeded,
        half: { ...halfOf(tally.act, hash) },
      },
    },
    { sealed: { because }, about: [formerId, successorId] },
  )
}

/** The seat changes hands so often a day and no more: whoever took over an account cannot make it run in circles. */
export async function refuseTooMany(act: Act): Promise<void> {
  const count = await doneSince(whereOf(act), new Date(act.at.getTime() - DAY_MS))
  if (count >= TRANSFERS_A_DAY) throw refuse('transfer/too-many-today', { most: TRANSFERS_A_DAY })
}

function refuseMissingApprovers(act: Act, two: readonly string[], needed: number): void {
  const most = supersBeside(act.facts, act.at.getTime(), two).length
  if (needed > most) throw refuse('transfer/approvers-missing', { needed, most })
}

/** What it would change for both, by permission; reserved ones are nobody's business yet. */
export function foreseen(
  facts: Facts,
  at: number,
  { successorId, formerBecomes }: Pick<OfferInput, 'successorId' | 'formerBecomes'>,
): { readonly gains: PermissionKey[]; readonly loses: PermissionKey[] } {
  const formerId = creatorOf(facts)
  if (formerId === null) return { gains: [], loses: [] }
  const events = handOnEvents(facts, { fromId: formerId, toId: successorId, formerBecomes })
  return {
    gains: changedFor(facts, successorId, events, at, 'gains'),
    loses: changedFor(facts, formerId, events, at, 'loses'),
  }
}

function changedFor(
  facts: Facts,
  memberId: string,
  events: readonly AuthorityEvent[],
  at: number,
  way: 'gains' | 'loses',
): PermissionKey[] {
  const hows = way === 'gains' ? ['gained', 'wider', 'other'] : ['lost', 'narrower', 'other']
  const found = new Set(
    changesFor(facts, memberId, events, at)
      .filter(({ how }) => hows.includes(how))
      .map((change) => change.permission),
  )
  return permissions
    .map(({ key }) => key)
    .filter((key) => found.has(key) && permission(key).state === 'enforced')
}

/** Puts the company's letter on record: its SHA-256 stands in the ledger. */
export async function putOnRecord(
  act: Act,
  input: {
    readonly transferId: string
    readonly hash: string
    readonly name: string
    readonly content: string
  },
): Promise<null> {
  const tally = permit(act, 'creator.transfer', workspace)
  const { row, ground } = await lockedWithGround(act, input.transferId)
  refuseBarred('letter', row, ground)
  refuseOtherHash(row, input.hash)
  const { type, bytes, sha256 } = letterFrom(input.content)
  const { id: transferId } = row
  await putLetter(tally, { transferId, name: input.name, type, sha256, content: bytes, byId: actorId(act) })
  record(
    tally,
    { name: 'transfer.letter@1', data: { transferId, hash: row.hash, sha256, bytes: bytes.length } },
    { sealed: { name: input.name }, about: bothOf(row) },
  )
  await note(tally, transferId, 'letter', { method: halfOf(act, row.hash).method, words: input.name })
  await tellAll(tally, row, 'consented')
  return null
}

export const bothOf = ({ formerId, successorId }: Pick<TransferRow, 'formerId' | 'successorId'>) => [
  formerId,
  successorId,
]

/** Calls it off. INVARIANT O4: before the switch this always wins. */
export async function cancel(
  act: Act,
  { transferId, because }: { readonly transferId: string; readonly because: string },
): Promise<null> {
  const tally = permit(act, 'sec.self.manage', { type: 'member', id: actorId(act) })
  const { row, ground } = await lockedWithGround(act, transferId)
  refuseBarred('cancel', row, ground)
  const state = transferLife.next(row.state, 'cancel')
  await setTransfer(tally, row.id, { state, untilAt: null, dueAt: null, nextAt: null })
  record(
    tally,
    { name: 'transfer.cancelled@1', data: { transferId, hash: row.hash } },
    { sealed: { because }, about: bothOf(row) },
  )
  await note(tally, transferId, 'cancelled', { words: because })
  await tellAll(tally, row, 'cancelled')
  return null
}
