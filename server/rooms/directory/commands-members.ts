import type { PermissionKey } from '@hufu/authority'
import { newId, refuse } from '@hufu/kit'
import { permit, record } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import { endGrantsOf, endSeatsOf, refuseIfIndispensable } from '../authority/index.ts'
import { employeeKey, loginKey } from './contacts.ts'
import { keepHeads } from './heading.ts'
import { lifeOf } from './member.ts'
import { goodEmail, goodLogin, goodName, goodPhone, placesOf, refuseBeyond } from './rules.ts'
import { searchTokens } from './search.ts'
import { sortKey } from './sorting.ts'
import { lockDepartment, lockPosition, touch } from './store.ts'
import { deleteGroupMembers, groupsOf } from './store-groups.ts'
import {
  clearManager,
  endAppointmentsOf,
  insertAppointment,
  insertMember,
  lockMember,
  managersAbove,
  takenBy,
  updateMember,
  updateStatus,
} from './store-members.ts'
import type { Keys, MemberChange, MemberRow } from './store-members.ts'
import { refuseUnseen } from './visibility/unseen.ts'

export type MemberInput = {
  readonly id?: string
  readonly name: string
  readonly login: string
  readonly phone?: string | null | undefined
  readonly email?: string | null | undefined
  readonly employeeNo?: string | null | undefined
}

/** A profile as it is kept, with everything derived from it. */
export function profileOf(input: MemberInput) {
  const { name, nameKey } = goodName(input.name)
  const login = goodLogin(input.login)
  const employeeNo = input.employeeNo ?? null
  return {
    name,
    nameKey,
    sortKey: sortKey(name),
    login,
    loginKey: loginKey(login),
    phone: filled(input.phone, goodPhone),
    email: filled(input.email, goodEmail),
    employeeNo,
    employeeKey: employeeNo === null ? null : employeeKey(employeeNo),
    tokens: searchTokens({ name, login, employeeNo }),
  }
}

const filled = (text: string | null | undefined, good: (text: string) => string): string | null =>
  text === null || text === undefined ? null : good(text)

/** Adds a member with one appointment, invited until they come; `active` for people who work here already. */
export async function addMember(
  act: Act,
  input: MemberInput & {
    readonly departmentId: string
    readonly positionId?: string | null | undefined
    readonly head?: boolean | undefined
    readonly status?: 'invited' | 'active' | undefined
  },
): Promise<{ readonly id: string; readonly appointmentId: string }> {
  const profile = profileOf(input)
  const tally = permit(act, 'org.member.invite', { type: 'department', id: input.departmentId })
  const department = await lockDepartment(act, input.departmentId)
  const positionId = input.positionId ?? null
  if (positionId !== null) await lockPosition(act, positionId)
  // The newcomer is not there yet: what they would be let into is asked for whoever stands in the department.
  refuseBeyond(
    act,
    'org.member.invite',
    { type: 'department', id: department.id },
    placesOf(department.id, positionId),
  )
  const id = input.id ?? newId()
  const status = input.status ?? 'invited'
  await refuseTaken(act, profile, id)
  await insertMember(tally, { ...profile, id, status })
  const appointmentId = newId()
  const place = { departmentId: department.id, positionId, primary: true, head: input.head ?? false }
  await insertAppointment(tally, {
    id: appointmentId,
    memberId: id,
    departmentId: department.id,
    positionId,
    isPrimary: true,
    isHead: place.head,
  })
  await touch(tally)
  const about = [id]
  record(
    tally,
    { name: 'member.added@1', data: { memberId: id, status } },
    { sealed: sealedOf(profile), about },
  )
  record(tally, { name: 'appointment.made@1', data: { appointmentId, memberId: id, ...place } }, { about })
  if (place.head) await keepHeads(tally, [id])
  return { id, appointmentId }
}

/** The clear texts of a profile that go sealed into the ledger: those that are there. */
export function sealedOf(profile: {
  readonly name?: string
  readonly login?: string
  readonly phone?: string | null
  readonly email?: string | null
  readonly employeeNo?: string | null
}): Readonly<Record<string, string>> {
  const fields = ['name', 'login', 'phone', 'email', 'employeeNo'] as const
  const entries = fields.flatMap((field): [string, string][] => {
    const text = profile[field]
    return text === undefined ? [] : [[field, text ?? '']]
  })
  return Object.fromEntries(
    entries.filter(([field, text]) => text !== '' || field === 'phone' || field === 'email'),
  )
}

async function refuseTaken(
  act: Act,
  profile: Keys & Pick<MemberRow, 'login' | 'employeeNo'>,
  id: string,
): Promise<void> {
  const { login, phone, employeeNo } = profile
  switch (await takenBy(act, profile, id)) {
    case 'login':
      throw refuse('directory/login-taken', { login })
    case 'left':
      throw refuse('directory/login-left', { login })
    case 'phone':
      throw refuse('directory/phone-taken', { phone })
    case 'employeeNo':
      throw refuse('directory/employee-number-taken', { employeeNo })
    case null:
  }
}

export type ProfileChange = {
  readonly [Field in keyof Omit<MemberInput, 'id'>]?: MemberInput[Field] | undefined
} & { readonly managerId?: string | null | undefined }

/** Changes a profile. What is left out stays; `null` empties a field. */
export async function changeMember(
  act: Act,
  { memberId, ...input }: ProfileChange & { readonly memberId: string },
): Promise<null> {
  const member = await lockMember(act, memberId)
  const tally = permit(act, 'org.member.edit', { type: 'member', id: memberId })
  if (member.status === 'departed') throw refuse('member/inactive')
  const next = profileOf({
    name: input.name ?? member.name,
    login: input.login ?? member.login,
    phone: input.phone === undefined ? member.phone : input.phone,
    email: input.email === undefined ? member.email : input.email,
    employeeNo: input.employeeNo === undefined ? member.employeeNo : input.employeeNo,
  })
  const fields = (['name', 'login', 'phone', 'email', 'employeeNo'] as const).filter(
    (field) => next[field] !== member[field],
  )
  if (fields.length > 0) await refuseTaken(act, next, memberId)
  const managerId = input.managerId === undefined ? member.managerId : input.managerId
  if (managerId !== member.managerId) await refuseManager(act, memberId, managerId)
  const all = managerId === member.managerId ? fields : [...fields, 'manager']
  if (all.length === 0) throw refuse('directory/nothing-changed')
  const change: MemberChange = { ...next, managerId }
  await updateMember(tally, memberId, change)
  await touch(tally)
  const changed = Object.fromEntries(fields.map((field) => [field, next[field] ?? '']))
  record(
    tally,
    {
      name: 'member.changed@1',
      data: { memberId, fields: all, ...(all.includes('manager') ? { managerId } : {}) },
    },
    { sealed: changed, about: [memberId] },
  )
  return null
}

async function refuseManager(act: Act, memberId: string, managerId: string | null): Promise<void> {
  if (managerId === null) return
  refuseUnseen(act, [managerId])
  const manager = await lockMember(act, managerId)
  if (manager.status === 'departed') throw refuse('directory/not-found', { what: 'manager' })
  if (managerId === memberId || (await managersAbove(act, managerId)).includes(memberId))
    throw refuse('directory/manager-cycle')
}

type Because = { readonly memberId: string; readonly because: string }

/** Does what ends somebody's rights, and keeps what was lost by it; whoever keeps nothing just does it. */
export type Around<P extends PermissionKey, T> = (
  tally: Tally<P>,
  end: () => Promise<void>,
  /** As they were before. */
  member: Pick<MemberRow, 'managerId'>,
) => Promise<T>

/** Suspends: every right but two ends at once. Nobody suspends themselves, the creator, or the last super administrator. */
export async function suspendMember<T>(
  act: Act,
  { memberId, because }: Because,
  around: Around<'org.member.disable', T>,
): Promise<T> {
  const member = await lockMember(act, memberId)
  const tally = permit(act, 'org.member.disable', { type: 'member', id: memberId })
  refuseOneself(act, memberId)
  lifeOf.next(member.status, 'suspend')
  await refuseIfIndispensable(act, memberId)
  return around(
    tally,
    async () => {
      await updateStatus(tally, memberId, 'suspended')
      await touch(tally)
      record(
        tally,
        { name: 'member.suspended@1', data: { memberId } },
        { sealed: { because }, about: [memberId] },
      )
    },
    member,
  )
}

/** Gives a suspended member back what the grants still give; sessions stay ended. */
export async function restoreMember(act: Act, { memberId, because }: Because): Promise<null> {
  const member = await lockMember(act, memberId)
  const tally = permit(act, 'org.member.disable', { type: 'member', id: memberId })
  refuseOneself(act, memberId)
  lifeOf.next(member.status, 'restore')
  await updateStatus(tally, memberId, 'active')
  await touch(tally)
  record(tally, { name: 'member.restored@1', data: { memberId } }, { sealed: { because }, about: [memberId] })
  return null
}

/** The member leaves for good: seats, appointments and group memberships end with them. The login is never used again. */
export async function departMember<T>(
  act: Act,
  { memberId, because }: Because,
  around: Around<'org.member.delete', T>,
): Promise<T> {
  const member = await lockMember(act, memberId)
  const tally = permit(act, 'org.member.delete', { type: 'member', id: memberId })
  refuseOneself(act, memberId)
  lifeOf.next(member.status, 'depart')
  return around(
    tally,
    async () => {
      await endSeatsOf(tally, memberId, because)
      await endGrantsOf(tally, memberId, because)
      await letGo(tally, memberId)
      await updateStatus(tally, memberId, 'departed')
      await touch(tally)
      record(
        tally,
        { name: 'member.departed@1', data: { memberId } },
        { sealed: { because }, about: [memberId] },
      )
    },
    member,
  )
}

async function letGo(tally: Tally<'org.member.delete'>, memberId: string): Promise<void> {
  const { act } = tally
  const about = [memberId]
  for (const appointmentId of await endAppointmentsOf(tally, memberId))
    record(tally, { name: 'appointment.ended@1', data: { appointmentId } }, { about })
  for (const groupId of await groupsOf(act.tx, act.workspaceId, memberId)) {
    await deleteGroupMembers(tally, groupId, [memberId])
    record(tally, { name: 'group.member-removed@1', data: { groupId, memberId } }, { about })
  }
  for (const report of await clearManager(tally, memberId))
    record(
      tally,
      { name: 'member.changed@1', data: { memberId: report, fields: ['manager'], managerId: null } },
      { about: [report] },
    )
}

function refuseOneself(act: Act, memberId: string): void {
  if (act.actor.type === 'member' && act.actor.memberId === memberId) throw refuse('directory/not-oneself')
}
