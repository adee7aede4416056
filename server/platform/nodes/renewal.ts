import type { DatabaseTime } from '../clock/index.ts'
import type { AuthorityFeed } from '../feed/index.ts'
import type { Lease } from './lease.ts'
import type pg from 'pg'

export type NodeSelf = { readonly id: string; incarnation: string; readonly name: string }

/** Writes this incarnation's row and commits it. Only afterwards may the fence be read and anything be served. */
export async function register(pool: pg.Pool, self: NodeSelf, incarnation: string): Promise<void> {
  await pool.query('delete from node where id = $1', [self.id])
  await pool.query('insert into node (id, incarnation, name) values ($1, $2, $3)', [
    self.id,
    incarnation,
    self.name,
  ])
  self.incarnation = incarnation
}

/** Takes the row off again: the orderly end. */
export async function unregister(pool: pg.Pool, self: NodeSelf): Promise<void> {
  await pool.query('delete from node where id = $1', [self.id])
}

/** Catching up goes on by itself; a renewal that waited longer for it would miss that the connections lead nowhere. */
const CATCH_UP_MS_MAX = 3000

type Round = {
  readonly known: boolean
  readonly replica: boolean
  readonly fences: Readonly<Record<string, number>>
  readonly at: number
}

export type Renewing = {
  readonly pool: pg.Pool
  readonly lease: Lease
  readonly time: DatabaseTime
  readonly feed: AuthorityFeed
  readonly self: NodeSelf
  readonly newIncarnation: () => string
  /** The newest revision that this incarnation has told everybody to have applied. */
  readonly acknowledged: (workspaceId: string) => number
  readonly acknowledge: (workspaceId: string, revision: number) => Promise<void>
}

/**
 * One renewal: a single round trip to the primary that writes nothing. Refused (false) while the applied revision is
 * behind a fence, or was not acknowledged yet: then the node does so first and asks again. INVARIANT: whoever has heard
 * every acknowledgement since a commit and none of this node's knows that its lease is from before that commit.
 */
export async function renewOnce(renewing: Renewing): Promise<boolean> {
  const { pool, lease, time, feed, self, newIncarnation } = renewing
  const before = lease.now()
  const { rows } = await pool.query<Round>(
    `select exists (select from node where id = $1 and incarnation = $2) as known,
            coalesce((select jsonb_object_agg(id, revision) from workspace), '{}') as fences,
            extract(epoch from clock_timestamp())::float8 * 1000 as at,
            pg_is_in_recovery() as replica`,
    [self.id, self.incarnation],
  )
  const round = rows[0]
  // Only the primary knows the fence.
  if (round === undefined || round.replica) return false
  time.heard({ at: round.at, before: before.mono, after: lease.now().mono })
  if (!round.known) {
    // A revoker has waited us out: nothing this incarnation knew counts any more.
    lease.drop()
    await register(pool, self, newIncarnation())
    await within(CATCH_UP_MS_MAX, feed.poll())
    return false
  }
  let behind = false
  for (const [workspaceId, fence] of Object.entries(round.fences))
    behind = (await catchUp(renewing, workspaceId, fence)) || behind
  if (behind) return false
  lease.renewed(before)
  return true
}

/** Brings one workspace to its fence and says so. False when nothing had to be done. */
async function catchUp(
  { feed, acknowledged, acknowledge }: Renewing,
  workspaceId: string,
  fence: number,
): Promise<boolean> {
  const state = feed.known().find((one) => one.workspaceId === workspaceId)
  if (state === undefined || !state.healthy || state.revision < fence) {
    await within(CATCH_UP_MS_MAX, feed.catchUp(workspaceId, fence))
    return true
  }
  if (acknowledged(workspaceId) >= state.revision) return false
  await acknowledge(workspaceId, state.revision)
  return true
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`catching up takes more than ${ms} ms`)), ms)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
