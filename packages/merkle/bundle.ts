import type { LedgerTree } from './leaf.ts'

/** What the first line of an exported ledger names. */
export const BUNDLE_FORMAT = 'hufu-ledger-v1'

/** The first line: whose ledger, which tree, how many entries, whether their sealed texts are with them, whose key, and when. */
export type BundleHead = {
  readonly format: typeof BUNDLE_FORMAT
  readonly workspace: string
  readonly tree: LedgerTree
  readonly size: number
  readonly texts: boolean
  readonly key: string
  readonly at: string
}

/** One entry. `link` and `salt` are hexadecimal; salt and clear texts are there exactly when the head says so. */
export type BundleEntry = {
  readonly index: number
  readonly leaf: string
  readonly link: string
  readonly salt?: string
  readonly sealed?: Readonly<Record<string, string>>
}

/** Any line after the first. A checkpoint stands behind the last entry it covers; the end mark tells how many lines of each kind there were. */
export type BundleLine =
  | { readonly kind: 'entry'; readonly entry: BundleEntry }
  | { readonly kind: 'checkpoint'; readonly checkpoint: string }
  | { readonly kind: 'end'; readonly end: number; readonly checkpoints: number }

/** The text of the first line, with its newline. */
export function bundleHead({ workspace, tree, size, texts, key, at }: Omit<BundleHead, 'format'>): string {
  return `${JSON.stringify({ format: BUNDLE_FORMAT, workspace, tree, size, texts, key, at })}\n`
}

/** The text of any other line, with its newline. */
export function bundleLine(line: BundleLine): string {
  if (line.kind === 'checkpoint') return `${JSON.stringify({ checkpoint: line.checkpoint })}\n`
  if (line.kind === 'end') return `${JSON.stringify({ end: line.end, checkpoints: line.checkpoints })}\n`
  const { index, leaf, link, salt, sealed } = line.entry
  return `${JSON.stringify({ index, leaf, link, salt, sealed })}\n`
}

/** Reads the first line, or gives `null` when it is something else. */
export function parseBundleHead(text: string): BundleHead | null {
  const value = parseLine(text, ['format', 'workspace', 'tree', 'size', 'texts', 'key', 'at'])
  if (value === null) return null
  const { format, workspace, tree, size, texts, key, at } = value
  if (format !== BUNDLE_FORMAT || (tree !== 'authority' && tree !== 'activity')) return null
  if (typeof workspace !== 'string' || typeof key !== 'string' || typeof at !== 'string') return null
  if (!isCount(size) || typeof texts !== 'boolean') return null
  return { format, workspace, tree, size, texts, key, at }
}

/** Reads any other line, or gives `null` when it is none. `texts` is what the head said. */
export function parseBundleLine(text: string, texts: boolean): BundleLine | null {
  if (text.startsWith('{"checkpoint":')) {
    const checkpoint = parseLine(text, ['checkpoint'])?.['checkpoint']
    return typeof checkpoint === 'string' ? { kind: 'checkpoint', checkpoint } : null
  }
  if (text.startsWith('{"end":')) {
    const { end, checkpoints } = parseLine(text, ['end', 'checkpoints']) ?? {}
    return isCount(end) && isCount(checkpoints) ? { kind: 'end', end, checkpoints } : null
  }
  const value = parseLine(
    text,
    texts ? ['index', 'leaf', 'link', 'salt', 'sealed'] : ['index', 'leaf', 'link'],
  )
  if (value === null) return null
  const { index, leaf, link, salt, sealed } = value
  if (!isCount(index) || typeof leaf !== 'string' || typeof link !== 'string' || !isDigest(link)) return null
  if (!texts) return { kind: 'entry', entry: { index, leaf, link } }
  if (typeof salt !== 'string' || !isTexts(sealed)) return null
  return { kind: 'entry', entry: { index, leaf, link, salt, sealed } }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
const isDigest = (text: string): boolean => text.length === 64 && /^[0-9a-f]*$/.test(text)
const isTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((text) => typeof text === 'string')

/**
 * An object of exactly these fields in this order, written as JSON.stringify writes it: no field twice, nothing in
 * between, so that every line has one spelling and all readers read the same.
 */
function parseLine(text: string, fields: readonly string[]): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || JSON.stringify(value) !== text) return null
    const names = Object.keys(value)
    const exact = names.length === fields.length && fields.every((field, at) => names[at] === field)
    // An object that is no list, for a list has no such names.
    return exact ? (value as Readonly<Record<string, unknown>>) : null
  } catch {
    return null
  }
}
