import type pg from 'pg'
import type { Logger } from 'pino'

/** After this long our own older backends are ended, whatever they do. */
export const OLDER_BACKENDS_MS = 2000
// Writers are short as a rule, and the call that takes a right away waits for the last of them.
const pollMs = [0, 1, 1] as const
const pollKeenlyMs = 2
const KEEN_MS = 60
const pollLaterMs = 25

/**
 * Whether every older writer has ended. The snapshot answers for the whole server; where somebody else's database on it
 * holds a long transaction, our own database is looked at: a number is in its backend's row before it is given out
 * (ADR 0005).
 */
const OLDER_ENDED = `select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 or not exists (
    select from pg_stat_activity
    where datname = current_database() and backend_xid is not null and age(backend_xid) > age($2::xid)
  ) as through`

/** backend_xid is the lower half of a number; `age` compares halves the way PostgreSQL itself does. */
const lowerHalf = (number: bigint): string => String(number & 0xffff_ffffn)

export type OlderWriters = {
  readonly pool: pg.Pool
  readonly log: Logger
  /** Milliseconds since the reply to COMMIT. */
  readonly elapsedMs: () => number
  /** False ends the wait, unfinished. */
  readonly goOn: () => boolean
}

/**
 * True when every transaction numbered before this call has ended: each has committed before our answer, or never will.
 * False when the wait was ended before that.
 */
export async function waitForOlderWriters({ pool, log, elapsedMs, goOn }: OlderWriters): Promise<boolean> {
  const { rows } = await pool.query<{ number: string }>('select pg_current_xact_id()::text as number')
  const number = BigInt(rows[0]?.number ?? '0')
  let ended = false
  for (let round = 0; goOn(); round += 1) {
    const { rows: answers } = await pool.query<{ through: boolean }>(OLDER_ENDED, [
      String(number),
      lowerHalf(number),
    ])
    if (answers[0]?.through === true) return true
    if (elapsedMs() >= OLDER_BACKENDS_MS && !ended) {
      ended = true
      await endOlder(pool, log, number)
    }
    const pause = elapsedMs() < KEEN_MS ? (pollMs[round] ?? pollKeenlyMs) : pollLaterMs
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return false
}

// A backend of another role is not ours to end, whatever it calls itself.
async function endOlder(pool: pg.Pool, log: Logger, number: bigint): Promise<void> {
  const { rows } = await pool.query<{ application_name: string }>(
    `select application_name, pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and usename = current_user and application_name like 'hufu/%'
       and pid <> pg_backend_pid() and backend_xid is not null and age(backend_xid) > age($1::xid)`,
    [lowerHalf(number)],
  )
  log.warn(
    { ended: rows.map((row) => row.application_name) },
    'older write transactions were ended by the barrier',
  )
}
