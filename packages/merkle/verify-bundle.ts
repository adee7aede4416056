import { canonicalJson } from '@hufu/kit'
import type { Json } from '@hufu/kit'
import { parseBundleHead, parseBundleLine } from './bundle.ts'
import type { BundleHead, BundleLine } from './bundle.ts'
import { concat, fromHex, sameBytes, toHex } from './bytes.ts'
import { openCheckpoint } from './checkpoint.ts'
import type { Checkpoint } from './checkpoint.ts'
import { finding, firstBadIndex } from './findings.ts'
import type { Finding, FindingCode } from './findings.ts'
import { commitmentHolds } from './leaf.ts'
import type { Leaf } from './leaf.ts'
import { linesOf } from './lines.ts'
import type { Line, LinesEnd } from './lines.ts'
import { formatVerifierKey, parseVerifierKey } from './note.ts'
import type { NoteVerifier } from './note.ts'
import { appendLeaf, emptyFrontier, frontierRoot, leafTextHash } from './tree.ts'
import type { Frontier, Hash } from './tree.ts'
import { unbelieved } from './verify-checkpoints.ts'
import { leafIn } from './verify-entry.ts'
import { FINDINGS_MAX } from './verify-ledger.ts'

/** What to verify, and with what. */
export type BundleVerification = {
  readonly hash: Hash
  /** The bytes of the file, in order. */
  readonly chunks: AsyncIterable<Uint8Array>
  /** The key of this ledger as its reader knows it; without it the file can only agree with itself. */
  readonly trusted?: NoteVerifier | undefined
  /** Older checkpoints (signed notes) that this ledger has to continue. */
  readonly since?: readonly string[]
  /** Told now and then how many entries have been read, of how many. */
  readonly progress?: (read: number, size: number) => void
}

/** What verification found. `head` is told as soon as it can be read: only `ok` says it is to be believed. */
export type BundleReport = {
  readonly ok: boolean
  readonly head: BundleHead | null
  /** Entries read, the root over them, and how many a checkpoint in the file signs. */
  readonly size: number
  readonly root: string
  readonly signedSize: number
  readonly checkpoints: number
  /** Entries that the older checkpoints given cover and that were found unchanged. */
  readonly sinceSize: number | null
  readonly keyCompared: boolean
  readonly firstBadIndex: number | null
  readonly findings: readonly Finding[]
  readonly findingsTotal: number
}

type Walk = {
  readonly task: BundleVerification
  readonly findings: Finding[]
  /** Older checkpoints that were believed, smallest first, and are not reached yet. */
  readonly older: Checkpoint[]
  head: BundleHead | null
  verifier: NoteVerifier | null
  counted: number
  line: number
  frontier: Frontier
  next: number
  revision: number
  link: Uint8Array
  checkpoints: number
  signedSize: number
  sinceSize: number | null
  /** A checkpoint over more entries than have been read: it may only stand at the end. */
  ahead: number | null
  entries: number
  ended: boolean
  /** Entries are missing or unreadable: from there on roots say nothing new. */
  torn: boolean
  rootFailed: boolean
  stopped: boolean
  fault: LinesEnd
}

/**
 * Verifies an exported ledger (L32 to L35) from its first byte to its last and reports every finding. Needs no server, no
 * network and no more memory than a line and a chunk. Takes hostile input and never throws of itself.
 */
export async function verifyBundle(task: BundleVerification): Promise<BundleReport> {
  const walk: Walk = {
    task,
    findings: [],
    older: [],
    head: null,
    verifier: null,
    counted: 0,
    line: 0,
    frontier: emptyFrontier,
    next: 0,
    revision: 0,
    link: task.hash(new Uint8Array()),
    checkpoints: 0,
    signedSize: 0,
    sinceSize: null,
    ahead: null,
    entries: 0,
    ended: false,
    torn: false,
    rootFailed: false,
    stopped: false,
    fault: null,
  }
  const ended = (fault: LinesEnd): void => {
    walk.fault = fault
  }
  for await (const lines of linesOf(task.chunks, ended)) {
    for (const line of lines) {
      // Only what is signed takes time to wait for; a turn for each entry would take more than the entry.
      const waiting = readLine(walk, line)
      if (waiting !== null) await waiting
      if (walk.stopped) return reportOf(walk)
    }
    task.progress?.(walk.next, walk.head?.size ?? 0)
  }
  conclude(walk)
  return reportOf(walk)
}

function tell(walk: Walk, code: FindingCode, place: Parameters<typeof finding>[1] = {}): void {
  walk.counted += 1
  if (walk.findings.length < FINDINGS_MAX) walk.findings.push(finding(code, place))
}

function readLine(walk: Walk, { text, whole }: Line): Promise<void> | null {
  walk.line += 1
  const detail = `line ${walk.line}`
  if (walk.head === null) return begin(walk, text, whole)
  if (walk.ended) {
    tell(walk, 'file-continues', { detail })
    walk.stopped = true
    return null
  }
  // What no newline ends was cut off there; that is told at the end.
  if (!whole) return null
  const line = parseBundleLine(text, walk.head.texts)
  if (line === null) {
    tell(walk, 'line-unreadable', { index: walk.next, detail })
    return null
  }
  if (line.kind === 'checkpoint') return readCheckpoint(walk, line.checkpoint)
  if (line.kind === 'end') readEnd(walk, line)
  else visit(walk, walk.head, line)
  return null
}

async function begin(walk: Walk, text: string, whole: boolean): Promise<void> {
  const head = whole ? parseBundleHead(text) : null
  if (head === null) {
    tell(walk, 'not-a-bundle', { detail: 'line 1' })
    walk.stopped = true
    return
  }
  walk.head = head
  const { hash, trusted, since = [] } = walk.task
  walk.verifier = parseVerifierKey(hash, head.key)
  const isOther = trusted !== undefined && formatVerifierKey(trusted) !== head.key
  if (walk.verifier?.name !== `hufu/${head.workspace}/${head.tree}` || isOther)
    tell(walk, 'other-key', { detail: head.key })
  for (const note of since) {
    const opened = await opening(walk.verifier, note)
    if (opened.opened) walk.older.push(opened.checkpoint)
    else tell(walk, 'checkpoint-unreadable', { detail: `kept from before: ${unbelieved[opened.because]}` })
  }
  walk.older.sort((a, b) => a.size - b.size)
  compareOlder(walk)
}

const opening = async (verifier: NoteVerifier | null, note: string): ReturnType<typeof openCheckpoint> =>
  verifier === null ? { opened: false, because: 'unknown-key' } : await openCheckpoint(note, verifier)

type EntryLine = BundleLine & { readonly kind: 'entry' }

function visit(walk: Walk, head: BundleHead, line: EntryLine): void {
  const { entry } = line
  const { index } = entry
  walk.entries += 1
  if (walk.ahead !== null) {
    tell(walk, 'checkpoint-changed', { detail: `size ${walk.ahead}, it stands too early` })
    walk.ahead = null
  }
  if (index < walk.next) return tell(walk, 'entry-repeated', { index })
  const gap = index > walk.next
  if (gap) {
    tell(walk, 'entries-missing', { index: walk.next, to: index })
    walk.torn = true
  }
  const { hash } = walk.task
  const leaf = leafTextHash(hash, entry.leaf)
  const link = hash(concat(walk.link, leaf))
  const holds = toHex(link) === entry.link
  if (!gap && !holds) tell(walk, 'link-broken', { index })
  walk.link = holds ? link : (fromHex(entry.link) ?? link)
  checkLeaf(walk, head, line)
  walk.next = index + 1
  if (walk.torn) return
  walk.frontier = appendLeaf(hash, walk.frontier, leaf)
  compareOlder(walk)
}

function checkLeaf(walk: Walk, head: BundleHead, { entry, value }: EntryLine): void {
  const { index, salt, sealed } = entry
  const leaf = leafIn(value)
  if (leaf === null || !isCanonical(entry.leaf, value)) {
    const detail = leaf === null ? 'not a leaf' : 'not canonical'
    return tell(walk, 'leaf-unreadable', { index, detail })
  }
  const wrong = [
    ...(leaf.workspace === head.workspace ? [] : ['workspace']),
    ...(leaf.tree === head.tree ? [] : ['tree']),
  ]
  if (wrong.length > 0) tell(walk, 'column-changed', { index, detail: wrong.join(', ') })
  checkRevision(walk, leaf, index)
  if (salt === undefined || sealed === undefined) return
  const bytes = fromHex(salt) ?? new Uint8Array()
  for (const field of new Set([...Object.keys(leaf.sealed), ...Object.keys(sealed)])) {
    const given = { salt: bytes, field, text: sealed[field], told: leaf.sealed[field] }
    if (!commitmentHolds(walk.task.hash, given)) tell(walk, 'sealed-changed', { index, detail: field })
  }
}

/** Whether a text is canonical JSON of the value it was parsed to. */
function isCanonical(text: string, value: unknown): boolean {
  try {
    // The runtime's own writing is ten times as fast, and where it gives the text it only remains to look at the rest.
    if (JSON.stringify(value) === text && !text.includes('\\ud') && isPlain(value)) return true
    // It came from JSON; what canonical JSON cannot hold, it throws on.
    return canonicalJson(value as Json) === text
  } catch {
    return false
  }
}

/** Members sorted and numbers whole, all the way down. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value)
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isPlain)
  let before = ''
  for (const name of Object.keys(value)) {
    if (name < before || !isPlain((value as Readonly<Record<string, unknown>>)[name])) return false
    before = name
  }
  return true
}

function checkRevision(walk: Walk, { revision }: Leaf, index: number): void {
  const step = revision - walk.revision
  const detail = `${walk.revision} → ${revision}`
  if (step < 0) tell(walk, 'revision-backwards', { index, detail })
  else if (step > 1 && walk.head?.tree === 'authority') tell(walk, 'revision-skipped', { index, detail })
  walk.revision = revision
}

function compareOlder(walk: Walk): void {
  for (
    let [first] = walk.older;
    first !== undefined && first.size <= walk.frontier.size;
    [first] = walk.older
  ) {
    walk.older.shift()
    if (walk.rootFailed) continue
    if (rootHolds(walk, first)) walk.sinceSize = first.size
    else {
      walk.rootFailed = true
      // What the file itself is signed with says nothing here: whoever has the key can sign another history.
      tell(walk, 'checkpoint-root', { index: walk.sinceSize ?? 0, to: first.size })
    }
  }
}

const rootHolds = ({ task, frontier }: Walk, { root }: Checkpoint): boolean =>
  sameBytes(frontierRoot(task.hash, frontier), root)

async function readCheckpoint(walk: Walk, note: string): Promise<void> {
  walk.checkpoints += 1
  const opened = await opening(walk.verifier, note)
  if (!opened.opened)
    return tell(walk, 'checkpoint-unreadable', {
      detail: `line ${walk.line}: ${unbelieved[opened.because]}`,
    })
  const { size } = opened.checkpoint
  if (size > walk.next) {
    walk.ahead = Math.max(size, walk.ahead ?? 0)
    return
  }
  if (size < walk.next)
    return tell(walk, 'checkpoint-changed', { detail: `size ${size}, it stands too late` })
  if (walk.torn || walk.rootFailed) return
  if (rootHolds(walk, opened.checkpoint)) walk.signedSize = size
  else {
    walk.rootFailed = true
    tell(walk, 'checkpoint-root', { index: walk.signedSize, to: size })
  }
}

function readEnd(walk: Walk, { end, checkpoints }: BundleLine & { readonly kind: 'end' }): void {
  walk.ended = true
  if (end !== walk.entries || checkpoints !== walk.checkpoints)
    tell(walk, 'file-cut', { index: walk.next, detail: `${end} + ${checkpoints} lines were written` })
}

function conclude(walk: Walk): void {
  const { head, next, fault } = walk
  if (head === null) return tell(walk, 'not-a-bundle', { detail: fault ?? 'empty' })
  if (fault !== null) tell(walk, 'line-unreadable', { index: next, detail: fault })
  if (!walk.ended) tell(walk, 'file-cut', { index: next, detail: `line ${walk.line}` })
  if (head.size > next && walk.ended) tell(walk, 'tail-cut', { index: next, to: head.size })
  if (head.size < next) tell(walk, 'tail-added', { index: head.size, to: next })
  const ahead = Math.max(walk.ahead ?? 0, walk.older.at(-1)?.size ?? 0)
  if (ahead > next && walk.ended && !walk.torn)
    tell(walk, 'checkpoint-ahead', {
      index: next,
      to: ahead,
      detail: walk.older.length > 0 ? 'kept from before' : 'in the file',
    })
  // Why the rest is not signed has been told already where the tree is torn or a root has failed.
  if (walk.signedSize < next && !walk.torn && !walk.rootFailed)
    tell(walk, 'not-signed', { index: walk.signedSize, to: next })
}

function reportOf(walk: Walk): BundleReport {
  const { task, findings } = walk
  return {
    ok: findings.length === 0,
    head: walk.head,
    size: walk.next,
    root: toHex(frontierRoot(task.hash, walk.frontier)),
    signedSize: walk.signedSize,
    checkpoints: walk.checkpoints,
    sinceSize: walk.sinceSize,
    keyCompared: task.trusted !== undefined,
    firstBadIndex: firstBadIndex(findings),
    findings,
    findingsTotal: walk.counted,
  }
}
