import type pg from 'pg'

type Seen = { readonly open: string; readonly next: string; readonly writing: readonly string[] }

/**
 * The number below which no transaction of our own database is open any more, as text. A statement sent afterwards sees
 * every row that was written below it: a number stands in its backend's row from before it is given out until it ended,
 * and numbers given out after the snapshot are not below `next` (ADR 0005).
 */
export async function ownHorizon(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<Seen>(
    `select pg_snapshot_xmin(pg_current_snapshot())::text as open, pg_snapshot_xmax(pg_current_snapshot())::text as next,
            array(select backend_xid::text from pg_stat_activity
                  where datname = current_database() and backend_xid is not null) as writing`,
  )
  const [seen] = rows
  if (seen === undefined) return '0'
  const next = BigInt(seen.next)
  const own = seen.writing
    .map((lower) => whole(BigInt(lower), next))
    .reduce((least, one) => (one < least ? one : least), next)
  const open = BigInt(seen.open)
  return String(own > open ? own : open)
}

/** A number from its lower half, which is all that a backend's row shows: the one nearest to `near`. */
const whole = (lower: bigint, near: bigint): bigint => near + BigInt.asIntN(32, lower - near)
