import { isRefusal, refuse } from '@hufu/kit'
import type { Kysely } from 'kysely'
import { permit } from '../../../platform/act/index.ts'
import type { Act } from '../../../platform/act/index.ts'
import type { PlatformTables } from '../../../platform/feed/index.ts'
import { lanesFor, marks } from '../lanes.ts'
import type { Lane } from '../lanes.ts'
import { tries } from '../limits.ts'
import type { Parts } from '../parts.ts'
import type { Hashed } from '../password.ts'
import { newToken } from '../secrets.ts'
import { lockCredential, readCredential } from '../store.ts'
import { giveBackTries, keepKnown, knownAmong, spendTry } from '../store-codes.ts'
import { beginSession } from './begin.ts'
import type { Begun } from './begin.ts'

/** One try to sign in. `device` is the mark a browser bears that has signed in before. */
export type Try = {
  readonly workspaceId: string
  readonly login: string
  readonly password: string
  readonly address: string
  readonly device: string | null
}

/** A password that was right: who, by which credential, and what to give back once the session stands. */
export type Proven = {
  readonly memberId: string
  readonly kept: Hashed
  readonly lanes: readonly Lane[]
  readonly deviceKnown: boolean
}

// Nobody: looked up as if somebody, so that an unknown login takes the same steps.
const NOBODY = '00000000-0000-7000-8000-000000000000'

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
  const { node, passwords, limits } = parts
  const { workspaceId, address, device } = tried
  const memberId = found ?? NOBODY
  const networkMark = marks.network(address)
  const known = await knownAmong(
    node.pool,
    workspaceId,
    memberId,
    [networkMark, marks.device(device ?? '')],
    limits.knownDeviceMs,
  )
  const deviceKnown = device !== null && known.some((hash) => hash.equals(marks.device(device)))
  const lanes = lanesFor(accountOf(workspaceId, found, tried.login), {
    address,
    device: deviceKnown ? device : null,
    networkKnown: known.some((hash) => hash.equals(networkMark)),
  })
  for (const lane of lanes) await spend(parts, lane)
  const kept = await readCredential(db, workspaceId, memberId)
  const right = await passwords.matches(tried.password, kept, deviceKnown)
  if (!right || kept === null || found === null) throw refuse('identity/wrong-credentials')
  return { memberId, kept, lanes, deviceKnown }
}

// Login and phone of one person count together; a login nobody has counts by its text.
const accountOf = (workspaceId: string, memberId: string | null, login: string): string =>
  `${workspaceId} ${memberId ?? `? ${login.normalize('NFKC').trim().toLowerCase()}`}`

async function spend({ node }: Parts, lane: Lane): Promise<void> {
  const wait = await spendTry(node.pool, lane.key, lane.tries, tries.windowSeconds)
  if (wait !== null) throw refuse('identity/too-many-attempts', { seconds: Math.max(1, Math.ceil(wait)) })
}

/** Begins the session of somebody proven. What was proven is checked again under its lock. */
export async function signIn(
  act: Act,
  parts: Parts,
  { memberId, kept, deviceKnown }: Proven,
  tried: Try & { readonly deviceName: string },
): Promise<Begun & { readonly mark: string | null }> {
  const now = await lockCredential(act, memberId)
  if (now === null || !now.hash.equals(kept.hash)) throw refuse('identity/wrong-credentials')
  const tally = permitSelf(act, memberId)
  const begun = await beginSession(tally, act, memberId, tried.deviceName, parts.limits)
  const mark = deviceKnown ? null : newToken()
  const device = mark ?? tried.device
  await keepKnown(tally, memberId, [
    marks.network(tried.address),
    ...(device === null ? [] : [marks.device(device)]),
  ])
  return { ...begun, mark }
}

// Somebody departed is told nothing that a stranger would not be told.
function permitSelf(act: Act, memberId: string) {
  try {
    return permit(act, 'audit.self.view', { type: 'member', id: memberId })
  } catch {
    throw refuse('identity/wrong-credentials')
  }
}

/** The tries of somebody who was right do not count. */
export const forgive = (parts: Parts, { lanes }: Proven): Promise<void> =>
  giveBackTries(
    parts.node.pool,
    lanes.map(({ key }) => key),
  )
