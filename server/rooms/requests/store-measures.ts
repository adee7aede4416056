import type { PermissionKey } from '@hufu/authority'
import type { Rejection, RequestMeasures } from '@hufu/contract'
import { sql } from 'kysely'
import type { Db, RequestRow } from './store.ts'

export type Similar = {
  readonly id: string
  readonly memberId: string
  readonly state: RequestRow['state']
  readonly at: Date
  readonly because: string
}

/** Answered requests of some people for one of these permissions, newest first. */
export async function similarTo(
  db: Db,
  workspaceId: string,
  of: {
    readonly requestId: string
    readonly memberIds: readonly string[]
    readonly permissions: readonly PermissionKey[]
    readonly limit: number
  },
): Promise<readonly Similar[]> {
  if (of.memberIds.length === 0 || of.permissions.length === 0) return []
  const { rows } = await sql<Similar>`
    select id, member_id, state, coalesce(decided_at, changed_at) as at, because from access_request
    where workspace_id = ${workspaceId} and id <> ${of.requestId}
      and state in ('granted', 'rejected', 'upheld') and member_id = any(${[...of.memberIds]}::uuid[])
      and permissions && ${[...of.permissions]}::text[]
    order by coalesce(decided_at, changed_at) desc limit ${of.limit}`.execute(db)
  return rows
}

/** Of each so many: what was usual lately is told by a few hundred answers as well as by all of them. */
const ANSWERS_READ_MAX = 1000

/**
 * Hours from asking to the first answer that half of the newest for a permission took no longer than; of those with enough
 * answers.
 */
export async function usualHours(
  db: Db,
  workspaceId: string,
  since: Date,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ permission: string; hours: number }>`
    select key as permission,
      percentile_cont(0.5) within group (order by extract(epoch from decided_at - submitted_at) / 3600)::float8 as hours
    from (
      select permissions, decided_at, submitted_at from access_request
      where workspace_id = ${workspaceId} and decided_at >= ${since} and appeal_level = 0
      order by decided_at desc limit ${ANSWERS_READ_MAX}
    ) as answered, unnest(permissions) as key
    group by key having count(*) >= 3`.execute(db)
  return new Map(rows.map(({ permission, hours }) => [permission, Math.round(hours * 10) / 10]))
}

type Counted = {
  readonly submitted: number
  readonly open: number
  readonly overdue: number
  readonly decided: number
  readonly rejected: number
  readonly appealed: number
  readonly overturned: number
  readonly lapsed: number
  readonly medianHours: number | null
  readonly p90Hours: number | null
}

/** How asking went since an instant, in numbers. */
export async function countsSince(db: Db, workspaceId: string, since: Date, now: Date): Promise<Counted> {
  const { rows } = await sql<Counted>`
    select count(*)::int as submitted,
      count(*) filter (where state in ('pending', 'needs-info', 'offered', 'appealed'))::int as open,
      count(*) filter (where state in ('pending', 'appealed') and due_at < ${now})::int as overdue,
      count(*) filter (where state in ('granted', 'rejected', 'upheld') or appeal_level > 0)::int as decided,
      count(*) filter (where state in ('rejected', 'upheld') or appeal_level > 0)::int as rejected,
      count(*) filter (where appeal_level > 0)::int as appealed,
      count(*) filter (where appeal_level > 0 and state = 'granted')::int as overturned,
      count(*) filter (where state = 'lapsed')::int as lapsed,
      (percentile_cont(0.5) within group (order by extract(epoch from decided_at - submitted_at) / 3600)
        filter (where decided_at is not null))::float8 as median_hours,
      (percentile_cont(0.9) within group (order by extract(epoch from decided_at - submitted_at) / 3600)
        filter (where decided_at is not null))::float8 as p90_hours
    from access_request where workspace_id = ${workspaceId} and submitted_at >= ${since}`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('an aggregate answers one row')
  return row
}

/** Why requests were refused, most often first. */
export async function rejectionsSince(
  db: Db,
  workspaceId: string,
  since: Date,
): Promise<readonly { readonly code: Rejection; readonly count: number }[]> {
  const { rows } = await sql<{ code: Rejection; count: number }>`
    select outcome_code as code, count(*)::int as count from access_request
    where workspace_id = ${workspaceId} and submitted_at >= ${since} and outcome_code is not null
    group by 1 order by 2 desc, 1`.execute(db)
  return rows
}

export type ApproverRow = Omit<RequestMeasures['approvers'][number], 'name' | 'department'>

/** Those who were asked most, with what they answered, how fast, what was missed, and how often others saw it otherwise. */
export async function approversSince(
  db: Db,
  workspaceId: string,
  since: Date,
  limit: number,
): Promise<readonly ApproverRow[]> {
  const { rows } = await sql<ApproverRow>`
    select t.member_id,
      count(*) filter (where t.decided_by is not null)::int as decided,
      count(*) filter (where t.state = 'open')::int as waiting,
      (percentile_cont(0.5) within group (order by extract(epoch from t.decided_at - t.since) / 3600)
        filter (where t.decided_at is not null))::float8 as median_hours,
      count(*) filter (where t.missed_at is not null)::int as missed,
      count(*) filter (where t.state = 'rejected' and r.state = 'granted')::int as overturned
    from request_task as t join access_request as r on r.workspace_id = t.workspace_id and r.id = t.request_id
    where t.workspace_id = ${workspaceId} and t.since >= ${since}
    group by t.member_id order by count(*) desc, t.member_id limit ${limit}`.execute(db)
  return rows
}

export type Repeated = {
  readonly memberId: string
  readonly permission: string
  readonly requests: number
  readonly granted: number
}

/** Who asked for which permission, and how often they got it: positions are told apart by whoever knows them. */
export async function askedSince(db: Db, workspaceId: string, since: Date): Promise<readonly Repeated[]> {
  const { rows } = await sql<Repeated>`
    select member_id, key as permission, count(*)::int as requests,
      count(*) filter (where state = 'granted')::int as granted
    from access_request, unnest(permissions) as key
    where workspace_id = ${workspaceId} and submitted_at >= ${since} and kind <> 'account'
    group by member_id, key`.execute(db)
  return rows
}

/** The latest requests for rights that were sent. */
export async function latestSent(db: Db, workspaceId: string, limit: number): Promise<readonly RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select * from access_request where workspace_id = ${workspaceId} and submitted_at is not null and kind = 'right'
    order by submitted_at desc limit ${limit}`.execute(db)
  return rows
}
