import type { PendingSignIn, ProofMethod } from '@hufu/contract'
import { newId } from '@hufu/kit'
import { factorProjection, kindsOf, strengthAsked } from '../../../platform/act/index.ts'
import { marks } from '../lanes.ts'
import type { Parts } from '../parts.ts'
import { tellOfDevice } from '../new-device.ts'
import { hashOf, newToken } from '../secrets.ts'
import { epochOf, sessionProjection } from '../sessions.ts'
import { keepKnown } from '../store-codes.ts'
import { insertPending } from '../store-pending.ts'
import { methodsOpen } from '../ways.ts'
import type { Asked, Entering } from '../ways.ts'
import { beginSession } from './begin.ts'
import type { Begun } from './begin.ts'

/** From where somebody comes in. */
export type Whence = {
  readonly address: string
  readonly deviceName: string
  /** The mark that this browser bears or is to bear; null for a program, which keeps none. */
  readonly mark: string | null
  /** Whether the member has signed in by this mark before. */
  readonly deviceKnown: boolean
}

/** Who comes in, and how they have proved so far who they are. */
export type Coming = {
  readonly memberId: string
  readonly methods: readonly ProofMethod[]
  readonly whence: Whence
}

/** A session, or a sign-in that waits for the second factor. */
export type Entered =
  | { readonly begun: Begun; readonly pending: null }
  | { readonly begun: null; readonly pending: PendingSignIn }

/** The mark of whoever comes by a browser: one that is unknown is replaced, so that nobody can plant theirs in it. */
export function markOf(device: string | null, deviceKnown: boolean, asProgram: boolean): string | null {
  if (asProgram) return null
  return deviceKnown ? device : newToken()
}

/**
 * Lets somebody in whose first factor was right: into a session, or, where they have a second factor, into the wait for it.
 * Whoever calls has asked `assertActive` and holds the lock on the credential.
 */
export async function enter(tally: Entering, parts: Parts, coming: Coming): Promise<Entered> {
  const kinds = kindsOf(tally.act.projection(factorProjection), coming.memberId)
  // Codes on paper stand in for a factor that was lost; alone they are none.
  const hasSecond = kinds.has('totp') || kinds.has('passkey')
  return hasSecond
    ? { begun: null, pending: await wait(tally, parts, coming) }
    : { begun: await enterFully(tally, parts, coming), pending: null }
}

/** Begins the session of somebody who has proved all that they have to. */
export async function enterFully(
  tally: Entering,
  parts: Parts,
  { memberId, methods, whence }: Coming,
): Promise<Begun> {
  const { address, deviceName, mark } = whence
  await tellOfDevice(tally, { memberId, whence })
  const begun = await beginSession(tally, memberId, { device: deviceName, methods }, parts.limits)
  await keepKnown(tally, memberId, [marks.network(address), ...(mark === null ? [] : [marks.device(mark)])])
  return begun
}

async function wait(
  tally: Entering,
  { limits, ways }: Parts,
  { memberId, methods, whence }: Coming,
): Promise<PendingSignIn> {
  const { act } = tally
  const token = newToken()
  const id = newId()
  const until = new Date(act.at.getTime() + limits.pendingMs)
  await insertPending(tally, {
    tokenHash: hashOf(token),
    id,
    memberId,
    epoch: epochOf(act.projection(sessionProjection), memberId),
    // The mark is not known before the session stands; until then it only ties the second step to the first.
    device: whence.mark === null ? null : marks.device(whence.mark),
    methods,
    until,
  })
  // What has been proved is not proved once more.
  const open = methodsOpen(ways, kindsOf(act.projection(factorProjection), memberId)).filter(
    (method) => !methods.includes(method),
  )
  const asked: Asked = { for: 'second', pendingId: id, memberId, strength: strengthAsked(act, memberId) }
  const passkey = open.includes('passkey') ? ((await ways.passkey?.offer?.(tally, asked)) ?? null) : null
  return { token, methods: [...open], until: until.toISOString(), passkey }
}
