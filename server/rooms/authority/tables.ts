import type { GrantSource, PermissionKey, Scope, Subject, Tier } from '@hufu/authority'
import type { ColumnType, Generated } from 'kysely'

/** jsonb goes in as text and comes out parsed. */
type Json<T> = ColumnType<T, string, string>

type Ended = { endedAt: Date | null; endedBy: string | null; endedBecause: string | null }

/** How a grant came to its end: taken, given up by its holder, or with something else in its place. */
export type HowEnded = 'revoked' | 'relinquished' | 'expired' | 'superseded'

type RuleRow = Ended & {
  workspaceId: string
  id: string
  subjectType: Subject['type']
  subjectId: string | null
  permission: PermissionKey | null
  roleId: string | null
  scope: Json<Scope>
  fromAt: Date | null
  untilAt: Date | null
  because: string
  givenBy: string
  givenAt: Date
}

/** The tables of migration 0003, as rows. */
export type AuthorityTables = {
  role: {
    workspaceId: string
    id: string
    slug: string | null
    name: string
    nameKey: string
    permissions: PermissionKey[]
    createdAt: Date
    removedAt: Date | null
  }
  authorityGrant: RuleRow & {
    source: GrantSource
    endedHow: HowEnded | null
    suspendedAt: Date | null
    suspendedBy: string | null
    suspendedBecause: string | null
    suspendedTier: Tier | null
    firstUntilAt: Date | null
    extended: Generated<number>
  }
  restriction: RuleRow
  administrator: Ended & {
    workspaceId: string
    id: string
    memberId: string
    tier: Tier
    permissions: PermissionKey[]
    scope: Json<Scope>
    ceilingPermissions: PermissionKey[]
    ceilingReach: Json<Scope>
    fromAt: Date | null
    untilAt: Date | null
    because: string
    appointedBy: string | null
    appointedAt: Date
    forHead: boolean
  }
  headOffice: {
    workspaceId: string
    permissions: PermissionKey[]
    ceilingPermissions: PermissionKey[]
    because: string
    setBy: string
    setAt: Date
  }
  externalResource: {
    workspaceId: string
    kind: string
    id: string
    name: string
    departmentId: string | null
    placedAt: Date
  }
}
