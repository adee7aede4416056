import { sql } from 'kysely'
import type { NotNull, RawBuilder, Selectable, SqlBool } from 'kysely'
import { actorText } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import type { DecidedBy, NewGrant, NewRestriction } from './rule.ts'
import { on, workspaceOf } from './tables-on.ts'
import type { Db } from './tables-on.ts'
import type { AuthorityTables, HowEnded } from './tables.ts'

export type GrantRow = Selectable<AuthorityTables['authorityGrant']>
export type RestrictionRow = Selectable<AuthorityTables['restriction']>

/** What ends a grant: taking it back, another template, a departure, and giving up what is one's own. */
export type Ending = 'perm.revoke' | 'perm.template.manage' | 'org.member.delete' | 'request.submit'

/** What gives a right, or more of one: giving as such, a template, and founding for the baseline. */
export type Giving = 'perm.grant' | 'perm.grant.temp' | 'perm.template.manage' | 'sys.org.found' | DecidedBy

/** Writes a grant. */
export async function insertGrant(tally: Tally<Giving | 'admin.assign'>, grant: NewGrant): Promise<void> {
  await on(tally.tx)
    .insertInto('authorityGrant')
    .values({ ...ruleValues(tally, grant), source: grant.source })
    .execute()
}

/** Writes a restriction. */
export async function insertRestriction(
  tally: Tally<'perm.restrict' | DecidedBy>,
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
export async function endGrant(
  tally: Tally<Ending>,
  id: string,
  { how, because }: { readonly how: HowEnded; readonly because: string | null },
): Promise<void> {
  await on(tally.tx)
    .updateTable('authorityGrant')
    .set({
      endedAt: tally.at,
      endedBy: actorText(tally.act.actor),
      endedBecause: because,
      endedHow: how,
    })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

/** Lifts a restriction. */
export async function endRestriction(
  tally: Tally<'perm.restrict' | DecidedBy>,
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

/** The open grants of a position that its template made, locked in the order of their ids. */
export async function lockTemplateGrants(act: Act, positionId: string): Promise<readonly GrantRow[]> {
  return templateQuery(act.tx, act.workspaceId, positionId).forUpdate().execute()
}

/** The open grants that the template of a position made. */
export async function templateGrants(
  db: Db,
  workspaceId: string,
  positionId: string,
): Promise<readonly GrantRow[]> {
  return templateQuery(db, workspaceId, positionId).execute()
}

const templateQuery = (db: Db, workspaceId: string, positionId: string) =>
  on(db)
    .selectFrom('authorityGrant')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('subjectType', '=', 'position')
    .where('subjectId', '=', positionId)
    .where('source', '=', 'position')
    .where('endedAt', 'is', null)
    .orderBy('id')

/** The open grants and restrictions that name a role. */
export async function rulesOfRole(
  db: Db,
  workspaceId: string,
  roleId: string,
): Promise<{ readonly grants: readonly GrantRow[]; readonly restrictions: readonly RestrictionRow[] }> {
  const named = sql<SqlBool>`workspace_id = ${workspaceId} and role_id = ${roleId} and ended_at is null`
  const [grants, restrictions] = [
    await on(db).selectFrom('authorityGrant').selectAll().where(named).orderBy('id').execute(),
    await on(db).selectFrom('restriction').selectAll().where(named).orderBy('id').execute(),
  ]
  return { grants, restrictions }
}

/** An open grant or restriction that names a role, in short. */
export type RoleLine = Pick<RestrictionRow, 'id' | 'subjectType' | 'subjectId'> & {
  readonly kind: 'grant' | 'restriction'
}

/** All lines of a role, in the order in which they were given. */
export async function linesOfRole(db: Db, workspaceId: string, roleId: string): Promise<readonly RoleLine[]> {
  const from = (table: string, kind: string) => sql`
    select ${kind}::text as kind, id, subject_type, subject_id from ${sql.table(table)}
    where workspace_id = ${workspaceId} and role_id = ${roleId} and ended_at is null`
  const { rows } = await sql<RoleLine>`
    ${from('authority_grant', 'grant')} union all ${from('restriction', 'restriction')} order by id`.execute(
    db,
  )
  return rows
}

/** Whom open grants and restrictions that name a role speak of, with the number of such rules. */
export type RoleHolder = Pick<RestrictionRow, 'subjectType' | 'subjectId'> & {
  readonly roleId: string
  readonly kind: 'grant' | 'restriction'
  readonly rules: number
}

/** The holders of all roles. */
export async function holdersOfRoles(db: Db, workspaceId: string): Promise<readonly RoleHolder[]> {
  const from = (table: string, kind: string) => sql`
    select ${kind}::text as kind, role_id, subject_type, subject_id, count(*)::int as rules from ${sql.table(table)}
    where workspace_id = ${workspaceId} and role_id is not null and ended_at is null
    group by role_id, subject_type, subject_id`
  const { rows } = await sql<RoleHolder>`
    ${from('authority_grant', 'grant')} union all ${from('restriction', 'restriction')}`.execute(db)
  return rows
}

export type RuleFilter = {
  readonly memberId?: string | undefined
  readonly permission?: string | undefined
  readonly ended: boolean
  /** Only rules about these; left out, about anybody. */
  readonly subjects?: readonly RuleSubject[] | undefined
  readonly before?: string | undefined
  readonly limit: number
}

/** A subject as the tables name it. */
export type RuleSubject = Pick<RestrictionRow, 'subjectType' | 'subjectId'>

/** What a list asks for, the same of grants and of restrictions: their tables have these columns in common. */
function listed(workspaceId: string, filter: Omit<RuleFilter, 'limit'>): RawBuilder<SqlBool> {
  const { memberId, permission, ended, subjects, before } = filter
  const asked = [
    sql`workspace_id = ${workspaceId}`,
    ended ? sql`ended_at is not null` : sql`ended_at is null`,
    ...(memberId === undefined ? [] : [sql`subject_type = 'member' and subject_id = ${memberId}`]),
    ...(permission === undefined ? [] : [sql`permission = ${permission}`]),
    ...(subjects === undefined ? [] : [amongSubjects(subjects)]),
    ...(before === undefined ? [] : [sql`id < ${before}`]),
  ]
  return sql<SqlBool>`${sql.join(asked, sql` and `)}`
}

function amongSubjects(subjects: readonly RuleSubject[]): RawBuilder<SqlBool> {
  const types = subjects.map(({ subjectType }) => subjectType)
  const ids = subjects.map(({ subjectId }) => subjectId)
  return sql<SqlBool>`(subject_type, subject_id) in (select * from unnest(${types}::text[], ${ids}::uuid[]))`
}

/** Whom the rules of a list are about, each once, whatever the page. */
export async function subjectsForList(
  db: Db,
  workspaceId: string,
  table: 'authorityGrant' | 'restriction',
  filter: Omit<RuleFilter, 'subjects' | 'before' | 'limit'>,
): Promise<readonly RuleSubject[]> {
  return on(db)
    .selectFrom(table)
    .select(['subjectType', 'subjectId'])
    .distinct()
    .where(listed(workspaceId, filter))
    .execute()
}

/** Grants for a list, newest first, below the cursor. */
export async function grantsForList(
  db: Db,
  workspaceId: string,
  filter: RuleFilter,
): Promise<readonly GrantRow[]> {
  const query = on(db).selectFrom('authorityGrant').selectAll().where(listed(workspaceId, filter))
  return query.orderBy('id', 'desc').limit(filter.limit).execute()
}

/** Restrictions for a list, newest first, below the cursor. */
export async function restrictionsForList(
  db: Db,
  workspaceId: string,
  filter: RuleFilter,
): Promise<readonly RestrictionRow[]> {
  const query = on(db).selectFrom('restriction').selectAll().where(listed(workspaceId, filter))
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

/** Ended grants that named a member, latest end first; or, of nobody, those that named many people. */
export async function endedGrantsOf(
  db: Db,
  workspaceId: string,
  memberId: string | null,
  limit: number,
): Promise<readonly (GrantRow & { readonly endedAt: Date })[]> {
  const ended = on(db)
    .selectFrom('authorityGrant')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('subjectType', memberId === null ? '!=' : '=', 'member')
    .where('endedAt', 'is not', null)
  return (memberId === null ? ended : ended.where('subjectId', '=', memberId))
    .$narrowType<{ endedAt: NotNull }>()
    .orderBy('endedAt', 'desc')
    .limit(limit)
    .execute()
}
