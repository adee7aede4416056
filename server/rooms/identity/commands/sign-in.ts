import { isRefusal, refuse } from '@hufu/kit'
import type { Kysely } from 'kysely'
import { permit } from '../../../platform/act/index.ts'
import type { Act } from '../../../platform/act/index.ts'
import type { PlatformTables } from '../../../platform/feed/index.ts'
import { assertActive } from '../active.ts'
import type { Parts } from '../parts.ts'
import type { Hashed } from '../password.ts'
import { lockCredential, readCredential } from '../store.ts'
import { NOBODY, spendTries } from './budgets.ts'
import type { Spent } from './budgets.ts'
import { enter, markOf } from './enter.ts'
import type { Entered, Whence } from './enter.ts'

/** One try to sign in. `device` is the mark a browser bears that has signed in before. */
export type Try = {
  readonly workspaceId: string
  readonly login: string
  readonly password: string
  readonly address: string
  readonly device: string | null
}

/** A password that was right: who, by which credential, and what to give back once the session stands. */
export type Proven = Spent & { readonly memberId: string; readonly kept: Hashed }

/**
 * Checks a password within the budgets. Refuses `identity/wrong-credentials` for a login nobody has, an account without
 * password and a wrong password alike, and `identity/too-many-attempts` before anything was compared.
 */
export async function prove(
  parts: Parts,
  db: Kysely<PlatformTables>,
  tried: Try,
  onRefused: (memberId: string | null, code: string) => void,
): Promise<Proven> {
  const found = await parts.people.find(db, tried.workspaceId, tried.login)
  try {
    return await proveAs(parts, db, tried, found?.id ?? null)
  } catch (error) {
    if (isRefusal(error)) onRefused(found?.id ?? null, error.code)
    throw error
  }
}

/**
 * Checks the password of somebody who is signed in, within the same budgets: a session in the wrong hands guesses no more
 * than a stranger does. Refuses `identity/wrong-password` and `identity/too-many-attempts`.
 */
export async function proveAgain(
  parts: Parts,
  db: Kysely<PlatformTables>,
  { memberId, ...tried }: Omit<Try, 'login'> & { readonly memberId: string },
): Promise<Proven> {
  try {
    return await proveAs(parts, db, { ...tried, login: '' }, memberId)
  } catch (error) {
    throw isRefusal(error) && error.code === 'identity/wrong-credentials'
      ? refuse('identity/wrong-password')
      : error
  }
}

async function proveAs(
  parts: Parts,
  db: Kysely<PlatformTables>,
  tried: Try,
  found: string | null,
): Promise<Proven> {
  const spent = await spendTries(parts, { ...tried, memberId: found })
  const memberId = found ?? NOBODY
  const kept = await readCredential(db, tried.workspaceId, memberId)
  const right = await parts.passwords.matches(tried.password, kept, spent.deviceKnown)
  if (!right || kept === null || found === null) throw refuse('identity/wrong-credentials')
  return { ...spent, memberId, kept }
}

/** What a sign-in comes with beside its password. */
export type Coming = Pick<Whence, 'address' | 'deviceName'> & {
  readonly device: string | null
  readonly asProgram: boolean
}

/** Lets somebody in whose password was right, or has them wait for their second factor. It is checked again under its lock. */
export async function signIn(
  act: Act,
  parts: Parts,
  { memberId, kept, deviceKnown }: Proven,
  { address, deviceName, device, asProgram }: Coming,
): Promise<Entered & { readonly mark: string | null }> {
  const now = await lockCredential(act, memberId)
  if (now === null || !now.hash.equals(kept.hash)) throw refuse('identity/wrong-credentials')
  assertActive(act.facts, memberId)
  const tally = permit(act, 'audit.self.view', { type: 'member', id: memberId })
  const mark = markOf(device, deviceKnown, asProgram)
  const whence = { address, deviceName, mark, deviceKnown }
  const entered = await enter(tally, parts, { memberId, methods: ['password'], whence })
  return { ...entered, mark: deviceKnown ? null : mark }
}
