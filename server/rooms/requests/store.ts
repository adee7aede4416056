import type { PermissionKey } from '@hufu/authority'
import type { RequestKind, RequestState } from '@hufu/contract'
import { sql } from 'kysely'
import type { Insertable, Kysely, Selectable } from 'kysely'
import type { Act, Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { Offer, RequestTables, RouteStage, Terms } from './tables.ts'

export type Db = Kysely<PlatformTables>
export const on = (db: Db) => db.$extendTables<RequestTables>()

export type RequestRow = Selectable<RequestTables['accessRequest']>
/** A request that nobody else changes now, and the version of the flow as of now. */
export type LockedRequest = RequestRow & { readonly flowNow: number }
export type Whose = { readonly workspaceId: string; readonly id: string }

/** By what requests are written: asking, answering, deciding. */
export type RequestTally = Tally<
  'request.submit' | 'request.answer' | 'request.approve' | 'request.appeal.decide'
>

/** A request about to be written: what is not said is as it is before anybody was asked. */
export type NewRequest = Pick<
  RequestRow,
  | 'id'
  | 'kind'
  | 'state'
  | 'requesterId'
  | 'memberId'
  | 'grantId'
  | 'revocationId'
  | 'need'
  | 'because'
  | 'evidence'
  | 'answers'
  | 'lifts'
  | 'risk'
  | 'terms'
> & { readonly permissions: readonly PermissionKey[]; readonly flowVersion: number }

const json = (value: unknown): string => JSON.stringify(value)
const jsonOrNull = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))

/** Writes a request that nobody is asked yet. */
export async function insertRequest(tally: RequestTally, request: NewRequest): Promise<void> {
  const row: Insertable<RequestTables['accessRequest']> = {
    ...request,
    workspaceId: tally.act.workspaceId,
    terms: jsonOrNull(request.terms),
    evidence: json(request.evidence),
    answers: json(request.answers),
    lifts: json(request.lifts),
    permissions: [...request.permissions],
    createdAt: tally.at,
    submittedAt: null,
    changedAt: tally.at,
    route: '[]',
    stage: 0,
    round: 1,
    stageSince: null,
    dueAt: null,
    hops: 0,
    reminded: 0,
    clockFrom: null,
    clockMs: 0,
    waitUntil: null,
    lapseAt: null,
    nextAt: null,
    offer: null,
    outcomeCode: null,
    outcomeWords: null,
    decidedBy: null,
    decidedAt: null,
    appealLevel: 0,
  }
  await on(tally.tx).insertInto('accessRequest').values(row).execute()
}

export type RequestChange = Partial<
  Omit<
    RequestRow,
    | 'workspaceId'
    | 'id'
    | 'route'
    | 'offer'
    | 'terms'
    | 'lifts'
    | 'evidence'
    | 'answers'
    | 'clockMs'
    | 'permissions'
  >
> & {
  readonly route?: readonly RouteStage[]
  readonly offer?: Offer | null
  readonly terms?: Terms | null
  readonly lifts?: readonly string[]
  readonly evidence?: RequestRow['evidence']
  readonly answers?: RequestRow['answers']
  readonly clockMs?: number
  readonly permissions?: readonly PermissionKey[]
}

/** The columns that a change sets. */
export function columnsOf(tally: RequestTally, change: RequestChange) {
  const { route, offer, terms, lifts, evidence, answers, permissions, ...plain } = change
  return {
    changedAt: tally.at,
    ...plain,
    ...(route === undefined ? {} : { route: json(route) }),
    ...(offer === undefined ? {} : { offer: jsonOrNull(offer) }),
    ...(terms === undefined ? {} : { terms: jsonOrNull(terms) }),
    ...(lifts === undefined ? {} : { lifts: json(lifts) }),
    ...(evidence === undefined ? {} : { evidence: json(evidence) }),
    ...(answers === undefined ? {} : { answers: json(answers) }),
    ...(permissions === undefined ? {} : { permissions: [...permissions] }),
  }
}

/** Changes a request, and notes when. */
export async function setRequest(tally: RequestTally, id: string, change: RequestChange): Promise<void> {
  await on(tally.tx)
    .updateTable('accessRequest')
    .set(columnsOf(tally, change))
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Reads a request and keeps it from changing until the transaction ends. */
export async function lockRequest(act: Act, id: string): Promise<LockedRequest | undefined> {
  return on(act.tx)
    .selectFrom('accessRequest')
    .selectAll()
    .select((from) =>
      from
        .selectFrom('requestFlow')
        .select((flow) => flow.fn.coalesce(flow.fn.max('version'), sql<number>`0`).as('version'))
        .where('workspaceId', '=', act.workspaceId)
        .$asScalar()
        .$notNull()
        .as('flowNow'),
    )
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** One request. */
export async function findRequest(db: Db, { workspaceId, id }: Whose): Promise<RequestRow | undefined> {
  return on(db)
    .selectFrom('accessRequest')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Some requests, in no order. */
export async function findRequests(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<readonly RequestRow[]> {
  if (ids.length === 0) return []
  return on(db)
    .selectFrom('accessRequest')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute()
}

/** Open requests for somebody that speak of one of these permissions, or of a grant. */
export async function openFor(
  db: Db,
  workspaceId: string,
  memberId: string,
): Promise<readonly Pick<RequestRow, 'id' | 'kind' | 'terms' | 'grantId'>[]> {
  return on(db)
    .selectFrom('accessRequest')
    .select(['id', 'kind', 'terms', 'grantId'])
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .where('state', 'in', ['confirming', 'pending', 'needs-info', 'offered', 'appealed'])
    .execute()
}

export type MineFilter = {
  readonly open?: boolean | undefined
  readonly before: string | null
  readonly limit: number
}

const openStates = ['draft', 'confirming', 'pending', 'needs-info', 'offered', 'appealed'] as const

/** Requests by somebody or for them, newest first. A draft is its writer's alone. */
export async function requestsOf(
  db: Db,
  workspaceId: string,
  memberId: string,
  { open, before, limit }: MineFilter,
): Promise<readonly RequestRow[]> {
  let query = on(db)
    .selectFrom('accessRequest')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where((where) =>
      where.or([
        where('requesterId', '=', memberId),
        where.and([where('memberId', '=', memberId), where('state', '<>', 'draft')]),
      ]),
    )
  if (open !== undefined) query = query.where('state', open ? 'in' : 'not in', [...openStates])
  if (before !== null) query = query.where('id', '<', before)
  return query.orderBy('id', 'desc').limit(limit).execute()
}

export type ListFilter = {
  readonly state?: RequestState | undefined
  readonly kind?: RequestKind | undefined
  readonly memberId?: string | undefined
  readonly permission?: string | undefined
  readonly overdueAt?: Date | undefined
  readonly search?: string | undefined
  readonly before: string | null
  readonly limit: number
}

/** Requests that somebody was asked, newest first. */
export async function listRequests(
  db: Db,
  workspaceId: string,
  filter: ListFilter,
): Promise<readonly RequestRow[]> {
  let query = on(db)
    .selectFrom('accessRequest')
    .selectAll('accessRequest')
    .where('workspaceId', '=', workspaceId)
    .where('submittedAt', 'is not', null)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
  if (filter.memberId !== undefined) query = query.where('memberId', '=', filter.memberId)
  if (filter.permission !== undefined)
    query = query.where(sql<boolean>`permissions @> array[${filter.permission}]::text[]`)
  if (filter.overdueAt !== undefined)
    query = query.where('state', 'in', ['pending', 'appealed']).where('dueAt', '<', filter.overdueAt)
  if (filter.search !== undefined)
    query = query.where(
      sql<boolean>`exists (select from member as m where m.workspace_id = access_request.workspace_id
        and m.id in (access_request.member_id, access_request.requester_id) and strpos(m.name_key, lower(${filter.search})) > 0)`,
    )
  if (filter.before !== null) query = query.where('id', '<', filter.before)
  return query.orderBy('id', 'desc').limit(filter.limit).execute()
}

export type Waiting = { readonly id: string; readonly dueAt: Date | null }

/** Requests in which one of these people is asked now, those due first; after one of them. */
export async function waitingFor(
  db: Db,
  workspaceId: string,
  memberIds: readonly string[],
  { after, limit }: { readonly after: Waiting | null; readonly limit: number },
): Promise<readonly RequestRow[]> {
  const far = new Date(8.64e15)
  let query = on(db)
    .selectFrom('accessRequest')
    .selectAll('accessRequest')
    .where('workspaceId', '=', workspaceId)
    .where('state', 'in', ['pending', 'appealed'])
    .where(
      sql<boolean>`exists (select from request_task as t where t.workspace_id = access_request.workspace_id
        and t.request_id = access_request.id and t.round = access_request.round and t.stage = access_request.stage
        and t.state = 'open' and t.member_id = any(${[...memberIds]}::uuid[]))`,
    )
  if (after !== null)
    query = query.where(
      sql<boolean>`(coalesce(due_at, 'infinity'), id) > (${after.dueAt ?? far}::timestamptz, ${after.id}::uuid)`,
    )
  return query
    .orderBy(sql`coalesce(due_at, 'infinity')`)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** How many requests one of these people is asked, and how many of them are overdue. */
export async function countWaiting(
  db: Db,
  workspaceId: string,
  memberIds: readonly string[],
  now: Date,
): Promise<{ readonly total: number; readonly overdue: number }> {
  const { rows } = await sql<{ total: number; overdue: number }>`
    select count(*)::int as total, count(*) filter (where r.due_at < ${now})::int as overdue
    from (
      select distinct t.request_id, t.workspace_id, t.round, t.stage from request_task as t
      where t.workspace_id = ${workspaceId} and t.state = 'open' and t.member_id = any(${[...memberIds]}::uuid[])
    ) as t
    join access_request as r on r.workspace_id = t.workspace_id and r.id = t.request_id and r.round = t.round and r.stage = t.stage
    where r.state in ('pending', 'appealed')`.execute(db)
  return rows[0] ?? { total: 0, overdue: 0 }
}

/** Requests of all companies of which something is due by itself, by the database's time. */
export async function dueRequests(db: Db, limit: number): Promise<readonly Whose[]> {
  return on(db)
    .selectFrom('accessRequest')
    .select(['workspaceId', 'id'])
    .where('nextAt', '<=', sql<Date>`now()`)
    .orderBy('nextAt')
    .limit(limit)
    .execute()
}

/** Has requests looked at again at once in which one of these people is asked, or which are by or for them. */
export async function wakeRequestsOf<P extends PermissionKey>(
  tally: Tally<P>,
  memberIds: readonly string[],
): Promise<void> {
  await sql`
    update access_request as r set next_at = ${tally.at}
    where r.workspace_id = ${tally.act.workspaceId} and r.state in ('confirming', 'pending', 'needs-info', 'offered', 'appealed')
      and (r.member_id = any(${[...memberIds]}::uuid[]) or r.requester_id = any(${[...memberIds]}::uuid[])
        or r.id in (select t.request_id from request_task as t where t.workspace_id = r.workspace_id
          and t.state = 'open' and t.member_id = any(${[...memberIds]}::uuid[])))`.execute(tally.tx)
}

/** Requests that somebody decided something in, newest first. */
export async function decidedBy(
  db: Db,
  workspaceId: string,
  memberId: string,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<readonly RequestRow[]> {
  let query = on(db)
    .selectFrom('accessRequest')
    .selectAll('accessRequest')
    .where('workspaceId', '=', workspaceId)
    .where(
      sql<boolean>`id in (select t.request_id from request_task as t
        where t.workspace_id = ${workspaceId} and t.decided_by = ${memberId})`,
    )
  if (before !== null) query = query.where('id', '<', before)
  return query.orderBy('id', 'desc').limit(limit).execute()
}
