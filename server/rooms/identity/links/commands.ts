import { timingSafeEqual } from 'node:crypto'
import { refuse } from '@hufu/kit'
import type { Refusal } from '@hufu/kit'
import { meets, needOf, permit, protectionProjection } from '../../../platform/act/index.ts'
import type { Act, Tally } from '../../../platform/act/index.ts'
import { assertActive } from '../active.ts'
import { selfOf } from '../passkeys/commands.ts'
import { hashOf } from '../secrets.ts'
import { epochOf, sessionProjection } from '../sessions.ts'
import { lockCredential, lockSession } from '../store.ts'
import type { SessionRow } from '../store.ts'
import { linkLife, stateAt } from './link.ts'
import type { newDigits } from './link.ts'
import { insertLink, lockLink, markLink } from './store.ts'
import type { LinkRow, NewLink } from './store.ts'

/** The act a QR code asks to prove for: its hash, and what the phone is shown of it. */
export type ActShown = { readonly hash: Buffer; readonly method: string; readonly path: string }
/** From where a QR code is shown. */
export type Shower = { readonly device: string; readonly address: string; readonly browser: Buffer | null }
/** What is made for one QR code before it is written. */
export type Drawn = {
  readonly id: string
  readonly codeHash: Buffer
  readonly secretHash: Buffer
} & ReturnType<typeof newDigits>

const forNobody = {
  memberId: null,
  pendingId: null,
  sessionId: null,
  epoch: null,
  actHash: null,
  actMethod: null,
  actPath: null,
} as const
const withChoices = <T extends { readonly choices: readonly string[] }>(drawn: T) => ({
  ...drawn,
  choices: [...drawn.choices],
})

/** A QR code for signing in. Who will come in by it is whoever says yes. */
export const linkForSignIn = (drawn: Drawn, from: Shower): NewLink => ({
  ...withChoices(drawn),
  ...from,
  ...forNobody,
  purpose: 'sign-in',
})

/** A QR code as the second half of a sign-in under way. */
export const linkForSecond = (drawn: Drawn, from: Shower, memberId: string, pendingId: string): NewLink => ({
  ...linkForSignIn(drawn, from),
  purpose: 'second',
  memberId,
  pendingId,
})

/** Shows a QR code to prove on a second device for one act of this session. Gives until when. */
export async function showStepUp(
  act: Act,
  { drawn, from, shown }: { readonly drawn: Drawn; readonly from: Shower; readonly shown: ActShown },
): Promise<string> {
  const { memberId, sessionId } = selfOf(act)
  const tally = permit(act, 'audit.self.view', { type: 'member', id: memberId })
  const until = await insertLink(tally, {
    ...linkForSignIn(drawn, from),
    purpose: 'step-up',
    memberId,
    sessionId,
    epoch: epochOf(act.projection(sessionProjection), memberId),
    actHash: shown.hash,
    actMethod: shown.method,
    actPath: shown.path,
  })
  return until.toISOString()
}

/** Whether a secret or a code is the one that was given out. */
export const isSame = (given: string, kept: Buffer): boolean => timingSafeEqual(hashOf(given), kept)

/** How a QR code looks to whoever scanned it. */
export type Scanned = {
  readonly link: LinkRow
  readonly at: Date
  /** Why this session cannot say yes; null where it can. */
  readonly not: Refusal | null
}

/** Brings the code that was scanned, and the mark of the browser it was scanned with. */
export type Scan = {
  readonly linkId: string
  readonly code: string
  readonly browser: Buffer | null
}

// Not there, for whoever has not scanned it and for whom it is not.
async function lockScanned(act: Act, { linkId, code }: Scan): Promise<LinkRow> {
  const { memberId } = selfOf(act)
  const link = await lockLink(act, linkId)
  if (link === undefined || !isSame(code, link.codeHash)) throw refuse('identity/no-such-link')
  if (link.memberId !== null && link.memberId !== memberId) throw refuse('identity/no-such-link')
  return link
}

const rootOf = ({ rootId, id }: SessionRow): string => rootId ?? id

/**
 * INVARIANT P10: who says yes is somewhere else. Not the page that asks, not its browser, and for a proof not a session from
 * which the page was let in, nor one let in from the page: a stolen session would otherwise make itself a second device.
 */
async function whyNot(act: Act, link: LinkRow, browser: Buffer | null): Promise<Refusal | null> {
  const { sessionId } = selfOf(act)
  if (link.sessionId === sessionId) return refuse('identity/link-same-session')
  if (link.browser !== null && browser !== null && link.browser.equals(browser))
    return refuse('identity/link-same-session')
  if (link.sessionId === null) return null
  const mine = await lockSession(act, sessionId)
  const asking = await lockSession(act, link.sessionId)
  if (mine === undefined || asking === undefined) return refuse('identity/session-ended')
  return rootOf(mine) === rootOf(asking) ? refuse('identity/link-same-root') : null
}

/** A phone has scanned a QR code: it is shown what it asks, and the page that somebody is there. */
export async function openLink(act: Act, scan: Scan): Promise<Scanned> {
  const { memberId } = selfOf(act)
  await lockCredential(act, memberId)
  const tally = permit(act, 'audit.self.view', { type: 'member', id: memberId })
  const link = await lockScanned(act, scan)
  const not = await whyNot(act, link, scan.browser)
  if (stateAt(link, act.at) !== 'shown') return { link, at: act.at, not }
  linkLife.next('shown', 'open')
  await markLink(tally, link.id, { state: 'seen' })
  return { link: { ...link, state: 'seen' }, at: act.at, not }
}

/** Says yes or no. Other figures than the page shows are a no: somebody looked at another page, or not at all. */
export async function answerLink(
  act: Act,
  { approve, digits, ...scan }: Scan & { readonly approve: boolean; readonly digits: string },
): Promise<Scanned> {
  const { memberId, sessionId } = selfOf(act)
  assertActive(act.facts, memberId)
  await lockCredential(act, memberId)
  const tally = permit(act, 'sec.self.manage', { type: 'member', id: memberId })
  const link = await lockScanned(act, scan)
  const not = await whyNot(act, link, scan.browser)
  if (not !== null && (approve || link.sessionId === sessionId)) throw not
  const yes = approve && digits === link.digits
  const next = linkLife.next(stateAt(link, act.at), yes ? 'approve' : 'decline')
  const mark = {
    state: next === 'approved' ? ('approved' as const) : ('declined' as const),
    answeredBy: memberId,
    answeredIn: sessionId,
    answeredEpoch: epochOf(act.projection(sessionProjection), memberId),
  }
  await markLink(tally, link.id, mark)
  return { link: { ...link, ...mark }, at: act.at, not }
}

/** What a page redeems: the secret it was given, and for what. */
export type Redeeming = {
  readonly linkId: string
  readonly secret: string
  readonly memberId: string
  readonly purpose: LinkRow['purpose']
  /** The sign-in under way, or the act, that it was shown for. */
  readonly pendingId: string | null
  readonly actHash: Buffer | null
}

const isSameAct = (kept: Buffer | null, asked: Buffer | null): boolean =>
  kept === null || asked === null ? kept === asked : kept.equals(asked)

/**
 * Uses up a yes, once, for exactly what was shown. Whoever calls has locked the member's credential, so that the session
 * that said yes cannot end meanwhile. Gives that session. Throws `link/not-now` where there is no yes, and
 * `identity/link-void` where who said it has been signed out, suspended or sent away since.
 */
export async function useLink(
  tally: Tally<'audit.self.view'>,
  { linkId, secret, memberId, purpose, pendingId, actHash }: Redeeming,
): Promise<SessionRow> {
  const { act } = tally
  assertActive(act.facts, memberId)
  const link = await lockLink(act, linkId)
  if (link === undefined || !isSame(secret, link.secretHash)) throw refuse('identity/no-such-link')
  const isForThis =
    link.purpose === purpose && link.pendingId === pendingId && isSameAct(link.actHash, actHash)
  if (!isForThis) throw refuse('identity/no-such-link')
  linkLife.next(stateAt(link, act.at), 'use')
  if (link.answeredBy !== memberId || link.answeredIn === null) throw refuse('identity/no-such-link')
  const epoch = epochOf(act.projection(sessionProjection), memberId)
  const answered = await lockSession(act, link.answeredIn)
  if (answered === undefined || answered.idleUntil <= act.at || link.answeredEpoch !== epoch)
    throw refuse('identity/link-void')
  // What the company asks of whoever said yes may have grown since.
  if (!meets(needNow(act, memberId), answered.methods)) throw refuse('identity/link-void')
  if (link.sessionId !== null) standsFor(act, link, epoch)
  await markLink(tally, link.id, { state: 'used' })
  return answered
}

const needNow = (act: Act, memberId: string) =>
  needOf(act.projection(protectionProjection), act.facts, memberId, act.at.getTime())

// Shown by this very session, and before nothing happened that ends sessions.
function standsFor(act: Act, link: LinkRow, epoch: number): void {
  if (link.sessionId !== selfOf(act).sessionId || link.epoch !== epoch) throw refuse('identity/no-such-link')
}
