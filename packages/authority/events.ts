/**
 * The vocabulary of authority. Everything that can change a decision is one of these events; `apply` folds them into
 * facts, the ledger keeps them, the feed carries them. A name with its version is never changed once written.
 * Only ids, keys, dates and numbers stand here: names and free text travel beside, sealed.
 */
import type { PermissionKey } from './catalogue.ts'

/** Where a right holds. `departments` are subtrees; `own-department` is every department of the holder and all below. */
export type Scope =
  | { readonly type: 'workspace' }
  | { readonly type: 'departments'; readonly ids: readonly string[] }
  | { readonly type: 'own-department' }
  | { readonly type: 'resource'; readonly kind: string; readonly id: string }

/** Who a grant or restriction speaks of. `department` is a subtree, `everyone` all members of the workspace. */
export type Subject =
  | { readonly type: 'member'; readonly id: string }
  | { readonly type: 'group'; readonly id: string }
  | { readonly type: 'position'; readonly id: string }
  | { readonly type: 'department'; readonly id: string }
  | { readonly type: 'everyone' }

/** What a grant gives or a restriction takes: one permission, or a role standing for its permissions. */
export type Right =
  | { readonly type: 'permission'; readonly key: PermissionKey }
  | { readonly type: 'role'; readonly id: string }

/** Why a grant exists. */
export type GrantSource =
  | 'baseline'
  | 'position'
  | 'administrator'
  | 'request'
  | 'handover'
  | 'emergency'
  | 'import'

/** `from` and `until` are ISO-8601 UTC instants; `null` means "at once" and "without end". The interval is [from, until). */
export type Terms = { readonly from: string | null; readonly until: string | null }

/** What an administrator may hand out: these permissions, to members inside this reach. `null` permissions: none. */
export type Ceiling = { readonly permissions: readonly PermissionKey[]; readonly reach: Scope }

export type Tier = 'creator' | 'super' | 'scoped'

export type MemberStatus = 'invited' | 'active' | 'suspended' | 'departed'

type Named<Name extends string, Data> = { readonly name: Name; readonly data: Data }

export type AuthorityEvent =
  | Named<'workspace.founded@1', { readonly workspaceId: string; readonly rootId: string }>
  | Named<'department.created@1', { readonly departmentId: string; readonly parentId: string }>
  | Named<'department.moved@1', { readonly departmentId: string; readonly parentId: string }>
  | Named<'department.removed@1', { readonly departmentId: string }>
  | Named<'member.added@1', { readonly memberId: string; readonly status: MemberStatus }>
  | Named<'member.activated@1', { readonly memberId: string }>
  | Named<'member.suspended@1', { readonly memberId: string }>
  | Named<'member.restored@1', { readonly memberId: string }>
  | Named<'member.departed@1', { readonly memberId: string }>
  | Named<
      'appointment.made@1',
      {
        readonly appointmentId: string
        readonly memberId: string
        readonly departmentId: string
        readonly positionId: string | null
        readonly primary: boolean
        readonly head: boolean
      }
    >
  | Named<
      'appointment.changed@1',
      {
        readonly appointmentId: string
        readonly departmentId: string
        readonly positionId: string | null
        readonly primary: boolean
        readonly head: boolean
      }
    >
  | Named<'appointment.ended@1', { readonly appointmentId: string }>
  | Named<'position.created@1', { readonly positionId: string }>
  | Named<'position.removed@1', { readonly positionId: string }>
  | Named<'group.created@1', { readonly groupId: string; readonly departmentId: string | null }>
  | Named<'group.removed@1', { readonly groupId: string }>
  | Named<'group.member-added@1', { readonly groupId: string; readonly memberId: string }>
  | Named<'group.member-removed@1', { readonly groupId: string; readonly memberId: string }>
  /** A group inside a group: whoever is in the inner one is in the outer one too. */
  | Named<'group.group-added@1', { readonly groupId: string; readonly innerId: string }>
  | Named<'group.group-removed@1', { readonly groupId: string; readonly innerId: string }>
  | Named<'role.created@1', { readonly roleId: string; readonly permissions: readonly PermissionKey[] }>
  | Named<'role.changed@1', { readonly roleId: string; readonly permissions: readonly PermissionKey[] }>
  | Named<'role.removed@1', { readonly roleId: string }>
  | Named<
      'grant.given@1',
      Terms & {
        readonly grantId: string
        readonly subject: Subject
        readonly right: Right
        readonly scope: Scope
        readonly source: GrantSource
      }
    >
  | Named<'grant.ended@1', { readonly grantId: string }>
  /** While it is suspended a grant gives nothing; its times run on. */
  | Named<'grant.suspended@1', { readonly grantId: string }>
  | Named<'grant.resumed@1', { readonly grantId: string }>
  /** The grant ends later than it would have: only one with an end is extended, and never to an earlier one. */
  | Named<'grant.extended@1', { readonly grantId: string; readonly until: string }>
  | Named<
      'restriction.placed@1',
      Terms & {
        readonly restrictionId: string
        readonly subject: Subject
        readonly right: Right
        readonly scope: Scope
      }
    >
  | Named<'restriction.lifted@1', { readonly restrictionId: string }>
  | Named<
      'administrator.appointed@1',
      Terms & {
        readonly administratorId: string
        readonly memberId: string
        readonly tier: Tier
        readonly permissions: readonly PermissionKey[]
        readonly scope: Scope
        readonly ceiling: Ceiling
        /** The member who appointed, entitled to end it; `null` for the founding creator. */
        readonly appointedBy: string | null
      }
    >
  | Named<
      'administrator.changed@1',
      Terms & {
        readonly administratorId: string
        readonly permissions: readonly PermissionKey[]
        readonly scope: Scope
        readonly ceiling: Ceiling
      }
    >
  | Named<'administrator.ended@1', { readonly administratorId: string }>
  /**
   * The top seat goes over. One event, so that at no position of the ledger there is no creator or a second one: the seats
   * in `endedIds` end, the former creator's among them, and the new creator's begins.
   */
  | Named<
      'creator.transferred@1',
      {
        /** The seat of the new creator. */
        readonly administratorId: string
        readonly fromId: string
        readonly toId: string
        readonly permissions: readonly PermissionKey[]
        readonly endedIds: readonly string[]
        /** Who handed it on; `null` where the holder was gone. */
        readonly appointedBy: string | null
      }
    >
  | Named<
      'resource.placed@1',
      { readonly kind: string; readonly id: string; readonly departmentId: string | null }
    >
  | Named<'resource.removed@1', { readonly kind: string; readonly id: string }>

export type AuthorityEventName = AuthorityEvent['name']

/** What a question is asked of. */
export type Target =
  | { readonly type: 'workspace' }
  | { readonly type: 'department'; readonly id: string }
  | { readonly type: 'member'; readonly id: string }
  | { readonly type: 'resource'; readonly kind: string; readonly id: string }

/** `at` is an instant in milliseconds since 1970 (UTC). */
export type Question = {
  readonly memberId: string
  readonly permission: PermissionKey
  readonly target: Target
  readonly at: number
}

export type DecisionCode =
  | 'granted'
  | 'authority/unknown-permission'
  | 'authority/unknown-member'
  | 'authority/unknown-target'
  | 'authority/not-granted'
  | 'authority/restricted'
  | 'authority/out-of-scope'
  | 'authority/higher-tier'
  | 'authority/not-administrator'
  | 'authority/over-ceiling'
  | 'member/inactive'

/** One fact that made a decision. `kind` tells which table its id is of. */
export type Reason = {
  readonly kind: 'grant' | 'restriction' | 'administrator' | 'status' | 'relation'
  readonly id: string
}

/**
 * The answer. `because` is the deciding code, `by` the facts: each one listed for an allow suffices alone.
 * `missing` (denials only) says what would be needed; `revision` is the log position the facts stood at.
 */
export type Decision = {
  readonly allowed: boolean
  readonly because: DecisionCode
  readonly by: readonly Reason[]
  readonly missing?: {
    readonly permission: string
    readonly kind: 'grant' | 'administrator'
    readonly scope: string
  }
  readonly revision: number
}
