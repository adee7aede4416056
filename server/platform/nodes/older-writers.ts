import type pg from 'pg'
import type { Logger } from 'pino'
import { shared } from './shared.ts'

/** After this long our own older backends are ended, whatever they do. */
export const OLDER_BACKENDS_MS = 2000
// Writers are short as a rule, and the call that takes a right away waits for the last of them.
const pollMs = [0, 1, 1] as const
const POLL_KEENLY_MS = 2
const KEEN_MS = 60
const pollLaterMs = 25

/** Whoever has waited so long looks at our own database as well, which costs ten times as much. */
const OWN_AFTER_MS = 8

/** Looks how far writers have ended, once for all who wait. */
export type Looks = {
  /** The number below which all have ended on the whole server. */
  readonly horizon: () => Promise<bigint>
  /** The lower half of the oldest number that is open in our own database; null when none is. */
  readonly oldestOwn: () => Promise<bigint | null>
}

/**
 * The looks that all waits of a node share. The horizon answers for the whole server; where somebody else's database on
 * it holds a long transaction, our own is looked at: a number is in its backend's row before it is given out (ADR 0005).
 */
export function looksAtWriters(pool: pg.Pool): Looks {
  const look = async (sql: string): Promise<bigint | null> => {
    const { rows } = await pool.query<{ number: string }>(sql)
    return rows[0] === undefined ? null : BigInt(rows[0].number)
  }
  return {
    horizon: shared(async () => (await look(HORIZON)) ?? 0n, POLL_KEENLY_MS),
    oldestOwn: shared(() => look(OLDEST_OWN), POLL_KEENLY_MS),
  }
}

const HORIZON = 'select pg_snapshot_xmin(pg_current_snapshot())::text as number'
const OLDEST_OWN = `select backend_xid::text as number from pg_stat_get_activity(null)
  where datid = (select oid from pg_database where datname = current_database()) and backend_xid is not null
  order by age(backend_xid) desc limit 1`

async function isThrough(looks: Looks, number: bigint, elapsedMs: number): Promise<boolean> {
  if ((await looks.horizon()) > number) return true
  if (elapsedMs < OWN_AFTER_MS) return false
  const oldest = await looks.oldestOwn()
  // Lower halves are compared the way PostgreSQL itself does.
  return oldest === null || BigInt.asIntN(32, oldest - number) >= 0n
}

const lowerHalf = (number: bigint): string => String(number & 0xffff_ffffn)

export type OlderWriters = {
  readonly pool: pg.Pool
  readonly log: Logger
  readonly looks: Looks
  /** A number taken after the change was committed. */
  readonly number: bigint
  /** Milliseconds since the reply to COMMIT. */
  readonly elapsedMs: () => number
  /** False ends the wait, unfinished. */
  readonly goOn: () => boolean
}

/**
 * True when every transaction with a lower number has ended: each has committed before our answer, or never will. False
 * when the wait was ended before that.
 */
export async function waitForOlderWriters({
  pool,
  log,
  looks,
  number,
  elapsedMs,
  goOn,
}: OlderWriters): Promise<boolean> {
  let ended = false
  for (let round = 0; goOn(); round += 1) {
    if (await isThrough(looks, number, elapsedMs())) return true
    if (elapsedMs() >= OLDER_BACKENDS_MS && !ended) {
      ended = true
      await endOlder(pool, log, number)
    }
    const pause = elapsedMs() < KEEN_MS ? (pollMs[round] ?? POLL_KEENLY_MS) : pollLaterMs
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
