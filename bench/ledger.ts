import { newId } from '@hufu/kit'
import { openPool } from '../server/platform/db/index.ts'
import {
  appendLedger,
  entryProof,
  inTransaction,
  knownHeadFiles,
  LEDGER_SNAPSHOT,
  openLedgerKey,
  signCheckpoint,
  verifyLedger,
} from '../server/platform/ledger/index.ts'
import type {
  LedgerReport,
  NewEntry,
  Query,
  QueryPool,
  Signing,
  TreeName,
} from '../server/platform/ledger/index.ts'
import { testDatabase } from '../server/testing/index.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { apart } from './harness/apart.ts'
import type { Measure } from './harness/budgets.ts'
import { quantile } from './harness/suite.ts'
import type { Suite } from './harness/suite.ts'

const secondsEach = 5
const bulkEntries = 100_000
const proofs = 500

const entry = (number: number): NewEntry => ({
  event: 'grant.given@1',
  data: {
    grantId: newId(),
    subject: { type: 'member', id: newId() },
    right: { type: 'permission', key: 'org.member.edit' },
    scope: { type: 'departments', ids: [newId()] },
    source: 'request',
    from: null,
    until: '2027-01-01T00:00:00.000Z',
  },
  sealed: { reason: `因项目需要临时授权 ${number}` },
  about: [newId()],
})

const entries = (count: number): readonly NewEntry[] =>
  Array.from({ length: count }, (_, number) => entry(number))

const append = async (
  pool: QueryPool,
  tree: TreeName,
  revision: number,
  added: readonly NewEntry[],
): Promise<void> => {
  const origin = { at: Date.now(), actor: { type: 'operator' }, channel: 'cli', request: newId() } as const
  await inTransaction(
    pool,
    async (query) => await appendLedger(query, { ...tree, ...origin, revision, entries: added }),
  )
}

/** Lets `clients` do `work` again and again for some seconds; gives the milliseconds each took, and how many a second. */
async function repeated(
  clients: number,
  work: () => Promise<void>,
): Promise<{ readonly each: readonly number[]; readonly rate: number }> {
  const each: number[] = []
  const started = performance.now()
  const client = async (): Promise<void> => {
    while (performance.now() - started < secondsEach * 1000) {
      const began = performance.now()
      await work()
      each.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return { each, rate: (each.length * 1000) / (performance.now() - started) }
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

type Ground = {
  readonly pool: pg.Pool
  readonly signing: Signing
  readonly report: (measure: Measure) => void
  readonly progress: (text: string) => void
}

async function newTree(pool: pg.Pool): Promise<TreeName> {
  const workspaceId = newId()
  await pool.query(`insert into workspace (id, slug, name) values ($1, $2, 'bench')`, [
    workspaceId,
    workspaceId,
  ])
  return { workspaceId, tree: 'authority' }
}

async function measureAppends({ pool, report, progress }: Ground, clients: number): Promise<void> {
  progress(`${clients} at once, one entry each, ${secondsEach} s`)
  const tree = await newTree(pool)
  const ours = await repeated(clients, async () => {
    await append(pool, tree, 1, entries(1))
  })
  // The limit: the same lock and the same flush to disk, without any ledger.
  const bare = await repeated(clients, async () => {
    await inTransaction(pool, async (query) => {
      await query.query('update workspace set name = name where id = $1', [tree.workspaceId])
    })
  })
  const vs = { 'row update alone': Math.round(bare.rate) }
  report({ metric: `ledger.append.${clients}`, value: Math.round(ours.rate), unit: 'appends/s', vs })
  report({ metric: `ledger.append.${clients}.p99`, value: quantile(ours.each, 0.99), unit: 'ms' })
}

async function measureBulk({ pool, signing, report, progress }: Ground): Promise<TreeName> {
  progress(`${bulkEntries} entries at once`)
  const tree = await newTree(pool)
  const added = entries(bulkEntries)
  const took = await seconds(async () => {
    await append(pool, tree, 1, added)
  })
  report({ metric: 'ledger.bulk.100k', value: took, unit: 's' })
  await signCheckpoint(pool, signing, tree)
  await pool.query('analyze')
  return tree
}

async function measureProofs({ pool, report, progress }: Ground, tree: TreeName): Promise<void> {
  progress(`${proofs} proofs`)
  const took: number[] = []
  let longest = 0
  for (let number = 0; number < proofs; number += 1) {
    const index = (number * 7919) % bulkEntries
    took.push(
      await seconds(async () => {
        const proved = await entryProof(pool, tree, index)
        longest = Math.max(longest, Buffer.byteLength(proved?.proof ?? ''))
      }),
    )
  }
  report({ metric: 'ledger.proof', value: longest, unit: 'bytes' })
  report({ metric: 'ledger.proof.p99', value: quantile(took, 0.99) * 1000, unit: 'ms' })
}

async function measureVerification(
  { pool, signing, report, progress }: Ground,
  tree: TreeName,
): Promise<void> {
  progress('verification')
  const took = await seconds(async () => {
    const verify = async (query: Query): Promise<LedgerReport> =>
      await verifyLedger(query, { ...tree, ...signing })
    const read = await inTransaction(pool, verify, LEDGER_SNAPSHOT)
    if (!read.ok || read.size !== bulkEntries) throw new Error('the ledger of the benchmark does not verify')
  })
  report({ metric: 'ledger.verify.100k', value: took, unit: 's' })
}

/** What the ledger costs: appends, whole recorded changes, proofs, and verification in the database, of a file and of a receipt. */
export const suite: Suite = {
  name: 'ledger',
  run: async (report, { progress }) => {
    const database = await testDatabase()
    const limits = { statementMs: 0, lockMs: 0, idleInTransactionMs: 0 }
    const pool = openPool({
      url: database.url,
      nodeId: 'bench',
      purpose: 'bench',
      connectionsMax: 16,
      limits,
    })
    const dataDir = await mkdtemp(join(tmpdir(), 'hufu-bench-'))
    const signing = { key: await openLedgerKey(dataDir), known: knownHeadFiles(dataDir) }
    const ground = { pool, signing, report, progress }
    for (const clients of [1, 16]) await measureAppends(ground, clients)
    const tree = await measureBulk(ground)
    await measureProofs(ground, tree)
    await measureVerification(ground, tree)
    await pool.end()
    await database.end()
    await rm(dataDir, { recursive: true })
    for (const part of ['rate', 'receipt', 'million'])
      await apart(new URL(`ledger/${part}.ts`, import.meta.url), report, { progress })
  },
}
