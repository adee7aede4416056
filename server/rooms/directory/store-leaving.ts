import { sql } from 'kysely'
import type { Leaving } from './import/leaving.ts'
import type { Db } from './store.ts'
import type { Which } from './store-import.ts'

export type LeavingRow = {
  readonly what: Leaving['what']
  readonly memberId: string
  readonly login: string
  readonly name: string
  readonly due: Date | null
}

/** Whoever has left, or is suspended, since the file was read leaves by it no more. */
const leavers = ({ workspaceId, importId }: Which) => sql`
  import_row as r join member as m on m.workspace_id = r.workspace_id and m.id = r.member_id
  where r.workspace_id = ${workspaceId} and r.import_id = ${importId} and r.leaving is not null
    and m.status <> 'departed' and (r.leaving = 'departure' or m.status = 'active')`

/** People who are here and leave according to a file, in its order. */
export async function readLeaving(
  db: Db,
  which: Which,
  what: Leaving['what'] | null,
  most: number,
): Promise<readonly LeavingRow[]> {
  const { rows } = await sql<LeavingRow>`
    select r.leaving as what, m.id as member_id, m.login, m.name, r.leaving_due as due from ${leavers(which)}
      and (${what}::text is null or r.leaving = ${what}) order by r.row limit ${most}`.execute(db)
  return rows
}

/** How many people who are here leave according to a file. */
export async function countLeaving(
  db: Db,
  which: Which,
): Promise<{ readonly departures: number; readonly suspensions: number }> {
  const { rows } = await sql<{ readonly departures: number; readonly suspensions: number }>`
    select count(*) filter (where r.leaving = 'departure')::int as departures,
      count(*) filter (where r.leaving = 'suspension')::int as suspensions from ${leavers(which)}`.execute(db)
  return rows[0] ?? { departures: 0, suspensions: 0 }
}
