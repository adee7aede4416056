/** Asking: for oneself, for somebody who confirms it, from a draft. */
import type { Evidence, RequestNeed } from '@hufu/contract'
import { newId, refuse } from '@hufu/kit'
import { permit } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { managersAbove } from '../directory/index.ts'
import { refuseUnseen } from './evidence.ts'
import { enterStage, groundOf, locked, recordRequest } from './moving.ts'
import { requestLife, termsHashOf } from './request.ts'
import { screen } from './screening.ts'
import type { AskedFor, Screened } from './screening.ts'
import { readFlow, standsInFor } from './store-flow.ts'
import { tellThread } from './store-told.ts'
import { insertRequest, setRequest } from './store.ts'
import type { RequestRow, RequestTally } from './store.ts'
import type { Terms } from './tables.ts'
import { REQUEST_CONFIRM, tellSome, toldOf } from './told.ts'

const DAY_MS = 86_400_000
const DRAFT_DAYS = 30
const CONFIRM_DAYS = 7

export type AskInput = Omit<AskedFor, 'requesterId' | 'memberId' | 'answers'> & {
  readonly memberId?: string | undefined
  readonly need: RequestNeed
  readonly evidence?: readonly Evidence[] | undefined
  readonly answers?: Readonly<Record<string, string>> | undefined
  readonly revocationId?: string | undefined
  readonly draft?: boolean | undefined
}

const self = (act: Act): string => {
  if (act.actor.type !== 'member') throw refuse('access-request/not-found')
  return act.actor.memberId
}

/** Asks, or keeps a draft of it. */
export async function ask(
  act: Act,
  input: AskInput,
): Promise<{ readonly id: string; readonly state: RequestRow['state'] }> {
  const me = self(act)
  const tally = permit(act, 'request.submit', { type: 'member', id: me })
  const asked = askedFor(input, me)
  await refuseForOthers(act, asked)
  await refuseUnseen(act.tx, act.workspaceId, me, input.evidence ?? [])
  const id = newId()
  const isDraft = input.draft === true
  const screened = isDraft ? null : await screen(groundOf(act), asked, { requestId: null })
  await insertRequest(tally, {
    id,
    kind: input.kind,
    state: 'draft',
    requesterId: me,
    memberId: asked.memberId,
    terms: screened === null ? draftTerms(input) : screened.terms,
    grantId: input.kind === 'extension' ? (input.grantId ?? null) : null,
    revocationId: input.revocationId ?? null,
    need: input.need,
    because: input.because,
    evidence: [...(input.evidence ?? [])],
    answers: input.answers ?? {},
    lifts: [...(screened?.lifts ?? [])],
    risk: screened?.risk ?? 'low',
    permissions: screened?.permissions ?? [],
    flowVersion: screened?.flowVersion ?? 0,
  })
  const row = await locked(act, id)
  if (screened === null) {
    await setRequest(tally, id, draftTimes(act))
    await tellThread(tally, id, [{ what: 'drafted', by: me }])
    recordRequest(tally, row, 'drafted@1')
    return { id, state: 'draft' }
  }
  return { id, state: await send(tally, row, screened) }
}

/** A draft says what it likes; what it asks for is only looked at when it is sent. */
function draftTerms({
  kind,
  rights = [],
  scope,
  from = null,
  until = null,
  lasts = null,
}: AskInput): Terms | null {
  if (kind === 'account') return null
  return {
    // Whoever writes a draft may leave out what makes it whole; sending it reads it again.
    rights: rights as Terms['rights'],
    scope: scope ?? { type: 'workspace' },
    from,
    until,
    lasts,
  }
}

const draftTimes = (act: Act) => {
  const lapseAt = new Date(act.at.getTime() + DRAFT_DAYS * DAY_MS)
  return { lapseAt, nextAt: lapseAt }
}

const askedFor = (input: AskInput, me: string): AskedFor => ({
  ...input,
  requesterId: me,
  memberId: input.memberId ?? me,
  answers: input.answers ?? {},
})

/** For somebody else ask those to whom they report, and those who stand in for them. */
export async function refuseForOthers(act: Act, { requesterId, memberId }: AskedFor): Promise<void> {
  if (requesterId === memberId) return
  const ground = groundOf(act)
  if ((await managersAbove(ground, memberId)).includes(requesterId)) return
  if ((await standsInFor(act.tx, act.workspaceId, requesterId, act.at)).includes(memberId)) return
  throw refuse('access-request/not-for-them')
}

/** Changes a draft. */
export async function edit(
  act: Act,
  input: AskInput & { readonly requestId: string },
): Promise<{ readonly state: RequestRow['state'] }> {
  const row = await ownDraft(act, input.requestId)
  const tally = permit(act, 'request.submit', { type: 'member', id: row.requesterId })
  const asked = askedFor(input, row.requesterId)
  if (asked.memberId !== row.memberId || input.kind !== row.kind) throw refuse('access-request/terms')
  await refuseUnseen(act.tx, act.workspaceId, row.requesterId, input.evidence ?? [])
  await setRequest(tally, row.id, {
    ...draftTimes(act),
    terms: draftTerms(input),
    ...(input.kind === 'extension' ? { grantId: input.grantId ?? row.grantId } : {}),
    revocationId: input.revocationId ?? null,
    need: input.need,
    because: input.because,
    evidence: [...(input.evidence ?? [])],
    answers: input.answers ?? {},
  })
  recordRequest(tally, row, 'drafted@1')
  return { state: 'draft' }
}

async function ownDraft(act: Act, id: string): Promise<RequestRow> {
  const row = await locked(act, id)
  if (row.requesterId !== self(act)) throw refuse('access-request/not-found')
  if (row.state !== 'draft') throw refuse('access-request/not-now', { state: row.state, event: 'submit' })
  return row
}

/** Asks what a draft says. */
export async function submit(
  act: Act,
  { requestId }: { readonly requestId: string },
): Promise<{ readonly state: RequestRow['state'] }> {
  const row = await ownDraft(act, requestId)
  const tally = permit(act, 'request.submit', { type: 'member', id: row.requesterId })
  const asked = askedOf(row)
  await refuseForOthers(act, asked)
  const screened = await screen(groundOf(act), asked, { requestId: row.id })
  return { state: await send(tally, row, screened) }
}

const askedOf = (row: RequestRow): AskedFor => ({
  ...row.terms,
  kind: row.kind,
  requesterId: row.requesterId,
  memberId: row.memberId,
  grantId: row.grantId ?? undefined,
  because: row.because,
  answers: row.answers,
})

/** The person wants what somebody else asks for them. It is looked at anew: they may hold it by now. */
export async function confirm(
  act: Act,
  { requestId }: { readonly requestId: string },
): Promise<{ readonly state: RequestRow['state'] }> {
  const row = await locked(act, requestId)
  const me = self(act)
  if (row.memberId !== me) throw refuse('access-request/not-found')
  requestLife.next(row.state, 'confirm')
  const tally = permit(act, 'request.submit', { type: 'member', id: me })
  const screened = await screen(groundOf(act), askedOf(row), { requestId: row.id })
  await tellThread(tally, row.id, [{ what: 'confirmed', by: me }])
  await goesIn(tally, row, screened)
  return { state: 'pending' }
}

/** To whom it is for, when that is somebody else; else to those who decide. */
async function send(tally: RequestTally, row: RequestRow, screened: Screened): Promise<RequestRow['state']> {
  const { act } = tally
  if (row.memberId === row.requesterId) {
    requestLife.next(row.state, 'submit')
    await goesIn(tally, row, screened)
    return 'pending'
  }
  const state = requestLife.next(row.state, 'ask')
  const lapseAt = new Date(act.at.getTime() + CONFIRM_DAYS * DAY_MS)
  await setRequest(tally, row.id, { ...screenedAs(screened), state, lapseAt, nextAt: lapseAt })
  await tellThread(tally, row.id, [{ what: 'submitted', by: row.requesterId, words: row.because }])
  recordRequest(tally, row, 'prepared@1', factsOf(row, screened), { because: row.because })
  await tellSome(tally, [row.memberId], REQUEST_CONFIRM, toldOf(row, 'submitted'))
  return state
}

const screenedAs = ({ terms, permissions, risk, lifts, flowVersion }: Screened) => ({
  terms,
  permissions,
  risk,
  lifts,
  flowVersion,
})

async function goesIn(tally: RequestTally, row: RequestRow, screened: Screened): Promise<void> {
  const { act } = tally
  const { flow } = await readFlow(act.tx, act.workspaceId)
  if (row.requesterId === row.memberId)
    await tellThread(tally, row.id, [{ what: 'submitted', by: row.requesterId, words: row.because }])
  const asked = { ...row, ...screenedAs(screened), permissions: [...screened.permissions] }
  await enterStage(
    tally,
    asked,
    { ...asked, placers: screened.placers },
    {
      state: 'pending',
      round: row.round,
      stage: 0,
      route: screened.way.stages,
      not: new Set(),
      lapseAt: new Date(act.at.getTime() + flow.lapseDays * DAY_MS),
    },
    { ...screenedAs(screened), submittedAt: act.at },
  )
  recordRequest(tally, row, 'submitted@1', factsOf(asked, screened), { because: row.because })
}

/** What the ledger keeps of it: ids, keys and times, and the hash of the whole. */
function factsOf(row: RequestRow, { terms, permissions, lifts, flowVersion }: Screened) {
  return {
    kind: row.kind,
    requesterId: row.requesterId,
    permissions: [...permissions],
    from: terms?.from ?? null,
    until: terms?.until ?? null,
    lasts: terms?.lasts ?? null,
    grantId: row.grantId,
    lifts: [...lifts],
    flowVersion,
    termsHash: termsHashOf({ ...row, terms, lifts }, permissions),
  }
}
