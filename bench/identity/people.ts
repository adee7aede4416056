/** Accounts with a password each: made over the API, and given their passwords by SQL, which hashes one and not a thousand. */
import pg from 'pg'
import { browserAt, PASSWORD } from '../../server/testing/index.ts'
import type { Cluster } from '../../server/testing/index.ts'

const IN_ONE_BATCH = 250

/** Hires so many, called account0, account1 and so on; answers their ids in that order. */
export async function hireMany(it: Cluster, count: number): Promise<readonly string[]> {
  const ids: string[] = []
  for (let begun = 0; begun < count; begun += IN_ONE_BATCH) {
    const steps = Array.from({ length: Math.min(IN_ONE_BATCH, count - begun) }, (_, number) => ({
      do: 'members.add',
      with: {
        name: `员工${begun + number}`,
        login: `account${begun + number}`,
        departmentId: it.research,
        status: 'active',
      },
    }))
    await it.ok(0, 'lina', 'POST', '/api/v1/batches', { steps })
  }
  const { rows } = await it.pool.query<{ id: string; login: string }>(
    "select id, login from member where login ~ '^account[0-9]+$'",
  )
  const byLogin = new Map(rows.map(({ id, login }) => [login, id]))
  for (let number = 0; number < count; number += 1) ids.push(byLogin.get(`account${number}`) ?? '')
  return ids
}

/** Gives all of them the password that the first has chosen by their invitation. */
export async function givePasswords(it: Cluster, memberIds: readonly string[]): Promise<void> {
  const [first] = memberIds
  const { code } = await it.ok(0, 'chenli', 'POST', `/api/v1/members/${first ?? ''}/invitation`, {})
  const browser = browserAt(it.nodes[0]?.address ?? '')
  await browser.ok('POST', '/api/v1/activations', { code, password: PASSWORD })
  const keeper = new pg.Client({ connectionString: it.keeperUrl })
  await keeper.connect()
  try {
    await keeper.query(
      `insert into credential select (jsonb_populate_record(null::credential, to_jsonb(c) || jsonb_build_object('member_id', id))).*
       from credential c, unnest($1::uuid[]) as id where c.member_id = $2 on conflict do nothing`,
      [memberIds, first],
    )
  } finally {
    await keeper.end()
  }
}
