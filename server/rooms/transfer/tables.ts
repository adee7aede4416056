import type { FormerBecomes, TransferState } from '@hufu/contract'
import type { ColumnType, Generated } from 'kysely'
import type { Half } from './transfer.ts'

/** Written as text, read as what it is. */
type Json<T> = ColumnType<T, string, string>
type MaybeJson<T> = ColumnType<T | null, string | null, string | null>

export type Consent = 'none' | 'approvals' | 'letter'
export type Way = 'transfer' | 'claim' | 'recovery'
export type VoiceOn = 'approval' | 'veto' | 'revert'

/** The tables of migration 0019, as rows. */
export type TransferTables = {
  creatorSetting: {
    workspaceId: string
    rankMin: number | null
    consent: Consent
    approvals: number
    setBy: string
    setAt: Date
  }
  creatorTransfer: {
    workspaceId: string
    id: string
    way: Way
    state: TransferState
    formerId: string
    successorId: string
    formerBecomes: FormerBecomes
    because: string
    consent: Consent
    approvalsNeeded: number
    strict: boolean
    hash: string
    nonce: string
    gains: string[]
    loses: string[]
    offeredAt: Date
    formerHalf: MaybeJson<Half>
    successorHalf: MaybeJson<Half>
    acceptedAt: Date | null
    untilAt: Date | null
    dueAt: Date | null
    doneAt: Date | null
    doneRevision: number | null
    endedIds: string[] | null
    record: string | null
    recordSha256: string | null
    backupId: string | null
    revertUntil: Date | null
    revertAskedAt: Date | null
    revertBecause: string | null
    revertHalf: MaybeJson<Half>
    revertedAt: Date | null
    nextAt: Date | null
    told: Generated<number>
    remindAt: Date | null
  }
  creatorTransferVoice: {
    workspaceId: string
    transferId: string
    what: VoiceOn
    memberId: string
    at: Date
    words: string
    half: Json<Half>
  }
  creatorTransferLetter: {
    workspaceId: string
    transferId: string
    name: string
    type: string
    sha256: string
    content: Buffer
    byId: string
    at: Date
  }
  creatorTransferEvent: {
    workspaceId: string
    transferId: string
    id: string
    at: Date
    what: string
    byId: string | null
    method: string | null
    words: string
  }
  creatorTransferItem: {
    workspaceId: string
    transferId: string
    key: string
    doneAt: Date
    doneBy: string
    evidence: string
  }
}
