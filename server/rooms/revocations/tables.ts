import type { PermissionKey } from '@hufu/authority'
import type {
  Applied,
  RevocationReason,
  RevocationState,
  RevocationSurface,
  RevocationWhat,
} from '@hufu/contract'
import type { ColumnType } from 'kysely'
import type { TakenRight } from '../authority/index.ts'
import type { Failure, Vector } from './vectors.ts'

/** A path that still gives a right: kept on purpose, with the reason, or (null) stopped by a restriction. */
export type RemainingPath = {
  readonly permission: PermissionKey
  readonly grantId: string
  readonly because: string | null
}

/** Written as text, read as what it is. */
type Json<T> = ColumnType<T, string, string>

/** The tables of migration 0009, as rows. */
export type RevocationTables = {
  revocation: {
    workspaceId: string
    id: string
    memberId: string
    what: RevocationWhat
    reason: RevocationReason
    because: string
    takenBy: string
    at: Date
    revision: number
    place: number
    state: RevocationState
    round: number
    roundAt: Date
    retried: number
    retryAt: Date | null
    toldAt: Date | null
    rights: Json<readonly TakenRight[]>
    remaining: Json<readonly RemainingPath[]>
    before: Json<readonly Vector[]>
    after: Json<readonly Vector[]>
    finishing: Date | null
    applied: ColumnType<Applied | null, string | null, string | null>
  }
  revocationCheck: {
    workspaceId: string
    revocationId: string
    round: number
    node: string
    at: Date
    tookMs: number
    tried: number
    failed: Json<readonly Failure[]>
    surfaces: Json<readonly RevocationSurface[]>
  }
}
