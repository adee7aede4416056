import { tierOf } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import type { FactorNeed, ProofMethod } from '@hufu/contract'
import type { Projection } from '../feed/index.ts'
import type { Act } from './act.ts'
import { protectionProjection } from './protection.ts'
import type { Protection } from './protection.ts'

/** What a member can have beside a password. A set of recovery codes counts as one. */
export type FactorKind = 'totp' | 'passkey' | 'recovery'

/** By member: the kind of each factor, by its id. */
export type FactorState = Map<string, Map<string, FactorKind>>

/** Asked whenever somebody has to prove who they are, so it is a question to memory. Never a seed, a key or a code. */
export const factorProjection: Projection<FactorState> = {
  name: 'factors',
  empty: () => new Map(),
  async load(reader, state) {
    const rows = await reader.db
      .selectFrom('factor')
      .select(['id', 'memberId', 'kind'])
      .where('workspaceId', '=', reader.workspaceId)
      .execute()
    for (const { id, memberId, kind } of rows) ownOf(state, memberId).set(id, kind)
  },
  apply(state, { event, data }) {
    // The ledger keeps these events in this form for ever: their names bear the version.
    const { memberId, factorId, kind } = data as {
      readonly memberId: string
      readonly factorId: string
      readonly kind: FactorKind
    }
    if (event === 'factor.added@1') {
      const own = ownOf(state, memberId)
      for (const [id, before] of own) if (before === kind && kind !== 'passkey') own.delete(id)
      own.set(factorId, kind)
    }
    if (event === 'factor.removed@1') state.get(memberId)?.delete(factorId)
    if (event === 'factor.reset@1') state.delete(memberId)
  },
}

function ownOf(state: FactorState, memberId: string): Map<string, FactorKind> {
  const own = state.get(memberId) ?? new Map<string, FactorKind>()
  state.set(memberId, own)
  return own
}

/** The kinds of factors that a member has. */
export const kindsOf = (state: FactorState, memberId: string): ReadonlySet<FactorKind> =>
  new Set(state.get(memberId)?.values())

/** What a company asks of a member when they sign in. */
export function needOf(protection: Protection, facts: Facts, memberId: string, at: number): FactorNeed {
  return protection.needs[tierOf(facts, memberId, at) ?? 'member']
}

/**
 * Whether signing in by these methods is what is asked. Two ways are two factors, and a passkey is by itself; a code from
 * paper stands in for the second one that was lost. What another device said yes to can have been shown by anybody.
 */
export function meets(need: FactorNeed, methods: readonly ProofMethod[]): boolean {
  if (need === 'password') return true
  return need === 'phishing-resistant'
    ? methods.includes('passkey') && !methods.includes('link')
    : methods.includes('passkey') || new Set(methods).size > 1
}

/** Whether somebody who has these could sign in as is asked. */
export const couldMeet = (need: FactorNeed, kinds: ReadonlySet<FactorKind>): boolean =>
  need === 'password' || kinds.has('passkey') || (need === 'second-factor' && kinds.has('totp'))

/**
 * How strong a proof for a critical act has to be: in a strict company as strong as what signs in, which is never less there
 * than a second factor for administrators and a passkey for the creator.
 */
export function strengthAsked(act: Act, memberId: string, provenFor: ProvenFor = 'act'): FactorNeed {
  const protection = act.projection(protectionProjection)
  if (protection.profile === 'standard') return 'password'
  return provenFor === 'seat'
    ? protection.needs.creator
    : needOf(protection, act.facts, memberId, act.at.getTime())
}

/**
 * What a proof may be for: `act`, what is critical; `seat`, the top seat, whose halves are each as strong as its holder's
 * have to be, whoever gives them; `factors`, what one proves with, where whoever has nothing yet has to be able to begin,
 * and whoever has lost something to begin anew.
 */
export type ProvenFor = 'act' | 'seat' | 'factors'

/** The methods that count for a member now, for what they are about to do. */
export function countingMethods(
  strength: FactorNeed,
  kinds: ReadonlySet<FactorKind>,
  provenFor: ProvenFor,
): readonly ProofMethod[] {
  const held = (...methods: readonly FactorKind[]): readonly ProofMethod[] =>
    methods.filter((method) => kinds.has(method))
  if (strength === 'password') return ['password', ...held('totp', 'recovery', 'passkey'), 'link']
  if (provenFor !== 'factors')
    return strength === 'phishing-resistant' ? ['passkey'] : ['totp', 'passkey', 'link']
  const strong =
    strength === 'phishing-resistant' && kinds.has('passkey') ? held('passkey') : held('totp', 'passkey')
  const own = [...strong, ...held('recovery')]
  if (own.length === 0) return ['password']
  return strength === 'phishing-resistant' ? own : [...own, 'link']
}

/** The methods by which the member who acts can prove now who they are. */
export function methodsCounting(act: Act, memberId: string, provenFor: ProvenFor): readonly ProofMethod[] {
  const kinds = kindsOf(act.projection(factorProjection), memberId)
  return countingMethods(strengthAsked(act, memberId, provenFor), kinds, provenFor)
}

/** What every node remembers of how people prove who they are: register it when the node is started. */
export const provingProjections = [protectionProjection, factorProjection] as const
