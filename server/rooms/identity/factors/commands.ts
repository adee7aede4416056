import { newId, refuse } from '@hufu/kit'
import {
  couldMeet,
  demandProof,
  factorProjection,
  kindsOf,
  needOf,
  permit,
  protectionProjection,
  record,
} from '../../../platform/act/index.ts'
import type { Act, FactorKind, Tally } from '../../../platform/act/index.ts'
import type { Secrets } from '../../../platform/secrets/index.ts'
import { endSessions } from '../commands/end.ts'
import { lockCredential, lockSessionsOf } from '../store.ts'
import { voidProved } from '../store-pending.ts'
import { tellOfChange } from './notices.ts'
import { hashOfCode, newRecoveryCodes } from './recovery.ts'
import {
  addSessionMethod,
  deleteFactor,
  deleteFactors,
  deleteTotps,
  insertFactor,
  insertRecoveryCodes,
  insertTotp,
  lockTotps,
  spendStep,
} from './store.ts'
import { belongs, newSeed, seedOf, stepOf } from './totp.ts'

/** Somebody at their own factors, in a session. */
export type Own = {
  readonly tally: Tally<'sec.self.manage'>
  readonly memberId: string
  readonly sessionId: string
}

/** What an app was begun with has to be confirmed within this. */
const BEGUN_MS = 15 * 60 * 1000

/** Asks for one's own factors, under the lock that all who sign in or change them take first. */
export async function askOwn(act: Act): Promise<Own> {
  const { actor } = act
  if (actor.type !== 'member' || actor.sessionId === null) throw refuse('identity/not-signed-in')
  const { memberId, sessionId } = actor
  await lockCredential(act, memberId)
  const tally = permit(act, 'sec.self.manage', { type: 'member', id: memberId })
  return { tally, memberId, sessionId }
}

/** As `askOwn`, of somebody who has proved for exactly this who they are. */
export async function askOwnProved(act: Act): Promise<Own> {
  const own = await askOwn(act)
  demandProof(act, 'sec.self.manage', { type: 'member', id: own.memberId }, 'factors')
  return own
}

/** The id of the factor of a kind that there is once. */
export function factorIdOf(act: Act, memberId: string, kind: FactorKind): string | null {
  for (const [id, each] of act.projection(factorProjection).get(memberId) ?? []) if (each === kind) return id
  return null
}

/**
 * Keeps that somebody has one more thing to prove with. INVARIANT I10: told, written down, and every other session and
 * everything half proved is over; this session has proved it just now.
 */
export async function keepFactor(
  { tally, memberId, sessionId }: Own,
  { id, kind }: { readonly id: string; readonly kind: FactorKind },
): Promise<void> {
  await insertFactor(tally, { id, memberId, kind })
  if (kind !== 'recovery') await addSessionMethod(tally, sessionId, kind)
  const data = { memberId, factorId: id, kind, sessionId }
  record(tally, { name: 'factor.added@1', data }, { about: [memberId] })
  await tellOfChange(tally, memberId, { what: 'added', kind })
  await endOthers(tally, memberId, sessionId)
}

/** Keeps that somebody has one thing less. Refuses `identity/factor-asked` where the company asks for it. */
export async function dropFactor(
  { tally, memberId, sessionId }: Own,
  { id, kind }: { readonly id: string; readonly kind: FactorKind },
): Promise<void> {
  assertEnoughWithout(tally.act, memberId, id)
  if (!(await deleteFactor(tally, memberId, id))) throw refuse('identity/no-such-factor')
  record(tally, { name: 'factor.removed@1', data: { memberId, factorId: id, kind } }, { about: [memberId] })
  await tellOfChange(tally, memberId, { what: 'removed', kind })
  await endOthers(tally, memberId, sessionId)
}

function assertEnoughWithout(act: Act, memberId: string, factorId: string): void {
  const need = needOf(act.projection(protectionProjection), act.facts, memberId, act.at.getTime())
  const own = act.projection(factorProjection).get(memberId) ?? new Map<string, FactorKind>()
  const left = new Set([...own].filter(([id]) => id !== factorId).map(([, kind]) => kind))
  const before = kindsOf(act.projection(factorProjection), memberId)
  if (couldMeet(need, before) && !couldMeet(need, left)) throw refuse('identity/factor-asked', { need })
}

/** Ends every other session of a member, and what was half proved; answers how many sessions. */
export async function endOthers(
  tally: Tally<'sec.self.manage'>,
  memberId: string,
  sessionId: string,
): Promise<number> {
  await voidProved(tally, memberId)
  const others = (await lockSessionsOf(tally.act, memberId)).filter(({ id }) => id !== sessionId)
  await endSessions(tally, others)
  return others.length
}

/** Begins to set up an app: gives its seed, which counts for nothing until a code of it was entered. */
export async function beginTotp(act: Act, secrets: Secrets): Promise<Uint8Array> {
  const { tally, memberId, sessionId } = await askOwnProved(act)
  const id = newId()
  const seed = newSeed()
  const sealed = secrets.seal(seed, belongs({ workspaceId: act.workspaceId, memberId, id }))
  await insertTotp(tally, { id, memberId, sessionId, ...sealed })
  return seed
}

/** The first code of an app: from now on it counts, and the one before no more. In the session that has begun it. */
export async function confirmTotp(act: Act, secrets: Secrets, code: string): Promise<null> {
  const own = await askOwn(act)
  const { tally, memberId, sessionId } = own
  const counting = factorIdOf(act, memberId, 'totp')
  const begun = (await lockTotps(act, memberId)).find(
    ({ id, madeAt, ...row }) =>
      id !== counting && row.sessionId === sessionId && madeAt.getTime() > act.at.getTime() - BEGUN_MS,
  )
  if (begun === undefined) throw refuse('identity/no-such-factor')
  const step = stepOf(seedOf(secrets, begun), code, act.at)
  if (step === null || !(await spendStep(tally, begun.id, step))) throw refuse('identity/wrong-code')
  await deleteTotps(tally, memberId, begun.id)
  await keepFactor(own, { id: begun.id, kind: 'totp' })
  return null
}

/** Gives up the app. */
export async function removeTotp(act: Act): Promise<null> {
  const own = await askOwnProved(act)
  const id = factorIdOf(act, own.memberId, 'totp')
  if (id === null) throw refuse('identity/no-such-factor')
  await dropFactor(own, { id, kind: 'totp' })
  await deleteTotps(own.tally, own.memberId, null)
  return null
}

/** Ten fresh codes; those before are void. Told once, and kept as hashes. */
export async function makeRecoveryCodes(act: Act): Promise<readonly string[]> {
  const own = await askOwnProved(act)
  const codes = newRecoveryCodes()
  const id = newId()
  await keepFactor(own, { id, kind: 'recovery' })
  const hashes = codes.map(hashOfCode)
  await insertRecoveryCodes(own.tally, { factorId: id, memberId: own.memberId, hashes })
  return codes
}

/**
 * Takes everything away that a member proves with beside their password. Asked of the member, so nobody does it to a person
 * of the same or a higher tier. Their epoch is raised: whatever they had open or half proved is over.
 */
export async function resetFactors(
  act: Act,
  { memberId, because }: { readonly memberId: string; readonly because: string },
): Promise<null> {
  await lockCredential(act, memberId)
  const tally = permit(act, 'sec.mfa.reset', { type: 'member', id: memberId })
  return takeFactors(tally, { memberId, because })
}

/** Takes them away, with the tally of whoever may. */
export async function takeFactors(
  tally: Tally<'sec.mfa.reset' | 'creator.transfer'>,
  { memberId, because }: { readonly memberId: string; readonly because: string },
): Promise<null> {
  const { act } = tally
  await deleteFactors(tally, memberId)
  await voidProved(tally, memberId)
  const sessions = await lockSessionsOf(act, memberId)
  await endSessions(tally, sessions, because)
  record(tally, { name: 'factor.reset@1', data: { memberId } }, { about: [memberId], sealed: { because } })
  return null
}
