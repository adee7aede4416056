import { newId } from '@hufu/kit'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import pg from 'pg'
import { testDatabase } from '../../testing/index.ts'
import {
  appendLedger,
  inTransaction,
  knownHeadFiles,
  LEDGER_SNAPSHOT,
  openLedgerKey,
  signCheckpoint,
  verifyLedger,
} from './index.ts'
import type {
  Appended,
  LedgerAppend,
  LedgerReport,
  NewEntry,
  Query,
  ServerVerification,
  Signing,
  TreeName,
} from './index.ts'

/** A fresh workspace with a key, for the tests of the ledger. `asOwner` goes round all triggers, as a superuser can. */
export type Fixture = {
  readonly pool: pg.Pool
  readonly tree: TreeName
  readonly signing: Signing
  readonly dataDir: string
  readonly append: (
    revision: number,
    entries: readonly NewEntry[],
    more?: Partial<LedgerAppend>,
  ) => Promise<Appended>
  readonly sign: () => Promise<void>
  readonly verify: (more?: Partial<ServerVerification>) => Promise<LedgerReport>
  readonly asOwner: (...statements: readonly string[]) => Promise<void>
  /** Verifies what `tamper` left, then takes all of it back. */
  readonly tampered: (tamper: Tamper) => Promise<LedgerReport>
  /** Looks at what `tamper` left, then takes all of it back. */
  readonly looked: <T>(tamper: Tamper, look: (query: Query) => Promise<T>) => Promise<T>
}
type Tamper = (owner: Pick<Fixture, 'asOwner'>) => Promise<void>

/** The instant at which things happen in these tests. */
export const someTime = Date.parse('2026-03-02T08:30:00.250Z')

/** An entry about nothing in particular; its data tell it from others. */
export const something = (number: number, more: Partial<NewEntry> = {}): NewEntry => ({
  event: 'grant.given@1',
  data: { grantId: `g${number}`, subject: { type: 'member', id: newId() }, from: null },
  ...more,
})

/** Makes the fixture; all of it is gone when the test is over. */
export async function ledgerFixture(t: TestContext): Promise<Fixture> {
  const { pool, keeperUrl } = await testDatabase(t)
  const dataDir = await mkdtemp(join(tmpdir(), 'hufu-ledger-'))
  t.after(async () => {
    await rm(dataDir, { recursive: true })
  })
  const workspaceId = newId()
  await pool.query(`insert into workspace (id, slug, name) values ($1, $2, 'a company')`, [
    workspaceId,
    workspaceId,
  ])
  const tree = { workspaceId, tree: 'authority' } as const
  const signing = { key: await openLedgerKey(dataDir), known: knownHeadFiles(dataDir) }
  return {
    pool,
    tree,
    signing,
    dataDir,
    append: async (revision, entries, more = {}) =>
      await inTransaction(pool, async (query) => {
        const origin = {
          at: someTime,
          actor: { type: 'member', id: workspaceId },
          channel: 'http',
          request: newId(),
        } as const
        return await appendLedger(query, { ...tree, ...origin, revision, entries, ...more })
      }),
    sign: async () => {
      await inTransaction(pool, async (query) => await signCheckpoint(query, signing, tree))
    },
    verify: async (more = {}) =>
      await inTransaction(
        pool,
        async (query) => await verifyLedger(query, { ...tree, ...signing, ...more }),
        LEDGER_SNAPSHOT,
      ),
    asOwner: async (...statements) => {
      await owned(keeperUrl, async (client) => {
        for (const statement of statements) await client.query(statement)
      })
    },
    tampered: async (tamper) =>
      await takenBack(keeperUrl, tamper, (query) => verifyLedger(query, { ...tree, ...signing })),
    looked: async (tamper, look) => await takenBack(keeperUrl, tamper, look),
  }
}

async function takenBack<T>(url: string, tamper: Tamper, look: (query: Query) => Promise<T>): Promise<T> {
  return await owned(url, async (client) => {
    await client.query('begin')
    await tamper({
      asOwner: async (...statements) => {
        for (const statement of statements) await client.query(statement)
      },
    })
    const seen = await look(client)
    await client.query('rollback')
    return seen
  })
}

async function owned<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    // What a superuser can do to get round our triggers.
    await client.query('set session_replication_role = replica')
    return await work(client)
  } finally {
    await client.end()
  }
}
