import type { Kysely } from 'kysely'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import { deleteUnsent, knownFiles } from './store.ts'

/** An upload that no message took along is kept this long. */
const UNSENT_HOURS = 24
/** Rows taken away in one turn; the next turn goes on. */
const SWEEP_ROWS_MAX = 500

const hourMs = 3_600_000

/**
 * Takes away uploads that were never sent, and bytes that no row names (left by a crash between both). Answers how many
 * files it took away. A file taken along meanwhile stays: the row is locked before it goes.
 */
export async function sweepUnsent(db: Kysely<PlatformTables>, blobs: Blobs, now: Date): Promise<number> {
  const before = new Date(now.getTime() - UNSENT_HOURS * hourMs)
  const unsent = await deleteUnsent(db, before, SWEEP_ROWS_MAX)
  for (const id of unsent) await blobs.remove(id)
  let taken = unsent.length + (await blobs.clearIncoming(before))
  for await (const ids of blobs.keptBefore(before)) {
    const known = await knownFiles(db, ids)
    for (const id of ids) {
      if (known.has(id)) continue
      await blobs.remove(id)
      taken += 1
    }
  }
  return taken
}
