import { sql } from 'kysely'
import type { Where } from '../holdings/index.ts'

type Asked = { readonly id: string; readonly holderId: string; readonly name: string }

/** Requests that wait for these people, each with the name of whom it is for. */
export async function approvalsHeld(
  { db, workspaceId }: Where,
  memberIds: readonly string[],
): Promise<readonly Asked[]> {
  const { rows } = await sql<Asked>`
    select r.id, t.member_id as holder_id, m.name from request_task as t
    join access_request as r on r.workspace_id = t.workspace_id and r.id = t.request_id and r.round = t.round and r.stage = t.stage
    join member as m on m.workspace_id = r.workspace_id and m.id = r.member_id
    where t.workspace_id = ${workspaceId} and t.state = 'open' and t.member_id = any(${[...memberIds]}::uuid[])
      and r.state in ('pending', 'needs-info', 'offered', 'appealed')
    order by r.id`.execute(db)
  return rows
}

/** Open requests for these people. */
export async function openRequestsHeld(
  { db, workspaceId }: Where,
  memberIds: readonly string[],
): Promise<readonly Omit<Asked, 'name'>[]> {
  const { rows } = await sql<Omit<Asked, 'name'>>`
    select id, member_id as holder_id from access_request
    where workspace_id = ${workspaceId} and member_id = any(${[...memberIds]}::uuid[])
      and state in ('confirming', 'pending', 'needs-info', 'offered', 'appealed')
    order by id`.execute(db)
  return rows
}
