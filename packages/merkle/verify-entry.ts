import { sameBytes, utf8 } from './bytes.ts'
import type { FindingCode } from './findings.ts'
import { commitmentHolds } from './leaf.ts'
import type { Leaf, LedgerTree } from './leaf.ts'
import { leafHash } from './tree.ts'
import type { Hash } from './tree.ts'

/** One stored row. `at` is in milliseconds since 1970; `sealed` holds the clear values. */
export type StoredEntry = {
  readonly index: number
  readonly revision: number
  readonly event: string
  readonly leaf: string
  readonly leafHash: Uint8Array
  readonly link: Uint8Array
  readonly sealed: Readonly<Record<string, string>>
  readonly salt: Uint8Array
  readonly at: number
  readonly request: string
}

type Problem = { readonly code: FindingCode; readonly detail: string }

/** Checks one row by itself: hash, form, search columns, commitments. `leaf` is `null` when it cannot be read. */
export function readEntry(
  {
    hash,
    workspaceId,
    tree,
  }: { readonly hash: Hash; readonly workspaceId: string; readonly tree: LedgerTree },
  entry: StoredEntry,
): { readonly leaf: Leaf | null; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  if (!sameBytes(leafHash(hash, utf8(entry.leaf)), entry.leafHash))
    problems.push({ code: 'leaf-changed', detail: '' })
  const leaf = parseLeaf(entry.leaf)
  if (leaf === null)
    return { leaf, problems: [...problems, { code: 'leaf-unreadable', detail: 'not a leaf' }] }
  const columns = [
    ['workspace', leaf.workspace, workspaceId],
    ['tree', leaf.tree, tree],
    ['revision', leaf.revision, entry.revision],
    ['event', leaf.event, entry.event],
    ['at', Date.parse(leaf.at), entry.at],
    ['request', leaf.request, entry.request],
  ] as const
  const wrong = columns.filter(([, told, stored]) => told !== stored).map(([column]) => column)
  if (wrong.length > 0) problems.push({ code: 'column-changed', detail: wrong.join(', ') })
  for (const field of new Set([...Object.keys(leaf.sealed), ...Object.keys(entry.sealed)])) {
    const given = { salt: entry.salt, field, text: entry.sealed[field], told: leaf.sealed[field] }
    if (!commitmentHolds(hash, given)) problems.push({ code: 'sealed-changed', detail: field })
  }
  return { leaf, problems }
}

/** Reads the text of a leaf, or gives `null` when it is not a leaf of version 1. */
export function parseLeaf(text: string): Leaf | null {
  return leafIn(parseJson(text))
}

/** What JSON says as a leaf of version 1, or `null` when it is none. */
export function leafIn(value: unknown): Leaf | null {
  if (!isRecord(value) || value['v'] !== 1 || !isRecord(value['data']) || !isRecord(value['sealed']))
    return null
  if (!isRecord(value['actor']) || typeof value['actor']['type'] !== 'string') return null
  const texts = ['workspace', 'tree', 'at', 'channel', 'request', 'event'] as const
  if (texts.some((key) => typeof value[key] !== 'string') || !Number.isSafeInteger(value['revision']))
    return null
  if (Object.values(value['sealed']).some((told) => typeof told !== 'string')) return null
  // Checked just above, field by field; what `data` holds is for the reader of the event to judge.
  return value as unknown as Leaf
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
