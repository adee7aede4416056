import { TRANSFERS_A_DAY, transferEvent, wordsOf } from '@hufu/contract'
import type { TransferView } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { can, hold } from '../../platform/http/index.ts'
import type { Locale, Reading } from '../../platform/http/index.ts'
import { permissionWords } from '../authority/index.ts'
import type { Names } from '../authority/index.ts'
import { found } from './checklist.ts'
import { dutiesIn } from './duties.ts'
import { concerns, creatorOf, groundFor } from './ground.ts'
import { doneSince, eventsOf, findTransfer, lastDone, letterOf, openTransfer, settingsOf } from './store.ts'
import type { EventRow, TransferRow } from './store.ts'
import { creatorSince } from './store-people.ts'
import { barOf } from './transfer.ts'
import type { Ground, Step } from './transfer.ts'

const DAY_MS = 86_400_000
const workspace = { type: 'workspace' } as const

export type Seeing = {
  readonly reading: Reading
  readonly locale: Locale
  readonly names: Names
  readonly sees: (reading: Reading, memberId: string) => boolean
}

export type Naming = (id: string) => { readonly id: string; readonly name: string }

/** Names of some people, read at once. */
export async function namesOf({ reading, names }: Seeing, ids: readonly (string | null)[]): Promise<Naming> {
  const members = [...new Set(ids.filter((id) => id !== null))]
  const wanted = { members, departments: [], groups: [], positions: [] }
  const known = await names(reading.db, reading.workspaceId, wanted)
  return (id) => ({ id, name: known.get(id) ?? id })
}

/** A transfer for whom it concerns; to others it is not there, now and when the answer leaves. */
export async function seen(reading: Reading, transferId: string): Promise<TransferRow> {
  const row = await findTransfer(reading, transferId)
  const shut = () =>
    row !== undefined && concerns(reading.facts, reading.at, reading.memberId, row)
      ? null
      : refuse('transfer/not-found')
  hold(reading, shut)
  if (row === undefined) throw refuse('transfer/not-found')
  return row
}

export const isAmongTop = ({ facts, at, memberId }: Reading): boolean =>
  concerns(facts, at, memberId, { formerId: '', successorId: '' })

/** Who holds the seat, what the company asks, and what is under way as far as it concerns whoever reads. */
export async function showOverview(seeing: Seeing) {
  const { reading, locale, sees } = seeing
  const { facts, memberId, at } = reading
  const creatorId = creatorOf(facts)
  if (creatorId === null) throw refuse('authority/not-creator')
  const settings = await settingsOf(reading)
  const open = await openTransfer(reading)
  const isMine = (row: TransferRow | undefined): row is TransferRow =>
    row !== undefined && concerns(facts, at, memberId, row)
  const last = await lastDone(reading)
  const since = await creatorSince(reading)
  const isKnown = creatorId === memberId || isAmongTop(reading) || sees(reading, creatorId)
  const naming = await namesOf(seeing, [creatorId])
  const transferring = can(reading, 'creator.transfer', workspace)
  const done = await doneSince(reading, new Date(at - DAY_MS))
  return {
    creator: isKnown ? naming(creatorId) : { id: creatorId, name: '' },
    since: (since ?? new Date(at)).toISOString(),
    duties: dutiesIn(locale),
    settings: { rankMin: settings.rankMin, consent: settings.consent, approvals: settings.approvals },
    changeSettings: transferring,
    offer:
      open !== undefined && transferring.allowed
        ? { allowed: false, because: 'transfer/one-open' }
        : transferring,
    claim: can(reading, 'creator.recovery.vote', workspace),
    current: isMine(open) ? await showTransfer(seeing, open) : null,
    checklistOf: isMine(last) && (await isUnfinished(reading, last)) ? last.id : null,
    leftToday: Math.max(0, TRANSFERS_A_DAY - done),
  }
}

async function isUnfinished(reading: Reading, row: TransferRow): Promise<boolean> {
  if (row.remindAt === null || creatorOf(reading.facts) !== row.successorId) return false
  return (await found(reading, row)).some(({ doneAt }) => doneAt === null)
}

export const showLine = (row: TransferRow, naming: Naming) => ({
  id: row.id,
  state: row.state,
  way: row.way,
  former: naming(row.formerId),
  successor: naming(row.successorId),
  at: row.offeredAt.toISOString(),
  doneAt: row.doneAt?.toISOString() ?? null,
})

/** A transfer with everything said of it. */
export async function showTransfer(seeing: Seeing, row: TransferRow): Promise<TransferView> {
  const { reading, locale } = seeing
  const { facts, memberId } = reading
  const at = new Date(reading.at)
  const [ground, letter, events] = await Promise.all([
    groundFor(reading, { facts, at, memberId }, row),
    letterOf(reading, row.id),
    eventsOf(reading, row.id),
  ])
  const { voices } = ground
  const naming = await namesOf(seeing, [
    row.formerId,
    row.successorId,
    letter?.byId ?? null,
    ...voices.map((voice) => voice.memberId),
    ...events.map(({ byId }) => byId),
  ])
  const saying = (what: 'approval' | 'veto') => voices.filter((voice) => voice.what === what)
  const changesIn = (keys: readonly string[], change: 'gains' | 'loses') =>
    keys.map((permission) => ({ permission, words: permissionWords(permission, locale), change }))
  return {
    ...showLine(row, naming),
    because: row.because,
    formerBecomes: row.formerBecomes,
    hash: row.hash,
    consent: row.consent,
    approvalsNeeded: row.approvalsNeeded,
    approvals: saying('approval').map((one) => ({ by: naming(one.memberId), at: one.at.toISOString() })),
    letter:
      letter === undefined
        ? null
        : {
            name: letter.name,
            sha256: letter.sha256,
            bytes: letter.size,
            by: naming(letter.byId),
            at: letter.at.toISOString(),
          },
    until: row.untilAt?.toISOString() ?? null,
    dueAt: row.dueAt?.toISOString() ?? null,
    revertUntil: row.revertUntil?.toISOString() ?? null,
    vetoes: saying('veto').map((one) => ({
      by: naming(one.memberId),
      at: one.at.toISOString(),
      words: one.words,
    })),
    events: events.map((event) => showEvent(event, naming, locale)),
    gains: changesIn(row.gains, 'gains'),
    loses: changesIn(row.loses, 'loses'),
    may: stepsFor(reading, row, ground),
  }
}

// What happened by itself has the code of its reason for words.
function showEvent(event: EventRow, naming: Naming, locale: Locale) {
  const { what, byId, method, words } = event
  return {
    at: event.at.toISOString(),
    what: transferEvent.shape.what.parse(what),
    by: byId === null ? null : naming(byId),
    method,
    words: byId === null && words !== '' ? wordsOf(words, locale) : words,
  }
}

const asks = {
  approve: 'creator.recovery.vote',
  veto: 'creator.recovery.vote',
  agreeToRevert: 'creator.recovery.vote',
  letter: 'creator.transfer',
  arm: 'creator.transfer',
  accept: 'sec.self.manage',
  decline: 'sec.self.manage',
  cancel: 'sec.self.manage',
  revert: 'sec.self.manage',
} as const satisfies Record<Step, string>

function stepsFor(reading: Reading, row: TransferRow, ground: Ground): TransferView['may'] {
  const may = (step: Step) => {
    const because = barOf(step, row, ground)
    if (because !== null) return { allowed: false, because }
    const key = asks[step]
    return can(reading, key, key === 'sec.self.manage' ? { type: 'member', id: reading.memberId } : workspace)
  }
  return {
    approve: may('approve'),
    letter: may('letter'),
    accept: may('accept'),
    decline: may('decline'),
    arm: may('arm'),
    cancel: may('cancel'),
    veto: may('veto'),
    revert: may('revert'),
    agreeToRevert: may('agreeToRevert'),
  }
}
