import type { Fixture } from './fixture.ts'

/** The ledgers of these tests are signed after each so many entries. */
export const SIGNED_EVERY = 100

/**
 * Ways in which somebody who owns the database could falsify a ledger of at least 300 signed entries. `at` is
 * the entry they reach for; `bad` is the first index that verification must name, `null` where no entry is meant.
 */
export type Tampering = {
  readonly name: string
  readonly bad: (at: number, size: number) => number | null
  readonly how: (owner: Pick<Fixture, 'asOwner'>, at: number, size: number) => Promise<void>
}

const entry = `ledger_entry where tree = 'authority' and index`

const rehash = `leaf_hash = sha256('\\x00'::bytea || convert_to(leaf, 'UTF8'))`

/** Moves entries from `at` on by one place, up or down. Done by way of negative places, for the key stays unique. */
const shift = (at: number, by: 1 | -1): readonly string[] => [
  `update ledger_entry set index = -index - 1 where tree = 'authority' and index >= ${at}`,
  `update ledger_entry set index = -index - 1 + ${by} where tree = 'authority' and index < 0`,
]

/** Drops the checks that would only be in the way of somebody who owns the database. */
const unchecked = [`alter table ledger_entry drop constraint if exists ledger_entry_index_check`]

const swapped = (at: number, other: number, columns: string): string => `
  update ledger_entry e set (${columns}) = (
    select ${columns} from ledger_entry o where o.workspace_id = e.workspace_id and o.tree = e.tree
      and o.index = ${at} + ${other} - e.index)
  where e.tree = 'authority' and e.index in (${at}, ${other})`

/**
 * Rebuilds all that hangs on the leaves — hashes, links, kept subtree roots, head — by our own function: nobody can
 * forge it more carefully than that without the key.
 */
const rebuilt = [
  `create temporary table kept on commit drop as select * from ledger_entry where tree = 'authority'`,
  `delete from ledger_entry where tree = 'authority'`,
  `delete from ledger_node where tree = 'authority'`,
  `delete from ledger_head where tree = 'authority'`,
  `do $$
   declare batch record;
   begin
     for batch in select workspace_id, revision, at, request_id, array_agg(event order by index) as events,
         array_agg(leaf order by index) as leaves, array_agg(sealed order by index) as sealed,
         array_agg(salt order by index) as salts
       from kept group by workspace_id, revision, at, request_id order by min(index)
     loop
       perform hufu_ledger_append(batch.workspace_id, 'authority', batch.revision, batch.at, batch.request_id,
         batch.events, batch.leaves, batch.sealed, batch.salts, '[]');
     end loop;
   end $$`,
]

/** All of them. */
export const tamperings: readonly Tampering[] = [
  {
    name: 'a leaf edited',
    bad: (at) => at,
    how: async ({ asOwner }, at) =>
      await asOwner(`update ledger_entry set leaf = replace(leaf, 'grantId', 'grandId') where index = ${at}`),
  },
  {
    name: 'a leaf edited and its hash with it',
    bad: (at) => at,
    how: async ({ asOwner }, at) =>
      await asOwner(
        `update ledger_entry set leaf = replace(leaf, 'grantId', 'grandId') where index = ${at}`,
        `update ledger_entry set ${rehash} where index = ${at}`,
      ),
  },
  {
    name: 'sealed text edited',
    bad: (at) => at,
    how: async ({ asOwner }, at) =>
      await asOwner(`update ledger_entry set sealed = '{"reason": "because I say so"}' where index = ${at}`),
  },
  {
    name: 'sealed text removed',
    bad: (at) => at,
    how: async ({ asOwner }, at) =>
      await asOwner(`update ledger_entry set sealed = '{}' where index = ${at}`),
  },
  {
    name: 'sealed text added',
    bad: (at) => at,
    how: async ({ asOwner }, at) =>
      await asOwner(`update ledger_entry set sealed = sealed || '{"note": "added"}' where index = ${at}`),
  },
  {
    name: 'the salt changed',
    bad: (at) => at,
    how: async ({ asOwner }, at) =>
      await asOwner(`update ledger_entry set salt = substring(sha256(salt) for 16) where index = ${at}`),
  },
  ...['event', 'request_id'].map((column): Tampering => ({
    name: `the column ${column} changed`,
    bad: (at) => at,
    how: async ({ asOwner }, at) =>
      await asOwner(`update ledger_entry set ${column} = ${column} || 'x' where index = ${at}`),
  })),
  {
    name: 'the instant in its column moved',
    bad: (at) => at,
    how: async ({ asOwner }, at) =>
      await asOwner(`update ledger_entry set at = at + interval '1 microsecond' where index = ${at}`),
  },
  {
    name: 'a leaf moved to another revision',
    bad: (at) => at,
    how: async ({ asOwner }, at) =>
      await asOwner(`update ledger_entry set revision = revision + 1 where index = ${at}`),
  },
  {
    name: 'an entry deleted',
    bad: (at) => at,
    how: async ({ asOwner }, at) => await asOwner(`delete from ${entry} = ${at}`),
  },
  {
    name: 'an entry deleted and the rest moved up',
    bad: (at, size) => Math.min(at, size - 1),
    how: async ({ asOwner }, at) =>
      await asOwner(
        ...unchecked,
        `delete from ${entry} = ${at}`,
        ...shift(at + 1, -1),
        `update ledger_head set size = size - 1, frontier = array_fill(root, array[bit_count((size - 1)::bit(64))::int])`,
      ),
  },
  {
    name: 'an entry inserted and the rest moved down',
    bad: (at) => at,
    how: async ({ asOwner }, at) =>
      await asOwner(
        ...unchecked,
        ...shift(at, 1),
        `insert into ledger_entry select workspace_id, tree, ${at}, revision, event, leaf, leaf_hash, link, sealed, salt, at,
           request_id from ledger_entry where index = ${at + 1}`,
        `update ledger_entry set leaf = replace(leaf, 'grantId', 'grandId') where index = ${at}`,
        `update ledger_entry set ${rehash} where index = ${at}`,
        `update ledger_head set size = size + 1, frontier = array_fill(root, array[bit_count((size + 1)::bit(64))::int])`,
      ),
  },
  {
    name: 'two neighbours swapped',
    bad: (at) => at,
    how: async ({ asOwner }, at) =>
      await asOwner(
        swapped(at, at + 1, 'revision, event, leaf, leaf_hash, link, sealed, salt, at, request_id'),
      ),
  },
  {
    name: 'the words of two neighbours swapped, links left in place',
    bad: (at) => at,
    how: async ({ asOwner }, at) =>
      await asOwner(swapped(at, at + 1, 'event, leaf, leaf_hash, sealed, salt, at, request_id')),
  },
  {
    name: 'the tail cut',
    bad: (_at, size) => size - 2,
    how: async ({ asOwner }, _at, size) => await asOwner(`delete from ${entry} >= ${size - 2}`),
  },
  {
    name: 'the tail cut and the head set back to what it was',
    bad: (_at, size) => size - 1,
    how: async ({ asOwner }, _at, size) => await asOwner(`delete from ${entry} >= ${size - 1}`, ...rebuilt),
  },
  {
    name: 'the tail cut, the head set back, and the checkpoints removed',
    bad: (_at, size) => size - 1,
    how: async ({ asOwner }, _at, size) =>
      await asOwner(`delete from ${entry} >= ${size - 1}`, ...rebuilt, `delete from ledger_checkpoint`),
  },
  {
    name: 'a false entry added at the end',
    bad: (_at, size) => size,
    how: async ({ asOwner }, _at, size) =>
      await asOwner(`insert into ledger_entry select workspace_id, tree, ${size}, revision, event, leaf, leaf_hash, link,
        sealed, salt, at, request_id from ledger_entry where index = ${size - 1}`),
  },
  {
    name: 'the whole history rewritten, consistently, from one entry on',
    bad: (at) => at - (at % SIGNED_EVERY),
    how: async ({ asOwner }, at) =>
      await asOwner(
        `update ledger_entry set leaf = replace(leaf, 'grantId', 'grandId') where index = ${at}`,
        `update ledger_entry set ${rehash} where index = ${at}`,
        ...rebuilt,
      ),
  },
  {
    name: 'the root of the head edited',
    bad: () => null,
    how: async ({ asOwner }) => await asOwner(`update ledger_head set root = sha256(root)`),
  },
  {
    name: 'the frontier of the head edited',
    bad: () => null,
    how: async ({ asOwner }) => await asOwner(`update ledger_head set frontier[1] = sha256(frontier[1])`),
  },
  {
    name: 'the head deleted',
    bad: () => null,
    how: async ({ asOwner }) => await asOwner(`delete from ledger_head`),
  },
  {
    name: 'a kept subtree root edited',
    bad: () => 0,
    how: async ({ asOwner }) => await asOwner(`update ledger_node set hash = sha256(hash) where index = 0`),
  },
  {
    name: 'a kept subtree root deleted',
    bad: () => 0,
    how: async ({ asOwner }) => await asOwner(`delete from ledger_node where index = 0`),
  },
  {
    name: 'the note of a checkpoint edited',
    bad: () => null,
    how: async ({ asOwner }) =>
      await asOwner(`update ledger_checkpoint set note = replace(note, E'\\n\\n', E'\\nmore\\n\\n')`),
  },
  {
    name: 'the root beside a checkpoint edited',
    bad: () => null,
    how: async ({ asOwner }) => await asOwner(`update ledger_checkpoint set root = sha256(root)`),
  },
]
