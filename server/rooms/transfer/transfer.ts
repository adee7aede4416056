/** What a transfer of the top seat is: its life, what both sign, and who may take which step of it. Pure. */
import { createHash } from 'node:crypto'
import type { FormerBecomes, TransferState } from '@hufu/contract'
import { VETOES } from '@hufu/contract'
import { canonicalJson, machine, refuse } from '@hufu/kit'
import type { Proved } from '../../platform/act/index.ts'
import type { Consent, VoiceOn } from './tables.ts'

/** What stops before the switch is a state of its own; after it there is only taking it back. */
export const transferLife = machine('transfer', {
  offered: {
    accept: 'accepted',
    decline: 'declined',
    cancel: 'cancelled',
    veto: 'vetoed',
    lapse: 'lapsed',
  },
  accepted: {
    arm: 'cooling',
    switch: 'done',
    decline: 'declined',
    cancel: 'cancelled',
    veto: 'vetoed',
    lapse: 'lapsed',
  },
  cooling: { switch: 'done', decline: 'declined', cancel: 'cancelled', veto: 'vetoed' },
  done: { revert: 'reverted' },
  reverted: {},
  declined: {},
  cancelled: {},
  vetoed: {},
  lapsed: {},
} as const satisfies Record<TransferState, Readonly<Record<string, TransferState>>>)

/** One signature: who, by what proof, for exactly which terms. */
export type Half = {
  readonly memberId: string
  readonly method: Proved['method']
  readonly proofId: string
  readonly hash: string
  readonly at: string
}

export type Terms = {
  readonly workspaceId: string
  readonly transferId: string
  readonly formerId: string
  readonly successorId: string
  readonly formerBecomes: FormerBecomes
  readonly consent: Consent
  readonly approvalsNeeded: number
  readonly because: string
  readonly nonce: string
}

/** INVARIANT O3: one hash over everything that both agree to. Lower-case hex of SHA-256. */
export const hashOfTerms = (terms: Terms): string =>
  createHash('sha256')
    .update(canonicalJson({ format: 'hufu-transfer-v1', ...terms }))
    .digest('hex')

/** How somebody stands to a transfer as far as its steps ask. */
export type Standing = {
  readonly memberId: string
  /** Active, and of the tier of super administrators now. */
  readonly isSuper: boolean
}

export type Steps = {
  readonly state: TransferState
  readonly way: 'transfer' | 'claim' | 'recovery'
  readonly formerId: string
  readonly successorId: string
  readonly consent: Consent
  readonly approvalsNeeded: number
  readonly strict: boolean
  readonly untilAt: Date | null
  readonly revertUntil: Date | null
  readonly revertAskedAt: Date | null
}

/** What was said, each as its row has it. */
export type Voices = readonly {
  readonly what: VoiceOn
  readonly memberId: string
  readonly at: Date
  readonly words: string
}[]

/** What a step is judged by, beside the transfer itself. */
export type Ground = {
  readonly me: Standing
  /** Who holds the top seat now. */
  readonly creatorId: string | null
  /** Active super administrators who are neither of the two. */
  readonly supers: readonly string[]
  readonly voices: Voices
  readonly hasLetter: boolean
  readonly at: Date
}

export type Step =
  | 'approve'
  | 'letter'
  | 'accept'
  | 'decline'
  | 'arm'
  | 'cancel'
  | 'veto'
  | 'revert'
  | 'agreeToRevert'

const isOpen = (state: TransferState): boolean =>
  state === 'offered' || state === 'accepted' || state === 'cooling'

/** The code of why somebody may not take a step now; null when they may. The page shows it, the command refuses by it. */
export function barOf(step: Step, it: Steps, ground: Ground): `transfer/${string}` | null {
  return barOfPerson(step, it, ground) ?? barOfState(step, it, ground)
}

function barOfPerson(step: Step, it: Steps, { me, voices }: Ground): `transfer/${string}` | null {
  const isOneOfTwo = me.memberId === it.formerId || me.memberId === it.successorId
  const said = (what: VoiceOn): boolean =>
    voices.some((voice) => voice.what === what && voice.memberId === me.memberId)
  switch (step) {
    case 'letter':
    case 'arm':
    case 'cancel':
    case 'revert':
      return me.memberId === it.formerId ? null : 'transfer/not-yours'
    case 'accept':
    case 'decline':
      return me.memberId === it.successorId ? null : 'transfer/not-yours'
    case 'approve':
    case 'veto':
    case 'agreeToRevert':
      if (isOneOfTwo || !me.isSuper) return 'transfer/no-voice'
      return said(voiceOf[step]) ? 'transfer/voted' : null
  }
}

const voiceOf = { approve: 'approval', veto: 'veto', agreeToRevert: 'revert' } as const

function barOfState(step: Step, it: Steps, ground: Ground): `transfer/${string}` | null {
  const { state, strict, consent } = it
  const isLate = it.untilAt !== null && it.untilAt <= ground.at
  const late = isLate ? 'transfer/too-late' : null
  switch (step) {
    case 'approve':
    case 'letter':
      if (state !== 'offered') return 'transfer/not-now'
      return consent === (step === 'letter' ? 'letter' : 'approvals') ? late : 'transfer/not-asked-for'
    case 'accept':
      if (state !== 'offered') return 'transfer/not-now'
      return consentStands(it, ground) ? late : 'transfer/consent-missing'
    case 'arm':
      return state === 'accepted' && strict ? late : 'transfer/not-now'
    case 'decline':
    case 'cancel':
      return isOpen(state) ? null : 'transfer/not-now'
    case 'veto':
      if (!isOpen(state)) return 'transfer/not-now'
      return strict ? null : 'transfer/no-veto-here'
    case 'revert':
      return it.revertAskedAt === null ? barOfRevert(it, ground) : 'transfer/voted'
    case 'agreeToRevert':
      return it.revertAskedAt === null ? 'transfer/not-now' : barOfRevert(it, ground)
  }
}

function barOfRevert(it: Steps, { at, creatorId }: Ground): `transfer/${string}` | null {
  if (it.state !== 'done' || it.revertUntil === null) return 'transfer/not-now'
  if (creatorId !== it.successorId) return 'transfer/moved-on'
  return it.revertUntil <= at ? 'transfer/too-late' : null
}

/** Whether the company agrees as it has said it would. Voices count while who gave them is entitled. */
export function consentStands(
  { consent, approvalsNeeded }: Pick<Steps, 'consent' | 'approvalsNeeded'>,
  { voices, supers, hasLetter }: Pick<Ground, 'voices' | 'supers' | 'hasLetter'>,
): boolean {
  if (consent === 'none') return true
  if (consent === 'letter') return hasLetter
  return countOf('approval', voices, supers) >= approvalsNeeded
}

const countOf = (what: VoiceOn, voices: Voices, supers: readonly string[]): number =>
  new Set(
    voices
      .filter((one) => one.what === what && supers.includes(one.memberId))
      .map(({ memberId }) => memberId),
  ).size

/** Two objections stop it; where only one super administrator could object, one. */
export const isVetoed = ({ voices, supers }: Pick<Ground, 'voices' | 'supers'>): boolean =>
  supers.length > 0 && countOf('veto', voices, supers) >= Math.min(VETOES, supers.length)

/** Whether it goes back: somebody above suspicion agreed, or there is nobody who could. */
export const revertAgreed = ({ voices, supers }: Pick<Ground, 'voices' | 'supers'>): boolean =>
  supers.length === 0 || countOf('revert', voices, supers) > 0

/** Throws what bars a step. */
export function refuseBarred(step: Step, it: Steps, ground: Ground): void {
  const code = barOf(step, it, ground)
  if (code !== null) throw refuse(code, { state: it.state, step })
}

export const LETTER_BYTES_MAX = 2 * 1024 * 1024

const signatures = [
  { type: 'application/pdf', bytes: Buffer.from('%PDF-') },
  { type: 'image/png', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { type: 'image/jpeg', bytes: Buffer.from([0xff, 0xd8, 0xff]) },
] as const

/** A letter as it is kept: what it is, is said by its first bytes and by nothing else. Refuses what is no PDF, PNG or JPEG. */
export function letterFrom(content: string): {
  readonly type: string
  readonly bytes: Buffer
  readonly sha256: string
} {
  const bytes = Buffer.from(content, 'base64')
  if (bytes.length === 0 || bytes.length > LETTER_BYTES_MAX) throw refuse('transfer/letter-size')
  const found = signatures.find((one) => bytes.subarray(0, one.bytes.length).equals(one.bytes))
  if (found === undefined) throw refuse('transfer/letter-kind')
  return { type: found.type, bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}
