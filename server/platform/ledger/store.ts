import { assert } from '@hufu/kit'
import { SALT_BYTES, toHex } from '@hufu/merkle'
import type { LedgerTree, Span, StoredCheckpoint, StoredEntry, StoredHead, StoredNode } from '@hufu/merkle'
import pg from 'pg'
import { bytesListOf, bytesOf, clearOf, textOf, wholeOf } from './columns.ts'
import type { Query } from './query.ts'

/** Which tree of which workspace. */
export type TreeName = { readonly workspaceId: string; readonly tree: LedgerTree }

/** A leaf ready to be stored. `sealed` is JSON of the clear values, `about` the ids of the members it concerns. */
export type NewLeaf = {
  readonly event: string
  readonly text: string
  readonly sealed: string
  readonly salt: Uint8Array
  readonly about: readonly string[]
}

type Leaves = TreeName & {
  readonly revision: number
  /** `null`: each leaf tells its own. */
  readonly at: number | null
  readonly request: string | null
  readonly leaves: readonly NewLeaf[]
}

/**
 * Appends leaves in one call, which takes the tree's lock until the transaction ends. Lists travel as lines of one text:
 * JSON has no raw newline in it, and writing an array literal costs as much as all the rest of a bulk append.
 */
export async function appendLeaves(
  query: Query,
  { workspaceId, tree, revision, at, request, leaves }: Leaves,
): Promise<{ readonly first: number; readonly size: number; readonly root: Uint8Array<ArrayBuffer> }> {
  const about = leaves.flatMap((leaf, offset) => leaf.about.map((memberId) => [offset, memberId]))
  const { rows } = await query.query(
    `select first_index as first, size, root
     from hufu_ledger_append($1, $2, $3, $4, $5,
       string_to_array($6, e'\n'), string_to_array($7, e'\n'), string_to_array($8, e'\n')::jsonb[],
       array(select substring($9::bytea from 1 + ${SALT_BYTES} * place for ${SALT_BYTES})
             from generate_series(0, $10::int - 1) as place order by place),
       $11)`,
    [
      workspaceId,
      tree,
      revision,
      at === null ? null : new Date(at).toISOString(),
      request,
      lines(leaves.map((leaf) => leaf.event)),
      lines(leaves.map((leaf) => leaf.text)),
      lines(leaves.map((leaf) => leaf.sealed)),
      Buffer.concat(leaves.map((leaf) => leaf.salt)),
      leaves.length,
      JSON.stringify(about),
    ],
  )
  const [row] = rows
  assert(row !== undefined, 'the ledger answers every append')
  return {
    first: wholeOf(row, 'first'),
    size: wholeOf(row, 'size'),
    root: new Uint8Array(bytesOf(row, 'root')),
  }
}

/** The same append of a few leaves as SQL text, to stand in one message with other statements. */
export function leavesText({ workspaceId, tree, revision, at, request, leaves }: Leaves): string {
  const quoted = (text: string | null): string => (text === null ? 'null' : pg.escapeLiteral(text))
  const list = (texts: readonly string[], type: string): string =>
    `array[${texts.map(quoted).join(',')}]::${type}[]`
  const about = leaves.flatMap((leaf, offset) => leaf.about.map((memberId) => [offset, memberId]))
  const values = [
    quoted(workspaceId),
    quoted(tree),
    String(revision),
    quoted(at === null ? null : new Date(at).toISOString()),
    quoted(request),
    list(
      leaves.map((leaf) => leaf.event),
      'text',
    ),
    list(
      leaves.map((leaf) => leaf.text),
      'text',
    ),
    list(
      leaves.map((leaf) => leaf.sealed),
      'jsonb',
    ),
    list(
      leaves.map((leaf) => `\\x${toHex(leaf.salt)}`),
      'bytea',
    ),
    quoted(JSON.stringify(about)),
  ]
  return `select first_index as first from hufu_ledger_append(${values.join(',')})`
}

const lines = (texts: readonly string[]): string => texts.join('\n')

/** Takes the lock that orders appends to a tree, until the transaction ends. Gives the size of the tree. */
export async function lockTree(query: Query, { workspaceId, tree }: TreeName): Promise<number> {
  const { rows } = await query.query(`select (hufu_ledger_lock($1, $2)).size as size`, [workspaceId, tree])
  const [row] = rows
  assert(row !== undefined, 'a locked tree has a head')
  return wholeOf(row, 'size')
}

/** The workspace's revision as committed now. */
export async function readRevision(query: Query, workspaceId: string): Promise<number> {
  const { rows } = await query.query(`select revision from workspace where id = $1`, [workspaceId])
  const [row] = rows
  assert(row !== undefined, `there is no workspace ${workspaceId}`)
  return wholeOf(row, 'revision')
}

/** The salt of one entry, or `null` when there is no such entry. */
export async function readSalt(
  query: Query,
  { workspaceId, tree }: TreeName,
  index: number,
): Promise<Uint8Array | null> {
  const { rows } = await query.query(
    `select salt from ledger_entry where workspace_id = $1 and tree = $2 and index = $3`,
    [workspaceId, tree, index],
  )
  return rows[0] === undefined ? null : bytesOf(rows[0], 'salt')
}

/** The head of a tree, or `null` when nothing was ever appended. */
export async function readHead(query: Query, { workspaceId, tree }: TreeName): Promise<StoredHead | null> {
  const { rows } = await query.query(
    `select size, revision, root, frontier, link from ledger_head where workspace_id = $1 and tree = $2`,
    [workspaceId, tree],
  )
  const [row] = rows
  if (row === undefined) return null
  return {
    size: wholeOf(row, 'size'),
    revision: wholeOf(row, 'revision'),
    root: bytesOf(row, 'root'),
    frontier: bytesListOf(row, 'frontier'),
    link: bytesOf(row, 'link'),
  }
}

/** Trees whose newest entries no checkpoint covers yet. */
export async function treesToSign(query: Query): Promise<readonly TreeName[]> {
  const { rows } = await query.query(
    `select h.workspace_id as workspace, h.tree
     from ledger_head h
     where h.size > coalesce((select max(c.size) from ledger_checkpoint c
                              where c.workspace_id = h.workspace_id and c.tree = h.tree), 0)`,
    [],
  )
  return rows.map((row) => ({ workspaceId: textOf(row, 'workspace'), tree: treeOf(textOf(row, 'tree')) }))
}

function treeOf(text: string): LedgerTree {
  assert(text === 'authority' || text === 'activity', `there is no tree ${text}`)
  return text
}

/** Stores a signed checkpoint. One that stands there already for this size stays. */
export async function insertCheckpoint(
  query: Query,
  { workspaceId, tree, size, root, note }: TreeName & StoredCheckpoint,
): Promise<void> {
  await query.query(
    `insert into ledger_checkpoint (workspace_id, tree, size, root, note, signed_at)
     values ($1, $2, $3, $4, $5, clock_timestamp()) on conflict do nothing`,
    [workspaceId, tree, size, Buffer.from(root), note],
  )
}

const checkpointColumns = `size, root, note, (extract(epoch from signed_at) * 1000)::float8 as "signedAt"`

/** A stored checkpoint with the instant of signing in milliseconds. */
export type DatedCheckpoint = StoredCheckpoint & { readonly signedAt: number }

function checkpointOf(row: Readonly<Record<string, unknown>>): DatedCheckpoint {
  const signedAt = Math.round(Number(row['signedAt']))
  return { size: wholeOf(row, 'size'), root: bytesOf(row, 'root'), note: textOf(row, 'note'), signedAt }
}

/** The checkpoint over most entries, or `null` when none was signed. */
export async function readLatestCheckpoint(
  query: Query,
  { workspaceId, tree }: TreeName,
): Promise<DatedCheckpoint | null> {
  const { rows } = await query.query(
    `select ${checkpointColumns} from ledger_checkpoint where workspace_id = $1 and tree = $2
     order by size desc limit 1`,
    [workspaceId, tree],
  )
  return rows[0] === undefined ? null : checkpointOf(rows[0])
}

/** All checkpoints of a tree, smallest first. */
export async function readCheckpoints(
  query: Query,
  { workspaceId, tree }: TreeName,
): Promise<readonly DatedCheckpoint[]> {
  const { rows } = await query.query(
    `select ${checkpointColumns} from ledger_checkpoint where workspace_id = $1 and tree = $2 order by size`,
    [workspaceId, tree],
  )
  return rows.map(checkpointOf)
}

/** Up to `limit` checkpoints over more than `after` entries, smallest first. */
export async function readCheckpointsAfter(
  query: Query,
  { workspaceId, tree, after, limit }: TreeName & { readonly after: number; readonly limit: number },
): Promise<readonly DatedCheckpoint[]> {
  const { rows } = await query.query(
    `select ${checkpointColumns} from ledger_checkpoint where workspace_id = $1 and tree = $2 and size > $3
     order by size limit $4`,
    [workspaceId, tree, after, limit],
  )
  return rows.map(checkpointOf)
}

/** All stored subtree roots of a tree: about one for each 255 entries. */
export async function readNodes(
  query: Query,
  { workspaceId, tree }: TreeName,
): Promise<readonly StoredNode[]> {
  const { rows } = await query.query(
    `select level, index, hash from ledger_node where workspace_id = $1 and tree = $2 order by level, index`,
    [workspaceId, tree],
  )
  return rows.map((row) => ({
    level: wholeOf(row, 'level'),
    index: wholeOf(row, 'index'),
    hash: bytesOf(row, 'hash'),
  }))
}

/** Up to `limit` entries from index `from` on, in order, as they are stored. */
export async function readStoredEntries(
  query: Query,
  { workspaceId, tree, from, limit }: TreeName & { readonly from: number; readonly limit: number },
): Promise<readonly StoredEntry[]> {
  const { rows } = await query.query(
    `select index, revision, event, leaf, leaf_hash as hash, link, sealed, salt,
            (extract(epoch from at) * 1000)::float8 as at, request_id as request
     from ledger_entry where workspace_id = $1 and tree = $2 and index >= $3 order by index limit $4`,
    [workspaceId, tree, from, limit],
  )
  return rows.map(entryOf)
}

export function entryOf(row: Readonly<Record<string, unknown>>): StoredEntry {
  return {
    index: wholeOf(row, 'index'),
    revision: wholeOf(row, 'revision'),
    event: textOf(row, 'event'),
    leaf: textOf(row, 'leaf'),
    leafHash: bytesOf(row, 'hash'),
    link: bytesOf(row, 'link'),
    sealed: clearOf(row, 'sealed'),
    salt: bytesOf(row, 'salt'),
    at: Number(row['at']),
    request: textOf(row, 'request'),
  }
}

/** Which entries to list: below `before`, newest first, of one event (exact name), concerning one member. */
export type EntryFilter = TreeName & {
  readonly before?: number
  readonly limit: number
  readonly event?: string
  readonly memberId?: string
}

/** Entries newest first. */
export async function listEntries(query: Query, filter: EntryFilter): Promise<readonly StoredEntry[]> {
  const { workspaceId, tree, before = null, limit, event = null, memberId = null } = filter
  const about =
    memberId === null
      ? ''
      : `join ledger_about a on a.workspace_id = e.workspace_id and a.tree = e.tree and a.index = e.index
         and a.member_id = $6`
  // Ordered by the key of the table that narrows most, so that each page reads its own rows only.
  const key = memberId === null ? 'e.index' : 'a.index'
  const { rows } = await query.query(
    `select e.index, e.revision, e.event, e.leaf, e.leaf_hash as hash, e.link, e.sealed, e.salt,
            (extract(epoch from e.at) * 1000)::float8 as at, e.request_id as request
     from ledger_entry e ${about}
     where e.workspace_id = $1 and e.tree = $2 ${before === null ? 'and $3::bigint is null' : `and ${key} < $3`}
       ${event === null ? 'and $5::text is null' : 'and e.event = $5'}
     order by ${key} desc limit $4`,
    memberId === null
      ? [workspaceId, tree, before, limit, event]
      : [workspaceId, tree, before, limit, event, memberId],
  )
  return rows.map(entryOf)
}

/** The members whom entries concern, by index. Kept beside the tree for searching; no hash covers it. */
export async function readAbout(
  query: Query,
  { workspaceId, tree }: TreeName,
  indexes: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const { rows } = await query.query(
    `select index, member_id::text as member from ledger_about
     where workspace_id = $1 and tree = $2 and index = any ($3::bigint[]) order by member_id`,
    [workspaceId, tree, indexes],
  )
  const members = Map.groupBy(rows, (row) => wholeOf(row, 'index'))
  return new Map([...members].map(([index, some]) => [index, some.map((row) => textOf(row, 'member'))]))
}

/** Where an entry stands: its revision, and its place among the entries of that revision, from 0. */
export type Place = { readonly revision: number; readonly place: number }

/** Entries by their places; the entries of a revision stand next to each other. */
export async function placedEntries(
  query: Query,
  { workspaceId, tree }: TreeName,
  places: readonly Place[],
): Promise<readonly { readonly place: number; readonly entry: StoredEntry }[]> {
  const { rows } = await query.query(
    `select distinct wanted.place, e.index, e.revision, e.event, e.leaf, e.leaf_hash as hash, e.link, e.sealed, e.salt,
            (extract(epoch from e.at) * 1000)::float8 as at, e.request_id as request
     from unnest($3::bigint[], $4::bigint[]) as wanted (revision, place)
     cross join lateral (select min(index) as index from ledger_entry
                         where workspace_id = $1 and tree = $2 and revision = wanted.revision) as first
     -- Lateral and limited, so that each is one step along the key whatever the planner thinks of the table.
     cross join lateral (select * from ledger_entry
                         where workspace_id = $1 and tree = $2 and index = first.index + wanted.place
                           and revision = wanted.revision limit 1) as e`,
    [workspaceId, tree, places.map(({ revision }) => revision), places.map(({ place }) => place)],
  )
  return rows.map((row) => ({ place: wholeOf(row, 'place'), entry: entryOf(row) }))
}

/** The entries one request appended to the authority tree: tells whether a COMMIT with unknown outcome happened. */
export async function readByRequest(
  query: Query,
  { workspaceId, request }: { readonly workspaceId: string; readonly request: string },
): Promise<{ readonly first: number; readonly revision: number } | null> {
  const { rows } = await query.query(
    `select index as first, revision from ledger_entry
     where workspace_id = $1 and tree = 'authority' and request_id = $2 order by index limit 1`,
    [workspaceId, request],
  )
  const [row] = rows
  return row === undefined ? null : { first: wholeOf(row, 'first'), revision: wholeOf(row, 'revision') }
}

/** Stored hashes of spans: level 0 from the entries, others from the kept subtree roots. All in one statement. */
export async function readSpans(
  query: Query,
  { workspaceId, tree }: TreeName,
  spans: readonly Span[],
): Promise<readonly (readonly Uint8Array[])[]> {
  if (spans.length === 0) return []
  const { rows } = await query.query(
    // Lateral and limited, so that each span is a short walk along the key whatever the planner thinks of the tables.
    `select s.place, stored.index, stored.hash
     from unnest($3::int[], $4::bigint[], $5::bigint[]) with ordinality as s (level, first, count, place)
     cross join lateral (
       (select e.index, e.leaf_hash as hash from ledger_entry e
        where s.level = 0 and e.workspace_id = $1 and e.tree = $2 and e.index >= s.first and e.index < s.first + s.count
        order by e.index limit s.count)
       union all
       (select n.index, n.hash from ledger_node n
        where s.level > 0 and n.workspace_id = $1 and n.tree = $2 and n.level = s.level
          and n.index >= s.first and n.index < s.first + s.count
        order by n.index limit s.count)
     ) as stored order by s.place, stored.index`,
    [workspaceId, tree, spans.map((s) => s.level), spans.map((s) => s.from), spans.map((s) => s.count)],
  )
  const found: Uint8Array[][] = spans.map(() => [])
  for (const row of rows) found[wholeOf(row, 'place') - 1]?.push(bytesOf(row, 'hash'))
  return found
}
