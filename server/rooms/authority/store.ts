import type { PermissionKey } from '@hufu/authority'
import { sql } from 'kysely'
import type { Kysely, NotNull, Selectable } from 'kysely'
import type { Act, Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { AuthorityTables } from './tables.ts'
import type { NewGrant, NewRestriction, NewSeat } from './rule.ts'
import { actorText } from '../../platform/act/index.ts'

type Db = Kysely<PlatformTables>
export type GrantRow = Selectable<AuthorityTables['authorityGrant']>
export type RestrictionRow = Selectable<AuthorityTables['restriction']>
export type SeatRow = Selectable<AuthorityTables['administrator']>
export type RoleRow = Selectable<AuthorityTables['role']>

const on = (db: Db) => db.$extendTables<AuthorityTables>()
const workspaceOf = (tally: Tally): string => tally.act.workspaceId

/** Writes a grant. Takes the tally of giving, or of founding for the baseline. */
export async function insertGrant(
  tally: Tally<'perm.grant' | 'sys.org.found' | 'admin.assign'>,
  grant: NewGrant,
): Promise<void> {
  await on(tally.tx)
    .insertInto('authorityGrant')
    .values({ ...ruleValues(tally, grant), source: grant.source })
    .execute()
}

/** Writes a restriction. */
export async function insertRestriction(
  tally: Tally<'perm.restrict'>,
  restriction: NewRestriction,
): Promise<void> {
  await on(tally.tx).insertInto('restriction').values(ruleValues(tally, restriction)).execute()
}

function ruleValues(tally: Tally, rule: NewRestriction) {
  return {
    workspaceId: workspaceOf(tally),
    id: rule.id,
    subjectType: rule.subject.type,
    subjectId: rule.subject.type === 'everyone' ? null : rule.subject.id,
    permission: rule.right.type === 'permission' ? rule.right.key : null,
    roleId: rule.right.type === 'role' ? rule.right.id : null,
    scope: JSON.stringify(rule.scope),
    fromAt: rule.from,
    untilAt: rule.until,
    because: rule.because,
    givenBy: actorText(tally.act.actor),
    givenAt: tally.at,
    endedAt: null,
    endedBy: null,
    endedBecause: null,
  }
}

/** Reads a grant and keeps it from changing until the transaction ends. */
export async function lockGrant(act: Act, id: string): Promise<GrantRow | undefined> {
  return on(act.tx)
    .selectFrom('authorityGrant')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Reads a restriction and keeps it from changing until the transaction ends. */
export async function lockRestriction(act: Act, id: string): Promise<RestrictionRow | undefined> {
  return on(act.tx)
    .selectFrom('restriction')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Ends a grant. */
export async function endGrant(tally: Tally<'perm.revoke'>, id: string, because: string): Promise<void> {
  await on(tally.tx)
    .updateTable('authorityGrant')
    .set({ endedAt: tally.at, endedBy: actorText(tally.act.actor), endedBecause: because })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

/** Lifts a restriction. */
export async function endRestriction(
  tally: Tally<'perm.restrict'>,
  id: string,
  because: string,
): Promise<void> {
  await on(tally.tx)
    .updateTable('restriction')
    .set({ endedAt: tally.at, endedBy: actorText(tally.act.actor), endedBecause: because })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

/** The open direct grants of one member, locked in the order of their ids. */
export async function lockGrantsOf(act: Act, memberId: string): Promise<readonly GrantRow[]> {
  return on(act.tx)
    .selectFrom('authorityGrant')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('subjectType', '=', 'member')
    .where('subjectId', '=', memberId)
    .where('endedAt', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Writes an administrator's seat. */
export async function insertSeat(
  tally: Tally<'admin.assign' | 'admin.assign.super' | 'sys.org.found'>,
  seat: NewSeat,
): Promise<void> {
  await on(tally.tx)
    .insertInto('administrator')
    .values({
      workspaceId: workspaceOf(tally),
      id: seat.id,
      memberId: seat.memberId,
      tier: seat.tier,
      permissions: [...seat.permissions],
      scope: JSON.stringify(seat.scope),
      ceilingPermissions: [...seat.ceiling.permissions],
      ceilingReach: JSON.stringify(seat.ceiling.reach),
      fromAt: seat.from,
      untilAt: seat.until,
      because: seat.because,
      appointedBy: seat.appointedBy,
      appointedAt: tally.at,
      endedAt: null,
      endedBy: null,
      endedBecause: null,
    })
    .execute()
}

/** Changes a scoped administrator's seat. */
export async function updateSeat(
  tally: Tally<'admin.assign'>,
  seat: Pick<NewSeat, 'id' | 'permissions' | 'scope' | 'ceiling' | 'from' | 'until'>,
): Promise<void> {
  await on(tally.tx)
    .updateTable('administrator')
    .set({
      permissions: [...seat.permissions],
      scope: JSON.stringify(seat.scope),
      ceilingPermissions: [...seat.ceiling.permissions],
      ceilingReach: JSON.stringify(seat.ceiling.reach),
      fromAt: seat.from,
      untilAt: seat.until,
    })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', seat.id)
    .execute()
}

/** Ends a seat. Departure ends the seats of the person who leaves with its own tally. */
export async function endSeat(
  tally: Tally<'admin.revoke' | 'org.member.delete'>,
  id: string,
  because: string,
): Promise<void> {
  await on(tally.tx)
    .updateTable('administrator')
    .set({ endedAt: tally.at, endedBy: actorText(tally.act.actor), endedBecause: because })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

/** Reads a seat and keeps it from changing until the transaction ends. */
export async function lockSeat(act: Act, id: string): Promise<SeatRow | undefined> {
  return on(act.tx)
    .selectFrom('administrator')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Every open seat, or those of one member. */
export async function openSeats(db: Db, workspaceId: string, memberId?: string): Promise<readonly SeatRow[]> {
  let query = on(db)
    .selectFrom('administrator')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('endedAt', 'is', null)
  if (memberId !== undefined) query = query.where('memberId', '=', memberId)
  return query.orderBy('id').execute()
}

/** Seats for the list, open or ended, newest first. */
export async function seatsForList(
  db: Db,
  workspaceId: string,
  filter: { readonly memberId?: string | undefined; readonly ended: boolean },
): Promise<readonly SeatRow[]> {
  let query = on(db)
    .selectFrom('administrator')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('endedAt', filter.ended ? 'is not' : 'is', null)
  if (filter.memberId !== undefined) query = query.where('memberId', '=', filter.memberId)
  return query.orderBy('id', 'desc').limit(SEATS_MAX).execute()
}
const SEATS_MAX = 2000

/** The greatest number of supers who sat at one time so far; an appointment is a moment at which it can have grown. */
export async function supersEver(db: Db, workspaceId: string): Promise<number> {
  const { rows } = await sql<{ most: number }>`
    select coalesce(max(together), 0)::int as most from (
      select count(*) as together
      from administrator one join administrator other
        on other.workspace_id = one.workspace_id and other.tier = 'super'
       and other.appointed_at <= one.appointed_at and (other.ended_at is null or other.ended_at > one.appointed_at)
      where one.workspace_id = ${workspaceId} and one.tier = 'super'
      group by one.id
    ) moments`.execute(db)
  return rows[0]?.most ?? 0
}

/** Writes a role. */
export async function insertRole(
  tally: Tally<'admin.role.manage' | 'sys.org.found'>,
  role: Pick<RoleRow, 'id' | 'slug' | 'name' | 'nameKey' | 'permissions'>,
): Promise<void> {
  await on(tally.tx)
    .insertInto('role')
    .values({ workspaceId: workspaceOf(tally), ...role, createdAt: tally.at, removedAt: null })
    .execute()
}

/** Changes a role's name or permissions, or removes it. */
export async function updateRole(
  tally: Tally<'admin.role.manage'>,
  id: string,
  change: { name?: string; nameKey?: string; permissions?: PermissionKey[]; removedAt?: Date },
): Promise<void> {
  await on(tally.tx)
    .updateTable('role')
    .set(change)
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

/** Reads a living role and keeps it from changing until the transaction ends. */
export async function lockRole(act: Act, id: string): Promise<RoleRow | undefined> {
  return on(act.tx)
    .selectFrom('role')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .where('removedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
}

/** Whether a living role bears this name already. */
export async function roleNameTaken(act: Act, nameKey: string): Promise<boolean> {
  const found = await on(act.tx)
    .selectFrom('role')
    .select('id')
    .where('workspaceId', '=', act.workspaceId)
    .where('nameKey', '=', nameKey)
    .where('removedAt', 'is', null)
    .executeTakeFirst()
  return found !== undefined
}

/** How many open grants and restrictions name a role. */
export async function roleHolders(db: Db, workspaceId: string, roleId: string): Promise<number> {
  let holders = 0
  for (const table of ['authorityGrant', 'restriction'] as const) {
    const row = await on(db)
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('workspaceId', '=', workspaceId)
      .where('roleId', '=', roleId)
      .where('endedAt', 'is', null)
      .executeTakeFirstOrThrow()
    holders += Number(row.count)
  }
  return holders
}

/** The living roles. */
export async function roles(db: Db, workspaceId: string): Promise<readonly RoleRow[]> {
  return on(db)
    .selectFrom('role')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('removedAt', 'is', null)
    .orderBy('id')
    .execute()
}

export type RuleFilter = {
  readonly memberId?: string | undefined
  readonly permission?: string | undefined
  readonly ended: boolean
  readonly before?: string | undefined
  readonly limit: number
}

/** Grants for a list, newest first, below the cursor. */
export async function grantsForList(
  db: Db,
  workspaceId: string,
  filter: RuleFilter,
): Promise<readonly GrantRow[]> {
  let query = on(db)
    .selectFrom('authorityGrant')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('endedAt', filter.ended ? 'is not' : 'is', null)
  if (filter.memberId !== undefined)
    query = query.where('subjectType', '=', 'member').where('subjectId', '=', filter.memberId)
  if (filter.permission !== undefined)
    query = query.where('permission', '=', filter.permission as PermissionKey)
  if (filter.before !== undefined) query = query.where('id', '<', filter.before)
  return query.orderBy('id', 'desc').limit(filter.limit).execute()
}

/** Restrictions for a list, newest first, below the cursor. */
export async function restrictionsForList(
  db: Db,
  workspaceId: string,
  filter: RuleFilter,
): Promise<readonly RestrictionRow[]> {
  let query = on(db)
    .selectFrom('restriction')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('endedAt', filter.ended ? 'is not' : 'is', null)
  if (filter.memberId !== undefined)
    query = query.where('subjectType', '=', 'member').where('subjectId', '=', filter.memberId)
  if (filter.permission !== undefined)
    query = query.where('permission', '=', filter.permission as PermissionKey)
  if (filter.before !== undefined) query = query.where('id', '<', filter.before)
  return query.orderBy('id', 'desc').limit(filter.limit).execute()
}

/** Rules by id, for explanations. */
export async function rulesByIds(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<{ readonly grants: readonly GrantRow[]; readonly restrictions: readonly RestrictionRow[] }> {
  if (ids.length === 0) return { grants: [], restrictions: [] }
  const [grants, restrictions] = await Promise.all([
    on(db)
      .selectFrom('authorityGrant')
      .selectAll()
      .where('workspaceId', '=', workspaceId)
      .where('id', 'in', ids)
      .execute(),
    on(db)
      .selectFrom('restriction')
      .selectAll()
      .where('workspaceId', '=', workspaceId)
      .where('id', 'in', ids)
      .execute(),
  ])
  return { grants, restrictions }
}

/** Direct grants of a member that were ended, latest end first. */
export async function endedGrantsOf(
  db: Db,
  workspaceId: string,
  memberId: string,
  limit: number,
): Promise<readonly (GrantRow & { readonly endedAt: Date })[]> {
  return on(db)
    .selectFrom('authorityGrant')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('subjectType', '=', 'member')
    .where('subjectId', '=', memberId)
    .where('endedAt', 'is not', null)
    .$narrowType<{ endedAt: NotNull }>()
    .orderBy('endedAt', 'desc')
    .limit(limit)
    .execute()
}

/** Registers an external resource; the same one again only changes its name. */
export async function insertResource(
  tally: Tally<'resource.manage'>,
  resource: { kind: string; id: string; name: string; departmentId: string | null },
): Promise<void> {
  await on(tally.tx)
    .insertInto('externalResource')
    .values({ workspaceId: workspaceOf(tally), ...resource, placedAt: tally.at })
    .execute()
}

/** Forgets an external resource. */
export async function deleteResource(
  tally: Tally<'resource.manage'>,
  kind: string,
  id: string,
): Promise<void> {
  await on(tally.tx)
    .deleteFrom('externalResource')
    .where('workspaceId', '=', workspaceOf(tally))
    .where('kind', '=', kind)
    .where('id', '=', id)
    .execute()
}

/** Reads an external resource and keeps it from changing until the transaction ends. */
export async function lockResource(
  act: Act,
  kind: string,
  id: string,
): Promise<Selectable<AuthorityTables['externalResource']> | undefined> {
  return on(act.tx)
    .selectFrom('externalResource')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** External resources for a list, by kind and id above the cursor. */
export async function resourcesForList(
  db: Db,
  workspaceId: string,
  filter: {
    readonly search?: string | undefined
    readonly after?: readonly [string, string] | undefined
    readonly limit: number
  },
) {
  let query = on(db).selectFrom('externalResource').selectAll().where('workspaceId', '=', workspaceId)
  if (filter.search !== undefined)
    query = query.where('name', 'ilike', `%${filter.search.replaceAll(/[\\%_]/g, (c) => `\\${c}`)}%`)
  if (filter.after !== undefined) {
    const [kind, id] = filter.after
    query = query.where((eb) =>
      eb.or([eb('kind', '>', kind), eb.and([eb('kind', '=', kind), eb('id', '>', id)])]),
    )
  }
  return query.orderBy('kind').orderBy('id').limit(filter.limit).execute()
}

/** Every row that makes facts, for the snapshot. */
export async function everything(db: Db, workspaceId: string) {
  const t = on(db)
  // One after the other: this runs on the one connection that holds the snapshot.
  const roleRows = await t
    .selectFrom('role')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('removedAt', 'is', null)
    .execute()
  const grants = await t
    .selectFrom('authorityGrant')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('endedAt', 'is', null)
    .execute()
  const restrictions = await t
    .selectFrom('restriction')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('endedAt', 'is', null)
    .execute()
  const seats = await t
    .selectFrom('administrator')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('endedAt', 'is', null)
    .execute()
  const resources = await t
    .selectFrom('externalResource')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .execute()
  return { roles: roleRows, grants, restrictions, seats, resources }
}
