import { permission } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import type { Applied } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { signReceipt } from '@hufu/merkle'
import type { Receipt, ReceiptFile } from '@hufu/merkle'
import { entryProof, ledgerOrigin, sha256, treeSigner, verifierKeyOf } from '../../platform/ledger/index.ts'
import type { LedgerKey, Query } from '../../platform/ledger/index.ts'
import { checksOf, companyName } from './store.ts'
import type { RevocationRow } from './store.ts'
import { entryOf, namedPlaces, showCheck, showLines, showRevocation, shownVectors } from './views.ts'
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
  const tree = { workspaceId: row.workspaceId, tree: 'authority' } as const
  const entry = await entryOf(query, row)
  if (entry === null) throw refuse('revocation/not-verified')
  // The newest checkpoint may be from before it.
  const proof =
    (await entryProof(query, tree, entry.index)) ??
    (await sign().then(() => entryProof(query, tree, entry.index)))
  if (proof === null) throw refuse('audit/not-signed-yet')
  const receipt = await contentOf(query, shown, row, ledgerOrigin(row.workspaceId, 'authority'))
  return signReceipt(
    sha256,
    receipt,
    treeSigner(key, row.workspaceId, 'authority'),
    verifierKeyOf(key, row.workspaceId, 'authority'),
    { leaf: proof.leaf, proof: proof.proof },
  )
}

async function contentOf(query: Query, shown: Shown, row: RevocationRow, origin: string): Promise<Receipt> {
  const { reading } = shown
  const [line] = await showLines(shown, [row])
  const placed = await namedPlaces(shown, row)
  const checks = await checksOf(reading.db, row)
  const { remaining } = await showRevocation(shown, query, row)
  const company = await companyName(reading.db, row.workspaceId)
  if (line === undefined) throw new Error('one row gives one line')
  return {
    v: 1,
    origin,
    workspace: { id: row.workspaceId, name: company },
    revocation: {
      id: row.id,
      member: { id: row.memberId, name: line.memberName },
      by: { id: row.takenBy.replace(/^member:/, ''), name: line.by },
      at: line.at,
      reason: row.reason,
      because: row.because,
      revision: row.revision,
    },
    rights: row.rights.map(({ permission: key, ended, restricted }) => ({
      permission: key,
      ...words(key),
      ended: [...ended],
      restricted,
    })),
    before: shownVectors(row.before, placed),
    after: shownVectors(row.after, placed),
    applied: row.applied === null ? null : wholeMs(row.applied),
    checks: checks.map((check) => ({ ...showCheck(check, placed), tookMs: Math.ceil(check.tookMs) })),
    remaining,
    issuedAt: new Date().toISOString(),
  }
}

/** In whole milliseconds, never fewer than it took: what is signed has no fractions. */
const wholeMs = ({ state, tookMs, nodes }: Applied): Receipt['applied'] => ({
  state,
  tookMs: Math.ceil(tookMs),
  nodes: nodes.map(({ node, outcome, afterMs }) => ({ node, outcome, afterMs: Math.ceil(afterMs) })),
})
