import type { Refusal } from '@hufu/kit'
import type { Half, Proof } from '../act/index.ts'
import type { Credential } from './origin.ts'

/** A signed-in member, as every request and socket bears it. */
export type Caller = {
  readonly workspaceId: string
  readonly memberId: string
  readonly sessionId: string
}

/** The code of a session that has not proved all that is asked of its member: few doors are open to it. */
export const FACTOR_NEEDED = 'identity/factor-needed'

/** What the doors need to know of sessions; the identity room provides it. */
export type Sessions = {
  /**
   * Finds whom a credential stands for; `null` when it stands for nobody (any more). At once where memory knows. A
   * credential that stays the same object, as it does on one connection, is hashed once.
   */
  readonly find: (credential: Credential) => Caller | null | Promise<Caller | null>
  /**
   * Asks in this very moment whether a session may go on: `null`, or why not; `identity/factor-needed` where it may do so
   * only through the doors that are open to it. Synchronous, reads memory only.
   */
  readonly check: (caller: Caller) => Refusal | null
  /**
   * Reads a session by its id where memory does not know enough, and asks whether it may go on: `null`, or why not. It
   * does not count as a use of the session.
   */
  readonly look: (caller: Caller) => Promise<Refusal | null>
  /** Notes that a session is in use by an open socket, and reads it again where memory does not know enough. */
  readonly renew: (caller: Caller) => Promise<boolean>
}

/** How the doors hand on a token by which a member proves once more who they are; the identity room provides it. */
export type Proofs = {
  /** `actHash` is what the request itself came out as: method, address and body. */
  readonly of: (token: string, actHash: Buffer) => Proof
}

/** How the doors hand on the half that a second person has agreed to; the room of halves provides it. */
export type Halves = {
  /** `actHash` is what the request itself came out as: method, address and body. */
  readonly of: (id: string, actHash: Buffer) => Half
}
