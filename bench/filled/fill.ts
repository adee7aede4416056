/**
 * A company written straight into the product's tables by the database itself, set by set: a million members in seconds
 * where commands would take hours. Of the same make as the one that is told as events; nothing of it stands in a ledger.
 */
import { createHash } from 'node:crypto'
import pg from 'pg'
import { features, offices, roleKeys } from '../authority/company.ts'

export type FilledSize = { readonly members: number; readonly departments: number }

/** The companies that suites fill. */
export const filledSizes = {
  usual: { members: 100_000, departments: 5_000 },
  million: { members: 1_000_000, departments: 20_000 },
} as const satisfies Readonly<Record<string, FilledSize>>

const POSITIONS = 100
const GROUPS_EACH = 100
const GROUP_MEMBERS = 20
const RESOURCES_EACH = 10
const ROLES = 20
const SEATS = 1000
const DEPARTMENT_RULES = 1000

const things = ['workspace', 'department', 'member', 'position', 'group', 'resource', 'role'] as const
type Thing = (typeof things)[number]

/** The id of the n-th thing of a kind, in every filled company. Made of a time and a hash, as ids in the wild are. */
export function filledId(thing: Thing, number: number): string {
  const time = (1_743_000_000_000 + number * 977).toString(16).padStart(12, '0')
  const hash = createHash('md5')
    .update(`${things.indexOf(thing)} ${number}`)
    .digest('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`
}

// The same in SQL, and numbers that look random and are the same every time.
const functions = `
  create function pg_temp.id_of(thing integer, n bigint) returns uuid language sql immutable as $$
    select (lpad(to_hex(1743000000000 + n * 977), 12, '0') || '7' || substr(md5(thing || ' ' || n), 1, 3)
            || '8' || substr(md5(thing || ' ' || n), 4, 15))::uuid
  $$;
  create function pg_temp.pick(n bigint, seed integer, below bigint) returns bigint language sql immutable as $$
    select (hashint8extended(n, seed) & x'7fffffffffffffff'::bigint) % below
  $$;
`

const id = (thing: Thing | 'appointment' | 'rule' | 'seat', number: string): string => {
  const all: readonly string[] = [...things, 'appointment', 'rule', 'seat']
  return `pg_temp.id_of(${all.indexOf(thing)}, ${number})`
}
const company = `'${filledId('workspace', 0)}'::uuid`
const pick = (number: string, seed: number, below: number): string =>
  `pg_temp.pick(${number}, ${seed}, ${below})`
const keys = (list: readonly string[]): string => `array[${list.map((key) => `'${key}'`).join(', ')}]::text[]`
const oneOf = (list: readonly string[], number: string, seed: number): string =>
  `(${keys(list)})[1 + ${pick(number, seed, list.length)}]`

/** Fills an empty, migrated database. `keeperUrl` is a superuser's: foreign keys of rows made here hold by construction. */
export async function fill(
  keeperUrl: string,
  size: FilledSize,
  progress: (text: string) => void,
): Promise<void> {
  const client = new pg.Client({ connectionString: keeperUrl })
  await client.connect()
  try {
    await client.query(`set session_replication_role = replica; set synchronous_commit = off; ${functions}`)
    for (const [what, text] of [...people(size), ...groups(size), ...rights(size)]) {
      progress(`writing ${what}`)
      await client.query(text)
    }
    await client.query('analyze')
  } finally {
    await client.end()
  }
}

type Step = readonly [what: string, text: string]

function people({ members, departments }: FilledSize): readonly Step[] {
  // Eight below each of eight below each…
  const tree = `
    with recursive tree (n, path) as (
      select 0::bigint, '/1/'
      union all
      select c.n, t.path || (c.n + 1) || '/' from tree t
      cross join lateral generate_series(t.n * 8 + 1, least(t.n * 8 + 8, ${departments - 1})) as c (n)
    )`
  return [
    [
      'departments',
      `insert into workspace (id, slug, name) values (${company}, 'filled', '虎符科技');
       ${tree}
       insert into department (workspace_id, id, parent_id, name, name_key, number, path, created_at)
       select ${company}, ${id('department', 'n')}, case when n > 0 then ${id('department', '(n - 1) / 8')} end,
              '部门' || n, '部门' || n, n + 1, path, now()
       from tree;
       insert into directory_version (workspace_id, version, departments) values (${company}, 1, ${departments});
       insert into position (workspace_id, id, name, name_key, created_at)
       select ${company}, ${id('position', 'n')}, '岗位' || n, '岗位' || n, now()
       from generate_series(0, ${POSITIONS - 1}) as n`,
    ],
    [
      `${members} members`,
      `insert into member (workspace_id, id, name, name_key, sort_key, login, login_key, status, search, created_at)
       select ${company}, ${id('member', 'n')}, '员工' || n, '员工' || n, 'yuangong' || n, 'staff' || n, 'staff' || n,
              case when n >= 10 and ${pick('n', 1, 50)} = 0 then 'suspended' else 'active' end,
              array_to_tsvector(array['员工' || n, '工' || n, 'yuangong' || n, 'gong' || n, 'yg' || n, '~yuangong' || n]), now()
       from generate_series(0, ${members - 1}) as n`,
    ],
    // Each has one appointment, every twentieth a second one beside it.
    [
      'their appointments',
      `insert into appointment
         (workspace_id, id, member_id, department_id, position_id, is_primary, is_head, from_at)
       select ${company}, ${id('appointment', 'n * 2 + second')}, ${id('member', 'n')},
              ${id('department', `(${pick('n', 2, departments)} + second) % ${departments}`)},
              case when ${pick('n', 3, 10)} < 4 then ${id('position', pick('n', 4, POSITIONS))} end,
              second = 0, ${pick('n', 5, 25)} = 0, now()
       from generate_series(0, ${members - 1}) as n
       cross join lateral generate_series(0, case when ${pick('n', 6, 20)} = 0 then 1 else 0 end) as second`,
    ],
  ]
}

function groups({ members, departments }: FilledSize): readonly Step[] {
  const count = members / GROUPS_EACH
  return [
    [
      'groups and resources',
      `insert into member_group (workspace_id, id, name, name_key, department_id, created_at)
       select ${company}, ${id('group', 'n')}, '组' || n, '组' || n, ${id('department', pick('n', 7, departments))}, now()
       from generate_series(0, ${count - 1}) as n;
       insert into group_member (workspace_id, group_id, member_id, added_at)
       select ${company}, ${id('group', 'n')}, ${id('member', pick(`n * ${GROUP_MEMBERS} + k`, 8, members))}, now()
       from generate_series(0, ${count - 1}) as n, generate_series(0, ${GROUP_MEMBERS - 1}) as k
       on conflict do nothing;
       insert into external_resource (workspace_id, kind, id, name, department_id, placed_at)
       select ${company}, 'external', ${id('resource', 'n')}::text, '资源' || n,
              case when ${pick('n', 9, 10)} < 8 then ${id('department', pick('n', 10, departments))} end, now()
       from generate_series(0, ${members / RESOURCES_EACH - 1}) as n`,
    ],
  ]
}

const workspace = `'{"type": "workspace"}'::jsonb`
const own = `'{"type": "own-department"}'::jsonb`
const inDepartment = (number: string): string =>
  `jsonb_build_object('type', 'departments', 'ids', jsonb_build_array(${id('department', number)}))`

// Rows of grants or restrictions: numbers from `first` on, each as `n`.
function rules(
  table: 'authority_grant' | 'restriction',
  first: number,
  count: number,
  values: { subject: string; right: string; scope: string; until?: string },
): string {
  const source = table === 'authority_grant' ? { column: ', source', value: ", 'administrator'" } : null
  return `
    insert into ${table}
      (workspace_id, id, subject_type, subject_id, permission, role_id, scope, until_at, because, given_by, given_at${source?.column ?? ''})
    select ${company}, ${id('rule', 'n')}, ${values.subject}, ${values.right}, ${values.scope}, ${values.until ?? 'null'},
           '工作需要', 'member:' || ${id('member', '0')}, now()${source?.value ?? ''}
    from generate_series(${first}::bigint, ${first + count - 1}) as n`
}

function rights({ members, departments }: FilledSize): readonly Step[] {
  const someRole = `null, ${id('role', `1 + ${pick('n', 11, ROLES - 1)}`)}`
  const feature = `${oneOf(features, 'n', 12)}, null::uuid`
  const somewhere = inDepartment(pick('n', 13, departments))
  const somebody = `'member', ${id('member', pick('n', 14, members))}`
  const sizes = [2, POSITIONS, DEPARTMENT_RULES, members / GROUPS_EACH, members / 20, members / 100]
  const firsts = sizes.map((_, at) => sizes.slice(0, at).reduce((sum, count) => sum + count, 0))
  const grant = (at: number, values: Parameters<typeof rules>[3]): string =>
    rules('authority_grant', firsts[at] ?? 0, sizes[at] ?? 0, values)
  const roles = Array.from(
    { length: ROLES },
    (_, n) => `(${company}, ${id('role', String(n))}, '角色${n}', '角色${n}', ${keys(roleKeys(n))}, now())`,
  )
  return [
    [
      'roles and grants',
      [
        `insert into role (workspace_id, id, name, name_key, permissions, created_at) values ${roles.join(', ')}`,
        grant(0, {
          subject: `'everyone', null`,
          right: `null, ${id('role', 'n')}`,
          scope: `case when n = 0 then ${workspace} else ${own} end`,
        }),
        grant(1, {
          subject: `'position', ${id('position', `n - ${firsts[1] ?? 0}`)}`,
          right: someRole,
          scope: own,
        }),
        grant(2, {
          subject: `'department', ${id('department', pick('n', 15, departments))}`,
          right: someRole,
          scope: somewhere,
        }),
        grant(3, {
          subject: `'group', ${id('group', `n - ${firsts[3] ?? 0}`)}`,
          right: someRole,
          scope: `jsonb_build_object('type', 'resource', 'kind', 'external', 'id',
                    ${id('resource', pick('n', 16, members / RESOURCES_EACH))}::text)`,
        }),
        grant(4, {
          subject: somebody,
          right: feature,
          scope: `case when ${pick('n', 17, 2)} = 0 then ${workspace} else ${somewhere} end`,
          until: `case when ${pick('n', 18, 10)} < 4 then now() + interval '1 day' end`,
        }),
      ].join(';'),
    ],
    [
      'restrictions and seats',
      [
        rules('restriction', firsts[5] ?? 0, sizes[5] ?? 0, {
          subject: somebody,
          right: feature,
          scope: `case when ${pick('n', 19, 2)} = 0 then ${workspace} else ${somewhere} end`,
        }),
        administrators(departments),
      ].join(';'),
    ],
  ]
}

// The first members: a creator, five super administrators, and scoped ones.
function administrators(departments: number): string {
  const some = `array(select key from unnest(${keys(offices)}) with ordinality as o (key, place)
                      where ${pick('n * 1000 + place', 20, 10)} < 3)`
  const scope = `case when n < 6 then ${workspace} when ${pick('n', 21, 2)} = 0 then ${own}
                 else ${inDepartment(pick('n', 22, departments))} end`
  return `
    insert into administrator (workspace_id, id, member_id, tier, permissions, scope, ceiling_permissions, ceiling_reach,
                               because, appointed_by, appointed_at)
    select ${company}, ${id('seat', 'n')}, ${id('member', 'n')},
           case when n = 0 then 'creator' when n < 6 then 'super' else 'scoped' end,
           case when n < 6 then '{}'::text[] else ${some} end, ${scope}, '{}', ${own},
           '工作需要', case when n > 0 then ${id('member', '0')} end, now()
    from generate_series(0::bigint, ${SEATS - 1}) as n`
}
