import { newId } from '@hufu/kit'
import type { MemberRow } from './row.ts'
import type { Index } from './plan.ts'
import type { SnapshotAppointment, SnapshotMember } from './snapshot.ts'
import type { PlannedDepartment } from './tree-plan.ts'

/** An appointment as it would be; `before` is `null` for a new one, `next` for one that ends. */
export type AppointmentChange = {
  readonly before: SnapshotAppointment | null
  readonly next: SnapshotAppointment | null
}

/**
 * What the file says of a member's departments: those it names replace those they have, the first is primary. An empty
 * cell leaves everything; a newcomer without department stands in the company itself.
 */
export function appointmentsFor(
  source: MemberRow,
  before: SnapshotMember | null,
  departments: readonly PlannedDepartment[],
  index: Index,
): readonly AppointmentChange[] {
  const current = before?.appointments ?? []
  if (departments.length === 0 && current.length > 0)
    return current.map((each) => samePlace(each, source, index))
  const wanted = departments.length > 0 ? departments : [index.tree.root]
  const kept = wanted.map((department, at) => {
    const old = current.find((each) => each.departmentId === department.id) ?? null
    return { before: old, next: appointmentAt(source, old, department, at, wanted.length, index) }
  })
  const ended = current.filter((each) => !wanted.some((department) => department.id === each.departmentId))
  return [...ended.map((each) => ({ before: each, next: null })), ...kept]
}

function appointmentAt(
  source: MemberRow,
  before: SnapshotAppointment | null,
  department: PlannedDepartment,
  at: number,
  count: number,
  index: Index,
): SnapshotAppointment {
  const position = oneOf(source.positions, at)
  return {
    id: before?.id ?? newId(),
    departmentId: department.id,
    positionId:
      position === undefined || position === ''
        ? (before?.positionId ?? null)
        : index.positions.idOf(position),
    primary: at === 0,
    head: headAt(source.heads, at, count) ?? before?.head ?? false,
  }
}

/** Without a department in the file, a single position or head mark speaks of the primary department. */
function samePlace(before: SnapshotAppointment, source: MemberRow, index: Index): AppointmentChange {
  const [position] = source.positions
  const [head] = source.heads
  const speaks = before.primary
  return {
    before,
    next: {
      ...before,
      positionId:
        speaks && position !== undefined && position !== ''
          ? index.positions.idOf(position)
          : before.positionId,
      head: speaks && head !== undefined ? head : before.head,
    },
  }
}

/** One position for all departments, or one for each in the same order. */
const oneOf = (positions: readonly string[], at: number): string | undefined =>
  positions.length === 1 ? positions[0] : positions[at]

/** A single mark beside several departments speaks of the first: more would make heads that nobody meant. */
function headAt(heads: readonly boolean[], at: number, count: number): boolean | undefined {
  if (heads.length === 0) return undefined
  if (heads.length === 1 && count > 1) return at === 0 ? heads[0] : false
  return heads[at] ?? false
}

/** True when an appointment stays exactly as it was. */
export function isSame({ before, next }: AppointmentChange): boolean {
  if (before === null || next === null) return false
  return before.positionId === next.positionId && before.primary === next.primary && before.head === next.head
}
