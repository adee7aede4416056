import type { PermissionKey, Reason } from '@hufu/authority'
import type { ContestState } from '@hufu/contract'
import type { ColumnType } from 'kysely'
import type { Place } from '../vectors.ts'

/** Written as text, read as what it is. */
type Json<T> = ColumnType<T, string, string>

/** How a watched right came back: `given` on purpose to this person, or by another way, which is an alarm. */
export type ReturnKind = 'given' | 'alarm'

/** The tables of migration 0012, as rows. */
export type AfterTables = {
  revocationReturn: {
    workspaceId: string
    revocationId: string
    permission: PermissionKey
    placeKey: string
    place: Json<Place>
    kind: ReturnKind
    at: Date
    givenBy: string | null
    because: string | null
    grounds: Json<readonly Reason[]>
  }
  revocationContest: {
    workspaceId: string
    revocationId: string
    state: ContestState
    words: string
    at: Date
    decidedBy: string | null
    decidedAt: Date | null
    answer: string | null
    alone: boolean
  }
  revocationRestored: {
    workspaceId: string
    revocationId: string
    itemId: string
    grantId: string | null
    restoredBy: string
    at: Date
  }
}
