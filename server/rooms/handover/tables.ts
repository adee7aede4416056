import type { Fate, HandedKind, HoldingKind, Occasion, OfferState } from '@hufu/contract'
import type { ColumnType, Generated } from 'kysely'

/** How many of each kind somebody held. */
export type Counts = readonly { readonly kind: HoldingKind; readonly count: number }[]

/** The tables of migration 0011, as rows. */
export type HandoverTables = {
  handover: {
    workspaceId: string
    id: string
    kind: HandedKind
    occasion: Occasion
    fromId: string
    toId: string
    state: OfferState
    because: string
    madeBy: string
    madeAt: Date
    until: Date
    answeredAt: Date | null
    answer: string | null
    settledAt: Date | null
    reversedAt: Date | null
    reversedBy: string | null
  }
  handoverItem: {
    workspaceId: string
    handoverId: string
    kind: HandedKind
    itemId: string
    name: string
    fate: Fate | null
    joined: Generated<boolean>
    open: boolean
  }
  backup: {
    workspaceId: string
    id: string
    memberId: string
    takenAt: Date
    takenBy: string
    because: string
    manifest: string
    sha256: Buffer
    counts: ColumnType<Counts, string, never>
    files: number
    bytes: number
  }
  backupFile: {
    workspaceId: string
    backupId: string
    fileId: string
    name: string
    type: string
    size: number
    sha256: Buffer
  }
  backupOpening: {
    workspaceId: string
    id: string
    backupId: string
    memberId: string
    at: Date
    fileId: string | null
  }
}
