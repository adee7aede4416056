/** A company of 36,000 people in 4,000 departments with a head each; forty of the departments are great. */
import { createHash } from 'node:crypto'
import pg from 'pg'
import type { TestDatabase } from '../../server/testing/index.ts'
import { filledServer } from '../filled/server.ts'
import type { Ending, FilledServer } from '../filled/server.ts'
import { filledId } from '../filled/fill.ts'

export const size = { members: 36_000, departments: 4000 }
/** The first members hold seats; those who ask come after them. */
export const SEATS = 1000
const GREAT = 40
const workspaceId = filledId('workspace', 0)

/** Everybody is signed in: who has which token is known by their number. */
export const tokenOf = (number: number): string =>
  createHash('sha256').update(`token ${number}`).digest('base64url')

/** A server on that company, with everybody signed in. */
export const managedCompany = (t: Ending, progress: (text: string) => void): Promise<FilledServer> =>
  filledServer(t, size, progress, async (database) => {
    progress('giving every department a head, and everybody a session')
    await appointHeads(database)
    await signIn(database)
  })

// Foreign keys of what is moved here hold: places and people stay, and only who works where changes.
async function appointHeads({ keeperUrl }: TestDatabase): Promise<void> {
  const client = new pg.Client({ connectionString: keeperUrl })
  await client.connect()
  try {
    await client.query(
      `update appointment a set department_id = d.id
       from (select id, row_number() over (order by id) - 1 as number from department where parent_id is not null limit $1) as d,
         (select workspace_id, id, row_number() over (order by id) as number from member) as m
       where a.workspace_id = m.workspace_id and a.member_id = m.id and a.is_primary and m.number % 4 = 0
         and d.number = (m.number / 4) % $1
         and not exists (select from appointment b where b.member_id = a.member_id and not b.is_primary)`,
      [GREAT],
    )
    await client.query(
      `update appointment set is_head = id in (
         select distinct on (a.department_id) a.id from appointment a
         join member m on m.workspace_id = a.workspace_id and m.id = a.member_id
         where a.is_primary and m.status = 'active' order by a.department_id, a.id)`,
    )
    await client.query('analyze appointment')
  } finally {
    await client.end()
  }
}

async function signIn({ pool }: TestDatabase): Promise<void> {
  const numbers = Array.from({ length: size.members }, (_, number) => number)
  const hashes = numbers.map((number) => createHash('sha256').update(tokenOf(number)).digest())
  await pool.query(
    `insert into session (workspace_id, id, token_hash, member_id, epoch, device, created_at, last_seen_at, idle_until, absolute_until, methods)
     select $1, gen_random_uuid(), hash, id, 0, 'bench', now(), now(), now() + interval '1 day', now() + interval '1 day', '{password}'
     from unnest($2::uuid[], $3::bytea[]) as one (id, hash)`,
    [workspaceId, numbers.map((number) => filledId('member', number)), hashes],
  )
  // Autovacuum, which would have counted them, is off in databases of tests.
  await pool.query('analyze session')
}
