import type { KyselyPlugin } from 'kysely'

const writingKinds: ReadonlySet<string> = new Set([
  'InsertQueryNode',
  'UpdateQueryNode',
  'DeleteQueryNode',
  'MergeQueryNode',
])
const writingWords =
  /^\s*(insert|update|delete|merge|truncate|with\b[\s\S]*\b(insert into|update|delete from))\b/i
/** Tables that are no part of the company: answers kept for retries. */
const ownTables: ReadonlySet<string> = new Set(['request'])

/** Notices whether a transaction wrote anything through its Kysely. */
export type Witness = { readonly plugin: KyselyPlugin; readonly wrote: () => boolean }

/** A plugin that sees every query before it is compiled and remembers that one of them writes. */
export function newWitness(): Witness {
  let wrote = false
  return {
    wrote: () => wrote,
    plugin: {
      transformQuery({ node }) {
        if (writingKinds.has(node.kind) && !isOwn(node)) wrote = true
        if (node.kind === 'RawNode' && writingWords.test(node.sqlFragments.join(' '))) wrote = true
        return node
      },
      transformResult: ({ result }) => Promise.resolve(result),
    },
  }
}

function isOwn(node: object): boolean {
  const into: unknown = 'into' in node ? node.into : 'table' in node ? node.table : undefined
  const text = JSON.stringify(into ?? '')
  return [...ownTables].some((table) => text.includes(`"name":"${table}"`))
}
