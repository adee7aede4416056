import type { FactorNeed, FactorNeeds, ProofMethod, ProtectionProfile } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { couldMeet, factorProjection, kindsOf, meets, permit, record } from '../../../platform/act/index.ts'
import type { Act } from '../../../platform/act/index.ts'
import { tierOf } from '@hufu/authority'
import { methodsOfSession } from '../sessions.ts'
import { lockSession } from '../store.ts'
import { putProtection } from './store.ts'

export type Wanted = { readonly profile: ProtectionProfile; readonly needs: FactorNeeds }

const strengths: readonly FactorNeed[] = ['password', 'second-factor', 'phishing-resistant']

/** What `strict` is made of, at least. */
const strictLeast: FactorNeeds = {
  creator: 'phishing-resistant',
  super: 'second-factor',
  scoped: 'second-factor',
  member: 'password',
}

/** Whether a profile is what its name says. */
export function isEnough({ profile, needs }: Wanted): boolean {
  if (profile === 'standard') return true
  const weaker = (one: FactorNeed, least: FactorNeed): boolean =>
    strengths.indexOf(one) < strengths.indexOf(least)
  return (['creator', 'super', 'scoped', 'member'] as const).every(
    (tier) => !weaker(needs[tier], strictLeast[tier]),
  )
}

/** Whether somebody, in a session signed in by these methods, could go on under what is wanted. */
export function couldGoOn(
  act: Pick<Act, 'facts' | 'projection' | 'at'>,
  memberId: string,
  methods: readonly ProofMethod[],
  { needs }: Wanted,
): boolean {
  const need = needs[tierOf(act.facts, memberId, act.at.getTime()) ?? 'member']
  const kinds = kindsOf(act.projection(factorProjection), memberId)
  return couldMeet(need, kinds) && meets(need, methods)
}

/**
 * Chooses how strictly the company proves and decides. INVARIANT I13: nobody locks themselves out by it: whoever chooses goes
 * on in this very session.
 */
export async function chooseProtection(
  act: Act,
  { because, ...wanted }: Wanted & { readonly because: string },
): Promise<null> {
  const { actor } = act
  const tally = permit(act, 'sec.policy.manage', { type: 'workspace' })
  if (!isEnough(wanted)) throw refuse('identity/needs-too-low', { least: strictLeast })
  if (actor.type === 'member') {
    const session = actor.sessionId === null ? undefined : await lockSession(act, actor.sessionId)
    const methods = methodsOfSession(act, session)
    if (!couldGoOn(act, actor.memberId, methods, wanted)) throw refuse('identity/would-stop-you')
  }
  await putProtection(tally, wanted, actor.type === 'member' ? actor.memberId : null)
  const { profile, needs } = wanted
  record(tally, { name: 'protection.chosen@1', data: { profile, needs } }, { sealed: { because } })
  return null
}
