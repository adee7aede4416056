import type { FactorNeeds, ProtectionProfile } from '@hufu/contract'
import type { Generated } from 'kysely'

/** The tables of migration 0001, as rows. */
export type PlatformTables = {
  workspace: {
    id: string
    slug: string
    name: string
    revision: Generated<number>
    createdAt: Generated<Date>
  }
  /** How strictly a company proves and decides. */
  protection: {
    workspaceId: string
    profile: ProtectionProfile
    needs: FactorNeeds
    since: Date
    byId: string | null
  }
  /** What members prove with, by kind; what each is made of is the business of the room that keeps it. */
  factor: {
    workspaceId: string
    id: string
    memberId: string
    kind: 'totp' | 'passkey' | 'recovery'
    since: Date
  }
  node: { id: string; incarnation: string; name: string; startedAt: Generated<Date> }
  contentFeed: {
    workspaceId: string
    xid: Generated<string>
    id: Generated<number>
    topic: string
    kind: string
    data: unknown
    at: Date
  }
  request: {
    workspaceId: string
    actor: string
    key: string
    bodyHash: string
    status: number
    answer: unknown
    revision: number
    at: Generated<Date>
  }
}
