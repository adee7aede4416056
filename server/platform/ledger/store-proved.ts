import type { StoredEntry } from '@hufu/merkle'
import { wholeOf } from './columns.ts'
import type { Query } from './query.ts'
import { entryOf } from './store.ts'

const columns = `index, revision, event, leaf, leaf_hash as hash, link, sealed, salt,
  (extract(epoch from at) * 1000)::float8 as at, request_id as request`
/** As the index has it: a leaf whose act was proved. */
const proved = `tree = 'authority' and leaf like '%,"proof":{"%'`

/** Revisions with a proved entry of certain events, newest first, since an instant, below a revision. */
export async function provedRevisions(
  query: Query,
  asked: {
    readonly workspaceId: string
    readonly events: readonly string[]
    readonly since: Date
    readonly before: number | null
    readonly limit: number
  },
): Promise<readonly number[]> {
  const { workspaceId, events, since, before, limit } = asked
  const { rows } = await query.query(
    `select distinct revision from ledger_entry
     where workspace_id = $1 and ${proved} and event = any ($2::text[]) and at >= $3
       and revision < coalesce($4::bigint, 9223372036854775807)
     order by revision desc limit $5`,
    [workspaceId, events, since.toISOString(), before, limit],
  )
  return rows.map((row) => wholeOf(row, 'revision'))
}

/** The first entries of each of some revisions, in order. */
export async function entriesOfRevisions(
  query: Query,
  asked: { readonly workspaceId: string; readonly revisions: readonly number[]; readonly each: number },
): Promise<readonly StoredEntry[]> {
  const { rows } = await query.query(
    `select e.* from unnest($2::bigint[]) as wanted (revision) cross join lateral (
       select ${columns} from ledger_entry
       where workspace_id = $1 and tree = 'authority' and revision = wanted.revision order by index limit $3) as e
     order by e.index`,
    [asked.workspaceId, asked.revisions, asked.each],
  )
  return rows.map(entryOf)
}

/** What names one thing: entries of certain events, all of them or those with a certain value under a name of their data. */
export type Naming = {
  readonly workspaceId: string
  readonly events: readonly string[]
  readonly thing: { readonly field: string; readonly id: string } | null
}

/** The newest entry that names a thing before a revision; null when none does. */
export async function lastNaming(
  query: Query,
  { workspaceId, events, thing }: Naming,
  before: number,
): Promise<StoredEntry | null> {
  const { rows } = await query.query(
    `select ${columns} from ledger_entry
     where workspace_id = $1 and tree = 'authority' and event = any ($2::text[]) and revision < $3
       and ($4::text is null or leaf::jsonb -> 'data' ->> $4 = $5)
     order by index desc limit 1`,
    [workspaceId, events, before, thing?.field ?? null, thing?.id ?? null],
  )
  return rows[0] === undefined ? null : entryOf(rows[0])
}

/** Whether an entry names a thing after a revision. */
export async function namedAfter(
  query: Query,
  { workspaceId, events, thing }: Naming,
  revision: number,
): Promise<boolean> {
  const { rows } = await query.query(
    `select from ledger_entry
     where workspace_id = $1 and tree = 'authority' and event = any ($2::text[]) and revision > $3
       and ($4::text is null or leaf::jsonb -> 'data' ->> $4 = $5) limit 1`,
    [workspaceId, events, revision, thing?.field ?? null, thing?.id ?? null],
  )
  return rows.length > 0
}
