import type { AuthorityFeed } from '../feed/index.ts'
import type { Lease } from './lease.ts'
import type pg from 'pg'

export type NodeSelf = { readonly id: string; incarnation: string; readonly name: string }

/** Writes this incarnation's row and commits it. Only afterwards may the fence be read and anything be served. */
export async function register(pool: pg.Pool, self: NodeSelf, incarnation: string): Promise<void> {
  await pool.query('delete from node where id = $1', [self.id])
  await pool.query('insert into node (id, incarnation, name) values ($1, $2, $3)', [self.id, incarnation, self.name])
  self.incarnation = incarnation
}

/** Takes the row off again: the orderly end. */
export async function unregister(pool: pg.Pool, self: NodeSelf): Promise<void> {
  await pool.query('delete from node where id = $1', [self.id])
}

type Round = { readonly known: boolean; readonly fences: Readonly<Record<string, number>> }

/**
 * One renewal: a single round trip to the primary that writes nothing. Refused (false) while the applied revision is
 * behind a fence: then the node catches up first and asks again.
 */
export async function renewOnce(
  pool: pg.Pool,
  lease: Lease,
  feed: AuthorityFeed,
  self: NodeSelf,
  newIncarnation: () => string,
): Promise<boolean> {
  const before = lease.now()
  const { rows } = await pool.query<Round>(
    `select exists (select from node where id = $1 and incarnation = $2) as known,
            coalesce((select jsonb_object_agg(id, revision) from workspace), '{}') as fences,
            pg_is_in_recovery() as replica`,
    [self.id, self.incarnation],
  )
  const round = rows[0]
  if (round === undefined) return false
  if (!round.known) {
    // A revoker has waited us out: nothing this incarnation knew counts any more.
    lease.drop()
    await register(pool, self, newIncarnation())
    await feed.poll()
    return false
  }
  let behind = false
  for (const [workspaceId, fence] of Object.entries(round.fences)) {
    const state = feed.known().find((one) => one.workspaceId === workspaceId)
    if (state !== undefined && state.healthy && state.revision >= fence) continue
    behind = true
    await feed.catchUp(workspaceId, fence)
  }
  if (behind) return false
  lease.renewed(before)
  return true
}
