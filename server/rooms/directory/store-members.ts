import type { MemberStatus } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import { sql } from 'kysely'
import type { RawBuilder, Selectable } from 'kysely'
import type { Act, Tally } from '../../platform/act/index.ts'
import { on, workspaceOf } from './store.ts'
import type { Db } from './store.ts'
import type { DirectoryTables } from './tables.ts'

export type MemberRow = Omit<Selectable<DirectoryTables['member']>, 'search'>
export type AppointmentRow = Selectable<DirectoryTables['appointment']>

const memberColumns = [
  'workspaceId',
  'id',
  'name',
  'nameKey',
  'sortKey',
  'login',
  'loginKey',
  'phone',
  'email',
  'employeeNo',
  'employeeKey',
  'status',
  'epoch',
  'managerId',
  'createdAt',
  'departedAt',
] as const

/** The tokens of a member as a search vector: exactly these words, no dictionary. */
export const vectorOf = (tokens: readonly string[]): RawBuilder<unknown> =>
  sql`array_to_tsvector(${[...tokens]}::text[])`

/** Reads a member and keeps the row from changing. Refuses `directory/not-found`. */
export async function lockMember(act: Act, id: string): Promise<MemberRow> {
  const row = await on(act.tx)
    .selectFrom('member')
    .select(memberColumns)
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw refuse('directory/not-found', { what: 'member' })
  return row
}

/** Locks several members in the order of their ids. Refuses when one of them is not there. */
export async function lockMembers(act: Act, ids: readonly string[]): Promise<readonly MemberRow[]> {
  if (ids.length === 0) return []
  const rows = await on(act.tx)
    .selectFrom('member')
    .select(memberColumns)
    .where('workspaceId', '=', act.workspaceId)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute()
  if (rows.length < ids.length) throw refuse('directory/not-found', { what: 'member' })
  return rows
}

export type Keys = {
  readonly loginKey: string
  readonly phone: string | null
  readonly employeeKey: string | null
}

/** Which of these keys another member holds; `left` when a login belonged to someone who left. */
export async function takenBy(
  act: Act,
  keys: Keys,
  exceptId: string,
): Promise<'login' | 'left' | 'phone' | 'employeeNo' | null> {
  const rows = await on(act.tx)
    .selectFrom('member')
    .select(['loginKey', 'phone', 'employeeKey', 'status'])
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '<>', exceptId)
    .where((eb) =>
      eb.or([
        eb('loginKey', '=', keys.loginKey),
        eb.and([eb('phone', '=', keys.phone), eb('departedAt', 'is', null)]),
        eb.and([eb('employeeKey', '=', keys.employeeKey), eb('departedAt', 'is', null)]),
      ]),
    )
    .execute()
  const byLogin = rows.find((row) => row.loginKey === keys.loginKey)
  if (byLogin !== undefined) return byLogin.status === 'departed' ? 'left' : 'login'
  if (keys.phone !== null && rows.some((row) => row.phone === keys.phone)) return 'phone'
  return rows.length > 0 ? 'employeeNo' : null
}

export type NewMember = Pick<
  MemberRow,
  | 'id'
  | 'name'
  | 'nameKey'
  | 'sortKey'
  | 'login'
  | 'loginKey'
  | 'phone'
  | 'email'
  | 'employeeNo'
  | 'employeeKey'
  | 'status'
> & { readonly tokens: readonly string[] }

/** Writes a member. */
export async function insertMember(
  tally: Tally<'org.member.invite' | 'sys.org.found'>,
  { tokens, ...member }: NewMember,
): Promise<void> {
  await on(tally.tx)
    .insertInto('member')
    .values({
      workspaceId: workspaceOf(tally),
      ...member,
      managerId: null,
      search: vectorOf(tokens),
      createdAt: tally.at,
    })
    .execute()
}

export type MemberChange = Partial<
  Pick<
    MemberRow,
    | 'name'
    | 'nameKey'
    | 'sortKey'
    | 'login'
    | 'loginKey'
    | 'phone'
    | 'email'
    | 'employeeNo'
    | 'employeeKey'
    | 'managerId'
  >
> & { readonly tokens?: readonly string[] }

/** Changes a profile. */
export async function updateMember(
  tally: Tally<'org.member.edit'>,
  id: string,
  { tokens, ...change }: MemberChange,
): Promise<void> {
  await on(tally.tx)
    .updateTable('member')
    .set({ ...change, ...(tokens === undefined ? {} : { search: vectorOf(tokens) }) })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

/** Changes a status and ends every session by a new epoch. */
export async function updateStatus(
  tally: Tally<'org.member.disable' | 'org.member.delete'>,
  id: string,
  status: MemberStatus,
): Promise<void> {
  await on(tally.tx)
    .updateTable('member')
    .set((eb) => ({
      status,
      epoch: eb('epoch', '+', 1),
      ...(status === 'departed' ? { departedAt: tally.at } : {}),
    }))
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

/** An invited member has come: their sessions go on. Whichever permission let them in strikes the tally. */
export async function markActive(tally: Tally, id: string): Promise<void> {
  await on(tally.tx)
    .updateTable('member')
    .set({ status: 'active' })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

/** Ids of those who name this member as their manager; they fall back to the head of their department. */
export async function clearManager(
  tally: Tally<'org.member.delete'>,
  managerId: string,
): Promise<readonly string[]> {
  const rows = await on(tally.tx)
    .updateTable('member')
    .set({ managerId: null })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('managerId', '=', managerId)
    .returning('id')
    .execute()
  return rows.map((row) => row.id).toSorted()
}

/** The chain of managers above a member, nearest first; stops where it would repeat. */
export async function managersAbove(act: Act, memberId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive chain (id, manager_id, depth) as (
      select id, manager_id, 0 from member where workspace_id = ${act.workspaceId} and id = ${memberId}
      union all
      select m.id, m.manager_id, c.depth + 1 from chain c
        join member m on m.workspace_id = ${act.workspaceId} and m.id = c.manager_id
      where c.depth < 1000
    ) cycle id set looped using seen
    select id from chain where depth > 0 and not looped order by depth
  `.execute(act.tx)
  return rows.map((row) => row.id)
}

/** The departments that each of these people heads, as far as this transaction has written. */
export async function headedBy(
  act: Act,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await on(act.tx)
    .selectFrom('appointment')
    .select(['memberId', 'departmentId'])
    .where('workspaceId', '=', act.workspaceId)
    .where('memberId', 'in', memberIds)
    .where('isHead', '=', true)
    .where('endedAt', 'is', null)
    .execute()
  const headed = new Map<string, string[]>()
  for (const { memberId, departmentId } of rows)
    headed.set(memberId, [...(headed.get(memberId) ?? []), departmentId])
  return headed
}

/** A member's appointments now, the primary first. */
export async function openAppointments(
  db: Db,
  workspaceId: string,
  memberId: string,
): Promise<readonly AppointmentRow[]> {
  return on(db)
    .selectFrom('appointment')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .where('endedAt', 'is', null)
    .orderBy('isPrimary', 'desc')
    .orderBy('id')
    .execute()
}

/** Reads an appointment in force and keeps it from changing. Refuses `directory/not-found`. */
export async function lockAppointment(act: Act, id: string): Promise<AppointmentRow> {
  const row = await on(act.tx)
    .selectFrom('appointment')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw refuse('directory/not-found', { what: 'appointment' })
  return row
}

export type NewAppointment = Pick<
  AppointmentRow,
  'id' | 'memberId' | 'departmentId' | 'positionId' | 'isPrimary' | 'isHead'
>

/** Writes an appointment. */
export async function insertAppointment(
  tally: Tally<'org.member.invite' | 'org.member.move' | 'sys.org.found'>,
  appointment: NewAppointment,
): Promise<void> {
  await on(tally.tx)
    .insertInto('appointment')
    .values({ workspaceId: workspaceOf(tally), ...appointment, fromAt: tally.at })
    .execute()
}

/** Changes an appointment. */
export async function updateAppointment(
  tally: Tally<'org.member.move'>,
  { id, departmentId, positionId, isPrimary, isHead }: NewAppointment,
): Promise<void> {
  await on(tally.tx)
    .updateTable('appointment')
    .set({ departmentId, positionId, isPrimary, isHead })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

/** Ends every appointment of a member; answers which, the primary first. */
export async function endAppointmentsOf(
  tally: Tally<'org.member.delete'>,
  memberId: string,
): Promise<readonly string[]> {
  const rows = await on(tally.tx)
    .updateTable('appointment')
    .set({ endedAt: tally.at })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('memberId', '=', memberId)
    .where('endedAt', 'is', null)
    .returning(['id', 'isPrimary'])
    .execute()
  return rows
    .toSorted((a, b) => Number(b.isPrimary) - Number(a.isPrimary) || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id)
}

/** Ends an appointment; the row stays as history. */
export async function endAppointmentRow(
  tally: Tally<'org.member.move' | 'org.member.delete'>,
  id: string,
): Promise<void> {
  await on(tally.tx)
    .updateTable('appointment')
    .set({ endedAt: tally.at })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}
