import { newId } from '@hufu/kit'
import type pg from 'pg'
import type { Caller, Doors, Proofs, Sessions } from '../../platform/http/index.ts'
import type { HufuNode } from '../../platform/nodes/index.ts'
import type { Secrets } from '../../platform/secrets/index.ts'
import type { Names } from '../authority/index.ts'
import { proofBy } from './commands/step-up.ts'
import { factorIdOf } from './factors/commands.ts'
import { recoveryWay } from './factors/recovery.ts'
import { totpWay } from './factors/totp.ts'
import { newLeftovers } from './leftovers.ts'
import { sweepLinks } from './links/store.ts'
import { linkWay } from './links/way.ts'
import type { Leftovers } from './leftovers.ts'
import { limits as usual } from './limits.ts'
import type { Limits } from './limits.ts'
import type { Parts, SignInNote } from './parts.ts'
import { sweepChallenges } from './passkeys/store.ts'
import { passkeyWay } from './passkeys/way.ts'
import { newPasswords, usualCost } from './password.ts'
import type { PasswordCost } from './password.ts'
import type { People, Rights } from './people.ts'
import { identityRoutes } from './routes.ts'
import { codeKey, hashOf, newCode } from './secrets.ts'
import { newSessions, sessionProjection } from './sessions.ts'
import { insertSetupCode, sweep, takeTicket } from './store-codes.ts'
import type { Ways } from './ways.ts'

export { wayInFromHost } from './commands/invite.ts'
export type { WayIn } from './commands/invite.ts'
export { limits as identityLimits } from './limits.ts'
export type { PasswordCost } from './password.ts'
export { voidInvitations } from './store-codes.ts'
export { lockSigns } from './signs.ts'
export { invitationState, readSigns } from './store-signs.ts'
export type { People, Rights } from './people.ts'
export type { SignInNote } from './parts.ts'
export { endSessionsOf } from './commands/end.ts'
export { holdersOfPasskeys } from './factors/store.ts'
export { chooseProtection } from './protection/commands.ts'
export { identityHoldings } from './holdings.ts'
export type { Leftovers } from './leftovers.ts'
export { identityProbes } from './probes.ts'
export { identitySpeakers } from './speakers.ts'

/** What every node keeps in memory for this room: register it when the node is started. */
export const identityProjections = [sessionProjection] as const

export type Identity = {
  readonly routes: (doors: Doors) => void
  readonly sessions: Sessions
  readonly proofs: Proofs
  /** Takes a ticket of a socket: whose session, and the origin of the page it was given to. */
  readonly takeTicket: (
    ticket: string,
  ) => Promise<{ readonly caller: Caller; readonly origin: string } | null>
  /** For trying whether anything still lets somebody in. */
  readonly leftovers: Leftovers
  /** Takes away what no longer counts. For a timer, about every ten minutes. */
  readonly sweep: () => Promise<void>
}

export type IdentityOptions = {
  readonly node: HufuNode
  readonly people: People
  readonly rights: Rights
  /** Where the company is found: passkeys belong to this address alone. */
  readonly publicUrl: string
  readonly limits?: Partial<Limits>
  /** Dear enough for those who guess unless said otherwise. */
  readonly passwordCost?: PasswordCost
  /** What seals the seeds of authenticator apps. */
  readonly secrets: Secrets
  readonly names: Names
  readonly onSignIn?: (note: SignInNote) => void
}

/** Makes the room of one node. */
export function identityRoom(options: IdentityOptions): Identity {
  const { node, people, rights, secrets, names } = options
  const limits: Limits = { ...usual, ...options.limits }
  const onSignIn = options.onSignIn ?? (() => {})
  const sessions = newSessions(node, limits, (caller) => onSignIn(endedNote(caller)))
  const totp = totpWay(secrets, (act, memberId) => factorIdOf(act, memberId, 'totp'))
  const ways: Ways = { totp, recovery: recoveryWay, passkey: passkeyWay(options.publicUrl), link: linkWay }
  const passwords = newPasswords(options.passwordCost ?? usualCost)
  const parts: Parts = { node, people, rights, limits, passwords, ways, sessions, secrets, names, onSignIn }
  return {
    routes: (doors) => identityRoutes(doors, parts),
    sessions,
    proofs: { of: proofBy },
    async takeTicket(ticket) {
      const taken = await takeTicket(node.pool, hashOf(ticket))
      if (taken === null) return null
      const { origin, ...caller } = taken
      return { caller, origin }
    },
    leftovers: newLeftovers(parts),
    async sweep() {
      await sweep(node.pool, limits.absoluteMs, limits.knownDeviceMs)
      await sweepChallenges(node.pool)
      await sweepLinks(node.pool)
    },
  }
}

/** Somebody came with a session that is over. */
const endedNote = ({ workspaceId, memberId }: Caller): SignInNote => ({
  workspaceId,
  event: 'session.refused@1',
  memberId,
  code: 'identity/session-ended',
  device: '',
  address: '',
  requestId: newId(),
})

/** Makes a one-time set-up code and keeps its hash. Null when the company exists: then there is nothing to set up. */
export async function newSetupCode(pool: pg.Pool): Promise<string | null> {
  const code = newCode()
  return (await insertSetupCode(pool, hashOf(codeKey(code)))) ? code : null
}
