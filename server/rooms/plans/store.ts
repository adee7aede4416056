import type { PlanItemState, PlanState, PlanWhat, ResidualPath, RevocationReason } from '@hufu/contract'
import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import type { Act, Proved, Seconded, Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { PlanPermission } from './plan.ts'
import type { PlanTables } from './tables.ts'

type Db = Kysely<PlatformTables>
const on = (db: Db) => db.$extendTables<PlanTables>()

export type PlanRow = Selectable<PlanTables['plan']>
export type ItemRow = Selectable<PlanTables['planItem']>

export type NewPlan = {
  readonly id: string
  readonly what: PlanWhat
  readonly reason: RevocationReason
  readonly because: string
  readonly permissions: 'all' | readonly string[] | null
  /** What becomes of other paths that give them. */
  readonly paths: readonly ResidualPath[] | null
  readonly madeBy: string
  readonly proof: Proved | null
  /** Whoever stood behind it, where it took two. */
  readonly second: Seconded | null
  readonly braked: boolean
  readonly agreedBy: string | null
  readonly items: readonly {
    readonly memberId: string
    readonly dueAt: Date
    readonly grantIds: readonly string[] | null
  }[]
}

/** Writes a plan with everybody it names. */
export async function insertPlan(tally: Tally<PlanPermission>, { items, ...plan }: NewPlan): Promise<void> {
  const { workspaceId } = tally.act
  await on(tally.tx)
    .insertInto('plan')
    .values({
      ...plan,
      workspaceId,
      madeAt: tally.at,
      people: items.length,
      permissions: plan.permissions === null ? null : JSON.stringify(plan.permissions),
      paths: plan.paths === null ? null : JSON.stringify(plan.paths),
      proof: plan.proof === null ? null : JSON.stringify(plan.proof),
      second: plan.second === null ? null : JSON.stringify(plan.second),
      agreedAt: plan.agreedBy === null ? null : tally.at,
      agreedProof: null,
      cancelledBy: null,
      cancelledAt: null,
      cancelledBecause: null,
    })
    .execute()
  const rows = items.map(({ memberId, dueAt, grantIds }) => ({
    member_id: memberId,
    due_at: dueAt.toISOString(),
    grant_ids: grantIds,
  }))
  await sql`
    insert into plan_item (workspace_id, plan_id, member_id, what, grant_ids, due_at, state, next_at)
    select ${workspaceId}, ${plan.id}, row.member_id, ${plan.what}, row.grant_ids, row.due_at, 'waiting', row.due_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (member_id uuid, due_at timestamptz, grant_ids jsonb)
  `.execute(tally.tx)
}

/** Reads a plan and keeps it from changing until the transaction ends. */
export async function lockPlan(act: Act, id: string): Promise<PlanRow | undefined> {
  return on(act.tx)
    .selectFrom('plan')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** People of a plan still to come, or those among them that are asked for, by the day they come. */
export async function openItems(
  act: Act,
  planId: string,
  memberIds: readonly string[] | null,
): Promise<readonly ItemRow[]> {
  let query = on(act.tx)
    .selectFrom('planItem')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('planId', '=', planId)
    .where('state', 'in', ['waiting', 'held'])
  if (memberIds !== null) query = query.where('memberId', 'in', [...memberIds])
  return query.orderBy('dueAt').orderBy('memberId').forUpdate().execute()
}

/** Which of some people another plan is about to take the same from. */
export async function plannedAlready(
  db: Db,
  workspaceId: string,
  what: PlanWhat,
  memberIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await on(db)
    .selectFrom('planItem')
    .select('memberId')
    .where('workspaceId', '=', workspaceId)
    .where('what', '=', what)
    .where('state', 'in', ['waiting', 'held'])
    .where('memberId', '=', sql<string>`any(${[...memberIds]}::uuid[])`)
    .execute()
  return new Set(rows.map(({ memberId }) => memberId))
}

export type ItemChange = Partial<
  Pick<ItemRow, 'state' | 'nextAt' | 'heldCode' | 'revocationId' | 'doneAt'>
> & { readonly heldDetails?: Readonly<Record<string, unknown>> | null }

/** Sets how one person's part stands. */
export async function setItem(
  tally: Tally<PlanPermission | 'perm.verify'>,
  item: Pick<ItemRow, 'planId' | 'memberId'>,
  { heldDetails, ...change }: ItemChange,
): Promise<void> {
  await on(tally.tx)
    .updateTable('planItem')
    .set({
      ...change,
      ...(heldDetails === undefined
        ? {}
        : { heldDetails: heldDetails === null ? null : JSON.stringify(heldDetails) }),
    })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('planId', '=', item.planId)
    .where('memberId', '=', item.memberId)
    .execute()
}

/** Has some people's parts carried out at once, in the name of whoever asks for it. */
export async function hastenItems(
  tally: Tally<PlanPermission>,
  planId: string,
  memberIds: readonly string[],
  by: {
    readonly memberId: string
    readonly proof: Proved | null
    readonly second: Seconded | null
    readonly urgent: boolean
  },
): Promise<void> {
  await on(tally.tx)
    .updateTable('planItem')
    .set({
      hastenedBy: by.memberId,
      proof: by.proof === null ? null : JSON.stringify(by.proof),
      second: by.second === null ? null : JSON.stringify(by.second),
      urgent: by.urgent,
      nextAt: tally.at,
      dueAt: sql<Date>`least(due_at, ${tally.at})`,
    })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('planId', '=', planId)
    .where('memberId', '=', sql<string>`any(${[...memberIds]}::uuid[])`)
    .where('state', 'in', ['waiting', 'held'])
    .execute()
}

/** Cancels what is still to come of some people. */
export async function cancelItems(
  tally: Tally<PlanPermission>,
  planId: string,
  memberIds: readonly string[],
): Promise<void> {
  await on(tally.tx)
    .updateTable('planItem')
    .set({ state: 'cancelled', heldCode: null, heldDetails: null })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('planId', '=', planId)
    .where('memberId', '=', sql<string>`any(${[...memberIds]}::uuid[])`)
    .where('state', 'in', ['waiting', 'held'])
    .execute()
}

/** Notes that somebody has agreed, or that nothing more of a plan will come. */
export async function setPlan(
  tally: Tally<PlanPermission>,
  id: string,
  {
    agreedProof,
    ...change
  }: Partial<
    Pick<
      PlanRow,
      'agreedBy' | 'agreedAt' | 'agreedProof' | 'cancelledBy' | 'cancelledAt' | 'cancelledBecause'
    >
  >,
): Promise<void> {
  const proof =
    agreedProof === undefined || agreedProof === null ? {} : { agreedProof: JSON.stringify(agreedProof) }
  await on(tally.tx)
    .updateTable('plan')
    .set({ ...change, ...proof })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('id', '=', id)
    .execute()
}

type Whose = { readonly workspaceId: string; readonly id: string }

/** One plan. */
export async function findPlan(db: Db, { workspaceId, id }: Whose): Promise<PlanRow | undefined> {
  return on(db)
    .selectFrom('plan')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Everybody whom some plans name, by the day they come. */
export async function membersOf(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await on(db)
    .selectFrom('planItem')
    .select(['planId', 'memberId'])
    .where('workspaceId', '=', workspaceId)
    .where('planId', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .orderBy('dueAt')
    .orderBy('memberId')
    .execute()
  return byPlan(rows)
}

type Named = { readonly planId: string; readonly memberId: string }

function byPlan(rows: readonly Named[]): ReadonlyMap<string, readonly string[]> {
  const grouped = Map.groupBy(rows, ({ planId }) => planId)
  return new Map([...grouped].map(([id, some]) => [id, some.map(({ memberId }) => memberId)]))
}

export type Counts = Readonly<Record<PlanItemState, number>> & { readonly due: Date }

/** How many people of some plans stand how, and when the next of each comes, else when the last came. */
export async function countsOf(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Counts>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Counts & { planId: string }>`
    select plan_id,
      count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'held')::int as held,
      count(*) filter (where state = 'done')::int as done, count(*) filter (where state = 'cancelled')::int as cancelled,
      coalesce(min(due_at) filter (where state in ('waiting', 'held')), max(due_at)) as due
    from plan_item where workspace_id = ${workspaceId} and plan_id = any(${[...ids]}::uuid[])
    group by plan_id`.execute(db)
  return new Map(rows.map(({ planId, ...counts }) => [planId, counts]))
}

/** The first people of some plans, by the day they come. */
export async function firstOf(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
  most: number,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Named>`
    select plan_id, member_id from (
      select plan_id, member_id, due_at, row_number() over (partition by plan_id order by due_at, member_id) as at
      from plan_item where workspace_id = ${workspaceId} and plan_id = any(${[...ids]}::uuid[])
    ) as ordered where at <= ${most} order by plan_id, due_at, member_id`.execute(db)
  return byPlan(rows)
}

export type PlanFilter = {
  readonly state?: PlanState | undefined
  readonly memberId?: string | undefined
  readonly before: string | null
  readonly limit: number
}

/** Plans, newest first: ids sort by the time they were made. */
export async function listPlans(
  db: Db,
  workspaceId: string,
  filter: PlanFilter,
): Promise<readonly PlanRow[]> {
  const open = sql<boolean>`exists (select from plan_item as i where i.workspace_id = plan.workspace_id
    and i.plan_id = plan.id and i.state in ('waiting', 'held'))`
  let query = on(db).selectFrom('plan').selectAll('plan').where('workspaceId', '=', workspaceId)
  if (filter.memberId !== undefined)
    query = query.where(
      sql<boolean>`exists (select from plan_item as i where i.workspace_id = plan.workspace_id
        and i.plan_id = plan.id and i.member_id = ${filter.memberId})`,
    )
  if (filter.state === 'cancelled') query = query.where('cancelledAt', 'is not', null)
  else if (filter.state !== undefined) query = query.where('cancelledAt', 'is', null)
  if (filter.state === 'done') query = query.where(sql<boolean>`not ${open}`)
  if (filter.state === 'agreeing' || filter.state === 'running') query = query.where(open)
  if (filter.state === 'agreeing') query = query.where('braked', '=', true).where('agreedBy', 'is', null)
  if (filter.state === 'running')
    query = query.where((where) => where.or([where('braked', '=', false), where('agreedBy', 'is not', null)]))
  if (filter.before !== null) query = query.where('id', '<', filter.before)
  return query.orderBy('id', 'desc').limit(filter.limit).execute()
}

export type ItemFilter = {
  readonly state?: PlanItemState | undefined
  readonly after: string | null
  readonly limit: number
}

/** People of a plan in the order of their ids, from after one. */
export async function listItems(
  db: Db,
  { workspaceId, id }: Whose,
  filter: ItemFilter,
): Promise<readonly ItemRow[]> {
  let query = on(db)
    .selectFrom('planItem')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('planId', '=', id)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (filter.after !== null) query = query.where('memberId', '>', filter.after)
  return query.orderBy('memberId').limit(filter.limit).execute()
}

/** People of a plan whose day has come, and in whose name: null for whoever made it. */
export type Due = {
  readonly workspaceId: string
  readonly planId: string
  readonly hastenedBy: string | null
  readonly memberIds: readonly string[]
}

/** Plans of all companies of which somebody's day has come, a few people of each. */
export async function duePlans(db: Db, now: Date, peopleEach: number): Promise<readonly Due[]> {
  const { rows } = await sql<Due>`
    select workspace_id, plan_id, hastened_by, (array_agg(member_id order by next_at, member_id))[1:${sql.lit(peopleEach)}] as member_ids
    from plan_item as i join plan as p using (workspace_id)
    where p.id = i.plan_id and i.state in ('waiting', 'held') and i.next_at <= ${now}
      and (not p.braked or p.agreed_by is not null)
    group by workspace_id, plan_id, hastened_by order by min(i.next_at) limit 20`.execute(db)
  return rows
}

/** How many people of a plan are due and have not been done. */
export async function leftOf(db: Db, { workspaceId, id }: Whose, now: Date): Promise<number> {
  const row = await on(db)
    .selectFrom('planItem')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('workspaceId', '=', workspaceId)
    .where('planId', '=', id)
    .where('state', 'in', ['waiting', 'held'])
    .where('nextAt', '<=', now)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** A plan with the part of one person in it, as notices tell of it. */
export type PlanWithItem = Pick<PlanRow, 'what' | 'reason' | 'because' | 'madeBy' | 'people'> &
  Pick<ItemRow, 'heldDetails'> & {
    readonly planId: string
    readonly memberId: string | null
    readonly dueAt: Date | null
    readonly heldCode: string | null
  }

/** Plans that notices speak of, by plan and person. */
export async function plansWithItems(
  db: Db,
  workspaceId: string,
  told: readonly { readonly planId: string; readonly memberId: string | null }[],
): Promise<ReadonlyMap<string, PlanWithItem>> {
  const asked = JSON.stringify(told.map(({ planId, memberId }) => ({ plan_id: planId, member_id: memberId })))
  const { rows } = await sql<PlanWithItem>`
    select distinct p.id as plan_id, asked.member_id, p.what, p.reason, p.because, p.made_by, p.people,
      i.due_at, i.held_code, i.held_details
    from jsonb_to_recordset(${asked}::jsonb) as asked (plan_id uuid, member_id uuid)
    join plan as p on p.workspace_id = ${workspaceId} and p.id = asked.plan_id
    left join plan_item as i on i.workspace_id = p.workspace_id and i.plan_id = p.id and i.member_id = asked.member_id
    `.execute(db)
  return new Map(rows.map((row) => [`${row.planId} ${row.memberId ?? ''}`, row]))
}
