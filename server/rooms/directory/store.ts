import { refuse } from '@hufu/kit'
import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import type { Act, Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { DirectoryTables } from './tables.ts'

export type Db = Kysely<PlatformTables>
export type DepartmentRow = Selectable<DirectoryTables['department']>
export type PositionRow = Selectable<DirectoryTables['position']>
export type GroupRow = Selectable<DirectoryTables['memberGroup']>

/** The database with this room's tables. */
export const on = (db: Db) => db.$extendTables<DirectoryTables>()
export const workspaceOf = (tally: Tally): string => tally.act.workspaceId

/** Every permission whose tally may change the directory; each writer below takes its own. */
type Founding = 'sys.org.found'

/** Marks the directory as changed, so that a dry run made before is made again. */
export async function touch(tally: Tally): Promise<void> {
  if (touched.has(tally.act)) return
  touched.add(tally.act)
  await sql`update directory_version set version = version + 1 where workspace_id = ${workspaceOf(tally)}`.execute(
    tally.tx,
  )
}

// One transaction is one change of the directory, however many steps it has: nobody sees a version in between.
const touched = new WeakSet<Tally['act']>()

/** The directory's version now. */
export async function versionOf(db: Db, workspaceId: string): Promise<number> {
  const row = await on(db)
    .selectFrom('directoryVersion')
    .select('version')
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirst()
  return row?.version ?? 0
}

/** Reads a living department and keeps it from changing. Refuses `directory/not-found`. */
export async function lockDepartment(act: Act, id: string): Promise<DepartmentRow> {
  const row = await on(act.tx)
    .selectFrom('department')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .where('removedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw refuse('directory/not-found', { what: 'department' })
  return row
}

/** Whether a living sibling bears this name. */
export async function siblingNamed(act: Act, parentId: string, nameKey: string): Promise<string | null> {
  const row = await on(act.tx)
    .selectFrom('department')
    .select('id')
    .where('workspaceId', '=', act.workspaceId)
    .where('parentId', '=', parentId)
    .where('nameKey', '=', nameKey)
    .where('removedAt', 'is', null)
    .executeTakeFirst()
  return row?.id ?? null
}

type NewDepartment = {
  readonly id: string
  readonly parent: { readonly id: string; readonly path: string } | null
  readonly name: string
  readonly nameKey: string
}

/** Writes a department under its parent, with the next number. */
export async function insertDepartment(
  tally: Tally<'org.dept.edit' | Founding>,
  row: NewDepartment,
): Promise<void> {
  const { departments: number } = await on(tally.tx)
    .updateTable('directoryVersion')
    .set((eb) => ({ departments: eb('departments', '+', 1) }))
    .where('workspaceId', '=', workspaceOf(tally))
    .returning('departments')
    .executeTakeFirstOrThrow()
  await on(tally.tx)
    .insertInto('department')
    .values({
      workspaceId: workspaceOf(tally),
      id: row.id,
      parentId: row.parent?.id ?? null,
      name: row.name,
      nameKey: row.nameKey,
      number,
      path: `${row.parent?.path ?? '/'}${number}/`,
      createdAt: tally.at,
    })
    .execute()
}

/** Makes the row that counts versions and department numbers. */
export async function insertVersion(tally: Tally<Founding>): Promise<void> {
  await on(tally.tx)
    .insertInto('directoryVersion')
    .values({ workspaceId: workspaceOf(tally), version: 0, departments: 0 })
    .execute()
}

/** Renames a department; the company's own name is the workspace's as well. */
export async function updateDepartmentName(
  tally: Tally<'org.dept.edit'>,
  department: DepartmentRow,
  name: string,
  nameKey: string,
): Promise<void> {
  await on(tally.tx)
    .updateTable('department')
    .set({ name, nameKey })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', department.id)
    .execute()
  if (department.parentId === null)
    await tally.tx.updateTable('workspace').set({ name }).where('id', '=', workspaceOf(tally)).execute()
}

/** Hangs a department, with all below it, under another parent. */
export async function moveSubtree(
  tally: Tally<'org.dept.move'>,
  department: DepartmentRow,
  parent: DepartmentRow,
): Promise<void> {
  const path = `${parent.path}${department.number}/`
  await sql`
    update department set path = ${path} || substr(path, ${department.path.length + 1}::int),
      parent_id = case when id = ${department.id} then ${parent.id}::uuid else parent_id end
    where workspace_id = ${workspaceOf(tally)} and path >= ${department.path} and path < ${pathEnd(department.path)}
  `.execute(tally.tx)
}

/** The first path that is no longer below: digits and `/` all sort before `:`. */
export const pathEnd = (path: string): string => `${path}:`

/** Ends a department. */
export async function markDepartmentRemoved(tally: Tally<'org.dept.delete'>, id: string): Promise<void> {
  await on(tally.tx)
    .updateTable('department')
    .set({ removedAt: tally.at })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

/** What keeps a department from being removed: members in it, departments below, groups of it. */
export async function contentsOf(
  act: Act,
  id: string,
): Promise<{ readonly members: number; readonly departments: number; readonly groups: number }> {
  const { rows } = await sql<{ members: number; departments: number; groups: number }>`
    select
      (select count(*) from appointment where workspace_id = ${act.workspaceId} and department_id = ${id} and ended_at is null)::int as members,
      (select count(*) from department where workspace_id = ${act.workspaceId} and parent_id = ${id} and removed_at is null)::int as departments,
      (select count(*) from member_group where workspace_id = ${act.workspaceId} and department_id = ${id} and removed_at is null)::int as groups
  `.execute(act.tx)
  return rows[0] ?? { members: 0, departments: 0, groups: 0 }
}

/** Deepest level below a department, itself counting 0. */
export async function heightOf(act: Act, department: DepartmentRow): Promise<number> {
  const { rows } = await sql<{ height: number }>`
    select max(length(path) - length(replace(path, '/', ''))) as height from department
    where workspace_id = ${act.workspaceId} and removed_at is null
      and path >= ${department.path} and path < ${pathEnd(department.path)}
  `.execute(act.tx)
  return (rows[0]?.height ?? 2) - depthOf(department.path) - 2
}

/** Level of a department by its path; the company is 0. */
export const depthOf = (path: string): number => path.split('/').length - 3

/** Reads a living position and keeps it from changing. Refuses `directory/not-found`. */
export async function lockPosition(act: Act, id: string): Promise<PositionRow> {
  const row = await on(act.tx)
    .selectFrom('position')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .where('removedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw refuse('directory/not-found', { what: 'position' })
  return row
}

/** Reads a living group and keeps it from changing. Refuses `directory/not-found`. */
export async function lockGroup(act: Act, id: string): Promise<GroupRow> {
  const row = await on(act.tx)
    .selectFrom('memberGroup')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .where('removedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw refuse('directory/not-found', { what: 'group' })
  return row
}

/** Whether a living position or group bears this name. */
export async function isNameTaken(
  act: Act,
  table: 'position' | 'memberGroup',
  nameKey: string,
): Promise<boolean> {
  const row = await on(act.tx)
    .selectFrom(table)
    .select('id')
    .where('workspaceId', '=', act.workspaceId)
    .where('nameKey', '=', nameKey)
    .where('removedAt', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

type NewName = { readonly id: string; readonly name: string; readonly nameKey: string }

/** Writes a position. */
export async function insertPosition(
  tally: Tally<'org.position.manage'>,
  row: NewName & { readonly rank: number | null },
): Promise<void> {
  await on(tally.tx)
    .insertInto('position')
    .values({ workspaceId: workspaceOf(tally), ...row, createdAt: tally.at })
    .execute()
}

/** Writes a group. */
export async function insertGroup(
  tally: Tally<'org.usergroup.manage'>,
  row: NewName & { readonly departmentId: string | null },
): Promise<void> {
  await on(tally.tx)
    .insertInto('memberGroup')
    .values({ workspaceId: workspaceOf(tally), ...row, createdAt: tally.at })
    .execute()
}

/** Renames, ranks or removes a position. */
export async function updatePosition(
  tally: Tally<'org.position.manage'>,
  id: string,
  change:
    | { readonly rank: number | null }
    | { readonly name: string; readonly nameKey: string }
    | { readonly removedAt: Date },
): Promise<void> {
  await on(tally.tx)
    .updateTable('position')
    .set(change)
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

/** Renames or removes a group. */
export async function updateGroup(
  tally: Tally<'org.usergroup.manage'>,
  id: string,
  change: { readonly name: string; readonly nameKey: string } | { readonly removedAt: Date },
): Promise<void> {
  await on(tally.tx)
    .updateTable('memberGroup')
    .set(change)
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

/** How many hold a position now. */
export async function holdersOf(act: Act, positionId: string): Promise<number> {
  const row = await on(act.tx)
    .selectFrom('appointment')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('workspaceId', '=', act.workspaceId)
    .where('positionId', '=', positionId)
    .where('endedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return row.count
}
