import type { MemberStatus } from '@hufu/authority'
import type { Applied, HideableField, VisibilityTerms } from '@hufu/contract'
import type { ColumnType, Generated } from 'kysely'
import type { Leaving } from './import/leaving.ts'
import type { Counts, Outcome } from './import/plan.ts'
import type { FieldChange } from './import/plan-changes.ts'
import type { Fault } from './import/row.ts'

type LimitTerms = Extract<VisibilityTerms, { readonly kind: 'limit' }>

/** jsonb goes in as text and comes out parsed. */
type Json<T> = ColumnType<T, string, string>

type Named = {
  workspaceId: string
  id: string
  name: string
  nameKey: string
  createdAt: Date
  removedAt: Generated<Date | null>
}

export type ImportState = 'reading' | 'ready' | 'refused' | 'committing' | 'committed' | 'cancelled'

/** The tables of migration 0004, as rows. Those that only bulk SQL touches are not listed. */
export type DirectoryTables = {
  department: Named & { parentId: string | null; number: number; path: string }
  member: {
    workspaceId: string
    id: string
    name: string
    nameKey: string
    sortKey: string
    login: string
    loginKey: string
    phone: string | null
    email: string | null
    employeeNo: string | null
    employeeKey: string | null
    status: MemberStatus
    epoch: Generated<number>
    managerId: string | null
    /** Written as an expression, never read. */
    search: ColumnType<never, unknown, unknown>
    createdAt: Date
    departedAt: Generated<Date | null>
  }
  position: Named & { rank: number | null }
  appointment: {
    workspaceId: string
    id: string
    memberId: string
    departmentId: string
    positionId: string | null
    isPrimary: boolean
    isHead: boolean
    fromAt: Date
    endedAt: Generated<Date | null>
  }
  memberGroup: Named & { departmentId: string | null }
  groupMember: { workspaceId: string; groupId: string; memberId: string; addedAt: Date }
  groupNesting: { workspaceId: string; groupId: string; innerId: string; addedAt: Date }
  visibilityRule: {
    workspaceId: string
    id: string
    kind: VisibilityTerms['kind']
    aboutType: VisibilityTerms['about']['type']
    aboutId: string | null
    fields: HideableField[]
    reach: 'itself' | 'below' | 'custom' | null
    list: Json<LimitTerms['list']>
    viewers: Json<VisibilityTerms['viewers']>
    because: string
    setBy: string
    setAt: Date
    changedAt: Generated<Date | null>
    endedAt: Generated<Date | null>
    endedBy: Generated<string | null>
    endedBecause: Generated<string | null>
  }
  directoryVersion: { workspaceId: string; version: number; departments: number }
  import: {
    workspaceId: string
    id: string
    fileName: string
    state: ImportState
    code: Generated<string | null>
    details: ColumnType<Fault['details'], string | undefined, string>
    format: Generated<'csv' | 'xlsx' | null>
    encoding: Generated<string | null>
    dialect: Generated<'plain' | 'wecom' | 'dingtalk' | null>
    ignored: Generated<string[]>
    rowsRead: Generated<number>
    rowsTotal: Generated<number | null>
    counts: ColumnType<Counts, string | undefined, string>
    version: Generated<number | null>
    nodeId: string
    beatAt: Date
    createdBy: string
    createdAt: Date
    committedAt: Generated<Date | null>
    applied: ColumnType<Applied | null, string | null | undefined, string | null>
  }
  importRow: {
    workspaceId: string
    importId: string
    row: number
    outcome: Outcome
    code: string | null
    details: Json<Fault['details'] | null>
    name: string
    login: string
    departments: string
    changes: Json<readonly FieldChange[] | null>
    leaving: Leaving['what'] | null
    leavingDue: Date | null
    memberId: string | null
  }
}
