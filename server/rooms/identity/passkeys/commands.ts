import { newId, refuse } from '@hufu/kit'
import { PASSKEYS_MAX } from '@hufu/contract'
import { permit } from '../../../platform/act/index.ts'
import type { Act, Tally } from '../../../platform/act/index.ts'
import { epochOf, sessionProjection } from '../sessions.ts'
import { askOwn, askOwnProved, dropFactor, keepFactor } from '../factors/commands.ts'
import { lockCredential } from '../store.ts'
import type { Place } from './place.ts'
import {
  insertChallenge,
  insertPasskey,
  lockByCredential,
  lockPasskey,
  markSigned,
  passkeysOf,
  renamePasskey,
  takeChallenge,
  voidChallenges,
} from './store.ts'
import type { PasskeyRow } from './store.ts'
import { askedIn, bytesOf, readMade, readSigned } from './verify.ts'
import type { Bound, Made, Signed } from './verify.ts'

/** The member and the session that act; throws `identity/not-signed-in` for everybody else. */
export function selfOf({ actor }: Act): { readonly memberId: string; readonly sessionId: string } {
  if (actor.type !== 'member' || actor.sessionId === null) throw refuse('identity/not-signed-in')
  return { memberId: actor.memberId, sessionId: actor.sessionId }
}

const unbound = { sessionId: null, epoch: null, actHash: null, pendingId: null } as const

/** What is signed to sign in with a passkey alone. */
export const forSignIn: Bound = { ...unbound, purpose: 'sign-in', memberId: null }
/** What is signed as the second half of a sign-in under way. */
export const forSecond = (memberId: string, pendingId: string): Bound => ({
  ...unbound,
  purpose: 'second',
  memberId,
  pendingId,
})

/** What is signed in a session of one's own: for one act, or to make a passkey. */
export function forSelf(act: Act, purpose: 'step-up' | 'add', actHash: Buffer | null): Bound {
  const { memberId, sessionId } = selfOf(act)
  const epoch = epochOf(act.projection(sessionProjection), memberId)
  return { purpose, memberId, sessionId, epoch, actHash, pendingId: null }
}

export type Asked = { readonly challenge: Buffer; readonly known: readonly PasskeyRow[] }

/** Begins to make a passkey: whoever does proves once more, or a stolen session would make itself a way in for good. */
export async function beginPasskey(act: Act): Promise<Asked> {
  const { tally, memberId } = await askOwnProved(act)
  const known = await passkeysOf(act.tx, act.workspaceId, memberId)
  if (known.length >= PASSKEYS_MAX) throw refuse('identity/passkeys-full', { limit: PASSKEYS_MAX })
  return { challenge: await insertChallenge(tally, forSelf(act, 'add', null)), known }
}

/** Makes what is signed for exactly one act. */
export async function challengeStepUp(act: Act, actHash: Buffer): Promise<Asked> {
  const { memberId } = selfOf(act)
  const tally = permit(act, 'audit.self.view', { type: 'member', id: memberId })
  const known = await passkeysOf(act.tx, act.workspaceId, memberId)
  if (known.length === 0) throw refuse('identity/passkey-unknown')
  return { challenge: await insertChallenge(tally, forSelf(act, 'step-up', actHash)), known }
}

/** Keeps a passkey that the browser has made, in the session that began it. */
export async function addPasskey(
  act: Act,
  { made, name, place }: { readonly made: Made; readonly name: string; readonly place: Place },
): Promise<null> {
  const own = await askOwn(act)
  const { tally, memberId } = own
  const challenge = askedIn(made.response.clientDataJSON, place)
  if (!(await takeChallenge(act, challenge, forSelf(act, 'add', null)))) throw refuse('identity/passkey-late')
  const known = await passkeysOf(act.tx, act.workspaceId, memberId)
  if (known.length >= PASSKEYS_MAX) throw refuse('identity/passkeys-full', { limit: PASSKEYS_MAX })
  const passkey = await readMade(place, made, challenge)
  const id = newId()
  await keepFactor(own, { id, kind: 'passkey' })
  if (!(await insertPasskey(tally, { ...passkey, id, memberId, name })))
    throw refuse('identity/passkey-known')
  return null
}

/** Gives a passkey of one's own another name. That of somebody else is not there. */
export async function nameAnew(
  act: Act,
  { passkeyId, name }: { readonly passkeyId: string; readonly name: string },
): Promise<null> {
  const { tally, memberId } = await askOwn(act)
  if ((await lockPasskey(act, memberId, passkeyId)) === undefined) throw refuse('identity/no-such-passkey')
  await renamePasskey(tally, passkeyId, name)
  return null
}

/** Gives up a passkey of one's own; what it had been asked to sign is void. */
export async function removePasskey(act: Act, { passkeyId }: { readonly passkeyId: string }): Promise<null> {
  const { memberId } = selfOf(act)
  await lockCredential(act, memberId)
  // What is not one's own is not there: nobody is asked for a proof of it.
  if ((await lockPasskey(act, memberId, passkeyId)) === undefined) throw refuse('identity/no-such-passkey')
  const own = await askOwnProved(act)
  await dropFactor(own, { id: passkeyId, kind: 'passkey' })
  await voidChallenges(own.tally, memberId)
  return null
}

/**
 * Proves by a signature, once: the number signed is used up, and the device's own count goes on. Whoever calls has locked
 * the member's credential. Throws `identity/passkey-late` for a number that is not open for exactly this.
 */
export async function proveBySignature(
  tally: Tally<'audit.self.view' | 'sec.self.manage'>,
  memberId: string,
  { signed, place, bound }: { readonly signed: Signed; readonly place: Place; readonly bound: Bound },
): Promise<PasskeyRow> {
  const { act } = tally
  const passkey = await lockByCredential(act, bytesOf(signed.id))
  if (passkey === undefined || passkey.memberId !== memberId) throw refuse('identity/passkey-unknown')
  const challenge = askedIn(signed.response.clientDataJSON, place)
  if (!(await takeChallenge(act, challenge, bound))) throw refuse('identity/passkey-late')
  await markSigned(tally, passkey.id, await readSigned(place, signed, challenge, passkey))
  return passkey
}
