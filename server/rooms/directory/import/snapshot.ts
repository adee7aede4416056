import type { MemberStatus } from '@hufu/authority'

/** The directory as a dry run compares with it. Plain data: it crosses into a worker thread. */
export type DirectorySnapshot = {
  /** When it was asked for, in milliseconds since 1970. */
  readonly at: number
  readonly rootId: string
  readonly rootName: string
  readonly departments: readonly SnapshotDepartment[]
  readonly positions: readonly { readonly id: string; readonly name: string }[]
  readonly members: readonly SnapshotMember[]
}

export type SnapshotDepartment = {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
}

export type SnapshotMember = {
  readonly id: string
  readonly name: string
  readonly login: string
  readonly phone: string | null
  readonly email: string | null
  readonly employeeNo: string | null
  readonly status: MemberStatus
  readonly managerId: string | null
  readonly appointments: readonly SnapshotAppointment[]
}

export type SnapshotAppointment = {
  readonly id: string
  readonly departmentId: string
  readonly positionId: string | null
  readonly primary: boolean
  readonly head: boolean
}

/**
 * How far the importer may reach. `departments`: those covered by their scope, `null` for all. `untouchable`: members
 * they may not act on whatever the scope, with the code of the reason. `beyond`: departments and positions that carry
 * rights above the importer's ceiling, by id.
 */
export type Reach = {
  readonly departments: readonly string[] | null
  readonly untouchable: readonly (readonly [memberId: string, code: string])[]
  readonly beyond: readonly string[]
}
