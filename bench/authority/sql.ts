/**
 * The same company as plain tables in PostgreSQL with the indexes they need, and one prepared query that decides one
 * question. Some connections ask at a time, and the time is that of the clock.
 */
import pg from 'pg'
import { bitOf, changes, permission, permissions } from '@hufu/authority'
import type { AuthorityEvent, Facts, PermissionKey, Right, Scope, Subject } from '@hufu/authority'
import { testDatabase } from '../../server/testing/index.ts'
import { NOW, company, idOf, size } from './company.ts'
import { chainOf, together } from './peers.ts'
import type { Peer, PeerQuestion } from './peers.ts'

const PER_TURN = 1 << 9
const CONNECTIONS = 4
const EVERYONE = '00000000-0000-0000-0000-000000000000'

const schema = `
  create table person (id uuid primary key, active boolean not null);
  create table appointment (member uuid not null, department uuid not null, position uuid);
  create table above (department uuid not null, ancestor uuid not null);
  create table group_of (member uuid not null, id uuid not null);
  create table placed (id uuid primary key, department uuid);
  create table role_key (key smallint not null, role uuid not null);
  create table rule (subject uuid not null, key smallint, role uuid, denies boolean not null,
                     scope text not null, place uuid, until timestamptz);
  create table seat (member uuid not null, rank smallint not null, key smallint, scope text not null, place uuid);
`
const indexes = `
  create index on appointment (member) include (department, position);
  create index on above (department) include (ancestor);
  create index on group_of (member) include (id);
  create unique index on role_key (key, role);
  create index on rule (subject) include (key, role, denies, scope, place, until);
  create index on seat (member) include (rank, key, scope, place);
`

// $1 member, $2 permission, $3 kind of target, $4 its id, $5 instant; of the permission, which the application knows:
// $6 a feature, $7 covers all departments of a person, $8 changes a person, $9 the creator's alone.
const query = `
  with mine as materialized (select department, position from appointment where member = $1),
  stand as materialized (
    select $4::uuid as department where $3 = 'department'
    union all select department from appointment where $3 = 'member' and member = $4
    union all select department from placed where $3 = 'external' and id = $4 and department is not null
  ),
  place as materialized (
    select ancestor as id from stand join above using (department)
    group by ancestor having not $7 or count(*) = (select count(*) from stand)
    union all select $4 where $3 = 'external'
  ),
  held as materialized (
    select r.denies from rule r
    where r.subject in (
        select $1::uuid union all select '${EVERYONE}'::uuid union all select position from mine
        union all select ancestor from mine join above using (department)
        union all select id from group_of where member = $1)
      and (r.until is null or r.until > $5)
      and (r.denies or $6)
      and (r.key = $2 or exists (select from role_key k where k.key = $2 and k.role = r.role))
      and case r.scope
            when 'workspace' then true
            when 'own' then exists (select from mine join place on place.id = mine.department)
            else exists (select from place where place.id = r.place) end
  )
  select exists (select from person where id = $1 and active)
    and not exists (select from held where denies)
    and (exists (select from held where not denies)
      or not $6 and exists (
        select from seat s
        where s.member = $1 and (s.rank = 3 or not $9 and (s.rank = 2 or s.key = $2))
          and case s.scope
                when 'workspace' then true
                when 'own' then exists (select from mine join place on place.id = mine.department)
                else exists (select from place where place.id = s.place) end
          and (not $8 or $3 <> 'member'
            or coalesce((select max(rank) from seat where member = $4), 0) < s.rank)
      )) as allowed
`

export async function sqlPeer(facts: Facts, questions: readonly PeerQuestion[]): Promise<Peer> {
  const database = await testDatabase()
  // A schema of its own: nothing of the product's tables is used.
  const options = '-c search_path=peer'
  const pool = new pg.Pool({ connectionString: database.url, max: CONNECTIONS, options })
  await pool.query(`create schema peer; ${schema}`)
  await copyCompany(pool, facts)
  await pool.query(`${indexes} analyze`)
  const perTurn = Math.min(PER_TURN, questions.length)
  const asked = questions.map(valuesOf)
  const ask = async (some: readonly unknown[][]): Promise<readonly boolean[]> =>
    together(some, CONNECTIONS, async (values) => {
      const { rows } = await pool.query<{ allowed: boolean }>({ name: 'decide', text: query, values })
      return rows[0]?.allowed === true
    })
  return {
    name: 'sql',
    perTurn,
    answers: () => ask(asked),
    async turn() {
      const started = performance.now()
      await ask(asked.slice(0, perTurn))
      return (performance.now() - started) / 1000
    },
    async end() {
      await pool.end()
      await database.end()
    },
  }
}

function valuesOf({ member, key, target }: PeerQuestion): unknown[] {
  const { kind, covers, creatorOnly } = permission(key)
  return [
    idOf('member', member),
    bitOf(key),
    target.kind,
    target.id,
    new Date(NOW),
    kind === 'feature',
    covers === 'all',
    kind === 'administration' && changes(key),
    creatorOnly,
  ]
}

type Cell = string | number | boolean | null

/** Rows by table, in the order of its columns. */
type Rows = Readonly<
  Record<'person' | 'appointment' | 'above' | 'group_of' | 'placed' | 'role_key' | 'rule' | 'seat', Cell[][]>
>

async function copyCompany(pool: pg.Pool, facts: Facts): Promise<void> {
  const rows: Rows = {
    person: [],
    appointment: [],
    above: [],
    group_of: [],
    placed: [],
    role_key: [],
    rule: [],
    seat: [],
  }
  for (const event of company()) take(rows, event)
  for (let number = 0; number < size.departments; number++) {
    const department = idOf('department', number)
    for (const ancestor of chainOf(facts, department)) rows.above.push([department, ancestor])
  }
  for (const [table, list] of Object.entries(rows))
    // Rows as JSON, some at a time: the database makes columns of them by the table's own types.
    for (let at = 0; at < list.length; at += 20_000)
      await pool.query(
        `insert into ${table} select r.* from jsonb_array_elements($1::jsonb) as a (cells),
         lateral jsonb_populate_record(null::${table},
           (select jsonb_object_agg(attname, a.cells -> (attnum - 1)::integer) from pg_attribute
            where attrelid = '${table}'::regclass and attnum > 0)) as r`,
        [JSON.stringify(list.slice(at, at + 20_000))],
      )
}

function take(rows: Rows, event: AuthorityEvent): void {
  switch (event.name) {
    case 'member.added@1':
      rows.person.push([event.data.memberId, event.data.status === 'active'])
      break
    case 'appointment.made@1':
      rows.appointment.push([event.data.memberId, event.data.departmentId, event.data.positionId])
      break
    case 'group.member-added@1':
      rows.group_of.push([event.data.memberId, event.data.groupId])
      break
    case 'resource.placed@1':
      rows.placed.push([event.data.id, event.data.departmentId])
      break
    case 'role.created@1':
      rows.role_key.push(...event.data.permissions.map((key) => [bitOf(key), event.data.roleId]))
      break
    case 'grant.given@1':
    case 'restriction.placed@1':
      rows.rule.push(...rulesFor(event.data, event.name === 'restriction.placed@1'))
      break
    case 'administrator.appointed@1':
      rows.seat.push(...seatsFor(event.data))
      break
    default:
      break
  }
}

type RuleData = {
  readonly subject: Subject
  readonly right: Right
  readonly scope: Scope
  readonly until: string | null
}

function rulesFor({ subject, right, scope, until }: RuleData, denies: boolean): Cell[][] {
  const who = subject.type === 'everyone' ? EVERYONE : subject.id
  const what = right.type === 'permission' ? [bitOf(right.key), null] : [null, right.id]
  return placesOf(scope).map(([name, place]) => [who, ...what, denies, name, place, until])
}

type SeatData = {
  readonly memberId: string
  readonly tier: 'creator' | 'super' | 'scoped'
  readonly permissions: readonly PermissionKey[]
  readonly scope: Scope
}

function seatsFor({ memberId, tier, permissions: keys, scope }: SeatData): Cell[][] {
  if (tier !== 'scoped') return [[memberId, tier === 'creator' ? 3 : 2, null, 'workspace', null]]
  const known = permissions.filter(({ key }) => keys.includes(key))
  // A seat that holds nothing is still a seat: its member has a rank.
  const held: readonly (number | null)[] = known.length === 0 ? [null] : known.map(({ bit }) => bit)
  return held.flatMap((bit) => placesOf(scope).map(([name, place]) => [memberId, 1, bit, name, place]))
}

function placesOf(scope: Scope): readonly (readonly [name: string, place: string | null])[] {
  switch (scope.type) {
    case 'workspace':
      return [['workspace', null]]
    case 'own-department':
      return [['own', null]]
    case 'resource':
      return [['place', scope.id]]
    case 'departments':
      return scope.ids.map((id) => ['place', id] as const)
  }
}
