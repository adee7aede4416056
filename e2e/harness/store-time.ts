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
