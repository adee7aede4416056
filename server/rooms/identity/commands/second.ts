import type { ProofMethod } from '@hufu/contract'
import { assert, refuse } from '@hufu/kit'
import { factorProjection, kindsOf, permit, strengthAsked } from '../../../platform/act/index.ts'
import type { Act } from '../../../platform/act/index.ts'
import { assertActive } from '../active.ts'
import type { Parts } from '../parts.ts'
import { epochOf, sessionProjection } from '../sessions.ts'
import { lockCredential } from '../store.ts'
import { takePending } from '../store-pending.ts'
import { checkBrought } from '../ways.ts'
import type { SecondBrought } from '../ways.ts'
import type { Begun } from './begin.ts'
import { enterFully } from './enter.ts'
import type { Whence } from './enter.ts'

/**
 * Ends the wait of a sign-in: uses up its token and what is brought, and begins the session, in one transaction. What was
 * wrong leaves the token, for as long as tries are left. Throws `identity/sign-in-over`.
 */
export async function second(
  act: Act,
  parts: Parts,
  {
    tokenHash,
    brought,
    whence,
  }: { readonly tokenHash: Buffer; readonly brought: SecondBrought; readonly whence: Whence },
): Promise<Begun & { readonly methods: readonly ProofMethod[] }> {
  const { actor } = act
  assert(actor.type === 'member', 'a sign-in that waits is that of a member')
  const { memberId } = actor
  await lockCredential(act, memberId)
  assertActive(act.facts, memberId)
  const proving = permit(act, 'audit.self.view', { type: 'member', id: memberId })
  const epoch = epochOf(act.projection(sessionProjection), memberId)
  const pending = await takePending(proving, { tokenHash, epoch })
  if (pending === null || pending.memberId !== memberId) throw refuse('identity/sign-in-over')
  if (pending.methods.includes(brought.method)) throw refuse('identity/way-unknown')
  const kinds = kindsOf(act.projection(factorProjection), memberId)
  const strength = strengthAsked(act, memberId)
  const asked = { for: 'second', pendingId: pending.id, memberId, strength } as const
  await checkBrought(parts.ways, kinds, { proving, brought, asked })
  const methods = [...pending.methods, brought.method]
  return { ...(await enterFully(proving, parts, { memberId, methods, whence })), methods }
}
