import { readSignedHeads } from './verify-checkpoints.ts'
import type { SignedHead, StoredCheckpoint } from './verify-checkpoints.ts'
import { readEntry } from './verify-entry.ts'
import type { StoredEntry } from './verify-entry.ts'
import { sameBytes, toHex } from './bytes.ts'
import { finding, firstBadIndex } from './findings.ts'
import type { Finding, FindingCode } from './findings.ts'
import type { Leaf, LedgerTree } from './leaf.ts'
import type { NoteVerifier } from './note.ts'
import { appendLeaf, emptyFrontier, frontierRoot } from './tree.ts'
import type { Frontier, Hash } from './tree.ts'

/** Most findings told one by one; further ones are counted. */
export const FINDINGS_MAX = 100

// A flood of false checkpoints must not push out the findings that name an entry.
const checkpointFindingsMax = 20

/** Of the roots of full subtrees those at every fourth level are stored: of 16, 256, 4,096 … leaves. */
export const NODE_LEVEL_STEP = 4

/** The stored newest state of a tree. */
export type StoredHead = {
  readonly size: number
  readonly revision: number
  readonly root: Uint8Array
  readonly frontier: readonly Uint8Array[]
  readonly link: Uint8Array
}

/** A stored subtree root: level is a multiple of NODE_LEVEL_STEP, the subtree covers leaves [index·2^level, (index+1)·2^level). */
export type StoredNode = { readonly level: number; readonly index: number; readonly hash: Uint8Array }

/** Where a ledger is read from, all of one instant: a database snapshot or an exported file. */
export type LedgerSource = {
  readonly head: () => Promise<StoredHead | null>
  readonly checkpoints: () => Promise<readonly StoredCheckpoint[]>
  readonly nodes: () => Promise<readonly StoredNode[]>
  /** All entries in the order of their index, in batches. */
  readonly entries: () => AsyncIterable<readonly StoredEntry[]>
}

/** What to verify and with what. `known` are signed notes kept outside the database: they reveal a cut tail or an old backup. */
export type Verification = {
  readonly workspaceId: string
  readonly tree: LedgerTree
  readonly hash: Hash
  readonly verifier: NoteVerifier
  readonly source: LedgerSource
  readonly known?: readonly string[]
  /** Told each readable leaf in order, to rebuild facts. May throw: that is a finding. */
  readonly fold?: (leaf: Leaf, index: number) => void
  /** Asked at the end for differences between what was rebuilt and what the tables hold, in words. */
  readonly compare?: () => Promise<readonly string[]>
}

/** The result. `ok` allows notices only; `unsigned` counts entries no checkpoint covers yet. */
export type LedgerReport = {
  readonly ok: boolean
  readonly workspaceId: string
  readonly tree: LedgerTree
  readonly size: number
  readonly root: string
  readonly checkpoints: number
  readonly signedSize: number
  readonly unsigned: number
  readonly firstBadIndex: number | null
  readonly findings: readonly Finding[]
  readonly findingsTotal: number
}

type Walk = {
  readonly task: Verification
  readonly findings: Finding[]
  readonly signed: SignedHead[]
  readonly nodes: Map<string, Uint8Array>
  counted: number
  frontier: Frontier
  next: number
  revision: number
  link: Uint8Array
  /** Set where entries are missing: from there on the tree cannot be rebuilt, so roots say nothing new. */
  torn: boolean
  /** A root has failed: later roots fail because of it. */
  rootFailed: boolean
  goodSize: number
  foldFailed: boolean
}

/** Verifies a whole ledger tree from its first entry and reports every finding. Needs no server and no network. */
export async function verifyLedger(task: Verification): Promise<LedgerReport> {
  const { hash, source } = task
  const unsound: Finding[] = []
  const signed = await readSignedHeads(task, await source.checkpoints(), (found) => unsound.push(found))
  const nodes = new Map((await source.nodes()).map((node) => [nodeName(node), node.hash]))
  const walk: Walk = {
    task,
    findings: unsound.slice(0, checkpointFindingsMax),
    signed: [...signed],
    nodes,
    counted: unsound.length,
    frontier: emptyFrontier,
    next: 0,
    revision: 0,
    link: hash(new Uint8Array()),
    torn: false,
    rootFailed: false,
    goodSize: 0,
    foldFailed: false,
  }
  for await (const batch of source.entries()) for (const entry of batch) visit(walk, entry)
  checkLeftovers(walk)
  checkHead(walk, await source.head())
  if (!walk.foldFailed)
    for (const detail of (await task.compare?.()) ?? []) tell(walk, 'facts-differ', { detail })
  const signedSize = signed.reduce((most, head) => Math.max(most, head.inside ? head.size : 0), 0)
  const unsigned = Math.max(0, walk.next - signedSize)
  if (unsigned > 0) tell(walk, 'unsigned-tail', { index: signedSize, to: walk.next, detail: `${unsigned}` })
  return {
    ok: !walk.findings.some((found) => found.severity === 'broken'),
    workspaceId: task.workspaceId,
    tree: task.tree,
    size: walk.next,
    root: toHex(frontierRoot(hash, walk.frontier)),
    checkpoints: signed.length,
    signedSize,
    unsigned,
    firstBadIndex: firstBadIndex(walk.findings),
    findings: walk.findings.slice(0, FINDINGS_MAX),
    findingsTotal: walk.counted,
  }
}

function tell(walk: Walk, code: FindingCode, place: Parameters<typeof finding>[1]): void {
  walk.counted += 1
  // Those that name an index later than the first hundred add nothing; the count goes on.
  if (walk.findings.length < FINDINGS_MAX) walk.findings.push(finding(code, place))
}

function visit(walk: Walk, entry: StoredEntry): void {
  const { index } = entry
  if (index < walk.next) {
    tell(walk, 'entry-repeated', { index })
    return
  }
  const gap = index > walk.next
  if (gap) {
    tell(walk, 'entries-missing', { index: walk.next, to: index })
    walk.torn = true
  }
  const { hash } = walk.task
  if (!gap && !sameBytes(hash(joined(walk.link, entry.leafHash)), entry.link))
    tell(walk, 'link-broken', { index })
  walk.link = entry.link
  const { leaf, problems } = readEntry(walk.task, entry)
  for (const { code, detail } of problems) tell(walk, code, { index, detail })
  checkRevision(walk, entry)
  walk.next = index + 1
  if (!walk.torn) grow(walk, entry)
  if (leaf !== null) replay(walk, leaf, index)
}

function joined(link: Uint8Array, leafHash: Uint8Array): Uint8Array {
  const both = new Uint8Array(link.length + leafHash.length)
  both.set(link)
  both.set(leafHash, link.length)
  return both
}

function checkRevision(walk: Walk, { index, revision }: StoredEntry): void {
  const step = revision - walk.revision
  const detail = `${walk.revision} → ${revision}`
  if (step < 0) tell(walk, 'revision-backwards', { index, detail })
  else if (step > 1 && walk.task.tree === 'authority') tell(walk, 'revision-skipped', { index, detail })
  walk.revision = revision
}

function grow(walk: Walk, entry: StoredEntry): void {
  const { hash } = walk.task
  walk.frontier = appendLeaf(hash, walk.frontier, entry.leafHash, (node) => {
    if (node.level % NODE_LEVEL_STEP !== 0) return
    const stored = walk.nodes.get(nodeName(node))
    walk.nodes.delete(nodeName(node))
    if (walk.rootFailed || (stored !== undefined && sameBytes(stored, node.hash))) return
    const width = 2 ** node.level
    const detail = stored === undefined ? 'missing' : `level ${node.level}`
    tell(walk, 'node-changed', { index: node.index * width, to: (node.index + 1) * width, detail })
  })
  while (walk.signed[0] !== undefined && walk.signed[0].size <= walk.frontier.size) {
    const [head] = walk.signed.splice(0, 1)
    if (head !== undefined) checkSigned(walk, head)
  }
}

function checkSigned(walk: Walk, head: SignedHead): void {
  if (walk.rootFailed) return
  if (sameBytes(frontierRoot(walk.task.hash, walk.frontier), head.root)) {
    walk.goodSize = head.size
    return
  }
  walk.rootFailed = true
  tell(walk, 'checkpoint-root', { index: walk.goodSize, to: head.size })
}

function replay(walk: Walk, leaf: Leaf, index: number): void {
  if (walk.foldFailed || walk.task.fold === undefined) return
  try {
    walk.task.fold(leaf, index)
  } catch (error) {
    // The caller's fold judges the content; what it cannot take is reported, and nothing is compared on top of it.
    walk.foldFailed = true
    tell(walk, 'fold-failed', { index, detail: error instanceof Error ? error.message : String(error) })
  }
}

function checkLeftovers(walk: Walk): void {
  const ahead = walk.signed.at(-1)
  if (ahead !== undefined && !walk.torn)
    tell(walk, 'checkpoint-ahead', {
      index: walk.next,
      to: ahead.size,
      detail: ahead.inside ? 'ledger_checkpoint' : 'kept outside the database',
    })
  if (walk.torn) return
  for (const name of walk.nodes.keys()) tell(walk, 'node-changed', { detail: `${name} belongs to no entry` })
}

function checkHead(walk: Walk, head: StoredHead | null): void {
  if (head === null) {
    if (walk.next > 0 || walk.signed.length > 0) tell(walk, 'head-missing', {})
    return
  }
  if (head.size > walk.next) tell(walk, 'tail-cut', { index: walk.next, to: head.size })
  if (head.size < walk.next) tell(walk, 'tail-added', { index: head.size, to: walk.next })
  if (walk.torn || head.size !== walk.next) return
  const { nodes } = walk.frontier
  const root = frontierRoot(walk.task.hash, walk.frontier)
  const frontierSame =
    head.frontier.length === nodes.length &&
    nodes.every((node, at) => sameBytes(node, head.frontier[at] ?? new Uint8Array()))
  if (!sameBytes(head.root, root)) tell(walk, 'head-changed', { detail: 'root' })
  if (!frontierSame) tell(walk, 'head-changed', { detail: 'frontier' })
  if (!sameBytes(head.link, walk.link)) tell(walk, 'head-changed', { detail: 'link' })
  if (head.revision !== walk.revision) tell(walk, 'head-changed', { detail: 'revision' })
}

const nodeName = ({ level, index }: { readonly level: number; readonly index: number }): string =>
  `${level}/${index}`
