import { newId, refuse } from '@hufu/kit'
import { permit } from '../../../platform/act/index.ts'
import type { Act, Proof } from '../../../platform/act/index.ts'
import type { Limits } from '../limits.ts'
import { hashOf } from '../secrets.ts'
import { epochOf, sessionProjection } from '../sessions.ts'
import { lockCredential } from '../store.ts'
import { insertStepUp, takeStepUp } from '../store-step-ups.ts'
import type { Proven } from './sign-in.ts'

/** Keeps that the member has proved, for one act, who they are. What was proved is checked again under its lock. */
export async function stepUp(
  act: Act,
  {
    proven,
    tokenHash,
    actHash,
  }: { readonly proven: Proven; readonly tokenHash: Buffer; readonly actHash: Buffer },
  limits: Pick<Limits, 'stepUpMs'>,
): Promise<string> {
  const { actor } = act
  if (actor.type !== 'member' || actor.sessionId === null) throw refuse('identity/not-signed-in')
  const { memberId, sessionId } = actor
  const now = await lockCredential(act, memberId)
  if (now === null || !now.hash.equals(proven.kept.hash)) throw refuse('identity/wrong-password')
  const tally = permit(act, 'audit.self.view', { type: 'member', id: memberId })
  const until = new Date(act.at.getTime() + limits.stepUpMs)
  const epoch = epochOf(act.projection(sessionProjection), memberId)
  await insertStepUp(tally, {
    tokenHash,
    actHash,
    id: newId(),
    memberId,
    sessionId,
    epoch,
    method: 'password',
    until,
  })
  return until.toISOString()
}

/** The proof that a token stands for, if it does, once the act it was given for is under way. */
export const proofBy = (token: string, actHash: Buffer): Proof => ({
  async consume(act) {
    const { actor } = act
    if (actor.type !== 'member' || actor.sessionId === null) return null
    const { memberId, sessionId } = actor
    const epoch = epochOf(act.projection(sessionProjection), memberId)
    return takeStepUp(act, { tokenHash: hashOf(token), actHash, memberId, sessionId, epoch })
  },
})
