import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { PlatformTables } from '../../platform/feed/index.ts'

type Row = { readonly id: string; readonly name: string; readonly department: string | null }

/** Names of members with the name of their primary department. */
export async function readPeople(
  db: Kysely<PlatformTables>,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Omit<Row, 'id'>>> {
  const { rows } = await sql<Row>`
    select m.id, m.name, d.name as department from member m
    left join appointment a on a.workspace_id = m.workspace_id and a.member_id = m.id and a.is_primary and a.ended_at is null
    left join department d on d.workspace_id = a.workspace_id and d.id = a.department_id
    where m.workspace_id = ${workspaceId} and m.id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, name, department }) => [id, { name, department }]))
}
