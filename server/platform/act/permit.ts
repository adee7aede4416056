import { decide } from '@hufu/authority'
import type { Decision, PermissionKey, Target } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import type { Refusal } from '@hufu/kit'
import type { Kysely } from 'kysely'
import type { PlatformTables } from '../feed/index.ts'
import type { Act } from './act.ts'
import { methodsCounting } from './factors.ts'
import type { ProvenFor } from './factors.ts'
import { isRehearsal, proved, takesProof } from './proof.ts'
import { demandSecond } from './second.ts'

declare const struck: unique symbol

/**
 * The proof that a permission was asked and given in this transaction. Functions that write take the tally of exactly
 * their permission; there is no other way to make one than `permit`.
 */
export type Tally<P extends PermissionKey = PermissionKey> = {
  readonly [struck]: P
  readonly permission: P
  readonly target: Target
  readonly act: Act
  readonly tx: Kysely<PlatformTables>
  readonly at: Date
  readonly decision: Decision
}

const tallies = new WeakSet<object>()
const demanded = new WeakSet<Act>()
const criticalOf = new WeakMap<Act, Tally[]>()

/**
 * Asks, and strikes the tally. Throws the refusal with its reasons. Synchronous: the facts stand at the fence.
 * INVARIANT U1: a member strikes the tally of a critical permission only with a proof used up by this very act; whoever
 * may not do it is told that, and not asked for a proof. Where it takes two, the second comes first: a proof is short-lived.
 */
export function permit<P extends PermissionKey>(act: Act, permission: P, target: Target): Tally<P> {
  const decision = allowed(act, permission, target)
  if (!decision.allowed) throw refusalOf(permission, decision)
  demandSecond(act, permission, target)
  const critical = takesProof(act, permission)
  if (critical) demandProof(act, permission, target)
  const tally = strike(act, permission, target, decision)
  if (critical) criticalOf.set(act, [...criticalTallies(act), tally])
  return tally
}

/**
 * Refuses a member who has not proved for this very act who they are. For what takes a proof though its permission is not
 * critical, since it is about oneself: accepting the top seat, giving up a second factor. Such a route says `proves`.
 */
export function demandProof(
  act: Act,
  permission: PermissionKey,
  target: Target,
  provenFor: ProvenFor = 'act',
): void {
  // Systems and operators have nothing to prove by, and what is only tried is shown without.
  if (act.actor.type !== 'member' || isRehearsal(act)) return
  const by = proved(act)
  // What rests on a proof given earlier rests on what counted then.
  if (by?.kept !== true) {
    const methods = methodsCounting(act, act.actor.memberId, provenFor)
    if (by === null || !methods.includes(by.method))
      throw refuse('identity/step-up-needed', { act: permission, methods, target })
  }
  demanded.add(act)
}

/** Whether an act was asked to be proved, so that its entries say by what. */
export const isProofDemanded = (act: Act): boolean => demanded.has(act)

/** The tallies of critical permissions that an act has struck so far, in order. */
export const criticalTallies = (act: Act): readonly Tally[] => criticalOf.get(act) ?? []

/** Asks without striking. */
export function allowed(act: Act, permission: PermissionKey, target: Target): Decision {
  if (act.actor.type !== 'member') return decideForSystem(act, permission)
  return decide(act.facts, { memberId: act.actor.memberId, permission, target, at: act.at.getTime() })
}

/** Whether an object is a tally that `permit` has struck. */
export function isStruck(tally: object): boolean {
  return tallies.has(tally)
}

/** The refusal of a denied decision, with its facts as details. */
export function refusalOf(permission: PermissionKey, decision: Decision): Refusal {
  const code = decision.because === 'granted' ? 'authority/not-granted' : decision.because
  return refuse(code, { permission, by: decision.by, missing: decision.missing, revision: decision.revision })
}

function strike<P extends PermissionKey>(
  act: Act,
  permission: P,
  target: Target,
  decision: Decision,
): Tally<P> {
  const tally = { permission, target, act, tx: act.tx, at: act.at, decision }
  tallies.add(tally)
  // The brand exists for the compiler only; this is the one place that gives it.
  return tally as unknown as Tally<P>
}

/**
 * Systems hold exactly the permissions listed here: what a one-time code in somebody's hand is the proof for, trying
 * what was taken back or was to be, minding the clocks of requests and transfers, which decides nothing, and putting the
 * top seat back where two people who have proved who they are want it.
 * what was taken back or was to be, minding the clocks of requests, which decides nothing, and what a claim has decided.
 */
const systemGrants: Readonly<Record<string, { readonly permission: PermissionKey; readonly by: string }>> = {
  setup: { permission: 'sys.org.found', by: 'setup-code' },
  invitation: { permission: 'sec.self.manage', by: 'invitation-code' },
  verifier: { permission: 'perm.verify', by: 'verification' },
  planner: { permission: 'perm.verify', by: 'plan' },
  usher: { permission: 'perm.verify', by: 'transfer' },
  returner: { permission: 'creator.transfer', by: 'transfer' },
  clerk: { permission: 'request.approve', by: 'request' },
  // Minds the clocks of a claim that the creator is gone, which decides nothing, and hands on the seat once one is due.
  claims: { permission: 'creator.recovery.vote', by: 'claim' },
  successor: { permission: 'creator.transfer', by: 'claim' },
}

/** Whoever has a shell on the host makes a way in for a company without administrators, and nothing else. */
const operatorGrant = { permission: 'creator.transfer', by: 'host' } as const

function decideForSystem(act: Act, permission: PermissionKey): Decision {
  const { actor } = act
  const held =
    actor.type === 'system' ? systemGrants[actor.name] : actor.type === 'operator' ? operatorGrant : undefined
  return held?.permission === permission
    ? { allowed: true, because: 'granted', by: [{ kind: 'relation', id: held.by }], revision: 0 }
    : { allowed: false, because: 'authority/not-granted', by: [], revision: 0 }
}
