import { permission } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import type { Act } from './act.ts'

/** How somebody proved once more who they are. */
export type ProofMethod = 'password' | 'totp' | 'recovery' | 'passkey' | 'link'

/**
 * A proof that was given for this very act and has been used up by it; `kept` where it was, when the act was decided, and
 * now only the day for it has come.
 */
export type Proved = { readonly id: string; readonly method: ProofMethod; readonly kept?: true }

/** What a request brings to be proved by. What it is and how it is kept is the business of the room that gave it out. */
export type Proof = {
  /** Uses it up in the act's transaction, once and for ever if that commits: null when it does not count for this act. */
  readonly consume: (act: Act) => Promise<Proved | null>
}

const provedOf = new WeakMap<Act, Proved>()

/** Uses up the proof a command carries, before the command begins. For `perform` only. */
export async function redeem(act: Act, proof: Proof | undefined): Promise<void> {
  const proved = (await proof?.consume(act)) ?? null
  if (proved !== null) provedOf.set(act, proved)
}

/** How the member who acts has proved for this act who they are; null when they have not. */
export const proved = (act: Act): Proved | null => provedOf.get(act) ?? null

const rehearsals = new WeakSet<Act>()

/** Marks an act that is rolled back whatever happens: it is asked everything but a proof. For `rehearseOn` only. */
export const rehearse = (act: Act): void => void rehearsals.add(act)

/** Whether this act is only tried: what it would want agreed to is shown, instead of asked for beforehand. */
export const isRehearsal = (act: Act): boolean => rehearsals.has(act)

/** Whether asking this permission takes a proof: those of critical risk do. Systems and operators have nothing to prove by. */
export const takesProof = (act: Act, key: PermissionKey): boolean =>
  act.actor.type === 'member' && isCritical(key) && !rehearsals.has(act)

/** Whether a permission is one whose every use is proved and told. */
export const isCritical = (key: PermissionKey): boolean => permission(key).risk === 'critical'
