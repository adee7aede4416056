import { newId, refuse } from '@hufu/kit'
import { permit, record } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import { keepHeads } from './heading.ts'
import { placesOf, refuseBeyond } from './rules.ts'
import { lockDepartment, lockPosition, touch } from './store.ts'
import {
  endAppointmentRow,
  insertAppointment,
  lockAppointment,
  lockMember,
  openAppointments,
  updateAppointment,
} from './store-members.ts'
import type { AppointmentRow, NewAppointment } from './store-members.ts'

export type AppointInput = {
  readonly id?: string
  readonly memberId: string
  readonly departmentId: string
  readonly positionId?: string | null | undefined
  readonly primary?: boolean | undefined
  readonly head?: boolean | undefined
}

/** Appoints a member to one more department. Needs scope over the person and over the department. */
export async function appoint(act: Act, input: AppointInput): Promise<{ readonly id: string }> {
  const member = await lockMember(act, input.memberId)
  const department = await lockDepartment(act, input.departmentId)
  const positionId = input.positionId ?? null
  if (positionId !== null) await lockPosition(act, positionId)
  const tally = permitMove(act, member.id, [department.id])
  if (member.status === 'departed') throw refuse('member/inactive')
  const others = await openAppointments(act.tx, act.workspaceId, member.id)
  if (others.some((each) => each.departmentId === department.id)) throw refuse('directory/already-there')
  refuseBeyond(act, 'org.member.move', { type: 'member', id: member.id }, placesOf(department.id, positionId))
  const id = input.id ?? newId()
  const isPrimary = others.length === 0 || input.primary === true
  if (isPrimary) await demote(tally, others)
  const row = {
    id,
    memberId: member.id,
    departmentId: department.id,
    positionId,
    isPrimary,
    isHead: input.head ?? false,
  }
  await insertAppointment(tally, row)
  await touch(tally)
  record(
    tally,
    { name: 'appointment.made@1', data: { appointmentId: id, memberId: member.id, ...placeOf(row) } },
    { about: [member.id] },
  )
  await keepHeads(tally, [member.id])
  return { id }
}

export type AppointmentChange = {
  readonly appointmentId: string
  readonly departmentId?: string | undefined
  readonly positionId?: string | null | undefined
  readonly primary?: boolean | undefined
  readonly head?: boolean | undefined
}

/** Moves an appointment to another department, or changes its position, whether it is primary, whether it heads. */
export async function changeAppointment(act: Act, input: AppointmentChange): Promise<null> {
  const before = await lockAppointment(act, input.appointmentId)
  const department = await lockDepartment(act, input.departmentId ?? before.departmentId)
  const positionId = input.positionId === undefined ? before.positionId : input.positionId
  if (positionId !== null && positionId !== before.positionId) await lockPosition(act, positionId)
  const tally = permitMove(act, before.memberId, [before.departmentId, department.id])
  const others = (await openAppointments(act.tx, act.workspaceId, before.memberId)).filter(
    ({ id }) => id !== before.id,
  )
  if (others.some((each) => each.departmentId === department.id)) throw refuse('directory/already-there')
  if (input.primary === false && before.isPrimary) throw refuse('directory/primary-needed')
  const next = {
    ...before,
    departmentId: department.id,
    positionId,
    isPrimary: input.primary ?? before.isPrimary,
    isHead: input.head ?? before.isHead,
  }
  const into = placesOf(department.id, positionId).filter(({ type, ...place }) =>
    type === 'department'
      ? department.id !== before.departmentId
      : 'id' in place && place.id !== before.positionId,
  )
  refuseBeyond(act, 'org.member.move', { type: 'member', id: before.memberId }, into)
  if (next.isPrimary && !before.isPrimary) await demote(tally, others)
  await writeChange(tally, next)
  await keepHeads(tally, [before.memberId])
  await touch(tally)
  return null
}

/** Ends an appointment, not the last one. When it was primary, the oldest of the others becomes so. */
export async function endAppointment(act: Act, input: { readonly appointmentId: string }): Promise<null> {
  const before = await lockAppointment(act, input.appointmentId)
  const tally = permitMove(act, before.memberId, [before.departmentId])
  const others = (await openAppointments(act.tx, act.workspaceId, before.memberId)).filter(
    ({ id }) => id !== before.id,
  )
  const [heir] = others
  if (heir === undefined) throw refuse('directory/last-appointment')
  await endAppointmentRow(tally, before.id)
  record(
    tally,
    { name: 'appointment.ended@1', data: { appointmentId: before.id } },
    { about: [before.memberId] },
  )
  if (before.isPrimary) await writeChange(tally, { ...heir, isPrimary: true })
  await keepHeads(tally, [before.memberId])
  await touch(tally)
  return null
}

/** Scope over the person (all their departments, as the catalogue says of moving) and over every place involved. */
function permitMove(act: Act, memberId: string, departmentIds: readonly string[]): Tally<'org.member.move'> {
  for (const id of departmentIds) permit(act, 'org.member.move', { type: 'department', id })
  return permit(act, 'org.member.move', { type: 'member', id: memberId })
}

async function demote(tally: Tally<'org.member.move'>, others: readonly AppointmentRow[]): Promise<void> {
  for (const other of others) if (other.isPrimary) await writeChange(tally, { ...other, isPrimary: false })
}

async function writeChange(tally: Tally<'org.member.move'>, row: NewAppointment): Promise<void> {
  await updateAppointment(tally, row)
  record(
    tally,
    { name: 'appointment.changed@1', data: { appointmentId: row.id, ...placeOf(row) } },
    { about: [row.memberId] },
  )
}

const placeOf = ({ departmentId, positionId, isPrimary, isHead }: NewAppointment) => ({
  departmentId,
  positionId,
  primary: isPrimary,
  head: isHead,
})
