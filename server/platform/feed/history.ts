import { apply, emptyFacts, setRevision } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import type pg from 'pg'
import { asAuthorityEvent, isAuthorityEvent } from './state.ts'

/** The facts of a workspace as they stood at an instant in the past (ms since 1970), folded from the ledger. */
export type History = (workspaceId: string, at: number) => Promise<Facts>

const PAGE_ROWS = 5_000
/** Pasts kept: each costs as much memory as the present. */
const KEPT_MAX = 3

/** Folds pasts on demand, each once; the least recently asked for is forgotten. */
export function historyOf(pool: pg.Pool): History {
  const kept = new Map<string, Promise<Facts>>()
  return async (workspaceId, at) => {
    const key = `${workspaceId} ${await revisionAt(pool, workspaceId, at)}`
    const facts = kept.get(key) ?? fold(pool, workspaceId, at)
    kept.delete(key)
    kept.set(key, facts)
    facts.catch(() => kept.delete(key))
    const [oldest] = kept.keys()
    if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest)
    return facts
  }
}

async function revisionAt(pool: pg.Pool, workspaceId: string, at: number): Promise<number> {
  const { rows } = await pool.query<{ revision: string }>(
    `select revision from ledger_entry
     where workspace_id = $1 and tree = 'authority' and at <= $2 order by index desc limit 1`,
    [workspaceId, new Date(at)],
  )
  return Number(rows[0]?.revision ?? 0)
}

type Row = {
  readonly index: string
  readonly revision: string
  readonly event: string
  readonly data: unknown
}

async function fold(pool: pg.Pool, workspaceId: string, at: number): Promise<Facts> {
  const facts = emptyFacts()
  for (let after = -1; ;) {
    // Page by page, so that the thread that decides and delivers is never held for long.
    const { rows }: { rows: Row[] } = await pool.query<Row>(
      `select index, revision, event, leaf::jsonb -> 'data' as data from ledger_entry
       where workspace_id = $1 and tree = 'authority' and index > $2 and at <= $3 order by index limit ${PAGE_ROWS}`,
      [workspaceId, after, new Date(at)],
    )
    for (const { event, data, revision } of rows) {
      if (isAuthorityEvent(event)) apply(facts, asAuthorityEvent({ event, data }))
      setRevision(facts, Number(revision))
    }
    if (rows.length < PAGE_ROWS) return facts
    after = Number(rows.at(-1)?.index)
  }
}
