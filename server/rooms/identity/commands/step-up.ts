import type { ProofMethod } from '@hufu/contract'
import { newId, refuse } from '@hufu/kit'
import { factorProjection, kindsOf, permit, strengthAsked } from '../../../platform/act/index.ts'
import type { Act, Proof } from '../../../platform/act/index.ts'
import { assertActive } from '../active.ts'
import type { Parts } from '../parts.ts'
import type { Hashed } from '../password.ts'
import { hashOf } from '../secrets.ts'
import { epochOf, sessionProjection } from '../sessions.ts'
import { lockCredential } from '../store.ts'
import { insertStepUp, takeStepUp } from '../store-step-ups.ts'
import { checkBrought } from '../ways.ts'
import type { Proving, SecondBrought } from '../ways.ts'

/** A password compared before, or something that is checked and used up here. */
export type Given = { readonly method: 'password'; readonly kept: Hashed } | SecondBrought

type Asking = { readonly given: Given; readonly tokenHash: Buffer; readonly actHash: Buffer }

/** Keeps that the member has proved, for one act, who they are. What was compared before is looked at again under its lock. */
export async function stepUp(act: Act, parts: Parts, { given, tokenHash, actHash }: Asking): Promise<string> {
  const { actor } = act
  if (actor.type !== 'member' || actor.sessionId === null) throw refuse('identity/not-signed-in')
  const { memberId, sessionId } = actor
  const now = await lockCredential(act, memberId)
  assertActive(act.facts, memberId)
  const proving = permit(act, 'audit.self.view', { type: 'member', id: memberId })
  const epoch = epochOf(act.projection(sessionProjection), memberId)
  if (given.method === 'password') assertSame(now, given.kept)
  else await checkGiven(proving, parts, given, { memberId, sessionId, epoch, actHash })
  const until = new Date(act.at.getTime() + parts.limits.stepUpMs)
  const method: ProofMethod = given.method
  const row = { tokenHash, actHash, id: newId(), memberId, sessionId, epoch, method, until }
  await insertStepUp(proving, row)
  return until.toISOString()
}

function assertSame(now: Hashed | null, kept: Hashed): void {
  if (now === null || !now.hash.equals(kept.hash)) throw refuse('identity/wrong-password')
}

async function checkGiven(
  proving: Proving,
  { ways }: Parts,
  brought: SecondBrought,
  whose: {
    readonly memberId: string
    readonly sessionId: string
    readonly epoch: number
    readonly actHash: Buffer
  },
): Promise<void> {
  const { act } = proving
  const kinds = kindsOf(act.projection(factorProjection), whose.memberId)
  const asked = { for: 'step-up', strength: strengthAsked(act, whose.memberId), ...whose } as const
  await checkBrought(ways, kinds, { proving, brought, asked })
}

/** The proof that a token stands for, if it does, once the act it was given for is under way. */
export const proofBy = (token: string, actHash: Buffer): Proof => ({
  async consume(act) {
    const { actor } = act
    if (actor.type !== 'member' || actor.sessionId === null) return null
    const { memberId, sessionId } = actor
    const epoch = epochOf(act.projection(sessionProjection), memberId)
    const proved = await takeStepUp(act, { tokenHash: hashOf(token), actHash, memberId, sessionId, epoch })
    if (proved !== null) assertActive(act.facts, memberId)
    return proved
  },
})
