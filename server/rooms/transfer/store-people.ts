import type { MemberStatus } from '@hufu/authority'
import { sql } from 'kysely'
import type { Where } from './store.ts'

/** More could follow than anybody counts. */
const CLEAR_MAX = 100_000
/** How long after rights were taken for an incident or misuse somebody is not made creator. */
const INCIDENT_DAYS = 90

/** A person as eligibility looks at them. */
export type Candidate = {
  readonly id: string
  readonly name: string
  readonly status: MemberStatus
  readonly department: string | null
  readonly position: string | null
  /** The highest of their positions; null without one that has a rank. */
  readonly rank: number | null
  readonly isExternal: boolean
  readonly hasIncident: boolean
  readonly isPlanned: boolean
}

export type CandidateFilter = {
  readonly ids?: readonly string[]
  readonly search?: string
  /** Only those of whom the tables say nothing against it. */
  readonly clear?: { readonly rankMin: number | null; readonly not: readonly string[] }
  readonly after: string | null
  readonly limit: number
}

/** People in the order of their names, who have not left. */
export async function candidates({ db, workspaceId }: Where, filter: CandidateFilter) {
  const { ids, search, clear, after, limit } = filter
  const { rows } = await sql<Candidate>`
    select * from (
      select m.id, m.name, m.sort_key, m.status,
        (select d.name from appointment a join department d on d.workspace_id = a.workspace_id and d.id = a.department_id
          where a.workspace_id = m.workspace_id and a.member_id = m.id and a.is_primary and a.ended_at is null) as department,
        (select p.name from appointment a join position p on p.workspace_id = a.workspace_id and p.id = a.position_id
          where a.workspace_id = m.workspace_id and a.member_id = m.id and a.is_primary and a.ended_at is null) as position,
        (select max(p.rank)::int from appointment a join position p on p.workspace_id = a.workspace_id and p.id = a.position_id
          where a.workspace_id = m.workspace_id and a.member_id = m.id and a.ended_at is null) as rank,
        exists (select from authority_grant g join role r on r.workspace_id = g.workspace_id and r.id = g.role_id
          where g.workspace_id = m.workspace_id and g.subject_type = 'member' and g.subject_id = m.id
            and g.ended_at is null and r.slug = 'guest') as is_external,
        exists (select from revocation r where r.workspace_id = m.workspace_id and r.member_id = m.id
          and r.reason in ('incident', 'misuse') and r.at > now() - make_interval(days => ${INCIDENT_DAYS})) as has_incident,
        exists (select from plan_item i where i.workspace_id = m.workspace_id and i.member_id = m.id
          and i.state in ('waiting', 'held')) as is_planned
      from member m
      where m.workspace_id = ${workspaceId} and m.status <> 'departed'
        ${ids === undefined ? sql`` : sql`and m.id = any(${[...ids]}::uuid[])`}
        ${search === undefined || search === '' ? sql`` : sql`and position(lower(${search}) in lower(m.name || ' ' || m.login)) > 0`}
        ${after === null ? sql`` : sql`and (m.sort_key, m.id) > (select l.sort_key, l.id from member l where l.workspace_id = ${workspaceId} and l.id = ${after})`}
    ) people
    where ${clear === undefined ? sql`true` : clearOf(clear)}
    order by sort_key, id limit ${limit}`.execute(db)
  return rows
}

/** Whoever the tables say nothing against, as ids: to be counted, or asked further. */
export async function clearIds(
  where: Where,
  clear: NonNullable<CandidateFilter['clear']>,
  search?: string,
): Promise<readonly string[]> {
  const filter = { clear, after: null, limit: CLEAR_MAX, ...(search === undefined ? {} : { search }) }
  return (await candidates(where, filter)).map(({ id }) => id)
}

const clearOf = ({ rankMin, not }: { readonly rankMin: number | null; readonly not: readonly string[] }) =>
  sql`status = 'active' and not is_external and not has_incident and not is_planned
    and id <> all(${[...not]}::uuid[]) ${rankMin === null ? sql`` : sql`and rank >= ${rankMin}`}`

/** Since when the present creator has the seat. */
export async function creatorSince({ db, workspaceId }: Where): Promise<Date | null> {
  const { rows } = await sql<{ at: Date }>`
    select appointed_at as at from administrator
    where workspace_id = ${workspaceId} and tier = 'creator' and ended_at is null`.execute(db)
  return rows[0]?.at ?? null
}

/** The first entry of some event about a member after a revision: how the checklist finds what was done. */
export async function firstEntryAfter(
  { db, workspaceId }: Where,
  {
    event,
    kind,
    memberId,
    revision,
  }: { event: string; kind: string | null; memberId: string; revision: number },
): Promise<{ readonly at: Date; readonly index: number } | null> {
  const { rows } = await sql<{ at: Date; index: number }>`
    select at, index from ledger_entry
    where workspace_id = ${workspaceId} and tree = 'authority' and revision > ${revision}
      and event = ${event} and leaf::jsonb #>> '{data,memberId}' = ${memberId}
      ${kind === null ? sql`` : sql`and leaf::jsonb #>> '{data,kind}' = ${kind}`}
    order by index limit 1`.execute(db)
  return rows[0] ?? null
}
