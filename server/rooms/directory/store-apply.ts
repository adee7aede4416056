import { sql } from 'kysely'
import type { Tally } from '../../platform/act/index.ts'
import { workspaceOf } from './store.ts'
import type { Which } from './store-import.ts'

type Import = Tally<'org.directory.import'>

/**
 * What applying an import touches: departments that exist (where people come, leave or stand, and above new ones),
 * people who change, and the positions that are there already. Each is asked for before anything is written.
 */
export type Touched = {
  readonly departments: readonly string[]
  readonly members: readonly string[]
  readonly into: readonly string[]
  readonly positions: readonly string[]
}

/** Reads what the staged import touches, under the lock. */
export async function readTouched(
  { act }: { readonly act: Import['act'] },
  { workspaceId, importId }: Which,
): Promise<Touched> {
  const staged = sql`workspace_id = ${workspaceId} and import_id = ${importId}`
  const { rows } = await sql<Touched>`
    with changed as (
      select id from import_member where ${staged} and not is_new
      union select member_id from import_appointment where ${staged}
    ), placed as (select distinct department_id as id from import_appointment where ${staged}),
    standing as (
      select distinct a.department_id as id from appointment a
      where a.workspace_id = ${workspaceId} and a.ended_at is null and a.member_id in (select id from changed)
    ), above as (select distinct parent_id as id from import_department where ${staged})
    select
      coalesce((select array_agg(d.id) from department d where d.workspace_id = ${workspaceId} and d.removed_at is null
        and d.id in (select id from placed union select id from standing union select id from above)), '{}') as departments,
      coalesce((select array_agg(m.id) from member m where m.workspace_id = ${workspaceId} and m.id in (select id from changed)), '{}') as members,
      coalesce((select array_agg(distinct department_id) from import_appointment where ${staged} and deed = 'make'), '{}') as into,
      coalesce((select array_agg(distinct i.position_id) from import_appointment i
        join position p on p.workspace_id = i.workspace_id and p.id = i.position_id
        where i.workspace_id = ${workspaceId} and i.import_id = ${importId} and i.deed <> 'end'), '{}') as positions
  `.execute(act.tx)
  return rows[0] ?? { departments: [], members: [], into: [], positions: [] }
}

/** People who stand and whose primary appointment the staged import changes, in department or position. Read before it is applied. */
export async function readMoved(tally: Import, { importId }: Which): Promise<readonly string[]> {
  const workspaceId = workspaceOf(tally)
  const { rows } = await sql<{ memberId: string }>`
    select n.member_id from import_appointment n
    join appointment a on a.workspace_id = n.workspace_id and a.member_id = n.member_id and a.is_primary and a.ended_at is null
    where n.workspace_id = ${workspaceId} and n.import_id = ${importId} and n.is_primary and n.deed <> 'end'
      and (n.department_id, n.position_id) is distinct from (a.department_id, a.position_id)
    order by n.place`.execute(tally.tx)
  return rows.map(({ memberId }) => memberId)
}

/**
 * Bulk work takes limits of its own: the lock is held for the whole of it, and nobody may cut it in half. No nested
 * loops: statistics know nothing of the rows this transaction writes, and one wrong guess makes 10¹⁰ comparisons.
 */
export async function raiseLimits(tally: Import): Promise<void> {
  await sql`select set_config('idle_in_transaction_session_timeout', '120s', true), set_config('work_mem', '64MB', true),
    set_config('enable_nestloop', 'off', true)`.execute(tally.tx)
}

/** Makes the staged departments, all at once: their numbers and paths come from walking down from those that exist. */
export async function applyDepartments(tally: Import, { importId }: Which): Promise<void> {
  const workspaceId = workspaceOf(tally)
  await sql`
    with recursive base as (
      select departments as number from directory_version where workspace_id = ${workspaceId}
    ), numbered as (
      select i.id, i.parent_id, i.name, i.name_key, base.number + 1 + i.place as number
      from import_department i, base where i.workspace_id = ${workspaceId} and i.import_id = ${importId}
    ), placed as (
      select n.*, d.path || n.number || '/' as path from numbered n
        join department d on d.workspace_id = ${workspaceId} and d.id = n.parent_id
      union all
      select n.*, p.path || n.number || '/' from numbered n join placed p on p.id = n.parent_id
    )
    insert into department (workspace_id, id, parent_id, name, name_key, number, path, created_at)
    select ${workspaceId}, id, parent_id, name, name_key, number, path, ${tally.at} from placed`.execute(
    tally.tx,
  )
  await sql`
    update directory_version set departments = departments + (
      select count(*) from import_department where workspace_id = ${workspaceId} and import_id = ${importId}
    ) where workspace_id = ${workspaceId}`.execute(tally.tx)
}

/** Makes the staged positions. */
export async function applyPositions(tally: Import, { importId }: Which): Promise<void> {
  const workspaceId = workspaceOf(tally)
  await sql`
    insert into position (workspace_id, id, name, name_key, created_at)
    select workspace_id, id, name, name_key, ${tally.at} from import_position
    where workspace_id = ${workspaceId} and import_id = ${importId}`.execute(tally.tx)
}

/** Adds the newcomers, then changes those who are there. Managers may be newcomers themselves. */
export async function applyMembers(tally: Import, { importId }: Which): Promise<void> {
  const workspaceId = workspaceOf(tally)
  await sql`
    insert into member (workspace_id, id, name, name_key, sort_key, login, login_key, phone, email, employee_no,
      employee_key, status, manager_id, search, created_at)
    select workspace_id, id, name, name_key, sort_key, login, login_key, phone, email, employee_no, employee_key, status,
      manager_id, array_to_tsvector(tokens), ${tally.at}
    from import_member where workspace_id = ${workspaceId} and import_id = ${importId} and is_new
    order by place`.execute(tally.tx)
  await sql`
    update member m set name = i.name, name_key = i.name_key, sort_key = i.sort_key, phone = i.phone, email = i.email,
      employee_no = i.employee_no, employee_key = i.employee_key, manager_id = i.manager_id,
      search = array_to_tsvector(i.tokens)
    from import_member i where i.workspace_id = ${workspaceId} and i.import_id = ${importId} and not i.is_new
      and m.workspace_id = i.workspace_id and m.id = i.id`.execute(tally.tx)
}

/** Ends, changes and makes appointments; the one primary of each person is free before another takes it. */
export async function applyAppointments(tally: Import, { importId }: Which): Promise<void> {
  const workspaceId = workspaceOf(tally)
  const staged = sql`i.workspace_id = ${workspaceId} and i.import_id = ${importId}`
  const same = sql`a.workspace_id = i.workspace_id and a.id = i.id`
  await sql`update appointment a set ended_at = ${tally.at} from import_appointment i where ${staged} and i.deed = 'end' and ${same}`.execute(
    tally.tx,
  )
  for (const primary of [false, true])
    await sql`
      update appointment a set position_id = i.position_id, is_primary = i.is_primary, is_head = i.is_head
      from import_appointment i where ${staged} and i.deed = 'change' and i.is_primary = ${primary} and ${same}`.execute(
      tally.tx,
    )
  await sql`
    insert into appointment (workspace_id, id, member_id, department_id, position_id, is_primary, is_head, from_at)
    select i.workspace_id, i.id, i.member_id, i.department_id, i.position_id, i.is_primary, i.is_head, ${tally.at}
    from import_appointment i where ${staged} and i.deed = 'make' order by i.place`.execute(tally.tx)
}

/** Lets the planner know what has come in: nodes load all of it as soon as this is committed, and guesses cost seconds. */
export async function analyzeApplied(tally: Import): Promise<void> {
  await sql`analyze department, position, member, appointment`.execute(tally.tx)
}

export type AppliedMember = {
  readonly place: number
  readonly id: string
  readonly is_new: boolean
  readonly status: 'invited' | 'suspended'
  readonly name: string
  readonly login: string
  readonly phone: string | null
  readonly email: string | null
  readonly employee_no: string | null
  readonly manager_id: string | null
  readonly fields: readonly string[]
}

export type AppliedAppointment = {
  readonly place: number
  readonly deed: 'make' | 'change' | 'end'
  readonly id: string
  readonly member_id: string
  readonly department_id: string
  readonly position_id: string | null
  readonly is_primary: boolean
  readonly is_head: boolean
}

/** Departments about to be made, parents first. */
export async function stagedDepartments(tally: Import, { importId }: Which) {
  const { rows } = await tally.act.client.query<{ id: string; parent_id: string; name: string }>(
    'select id, parent_id, name from import_department where workspace_id = $1 and import_id = $2 order by place',
    [workspaceOf(tally), importId],
  )
  return rows
}

/** Positions about to be made. */
export async function stagedPositions(tally: Import, { importId }: Which) {
  const { rows } = await tally.act.client.query<{ id: string; name: string }>(
    'select id, name from import_position where workspace_id = $1 and import_id = $2 order by id',
    [workspaceOf(tally), importId],
  )
  return rows
}

const PAGE_ROWS = 2000

/** People about to be added or changed, page by page. */
export const stagedMembers = (tally: Import, which: Which): AsyncGenerator<readonly AppliedMember[]> =>
  pages<AppliedMember>(
    tally,
    which,
    'place, id, is_new, status, name, login, phone, email, employee_no, manager_id, fields from import_member',
  )

/** Appointments about to be ended, changed or made, page by page: ends first, so that nothing is held twice. */
export async function* stagedAppointments(
  tally: Import,
  which: Which,
): AsyncGenerator<readonly AppliedAppointment[]> {
  const columns =
    'place, deed, id, member_id, department_id, position_id, is_primary, is_head from import_appointment'
  for (const deed of ['end', 'change', 'make'])
    yield* pages<AppliedAppointment>(tally, which, columns, `deed = '${deed}'`)
}

async function* pages<T extends { readonly place: number }>(
  tally: Import,
  { importId }: Which,
  what: string,
  where = 'true',
): AsyncGenerator<readonly T[]> {
  let after = -1
  for (;;) {
    const { rows }: { rows: T[] } = await tally.act.client.query<T>(
      `select ${what} where workspace_id = $1 and import_id = $2 and place > $3 and ${where} order by place limit ${PAGE_ROWS}`,
      [workspaceOf(tally), importId, after],
    )
    if (rows.length > 0) yield rows
    if (rows.length < PAGE_ROWS) return
    after = rows.at(-1)?.place ?? after
  }
}
