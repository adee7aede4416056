/** How many changes a second one company records: asked, decided, written, in the ledger, committed, and applied. */
import { newId } from '@hufu/kit'
import type pg from 'pg'
import { openPool } from '../../server/platform/db/index.ts'
import { authorityCommands } from '../../server/rooms/authority/index.ts'
import { company } from '../../server/testing/index.ts'
import type { Suite } from '../harness/suite.ts'

const clients = 16
const SECONDS = 8
const WARM_UP_SECONDS = 2
const limits = { statementMs: 0, lockMs: 0, idleInTransactionMs: 0 }

/** Sixteen clients of one company, each putting one thing after the other under the company's rights. */
export const part: Suite['run'] = async (report, { progress }) => {
  const undo: (() => unknown)[] = []
  const after = (one: () => unknown): void => void undo.push(one)
  const it = await company({ after })
  const pool = openPool({ url: it.url, nodeId: 'bench', purpose: 'bench', connectionsMax: 2, limits })
  const change = async (): Promise<void> => {
    const id = newId()
    await it.as('chenli', async (act) => {
      const resource = { kind: 'repository', id, name: id, departmentId: it.department.research }
      return await authorityCommands['resources.place'](act, resource)
    })
  }
  progress(`${clients} clients changing one company, ${SECONDS} s`)
  await during(WARM_UP_SECONDS, change)
  const before = await recorded(pool, it.workspaceId)
  const began = performance.now()
  await during(SECONDS, change)
  const took = (performance.now() - began) / 1000
  const changes = (await recorded(pool, it.workspaceId)) - before
  report({ metric: 'ledger.rate', value: changes / took, unit: 'changes/s' })
  await pool.end()
  for (const one of undo.toReversed()) await one()
}

async function during(seconds: number, work: () => Promise<void>): Promise<void> {
  const until = performance.now() + seconds * 1000
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < until) await work()
    }),
  )
}

/** Changes that stand in the authority tree: each has a revision of its own. */
async function recorded(pool: pg.Pool, workspaceId: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(distinct revision)::int as count from ledger_entry where workspace_id = $1 and tree = 'authority'`,
    [workspaceId],
  )
  return rows[0]?.count ?? 0
}
