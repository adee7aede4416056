import type pg from 'pg'

/** Rows of the content feed are for delivery; whoever was away longer reads over HTTP. */
export const CONTENT_FEED_HOURS = 48
const ROWS_MAX = 50_000

/** Takes old rows off the content feed. Answers how many. */
export async function pruneContentFeed(pool: pg.Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from content_feed where (workspace_id, id) in (
       select workspace_id, id from content_feed where at < now() - make_interval(hours => $1) limit $2)`,
    [CONTENT_FEED_HOURS, ROWS_MAX],
  )
  return rowCount ?? 0
}
