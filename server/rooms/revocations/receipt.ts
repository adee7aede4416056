import { permission } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import type { Applied, RevocationView } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { signReceipt } from '@hufu/merkle'
import type { Receipt, ReceiptFile } from '@hufu/merkle'
import { entryProof, ledgerOrigin, sha256, treeSigner, verifierKeyOf } from '../../platform/ledger/index.ts'
import type { LedgerKey, Query } from '../../platform/ledger/index.ts'
import { companyName } from './store.ts'
import type { RevocationRow } from './store.ts'
import { showRevocation } from './views.ts'
import type { Shown } from './views.ts'

type Signing = { readonly key: LedgerKey; readonly sign: () => Promise<void> }

const words = (key: PermissionKey): { readonly zh: string; readonly en: string } => {
  const { zh, en } = permission(key)
  return { zh, en }
}

/** The signed receipt of a verified revocation, with its entry in the ledger and the proof that it stands there. */
export async function receiptOf(
  { key, sign }: Signing,
  query: Query,
  shown: Shown,
  row: RevocationRow,
): Promise<ReceiptFile> {
  if (row.state !== 'verified') throw refuse('revocation/not-verified')
  const view = await showRevocation(shown, query, row)
  if (view.entry === null) throw refuse('revocation/not-in-ledger')
  const tree = { workspaceId: row.workspaceId, tree: 'authority' } as const
  const { entry } = view
  // The newest checkpoint may be from before it.
  const proof =
    (await entryProof(query, tree, entry)) ?? (await sign().then(() => entryProof(query, tree, entry)))
  if (proof === null) throw refuse('audit/not-signed-yet')
  const company = await companyName(shown.reading.db, row.workspaceId)
  return signReceipt(
    sha256,
    contentOf(row, view, company, new Date()),
    treeSigner(key, row.workspaceId, 'authority'),
    verifierKeyOf(key, row.workspaceId, 'authority'),
    { leaf: proof.leaf, proof: proof.proof },
  )
}

const contentOf = (row: RevocationRow, view: RevocationView, company: string, at: Date): Receipt => ({
  v: 1,
  origin: ledgerOrigin(row.workspaceId, 'authority'),
  workspace: { id: row.workspaceId, name: company },
  revocation: {
    id: row.id,
    member: { id: row.memberId, name: view.memberName },
    by: { id: row.takenBy.replace(/^member:/, ''), name: view.by },
    at: view.at,
    what: row.what,
    reason: row.reason,
    because: row.because,
    revision: row.revision,
    finishing: view.finishing,
  },
  rights: row.rights.map(({ permission: key, ended, left, restricted }) => ({
    permission: key,
    ...words(key),
    ended: [...ended],
    left: [...left],
    restricted,
  })),
  before: view.before,
  after: view.after,
  applied: view.applied === null ? null : wholeMs(withoutTheGone(view.applied, row, view, at)),
  // A round that was begun since the row was read is not yet what this receipt speaks of.
  checks: view.checks
    .filter(({ round }) => round <= row.round)
    .map((check) => ({
      ...check,
      tookMs: Math.ceil(check.tookMs),
      surfaces: check.surfaces.map((surface) => ({
        ...surface,
        notTried: surface.notTried.length,
        failed: surface.failed.length,
      })),
    })),
  remaining: view.remaining,
  handover: view.handover,
  issuedAt: at.toISOString(),
})

/**
 * Of a verified revocation every registered node has answered the newest round. Whichever acknowledged the change and has
 * not is gone since, without a lease; of when that was it is known only that it was before this receipt.
 */
function withoutTheGone(applied: Applied, row: RevocationRow, view: RevocationView, at: Date): Applied {
  const answered = new Set(view.checks.flatMap(({ round, node }) => (round === row.round ? [node] : [])))
  const afterMs = at.getTime() - row.at.getTime()
  const nodes = applied.nodes.map((one) =>
    one.outcome !== 'acknowledged' || answered.has(one.node)
      ? one
      : { ...one, outcome: 'lease-ran-out' as const, afterMs },
  )
  return { ...applied, nodes }
}

/** In whole milliseconds, never fewer than it took: what is signed has no fractions. */
const wholeMs = ({ state, tookMs, nodes }: Applied): Receipt['applied'] => ({
  state,
  tookMs: Math.ceil(tookMs),
  nodes: nodes.map(({ node, outcome, afterMs }) => ({ node, outcome, afterMs: Math.ceil(afterMs) })),
})
