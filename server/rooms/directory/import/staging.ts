import { employeeKey, loginKey } from '../contacts.ts'
import { nameKey } from '../names.ts'
import { searchTokens } from '../search.ts'
import { sortKey } from '../sorting.ts'
import { isSame } from './plan-appointments.ts'
import type { AppointmentChange } from './plan-appointments.ts'
import type { Plan, PlannedMember, PlannedRow } from './plan.ts'

/** The side tables of an import. */
export type StagedTable = 'row' | 'department' | 'position' | 'member' | 'appointment'

/** Rows of one side table as JSON text, ready for `jsonb_to_recordset`; keys are column names. */
export type StagedBatch = { readonly table: StagedTable; readonly json: string; readonly count: number }

const BATCH_ROWS = 1000

type Staged = Readonly<Record<string, unknown>>

/** A plan as rows of the side tables, batch by batch: parents before children, in the order of the file. */
export function* stagedBatches(plan: Plan): Generator<StagedBatch, undefined> {
  yield* batches('row', rows(plan))
  yield* batches('department', departments(plan))
  yield* batches(
    'position',
    plan.newPositions.map(({ id, name }) => ({ id, name, name_key: nameKey(name) })),
  )
  yield* batches('member', members(plan))
  yield* batches('appointment', appointments(plan))
}

function* batches(table: StagedTable, all: Iterable<Staged>): Generator<StagedBatch> {
  let some: Staged[] = []
  for (const each of all) {
    some.push(each)
    if (some.length < BATCH_ROWS) continue
    yield { table, json: JSON.stringify(some), count: some.length }
    some = []
  }
  if (some.length > 0) yield { table, json: JSON.stringify(some), count: some.length }
}

function* rows(plan: Plan): Generator<Staged> {
  for (const { source, outcome, fault, changes, leaving, before } of plan.rows)
    yield {
      row: source.row,
      outcome,
      code: fault?.code ?? null,
      details: fault?.details ?? null,
      ...source.shown,
      changes: changes.length === 0 ? null : changes,
      leaving: leaving?.what ?? null,
      leaving_due: leaving?.due ?? null,
      member_id: leaving === null ? null : (before?.id ?? null),
    }
}

function* departments(plan: Plan): Generator<Staged> {
  for (const [place, each] of plan.tree.created().entries())
    yield { place, id: each.id, parent_id: each.parent?.id, name: each.name, name_key: nameKey(each.name) }
}

function* touched(plan: Plan): Generator<PlannedRow & { readonly member: PlannedMember }> {
  for (const row of plan.rows)
    if (row.member !== null && (row.outcome === 'new' || row.outcome === 'changed'))
      yield { ...row, member: row.member }
}

function* members(plan: Plan): Generator<Staged> {
  let place = 0
  for (const { member, changes } of touched(plan)) {
    const fields = changes.map(({ field }) => field).filter((field) => profileFields.has(field))
    // Someone who only changes departments keeps their row as it is.
    if (!member.isNew && fields.length === 0) continue
    yield { place: place++, ...memberRecord(member), fields }
  }
}

const profileFields = new Set(['name', 'phone', 'email', 'employeeNo', 'manager'])

const memberRecord = (member: PlannedMember): Staged => ({
  id: member.id,
  is_new: member.isNew,
  status: member.status,
  name: member.name,
  name_key: nameKey(member.name),
  sort_key: sortKey(member.name),
  login: member.login,
  login_key: loginKey(member.login),
  phone: member.phone,
  email: member.email,
  employee_no: member.employeeNo,
  employee_key: member.employeeNo === null ? null : employeeKey(member.employeeNo),
  manager_id: member.managerId,
  tokens: searchTokens(member),
})

function* appointments(plan: Plan): Generator<Staged> {
  let place = 0
  for (const { member } of touched(plan))
    for (const change of member.appointments) {
      const record = appointmentRecord(member.id, change)
      if (record !== null) yield { place: place++, ...record }
    }
}

function appointmentRecord(memberId: string, change: AppointmentChange): Staged | null {
  const { before, next } = change
  const shown = next ?? before
  if (shown === null || isSame(change)) return null
  return {
    deed: next === null ? 'end' : before === null ? 'make' : 'change',
    id: shown.id,
    member_id: memberId,
    department_id: shown.departmentId,
    position_id: shown.positionId,
    is_primary: shown.primary,
    is_head: shown.head,
  }
}
