import { isSame } from './plan-appointments.ts'
import type { Index, PlannedMember } from './plan.ts'
import type { SnapshotAppointment, SnapshotMember } from './snapshot.ts'
import { namesBelowRoot } from './tree-plan.ts'
import { writeList, writePath } from './paths.ts'

/** One difference as the preview shows it. */
export type FieldChange = { readonly field: string; readonly from: string | null; readonly to: string | null }

/** The differences between a member now and after; for a newcomer only that they come. */
export function changesOf(
  after: PlannedMember,
  before: SnapshotMember | null,
  index: Index,
): readonly FieldChange[] {
  if (before === null) return []
  const changes: FieldChange[] = []
  const compare = (field: string, from: string | null, to: string | null): void => {
    if (from !== to) changes.push({ field, from, to })
  }
  compare('name', before.name, after.name)
  compare('phone', before.phone, after.phone)
  compare('email', before.email, after.email)
  compare('employeeNo', before.employeeNo, after.employeeNo)
  compare('manager', managerName(before.managerId, index), managerName(after.managerId, index))
  if (changes.every(({ field }) => field !== 'manager') && before.managerId !== after.managerId)
    changes.push({ field: 'manager', from: before.managerId, to: after.managerId })
  if (!after.appointments.every(isSame)) {
    const next = after.appointments.flatMap((each) => (each.next === null ? [] : [each.next]))
    compare('departments', pathsOf(before.appointments, index), pathsOf(next, index))
    compare('positions', positionsOf(before.appointments, index), positionsOf(next, index))
    compare('heads', headsOf(before.appointments, index), headsOf(next, index))
  }
  return changes
}

/** Primary first, then by department, so that only real differences show. */
function ordered(appointments: readonly SnapshotAppointment[]): readonly SnapshotAppointment[] {
  return appointments.toSorted((a, b) =>
    a.primary === b.primary ? (a.departmentId < b.departmentId ? -1 : 1) : a.primary ? -1 : 1,
  )
}

function pathsOf(appointments: readonly SnapshotAppointment[], index: Index): string {
  return ordered(appointments)
    .map((each) => pathOf(each.departmentId, index))
    .join(';')
}

function pathOf(departmentId: string, index: Index): string {
  const department = index.tree.byId.get(departmentId)
  return department === undefined ? '' : writePath([index.snapshot.rootName, ...namesBelowRoot(department)])
}

const positionsOf = (appointments: readonly SnapshotAppointment[], index: Index): string | null =>
  writeList(
    ordered(appointments).map((each) =>
      each.positionId === null ? '' : index.positions.nameOf(each.positionId),
    ),
  ) || null

const headsOf = (appointments: readonly SnapshotAppointment[], index: Index): string | null =>
  ordered(appointments)
    .filter((each) => each.head)
    .map((each) => pathOf(each.departmentId, index))
    .join(';') || null

const managerName = (managerId: string | null, index: Index): string | null =>
  managerId === null ? null : (index.names.get(managerId) ?? index.members.get(managerId)?.name ?? null)
