import { newId } from '@hufu/kit'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Clock } from '../clock/index.ts'
import type { Acknowledgements } from './acknowledgements.ts'

export type Silence = {
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly log: Logger
  readonly acknowledgements: Acknowledgements
  readonly heardAllSince: (mono: number) => Promise<boolean>
  /** A node from which nothing was heard for so long, and which then cannot renew for so long, has no lease. */
  readonly silentMs: number
}

type Row = { readonly id: string; readonly incarnation: string; readonly name: string }

/**
 * Waits out the nodes that have fallen silent, most of all those whose process is gone, and takes their rows off. Answers
 * their names. A node speaks with every renewal, yet what it says may be lost: so its row first gets another incarnation,
 * by which it can renew no more, and is taken off when the last lease from before has run out. A node that is alive after
 * all registers anew meanwhile, and its new row stays.
 */
export async function waitOutSilent(silence: Silence): Promise<readonly string[]> {
  const { pool, clock, log, acknowledgements, heardAllSince, silentMs } = silence
  const since = clock.mono() - silentMs
  if (!(await heardAllSince(since))) return []
  const { rows } = await pool.query<Row>('select id, incarnation, name from node')
  const silent = rows.filter(({ id, incarnation }) => acknowledgements.lastFrom(id, incarnation) < since)
  const barred: Row[] = []
  for (const row of silent) {
    const incarnation = newId()
    const { rowCount } = await pool.query(
      'update node set incarnation = $3 where id = $1 and incarnation = $2',
      [row.id, row.incarnation, incarnation],
    )
    if (rowCount === 1) barred.push({ ...row, incarnation })
  }
  if (barred.length === 0) return []
  await new Promise((resolve) => setTimeout(resolve, silentMs))
  const gone: string[] = []
  for (const { id, incarnation, name } of barred) {
    const { rowCount } = await pool.query('delete from node where id = $1 and incarnation = $2', [
      id,
      incarnation,
    ])
    if (rowCount === 1) gone.push(name)
  }
  log.warn({ nodes: gone }, 'silent nodes were waited out; their rows are gone')
  return gone
}
