import type { Target } from '@hufu/authority'
import { contract } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { toBase64 } from '@hufu/merkle'
import { lookerAtRules } from '../authority/index.ts'
import type { Names } from '../authority/index.ts'
import { may } from '../../platform/http/index.ts'
import type { Doors, Reading } from '../../platform/http/index.ts'
import { entryProof, growthProof, latestCheckpoint, readEntries } from '../../platform/ledger/index.ts'
import type { LedgerEntry, TreeName } from '../../platform/ledger/index.ts'
import { exportRoute } from './routes-export.ts'
import type { Export } from './routes-export.ts'
import { verifyWorkspace } from './verify.ts'
import type { VerifyParts } from './verify.ts'
import { showEntries } from './views.ts'

const routes = contract.ledger
const workspace: Target = { type: 'workspace' }
const LIST_LIMIT = 50

/** What this room needs beside the doors. `flush` brings the activity journal into the ledger and signs both trees. */
export type AuditParts = VerifyParts & {
  readonly names: Names
  /** Whether a person is there for the one who reads. */
  readonly sees: (reading: Reading, memberId: string) => boolean
  readonly flush: () => Promise<void>
  /** Told of each export as it begins, for the activity journal. */
  readonly onExport: (exported: Export) => void
}

/** Registers the doors of the ledger's readers. */
export function auditRoutes(doors: Doors, parts: AuditParts): void {
  const query = parts.pool
  doors.handle(routes.entries, async ({ reading, query: asked, locale }) => {
    may(reading, 'audit.admin.view', workspace)
    const tree = treeOf(reading, asked.tree)
    const page = await readEntries(query, {
      ...tree,
      limit: asked.limit ?? LIST_LIMIT,
      ...beforeOf(asked.cursor),
      ...(asked.event === undefined ? {} : { event: asked.event }),
      ...(asked.memberId === undefined ? {} : { memberId: asked.memberId }),
    })
    return {
      items: await showEntries(reading, parts.names, locale, tree.tree, page.entries),
      next: page.next === null ? null : String(page.next),
    }
  })
  doors.handle(routes.aboutMe, async ({ reading, query: asked, locale }) => {
    may(reading, 'audit.self.view', { type: 'member', id: reading.memberId })
    const tree = treeOf(reading, 'authority')
    const page = await readEntries(query, {
      ...tree,
      limit: asked.limit ?? LIST_LIMIT,
      ...beforeOf(asked.cursor),
      memberId: reading.memberId,
    })
    return {
      items: await showEntries(reading, parts.names, locale, tree.tree, page.entries, seerOf(reading, parts)),
      next: page.next === null ? null : String(page.next),
    }
  })
  proofRoutes(doors, parts)
  exportRoute(doors, parts)
}

/** Whom somebody's own history names: those they see; of a plan for several, only those whom they may look at (N9). */
function seerOf(reading: Reading, { sees }: AuditParts): (memberId: string, entry: LedgerEntry) => boolean {
  const looks = lookerAtRules(reading)
  return (id, { event }) =>
    event.startsWith('plan.') ? id === reading.memberId || looks({ type: 'member', id }) : sees(reading, id)
}

const treeOf = (reading: Reading, tree: TreeName['tree'] | undefined): TreeName => ({
  workspaceId: reading.workspaceId,
  tree: tree ?? 'authority',
})

function proofRoutes(doors: Doors, parts: AuditParts): void {
  const query = parts.pool
  doors.handle(routes.checkpoint, async ({ reading, query: asked }) => {
    may(reading, 'audit.admin.view', workspace)
    return checkpointOf(query, treeOf(reading, asked.tree))
  })
  doors.handle(routes.proof, async ({ reading, query: asked }) => {
    may(reading, 'audit.admin.view', workspace)
    const tree = treeOf(reading, asked.tree)
    const proof = await entryProof(query, tree, asked.index)
    if (proof === null) throw refuse('audit/not-signed-yet')
    return { proof: proof.proof, leaf: proof.leaf, checkpoint: await checkpointOf(query, tree) }
  })
  doors.handle(routes.consistency, async ({ reading, query: asked }) => {
    may(reading, 'audit.admin.view', workspace)
    const tree = treeOf(reading, asked.tree)
    // The checkpoint first: a newer one that is signed in between would not be what the proof leads to.
    const checkpoint = await checkpointOf(query, tree)
    const proof = await growthProof(query, { ...tree, size: checkpoint.size }, asked.from)
    return { proof: proof.map(toBase64), checkpoint }
  })
  doors.handle(routes.verify, async ({ reading, locale }) => {
    may(reading, 'audit.admin.view', workspace)
    await parts.flush()
    return verifyWorkspace(parts, reading.workspaceId, locale)
  })
}

async function checkpointOf(query: Parameters<typeof latestCheckpoint>[0], tree: TreeName) {
  const latest = await latestCheckpoint(query, tree)
  if (latest === null) throw refuse('audit/not-signed-yet')
  return {
    tree: tree.tree,
    size: latest.size,
    root: latest.root,
    note: latest.note,
    signedAt: new Date(latest.signedAt).toISOString(),
  }
}

function beforeOf(cursor: string | undefined): { readonly before?: number } {
  if (cursor === undefined) return {}
  const before = Number(cursor)
  if (!Number.isSafeInteger(before) || before < 0) throw refuse('request/invalid', { field: 'cursor' })
  return { before }
}
