import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { pino } from 'pino'
import { testDatabase } from '../../testing/index.ts'
import { startTimers } from './index.ts'

test('timers start beside each other on one database, keep their schedule, and stop in order', async (t) => {
  const { url, pool } = await testDatabase(t)
  const jobs = [{ name: 'tidy', cron: '0 3 * * *', run: () => Promise.resolve(1) }]
  const log = pino({ level: 'silent' })
  const [one, other] = await Promise.all([startTimers({ url, log, jobs }), startTimers({ url, log, jobs })])
  const { rows } = await pool.query<{ name: string; cron: string }>('select name, cron from timers.schedule')
  assert.deepEqual(
    rows.map(({ name, cron }) => [name, cron]),
    [['tidy', '0 3 * * *']],
  )
  await Promise.all([one.stop(), other.stop()])
})
