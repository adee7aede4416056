import { apply, dump, emptyFacts } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import { canonicalJson } from '@hufu/kit'
import type { Json } from '@hufu/kit'
import type { Verification } from '@hufu/contract'
import type pg from 'pg'
import { kyselyOn } from '../../platform/db/index.ts'
import { asAuthorityEvent, isAuthorityEvent } from '../../platform/feed/index.ts'
import type { FeedEvent, PlatformTables, Projection, Snapshot } from '../../platform/feed/index.ts'
import type { Locale } from '../authority/index.ts'
import { LEDGER_SNAPSHOT, verifyLedger } from '../../platform/ledger/index.ts'
import type { KnownHeads, Leaf, LedgerKey, LedgerReport } from '../../platform/ledger/index.ts'

/** What verifying needs: a pool, the signing key and kept heads outside the database, and how rooms' rows become events. */
export type VerifyParts = {
  readonly pool: pg.Pool
  readonly key: LedgerKey
  readonly known: KnownHeads
  readonly snapshots: readonly Snapshot[]
  /** What rooms keep beside the facts; those that can be dumped are held against the log too. */
  readonly projections: readonly Projection<unknown>[]
}

const VERIFY_STATEMENT_MS = 120_000
const trees = ['authority', 'activity'] as const

/**
 * Verifies both trees with their signatures, and that the authority log folded from nothing gives exactly the tables.
 * Everything is read in one snapshot, so work going on does not disturb it.
 */
export async function verifyWorkspace(
  parts: VerifyParts,
  workspaceId: string,
  locale: Locale,
): Promise<Verification> {
  const started = performance.now()
  const client = await parts.pool.connect()
  try {
    await client.query(
      `${LEDGER_SNAPSHOT}; set local statement_timeout = ${VERIFY_STATEMENT_MS}; set local idle_in_transaction_session_timeout = 0`,
    )
    const reports: LedgerReport[] = []
    for (const tree of trees) reports.push(await verifyOne(parts, client, workspaceId, tree))
    await client.query('commit')
    client.release()
    return answerOf(reports, performance.now() - started, locale)
  } catch (error) {
    client.release(true)
    throw error
  }
}

async function verifyOne(
  parts: VerifyParts,
  client: pg.PoolClient,
  workspaceId: string,
  tree: (typeof trees)[number],
): Promise<LedgerReport> {
  const query = { query: (text: string, values: unknown[]) => client.query(text, values) }
  const base = { workspaceId, tree, key: parts.key, known: parts.known }
  if (tree === 'activity') return verifyLedger(query, base)
  const facts = emptyFacts()
  const kept = parts.projections
    .filter((projection) => 'dump' in projection)
    .map((projection) => ({ projection, state: projection.empty() }))
  return verifyLedger(query, {
    ...base,
    fold: (leaf, index) => {
      if (isAuthorityEvent(leaf.event)) apply(facts, asAuthorityEvent(leaf))
      for (const { projection, state } of kept) projection.apply(state, asFeedEvent(leaf, index))
    },
    compare: async () => [
      ...(await compareWithTables(parts, client, workspaceId, facts)),
      ...(await compareKept(client, workspaceId, kept)),
    ],
  })
}

/** A leaf as the feed would have brought it; what a dump is made of are its name and data. */
function asFeedEvent(leaf: Leaf, index: number): FeedEvent {
  const { revision, event, data, request } = leaf
  return { revision, index, event, data, sealed: {}, at: new Date(leaf.at), actor: '', requestId: request }
}

type Kept = { readonly projection: Projection<unknown>; readonly state: unknown }

/** What rooms keep beside the facts, folded from the log and loaded from the tables, each by its name. */
async function compareKept(
  client: pg.PoolClient,
  workspaceId: string,
  kept: readonly Kept[],
): Promise<readonly string[]> {
  const reader = { workspaceId, client, db: kyselyOn<PlatformTables>(client) }
  const found: string[] = []
  for (const { projection, state } of kept) {
    const loaded = projection.empty()
    await projection.load(reader, loaded)
    const { name } = projection
    found.push(
      ...differences(
        { [name]: projection.dump?.(state) ?? null },
        { [name]: projection.dump?.(loaded) ?? null },
      ),
    )
  }
  return found
}

/** The differences between the fold and the tables, in plain words; none when they agree. */
async function compareWithTables(
  parts: VerifyParts,
  client: pg.PoolClient,
  workspaceId: string,
  folded: Facts,
): Promise<readonly string[]> {
  const tables = emptyFacts()
  const reader = { workspaceId, client, db: kyselyOn<PlatformTables>(client) }
  for (const snapshot of parts.snapshots)
    for await (const events of snapshot(reader)) {
      const fault = faultOf(() => {
        for (const event of events) apply(tables, event)
      })
      if (fault !== null) return [`the tables hold what no log can give: ${fault}`]
    }
  return differences(dump(folded), dump(tables))
}

// Rows that do not fold are a falsification to be named, like an entry that does not. A lost connection is not.
function faultOf(fold: () => void): string | null {
  try {
    fold()
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const DIFFERENCES_MAX = 50

/** Compares two dumps section by section and line by line. */
export function differences(folded: Json, tables: Json): readonly string[] {
  const left = linesOf(folded)
  const right = linesOf(tables)
  const missing = [...left]
    .filter((line) => !right.has(line))
    .map((line) => `in the log, not in the tables: ${line}`)
  const extra = [...right]
    .filter((line) => !left.has(line))
    .map((line) => `in the tables, not in the log: ${line}`)
  return [...missing, ...extra].slice(0, DIFFERENCES_MAX)
}

function linesOf(dumped: Json): ReadonlySet<string> {
  const lines = new Set<string>()
  if (typeof dumped !== 'object' || dumped === null || Array.isArray(dumped)) return lines
  for (const [section, content] of Object.entries(dumped)) {
    if (section === 'revision') continue
    const items: readonly Json[] = Array.isArray(content) ? content : [content ?? null]
    for (const item of items) lines.add(`${section} ${canonicalJson(item)}`)
  }
  return lines
}

function answerOf(reports: readonly LedgerReport[], tookMs: number, locale: Locale): Verification {
  return {
    ok: reports.every(({ ok }) => ok),
    trees: reports.map(({ tree, size, signedSize, ok }) => ({ tree, size, checkpoint: signedSize, ok })),
    findings: reports.flatMap((report) =>
      report.findings.map((one) => ({
        tree: report.tree,
        index: one.index,
        code: one.code,
        words: locale === 'zh-CN' ? one.says.zh : one.says.en,
      })),
    ),
    tookMs,
  }
}
