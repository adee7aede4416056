import pg from 'pg'
import { runningUrl } from '../../server/platform/db/index.ts'
import type { RunningServer } from './server.ts'

/**
 * Days go by for every right that begins or ends: all their times move into the past. The server starts once more, because
 * it knows rights by heart and reads them when it starts. The ledger tells of the former times and does not verify
 * afterwards, so this is for a company that no other story works in.
 */
export async function daysGoBy(server: RunningServer, days: number): Promise<void> {
  const url = runningUrl(server.data)
  if (url === null) throw new Error('no database runs there')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const table of ['authority_grant', 'restriction'])
      await client.query(
        `update ${table} set from_at = from_at - $1 * interval '1 day', until_at = until_at - $1 * interval '1 day',
           given_at = given_at - $1 * interval '1 day'`,
        [days],
      )
  } finally {
    await client.end()
  }
  await server.stop()
  await server.again()
}

/** The days of a challenge are over, all of them told: what is left of it is due now. */
export async function challengeRunsDown(server: RunningServer): Promise<void> {
  await inStore(server, (client) =>
    client.query(
      `update claim set due_at = now(), tell_at = now(), told = days, challenge_since = made_at - days * interval '1 day'
       where state = 'challenge'`,
    ),
  )
}

/** The company is strict from now on, and everybody still proves by password. Read when the server starts once more. */
export async function becomesStrict(server: RunningServer): Promise<void> {
  const needs = { creator: 'password', super: 'password', scoped: 'password', member: 'password' }
  await inStore(server, (client) =>
    client.query(
      `insert into protection (workspace_id, profile, needs, since, by_id)
       select id, 'strict', $1, now(), null from workspace
       on conflict (workspace_id) do update set profile = 'strict', needs = excluded.needs`,
      [JSON.stringify(needs)],
    ),
  )
  await server.stop()
  await server.again()
}

async function inStore({ data }: RunningServer, act: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const url = runningUrl(data)
  if (url === null) throw new Error('no database runs there')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await act(client)
  } finally {
    await client.end()
  }
}
