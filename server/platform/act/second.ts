/** Acts that take two: one person does them, and a second one has agreed to exactly this. */
import { secondersOf } from '@hufu/authority'
import type { PermissionKey, Target } from '@hufu/authority'
import { SECOND_HALF_NEEDED } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import type { Act } from './act.ts'
import { isCritical, isRehearsal } from './proof.ts'
import type { Proved } from './proof.ts'
import { profileOf } from './protection.ts'

/** Who has agreed to an act beside the one who does it, and by what they proved who they are. */
export type Seconded = { readonly memberId: string; readonly proof: Proved }

/** What a request brings to be stood behind by. How it is kept is the business of the room that gave it out. */
export type Half = {
  /** Uses it up in the act's transaction, once and for ever if that commits: null when it does not count for this act. */
  readonly consume: (act: Act) => Promise<Seconded | null>
}

/** A critical permission that an act uses on a target: somebody has to stand behind each. */
export type Wanted = { readonly permission: PermissionKey; readonly target: Target }

const secondedOf = new WeakMap<Act, Seconded>()
const stoodBehind = new WeakSet<Act>()
const wantedOf = new WeakMap<Act, Wanted[]>()

/** Uses up the half a command carries, before the command begins. For `perform` only. */
export async function redeemHalf(act: Act, half: Half | undefined): Promise<void> {
  const seconded = (await half?.consume(act)) ?? null
  if (seconded !== null) secondedOf.set(act, seconded)
}

/**
 * What this act carries out was decided by somebody else before, who proved then who they are: they are its other half.
 * It counts for nothing where they do it themselves, are no longer entitled, or have never proved who they are; a half
 * that the request has brought itself counts before it.
 */
export function decidedBy(act: Act, memberId: string, proof: Proved | null): void {
  if (proof !== null && !secondedOf.has(act)) secondedOf.set(act, { memberId, proof })
}

const seconded = (act: Act): Seconded | null => secondedOf.get(act) ?? null

/** Whoever was asked to stand behind this act and does, so that its entries say so. */
export const seconderOf = (act: Act): Seconded | null => (stoodBehind.has(act) ? seconded(act) : null)

/** The critical permissions that an act which is only tried has used, each of which takes a second person. */
export const secondsWanted = (act: Act): readonly Wanted[] => wantedOf.get(act) ?? []

/**
 * INVARIANT W1: where the company is strict, a critical permission is used only with somebody else behind this very act
 * who is entitled themselves in this moment; unless there is nobody else. Throws `authority/second-half-needed`.
 */
export function demandSecond(act: Act, permission: PermissionKey, target: Target): void {
  if (act.actor.type !== 'member' || !isCritical(permission)) return
  if (isRehearsal(act)) return void wantedOf.set(act, [...secondsWanted(act), { permission, target }])
  if (profileOf(act) !== 'strict') return
  const { memberId } = act.actor
  const could = secondersOf(act.facts, { memberId, permission, target, at: act.at.getTime() })
  if (could.length === 0) return
  const by = seconded(act)
  if (by === null || !could.includes(by.memberId))
    throw refuse(SECOND_HALF_NEEDED, { permission, act: permission, target, seconders: could.length })
  stoodBehind.add(act)
}
