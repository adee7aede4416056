import type { Applied } from '@hufu/contract'
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Tally } from '../../platform/act/index.ts'
import type { Outcome } from './import/plan.ts'
import type { StagedBatch, StagedTable } from './import/staging.ts'
import { on } from './store.ts'
import type { Db } from './store.ts'
import type { DirectoryTables, ImportState } from './tables.ts'

export type ImportRow = Selectable<DirectoryTables['import']>
export type ImportedRow = Selectable<DirectoryTables['importRow']>

/** Where an import stands: its company and its id. */
export type Which = { readonly workspaceId: string; readonly importId: string }

export type NewImport = {
  readonly id: string
  readonly fileName: string
  readonly nodeId: string
  readonly createdBy: string
}

/** Writes an import that begins to be read. It changes nothing of the directory; the tally proves that one may import. */
export async function insertImport(tally: Tally<'org.directory.import'>, row: NewImport): Promise<void> {
  await on(tally.tx)
    .insertInto('import')
    .values({
      workspaceId: tally.act.workspaceId,
      ...row,
      state: 'reading',
      beatAt: tally.at,
      createdAt: tally.at,
    })
    .execute()
}

/** Reads one import; `null` when there is none. */
export async function readImport(db: Db, { workspaceId, importId }: Which): Promise<ImportRow | null> {
  const row = await on(db)
    .selectFrom('import')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', importId)
    .executeTakeFirst()
  return row ?? null
}

const IMPORTS_MAX = 100

/** The newest imports, of everybody or of one person. */
export async function readImports(
  db: Db,
  workspaceId: string,
  createdBy: string | null,
): Promise<readonly ImportRow[]> {
  let query = on(db).selectFrom('import').selectAll().where('workspaceId', '=', workspaceId)
  if (createdBy !== null) query = query.where('createdBy', '=', createdBy)
  return query.orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(IMPORTS_MAX).execute()
}

export type ImportChange = {
  readonly state?: ImportState
  readonly code?: string | null
  readonly details?: string
  readonly format?: 'csv' | 'xlsx'
  readonly encoding?: string | null
  readonly dialect?: 'plain' | 'wecom' | 'dingtalk'
  readonly ignored?: string[]
  readonly rowsRead?: number
  readonly rowsTotal?: number
  readonly counts?: string
  readonly version?: number
  readonly nodeId?: string
  readonly committedAt?: Date
  readonly applied?: string
}

/** Changes an import that stands in one of these states; says whether it did. Only the job that has it in hand calls this. */
export async function updateImport(
  db: Db,
  { workspaceId, importId }: Which,
  from: readonly ImportState[],
  change: ImportChange,
): Promise<boolean> {
  const result = await on(db)
    .updateTable('import')
    .set({ ...change, beatAt: sql<Date>`clock_timestamp()` })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', importId)
    .where('state', 'in', from)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Says that a job still works on an import. One that is being applied at this moment is locked, which says it too. */
export async function beatImport(db: Db, { workspaceId, importId }: Which): Promise<void> {
  await sql`
    update import set beat_at = clock_timestamp() where (workspace_id, id) in (
      select workspace_id, id from import
      where workspace_id = ${workspaceId} and id = ${importId} and state in ('reading', 'committing')
      for update skip locked
    )`.execute(db)
}

/**
 * What was left behind by a process that is gone: reading is over for good, applying never happened. What somebody holds
 * locked is not left behind.
 */
export async function abandonImports(db: Db, nodeId: string, silentSeconds: number): Promise<void> {
  await sql`
    update import set
      state = case state when 'reading' then 'refused' else 'ready' end,
      code = case state when 'reading' then 'directory/import-interrupted' else null end
    where (workspace_id, id) in (
      select workspace_id, id from import
      where state in ('reading', 'committing') and node_id <> ${nodeId}
        and beat_at < clock_timestamp() - make_interval(secs => ${silentSeconds})
      for update skip locked
    )`.execute(db)
}

const columns: Readonly<Record<StagedTable, string>> = {
  row: 'row integer, outcome text, code text, details jsonb, name text, login text, departments text, changes jsonb, leaving text, leaving_due timestamptz, member_id uuid',
  department: 'place integer, id uuid, parent_id uuid, name text, name_key text',
  position: 'id uuid, name text, name_key text',
  member:
    'place integer, id uuid, is_new boolean, status text, name text, name_key text, sort_key text, login text, login_key text, phone text, email text, employee_no text, employee_key text, manager_id uuid, fields text[], tokens text[]',
  appointment:
    'place integer, deed text, id uuid, member_id uuid, department_id uuid, position_id uuid, is_primary boolean, is_head boolean',
}

const namesIn = (table: StagedTable): string =>
  columns[table]
    .split(', ')
    .map((column) => column.split(' ')[0])
    .join(', ')

/** Puts a batch of staged rows into its side table. */
export async function insertStaged(
  db: Db,
  { workspaceId, importId }: Which,
  { table, json }: StagedBatch,
): Promise<void> {
  const names = sql.raw(namesIn(table))
  await sql`
    insert into ${sql.table(`import_${table}`)} (workspace_id, import_id, ${names})
    select ${workspaceId}, ${importId}, ${names} from jsonb_to_recordset(${json}::jsonb) as r (${sql.raw(columns[table])})
  `.execute(db)
}

const plannedTables = ['import_department', 'import_position', 'import_member', 'import_appointment'] as const

/** Forgets what an import would do; the report of its rows stays unless `rows` says otherwise. */
export async function deleteStaged(db: Db, { workspaceId, importId }: Which, rows: boolean): Promise<void> {
  for (const table of [...plannedTables, ...(rows ? (['import_row'] as const) : [])])
    await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId} and import_id = ${importId}`.execute(
      db,
    )
}

/** A page of the rows of an import with their outcome. */
export async function readImportRows(
  db: Db,
  { workspaceId, importId }: Which,
  filter: { readonly outcome: Outcome | null; readonly after: number; readonly limit: number },
): Promise<readonly ImportedRow[]> {
  let query = on(db)
    .selectFrom('importRow')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('importId', '=', importId)
    .where('row', '>', filter.after)
  if (filter.outcome !== null) query = query.where('outcome', '=', filter.outcome)
  return query.orderBy('row').limit(filter.limit).execute()
}

const PAGE_MEMBERS = 5000

/** The directory for a dry run, as JSON text page by page: nothing is taken apart on this thread. */
export async function* snapshotPages(
  db: Db,
  workspaceId: string,
): AsyncGenerator<{ readonly type: 'departments' | 'positions' | 'members'; readonly json: string }> {
  const one = async (query: ReturnType<typeof sql<{ json: string }>>): Promise<string> =>
    (await query.execute(db)).rows[0]?.json ?? '[]'
  yield {
    type: 'departments',
    json: await one(sql`
      select coalesce(json_agg(json_build_object('id', id, 'parentId', parent_id, 'name', name)), '[]')::text as json
      from department where workspace_id = ${workspaceId} and removed_at is null`),
  }
  yield {
    type: 'positions',
    json: await one(sql`
      select coalesce(json_agg(json_build_object('id', id, 'name', name)), '[]')::text as json
      from position where workspace_id = ${workspaceId} and removed_at is null`),
  }
  for (let after: string | null = null; ;) {
    const page: { readonly json: string; readonly last: string | null } = await memberPage(
      db,
      workspaceId,
      after,
    )
    if (page.last === null) return
    yield { type: 'members', json: page.json }
    after = page.last
  }
}

async function memberPage(db: Db, workspaceId: string, after: string | null) {
  const { rows } = await sql<{ json: string; last: string | null }>`
    with page as (
      select id, name, login, phone, email, employee_no, status, manager_id from member
      where workspace_id = ${workspaceId} and (${after}::uuid is null or id > ${after}::uuid)
      order by id limit ${PAGE_MEMBERS}
    ), held as (
      select member_id, json_agg(json_build_object('id', id, 'departmentId', department_id, 'positionId', position_id,
        'primary', is_primary, 'head', is_head) order by is_primary desc, id) as list
      from appointment where workspace_id = ${workspaceId} and ended_at is null and member_id in (select id from page)
      group by member_id
    )
    select json_agg(json_build_object('id', page.id, 'name', name, 'login', login, 'phone', phone, 'email', email,
      'employeeNo', employee_no, 'status', status, 'managerId', manager_id,
      'appointments', coalesce(held.list, '[]'::json)))::text as json, max(page.id::text) as last
    from page left join held on held.member_id = page.id`.execute(db)
  return rows[0] ?? { json: '[]', last: null }
}

/** What became of an applied import on every node, kept for its report. */
export async function keepApplied(db: Db, which: Which, applied: Applied): Promise<void> {
  await updateImport(db, which, ['committed'], { applied: JSON.stringify(applied) })
}

/** Lets the planner know what was just written in bulk: its own rounds come minutes later. */
export async function analyzeStaged(db: Db): Promise<void> {
  await sql`analyze import_department, import_member, import_appointment`.execute(db)
}
