import type { Proved } from '../../platform/act/index.ts'
import type { ClaimView } from '@hufu/contract'
import type { ColumnType } from 'kysely'

/** jsonb goes in as text and comes out parsed. */
type Json<T> = ColumnType<T, string, string>

/** The tables of migration 0020, as rows. */
export type ClaimTables = {
  claim: {
    workspaceId: string
    id: string
    state: ClaimView['state']
    byId: string
    creatorId: string
    successorId: string
    because: string
    hash: Buffer
    signs: number
    madeAt: Date
    lapseAt: Date
    acceptedAt: Date | null
    acceptedBy: Json<Proved> | null
    challengeSince: Date | null
    days: number
    told: number
    tellAt: Date | null
    dueAt: Date | null
    endedAt: Date | null
  }
  claimEvidence: {
    workspaceId: string
    claimId: string
    place: number
    words: string
    fileName: string | null
    fileType: string | null
    sha256: Buffer | null
    content: Buffer | null
  }
  claimVote: { workspaceId: string; claimId: string; memberId: string; at: Date; proof: Json<Proved> }
  claimTold: { workspaceId: string; claimId: string; noticeId: string; at: Date }
  hostRecovery: {
    workspaceId: string
    id: string
    state: 'open' | 'done' | 'void'
    memberId: string
    creatorId: string
    invitationId: string
    because: string
    hostUser: string
    madeAt: Date
    until: Date
    endedAt: Date | null
  }
}
