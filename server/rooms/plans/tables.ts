import type { PlanItemState, PlanWhat, ResidualPath, RevocationReason } from '@hufu/contract'
import type { ColumnType, Generated } from 'kysely'
import type { Proved, Seconded } from '../../platform/act/index.ts'

/** Written as text, read as what it is. */
type MaybeJson<T> = ColumnType<T | null, string | null, string | null>

/** The tables of migrations 0010 and 0021, as rows. */
export type PlanTables = {
  plan: {
    workspaceId: string
    id: string
    what: PlanWhat
    reason: RevocationReason
    because: string
    permissions: MaybeJson<'all' | readonly string[]>
    paths: MaybeJson<readonly ResidualPath[]>
    madeBy: string
    madeAt: Date
    proof: MaybeJson<Proved>
    second: MaybeJson<Seconded>
    people: number
    braked: boolean
    agreedBy: string | null
    agreedAt: Date | null
    agreedProof: MaybeJson<Proved>
    cancelledBy: string | null
    cancelledAt: Date | null
    cancelledBecause: string | null
  }
  planItem: {
    workspaceId: string
    planId: string
    memberId: string
    what: PlanWhat
    grantIds: MaybeJson<readonly string[]>
    dueAt: Date
    state: PlanItemState
    nextAt: Date
    hastenedBy: string | null
    proof: MaybeJson<Proved>
    second: MaybeJson<Seconded>
    urgent: Generated<boolean>
    heldCode: string | null
    heldDetails: MaybeJson<Readonly<Record<string, unknown>>>
    revocationId: string | null
    doneAt: Date | null
  }
}
