import { PgBoss } from 'pg-boss'
import type { Logger } from 'pino'

export { startRounds } from './rounds.ts'
export type { Rounds } from './rounds.ts'

/** Something done on time, once in the whole cluster. `cron` is in UTC, five fields. Must be safe to do twice. */
export type Job = { readonly name: string; readonly cron: string; readonly run: () => Promise<unknown> }

export type Timers = { readonly stop: () => Promise<void> }

const CONNECTIONS_MAX = 2
/** A timer late by a minute harms nothing: whatever must hold at an instant is asked at that instant. */
const POLL_SECONDS = 30
const STOP_MS_MAX = 2000

/**
 * Starts the timers of this node on the shared database. They only tidy up: no right begins or ends by a timer.
 * A database that is away is tried again by pg-boss itself.
 */
export async function startTimers(options: {
  readonly url: string
  readonly log: Logger
  readonly jobs: readonly Job[]
}): Promise<Timers> {
  const { url, log, jobs } = options
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'hufu/timers',
    max: CONNECTIONS_MAX,
    schema: 'timers',
  })
  // Without a listener an error of a timer would end the process.
  boss.on('error', (error) => log.warn({ err: error }, 'a timer has trouble with the database'))
  await boss.start()
  for (const job of jobs) {
    await boss.createQueue(job.name)
    await boss.work(job.name, { pollingIntervalSeconds: POLL_SECONDS }, async () => {
      const done = await job.run()
      log.debug({ job: job.name, done }, 'a timer has run')
    })
    await boss.schedule(job.name, job.cron)
  }
  return { stop: () => boss.stop({ graceful: true, timeout: STOP_MS_MAX }) }
}
