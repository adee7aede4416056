import type { MemberStatus } from '@hufu/authority'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { on, pathEnd } from './store.ts'
import type { Db } from './store.ts'
import { ACCOUNT_MARK } from './search.ts'
import type { Concealed } from './visibility/listing.ts'

export type TreeRow = {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
  readonly members: number
}

/** Every living department with the number of people appointed to it, in no order. */
export async function readTree(db: Db, workspaceId: string): Promise<readonly TreeRow[]> {
  const [departments, counts] = await Promise.all([
    on(db)
      .selectFrom('department')
      .select(['id', 'parentId', 'name'])
      .where('workspaceId', '=', workspaceId)
      .where('removedAt', 'is', null)
      .execute(),
    on(db)
      .selectFrom('appointment')
      .select((eb) => ['departmentId', eb.fn.countAll<number>().as('members')])
      .where('workspaceId', '=', workspaceId)
      .where('endedAt', 'is', null)
      .groupBy('departmentId')
      .execute(),
  ])
  const members = new Map(counts.map((row) => [row.departmentId, row.members]))
  return departments.map((row) => ({ ...row, members: members.get(row.id) ?? 0 }))
}

/** A page of people, below the cursor; `path` is a department with everything below. */
export type MemberFilter = {
  readonly workspaceId: string
  readonly terms: readonly string[]
  /** A whole number, or digits somewhere in one for those who may see numbers. */
  readonly phone: {
    readonly text: string
    readonly part: boolean
    readonly concealed: Concealed | null
  } | null
  /** Whose login and number are not searched. */
  readonly unsearched: Concealed | null
  readonly path: string | null
  readonly status: MemberStatus | null
  readonly inIds: readonly string[] | null
  readonly notInIds: readonly string[] | null
  readonly after: readonly [sortKey: string, id: string] | null
  readonly limit: number
}

export type ListedMember = {
  readonly id: string
  readonly sortKey: string
  readonly name: string
  readonly login: string
  readonly phone: string | null
  readonly email: string | null
  readonly employeeNo: string | null
  readonly status: MemberStatus
  readonly managerId: string | null
  readonly createdAt: Date
  readonly departedAt: Date | null
}

const listed = sql.raw(
  'm.id, m.sort_key, m.name, m.login, m.phone, m.email, m.employee_no, m.status, m.manager_id, m.created_at, m.departed_at',
)

/** The people of a filter in the order of their names, from its cursor on. */
export async function readMembers(db: Db, filter: MemberFilter): Promise<readonly ListedMember[]> {
  const { rows } = await sql<ListedMember>`
    select ${listed} from member m where ${conditions(filter)} and ${behind(filter)}
    order by m.sort_key, m.id limit ${filter.limit}`.execute(db)
  return rows
}

/**
 * The same of some people alone, each looked up by id, and how many of them fit. `offset 0` keeps the database from
 * looking through everybody's words first: it takes any search for a rare one.
 */
export async function readMembersNamed(
  db: Db,
  filter: MemberFilter,
  ids: readonly string[],
): Promise<{ readonly rows: readonly ListedMember[]; readonly total: number }> {
  const { rows } = await sql<ListedMember & { readonly total: number }>`
    select ${listed}, (count(*) over ())::int as total from unnest(${[...ids]}::uuid[]) as named (id)
    cross join lateral (select * from member m where ${conditions(filter)} and m.id = named.id offset 0) m
    where ${behind(filter)} order by m.sort_key, m.id limit ${filter.limit}`.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

/** All who fit a filter among the next people in the order of names, however rare the database takes the search for. */
export async function readMembersNext(
  db: Db,
  filter: MemberFilter,
  among: number,
): Promise<readonly ListedMember[]> {
  const { rows } = await sql<ListedMember>`
    select ${listed} from (select * from member m where m.workspace_id = ${filter.workspaceId} and ${behind(filter)}
      order by m.sort_key, m.id limit ${among}) m
    where ${conditions(filter)} order by m.sort_key, m.id`.execute(db)
  return rows
}

const behind = ({ after }: MemberFilter) =>
  after === null ? sql`true` : sql`(m.sort_key, m.id) > (${after[0]}, ${after[1]}::uuid)`

/** How many people a filter has in all. */
export async function countMembers(db: Db, filter: MemberFilter): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from member m where ${conditions(filter)}`.execute(db)
  return rows[0]?.total ?? 0
}

function conditions(filter: MemberFilter): RawBuilder<unknown> {
  const { workspaceId, status, inIds, notInIds, path } = filter
  const parts = [
    sql`m.workspace_id = ${workspaceId}`,
    status === null ? sql`m.departed_at is null` : sql`m.status = ${status}`,
    ...found(filter),
    ...(inIds === null ? [] : [sql`m.id = any(${[...inIds]}::uuid[])`]),
    ...(notInIds === null ? [] : [sql`m.id <> all(${[...notInIds]}::uuid[])`]),
    ...(path === null ? [] : [below(workspaceId, path)]),
  ]
  return sql.join(parts, sql` and `)
}

function below(workspaceId: string, path: string) {
  return sql`m.id in (select a.member_id from department d join appointment a
    on a.workspace_id = d.workspace_id and a.department_id = d.id and a.ended_at is null
    where d.workspace_id = ${workspaceId} and d.removed_at is null and d.path >= ${path} and d.path < ${pathEnd(path)})`
}

/** Whether a field of member `m` is hidden from the one who asks. */
function concealedIn(workspaceId: string, { exceptId, everyone, members, departments }: Concealed) {
  if (everyone) return sql`m.id <> ${exceptId}`
  return sql`(m.id <> ${exceptId} and (m.id = any(${[...members]}::uuid[]) or m.id in (
    select a.member_id from appointment a where a.workspace_id = ${workspaceId} and a.ended_at is null
      and a.department_id = any(${[...departments]}::uuid[]))))`
}

/** Two questions joined by their answers: each has an index of its own, an `or` would use neither. */
function found(filter: MemberFilter): readonly RawBuilder<unknown>[] {
  const { workspaceId, terms, phone, unsearched } = filter
  if (terms.length === 0 && phone === null) return []
  if (phone === null) return [wordsIn(workspaceId, terms, unsearched)]
  const answers = [
    ...(terms.length === 0 ? [] : [byWords(workspaceId, terms, unsearched)]),
    byPhone(workspaceId, phone),
  ]
  return [sql`m.id in (${sql.join(answers, sql` union `)})`]
}

function byWords(workspaceId: string, terms: readonly string[], unsearched: Concealed | null) {
  const words = wordsIn(workspaceId, terms, unsearched)
  return sql`select m.id from member m where m.workspace_id = ${workspaceId} and ${words}`
}

/** Anybody is found by name; by login and number those whose are not hidden. */
function wordsIn(workspaceId: string, terms: readonly string[], unsearched: Concealed | null) {
  const quoted = terms.map((term) => term.replaceAll(/['\\]/g, '$&$&'))
  const all = quoted.map((term) => `('${term}':* | '${ACCOUNT_MARK}${term}':*)`).join(' & ')
  const found = sql`m.search @@ ${all}::tsquery`
  if (unsearched === null) return found
  const names = quoted.map((term) => `'${term}':*`).join(' & ')
  return sql`${found} and (m.search @@ ${names}::tsquery or not ${concealedIn(workspaceId, unsearched)})`
}

function byPhone(workspaceId: string, { text, part, concealed }: NonNullable<MemberFilter['phone']>) {
  const open = concealed === null ? sql`` : sql`and not ${concealedIn(workspaceId, concealed)}`
  const fits = part ? sql`position(${text} in m.phone) > 0` : sql`m.phone = ${text} and m.departed_at is null`
  return sql`select m.id from member m where m.workspace_id = ${workspaceId} and ${fits} ${open}`
}

/** What single fields of a person hold; `null` when there is no such person. */
export async function readProfile(db: Db, workspaceId: string, memberId: string) {
  const row = await on(db)
    .selectFrom('member')
    .select(['id', 'login', 'phone', 'email', 'employeeNo'])
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', memberId)
    .executeTakeFirst()
  return row ?? null
}

export type ShownAppointment = {
  readonly id: string
  readonly memberId: string
  readonly departmentId: string
  readonly departmentName: string
  readonly path: string
  readonly positionId: string | null
  readonly positionName: string | null
  readonly primary: boolean
  readonly head: boolean
}

/** The appointments of some members with the names of department and position, primary first. */
export async function readAppointments(
  db: Db,
  workspaceId: string,
  memberIds: readonly string[],
): Promise<readonly ShownAppointment[]> {
  const { rows } = await sql<ShownAppointment>`
    select a.id, a.member_id, a.department_id, d.name as department_name, d.path, a.position_id,
      p.name as position_name, a.is_primary as "primary", a.is_head as head
    from appointment a
    join department d on d.workspace_id = a.workspace_id and d.id = a.department_id
    left join position p on p.workspace_id = a.workspace_id and p.id = a.position_id
    where a.workspace_id = ${workspaceId} and a.member_id = any(${[...memberIds]}::uuid[]) and a.ended_at is null
    order by a.is_primary desc, a.id`.execute(db)
  return rows
}

/** Names of departments by their numbers, for writing paths. */
export async function namesByNumber(
  db: Db,
  workspaceId: string,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const rows = await on(db)
    .selectFrom('department')
    .select(['number', 'name'])
    .where('workspaceId', '=', workspaceId)
    .where((eb) => eb('number', '=', eb.fn.any(sql<number[]>`${[...numbers]}::bigint[]`)))
    .execute()
  return new Map(rows.map((row) => [row.number, row.name]))
}

/** Path of a living department; `null` when there is none. */
export async function pathOf(db: Db, workspaceId: string, id: string): Promise<string | null> {
  const row = await on(db)
    .selectFrom('department')
    .select('path')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .where('removedAt', 'is', null)
    .executeTakeFirst()
  return row?.path ?? null
}

/** The head of the nearest department at or above a path, whoever it is; not `exceptId`, where one is given. */
export async function headAbove(
  db: Db,
  workspaceId: string,
  path: string,
  exceptId: string | null,
): Promise<{ readonly id: string; readonly name: string } | null> {
  const { rows } = await sql<{ id: string; name: string }>`
    select m.id, m.name from department d
    join appointment a on a.workspace_id = d.workspace_id and a.department_id = d.id and a.is_head and a.ended_at is null
    join member m on m.workspace_id = a.workspace_id and m.id = a.member_id
    where d.workspace_id = ${workspaceId} and d.path = any(${pathsAbove(path)}::text[]) and m.id is distinct from ${exceptId}::uuid
      and m.departed_at is null
    order by length(d.path) desc, a.id limit 1`.execute(db)
  return rows[0] ?? null
}

/** Everybody above a member, nearest first, at most so many. */
export async function readAllAbove(
  db: Db,
  workspaceId: string,
  memberId: string,
  most: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from hufu_managers_above(${workspaceId}, ${memberId}, ${most}) with ordinality as one (id, place)
    order by place`.execute(db)
  return rows.map(({ id }) => id)
}

/** `/1/5/9/` → `/1/`, `/1/5/`, `/1/5/9/`. */
const pathsAbove = (path: string): string[] => {
  const numbers = path.split('/').slice(1, -1)
  return numbers.map((_, index) => `/${numbers.slice(0, index + 1).join('/')}/`)
}

/** Living positions. */
export async function readPositions(db: Db, workspaceId: string) {
  return on(db)
    .selectFrom('position')
    .select(['id', 'name', 'rank'])
    .where('workspaceId', '=', workspaceId)
    .where('removedAt', 'is', null)
    .execute()
}

/** Living groups. */
export async function readGroups(db: Db, workspaceId: string) {
  return on(db)
    .selectFrom('memberGroup')
    .select(['id', 'name', 'departmentId'])
    .where('workspaceId', '=', workspaceId)
    .where('removedAt', 'is', null)
    .execute()
}

/** The groups of one member. */
export async function readGroupsOf(db: Db, workspaceId: string, memberId: string) {
  const { rows } = await sql<{ id: string; name: string }>`
    select g.id, g.name from group_member gm
    join member_group g on g.workspace_id = gm.workspace_id and g.id = gm.group_id
    where gm.workspace_id = ${workspaceId} and gm.member_id = ${memberId} order by g.name_key`.execute(db)
  return rows
}

type Wanted = {
  readonly members: readonly string[]
  readonly departments: readonly string[]
  readonly groups: readonly string[]
  readonly positions: readonly string[]
}

/** What people call these things, by id; gone ones keep their last name. */
export async function readNames(
  db: Db,
  workspaceId: string,
  wanted: Wanted,
): Promise<ReadonlyMap<string, string>> {
  const tables = [
    ['member', wanted.members],
    ['department', wanted.departments],
    ['member_group', wanted.groups],
    ['position', wanted.positions],
  ] as const
  const asked = tables.filter(([, ids]) => ids.length > 0)
  if (asked.length === 0) return new Map()
  const parts = asked.map(
    ([table, ids]) =>
      sql`select id, name from ${sql.table(table)} where workspace_id = ${workspaceId} and id = any(${[...ids]}::uuid[])`,
  )
  const { rows } = await sql<{ id: string; name: string }>`${sql.join(parts, sql` union all `)}`.execute(db)
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Logins of some members, by id. */
export async function loginsOf(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await on(db)
    .selectFrom('member')
    .select(['id', 'login'])
    .where('workspaceId', '=', workspaceId)
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.id, row.login]))
}

/** Whom some members name as the one they report to; who names nobody is missing. */
export async function readNamedManagers(
  db: Db,
  workspaceId: string,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly id: string; readonly name: string }>> {
  const { rows } = await sql<{ memberId: string; id: string; name: string }>`
    select m.id as member_id, above.id, above.name from member m
    join member above on above.workspace_id = m.workspace_id and above.id = m.manager_id
    where m.workspace_id = ${workspaceId} and m.id = any(${[...memberIds]}::uuid[])`.execute(db)
  return new Map(rows.map(({ memberId, ...manager }) => [memberId, manager]))
}
