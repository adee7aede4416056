import type { ProofMethod } from '@hufu/contract'
import type { Sessions } from '../../platform/http/index.ts'
import type { HufuNode } from '../../platform/nodes/index.ts'
import type { Secrets } from '../../platform/secrets/index.ts'
import type { Names } from '../authority/index.ts'
import type { Limits } from './limits.ts'
import type { Passwords } from './password.ts'
import type { People, Rights } from './people.ts'
import type { Ways } from './ways.ts'

/** What happened at the door, for the activity journal. `memberId` is null for a login nobody has. */
export type SignInNote = {
  readonly workspaceId: string
  /** By what it was proved, or was not. */
  readonly methods?: readonly ProofMethod[]
  readonly event:
    | 'session.begun@1'
    | 'session.refused@1'
    | 'proof.given@1'
    | 'proof.refused@1'
    | 'link.approved@1'
    | 'link.declined@1'
  readonly memberId: string | null
  readonly code: string | null
  readonly device: string
  readonly address: string
  /** For a proof: the method and path of the act it is for. */
  readonly act?: string
  readonly requestId: string
}

/** What the commands of this room work with. */
export type Parts = {
  readonly node: HufuNode
  readonly passwords: Passwords
  readonly people: People
  readonly rights: Rights
  readonly limits: Limits
  /** Everything beside the password by which somebody can prove who they are. */
  readonly ways: Ways
  /** What is said of sessions in this very moment. */
  readonly sessions: Sessions
  /** What seeds are sealed by. */
  readonly secrets: Secrets
  /** What people are called. */
  readonly names: Names
  readonly onSignIn: (note: SignInNote) => void
}
