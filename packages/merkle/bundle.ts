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
  readonly link: string
  readonly salt?: string
  readonly sealed?: Readonly<Record<string, string>>
  /** The text that was hashed. */
  readonly leaf: string
}

/** Any line after the first. A checkpoint stands behind the last entry it covers; the end mark tells how many lines of each kind there were. */
export type BundleLine =
  /** `value` is what the text of the leaf says as JSON; `null` when it is not an object. */
  | { readonly kind: 'entry'; readonly entry: BundleEntry; readonly value: unknown }
  | { readonly kind: 'checkpoint'; readonly checkpoint: string }
  | { readonly kind: 'end'; readonly end: number; readonly checkpoints: number }

/** A line as it is written. */
export type WrittenLine =
  | Exclude<BundleLine, { readonly kind: 'entry' }>
  | { readonly kind: 'entry'; readonly entry: BundleEntry }

/** The text of the first line, with its newline. */
export function bundleHead({ workspace, tree, size, texts, key, at }: Omit<BundleHead, 'format'>): string {
  return `${JSON.stringify({ format: BUNDLE_FORMAT, workspace, tree, size, texts, key, at })}\n`
}

/** The text of any other line, with its newline. */
export function bundleLine(line: WrittenLine): string {
  if (line.kind === 'checkpoint') return `${JSON.stringify({ checkpoint: line.checkpoint })}\n`
  if (line.kind === 'end') return `${JSON.stringify({ end: line.end, checkpoints: line.checkpoints })}\n`
  const { leaf, ...entry } = line.entry
  return `${beforeLeaf(entry)}${isJsonLine(leaf) ? leaf : JSON.stringify(leaf)}}\n`
}

/** All of a line up to its leaf. Link and salt are hexadecimal, which is written as it is. */
function beforeLeaf({ index, link, salt, sealed }: Omit<BundleEntry, 'leaf'>): string {
  const clear = salt === undefined ? '' : `,"salt":"${salt}","sealed":${JSON.stringify(sealed)}`
  return `{"index":${index},"link":"${link}"${clear},"leaf":`
}

// What somebody made of a leaf that is no longer an object on one line travels as a text, so that the rest can be read.
function isJsonLine(text: string): boolean {
  try {
    return text.startsWith('{') && !text.includes('\n') && typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

/** Reads the first line, or gives `null` when it is something else. */
export function parseBundleHead(text: string): BundleHead | null {
  const value = parseLine(text, ['format', 'workspace', 'tree', 'size', 'texts', 'key', 'at'])
  if (value === null) return null
  const { format, workspace, tree, size, texts, key, at } = value
  if (format !== BUNDLE_FORMAT || (tree !== 'authority' && tree !== 'activity')) return null
  if (typeof workspace !== 'string' || typeof key !== 'string' || typeof at !== 'string') return null
  // Of a ledger nobody has signed yet there is nothing to verify.
  if (!isCount(size) || size === 0 || typeof texts !== 'boolean') return null
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
  return parseEntry(text, texts)
}

/** The leaf stands in its line as it was hashed: taken out letter by letter, and parsed once with the line. */
function parseEntry(text: string, texts: boolean): BundleLine | null {
  const value = parseObject(text)
  if (value === null) return null
  const { index, link, salt, sealed, leaf } = value
  if (!isCount(index) || typeof link !== 'string' || !isDigest(link)) return null
  if (
    texts
      ? typeof salt !== 'string' || !isSalt(salt) || !isTexts(sealed)
      : salt !== undefined || sealed !== undefined
  )
    return null
  // Just looked at, both together.
  const entry = { index, link, ...(texts ? ({ salt, sealed } as Clear) : {}) }
  const before = beforeLeaf(entry)
  if (!text.startsWith(before) || !text.endsWith('}')) return null
  const raw = text.slice(before.length, -1)
  if (typeof leaf === 'string') {
    const told = JSON.stringify(leaf) === raw
    return told ? { kind: 'entry', entry: { ...entry, leaf }, value: null } : null
  }
  return { kind: 'entry', entry: { ...entry, leaf: raw }, value: leaf }
}

type Clear = Required<Pick<BundleEntry, 'salt' | 'sealed'>>

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
const isDigest = (text: string): boolean => text.length === 64 && /^[0-9a-f]*$/.test(text)
const isSalt = (text: string): boolean => text.length <= 64 && /^[0-9a-f]*$/.test(text)
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
  const value = parseObject(text)
  if (value === null || JSON.stringify(value) !== text) return null
  const names = Object.keys(value)
  return names.length === fields.length && fields.every((field, at) => names[at] === field) ? value : null
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    // An object that is no list.
    return value as Readonly<Record<string, unknown>>
  } catch {
    return null
  }
}
