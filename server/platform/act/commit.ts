import { refuse } from '@hufu/kit'
import type pg from 'pg'
import type { PoolClient } from 'pg'
import type { HufuNode } from '../nodes/index.ts'
import { isConnectionLoss } from './failures.ts'

/** After that nobody at this node can know for a while: it has no lease any more either. */
const ASK_MS_MAX = 5000
const ASK_AGAIN_MS = 50

type Outcome = 'committed' | 'aborted' | 'unknown'

/**
 * COMMIT, alone or behind other statements of its message. When its answer is lost, the database is asked by number what
 * became of it (F14): null when it was committed and nothing else is known. Throws `node/outcome-unknown` when the
 * database cannot be asked either.
 */
export async function commit(
  node: HufuNode,
  client: PoolClient,
  xid: string,
  message: string,
): Promise<readonly pg.QueryResult[] | null> {
  try {
    // Several statements in one message answer with a list, which the types of `pg` leave out.
    const answered: pg.QueryResult | readonly pg.QueryResult[] = await client.query(message)
    return 'command' in answered ? [answered] : answered
  } catch (error) {
    if (!isConnectionLoss(error)) throw error
    const outcome = await outcomeOf(node, xid)
    if (outcome === 'aborted') throw error
    if (outcome === 'unknown') throw refuse('node/outcome-unknown')
    return null
  }
}

/** Asks until there is an answer: the other end may not have noticed yet that nobody listens. */
async function outcomeOf({ pool, clock, log }: HufuNode, xid: string): Promise<Outcome> {
  const lost = clock.mono()
  while (clock.mono() - lost < ASK_MS_MAX) {
    try {
      const { rows } = await pool.query<{ status: string | null }>(
        'select pg_xact_status($1::xid8) as status',
        [xid],
      )
      const status = rows[0]?.status
      if (status === 'committed' || status === 'aborted') return status
    } catch (error) {
      if (!isConnectionLoss(error)) throw error
      log.warn({ err: error }, 'what became of a change could not be asked; asked again')
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
  }
  return 'unknown'
}
