import { textOf, wholeOf } from './columns.ts'
import type { Query } from './query.ts'

/** Which refusals of a member to list: newest first, since an instant, below a place in the list. */
export type RefusalFilter = {
  readonly workspaceId: string
  readonly memberId: string
  readonly since: Date
  /** Refusals of these permissions. */
  readonly permissions: readonly string[]
  /** Also everything that an account out of use was refused, signing in included. */
  readonly inactive: boolean
  readonly before: RefusalPlace | null
  readonly limit: number
}
/** Where a refusal stands in such a list. Milliseconds since 1970. */
export type RefusalPlace = { readonly at: number; readonly index: number }

/** A refusal as the activity tree holds it. */
export type RefusalEntry = RefusalPlace & {
  readonly event: string
  readonly data: Readonly<Record<string, unknown>>
}

/** What a member was refused. Reads along the index made for it, whatever else the tree holds. */
export async function readRefusals(query: Query, filter: RefusalFilter): Promise<readonly RefusalEntry[]> {
  const { workspaceId, memberId, since, permissions, inactive, before, limit } = filter
  const { rows } = await query.query(
    `select index, event, (extract(epoch from at) * 1000)::float8 as at, leaf::jsonb -> 'data' as data
     from ledger_entry
     where workspace_id = $1 and tree = 'activity' and event in ('refusal.met@1', 'session.refused@1')
       and (leaf::jsonb -> 'data' ->> 'memberId') = $2 and at >= $3
       and (at, index) < (coalesce($4::timestamptz, 'infinity'), coalesce($5::bigint, 0))
       and (leaf::jsonb -> 'data' ->> 'permission' = any ($6::text[])
         or ($7 and (event = 'session.refused@1' or leaf::jsonb -> 'data' ->> 'code' = 'member/inactive')))
     order by at desc, index desc limit $8`,
    [
      workspaceId,
      memberId,
      since.toISOString(),
      before === null ? null : new Date(before.at).toISOString(),
      before?.index ?? null,
      permissions,
      inactive,
      limit,
    ],
  )
  return rows.map((row) => ({
    index: wholeOf(row, 'index'),
    event: textOf(row, 'event'),
    at: Math.round(Number(row['at'])),
    // An object in every leaf of these events; a forged one shows what it has.
    data: row['data'] as RefusalEntry['data'],
  }))
}
