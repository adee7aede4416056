export { concat, fromBase64, fromHex, sameBytes, toBase64, toHex, utf8 } from './bytes.ts'
export { appendLeaf, emptyFrontier, frontierRoot, leafHash, nodeHash, rootOf } from './tree.ts'
export type { Completed, Frontier, Hash } from './tree.ts'
export { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from './proofs.ts'
export type { ConsistencyClaim, HashReader, HashStore, InclusionClaim, Span } from './proofs.ts'
export {
  formatVerifierKey,
  keyIdOf,
  NOTE_LENGTH_MAX,
  NOTE_SIGNATURES_MAX,
  openNote,
  parseVerifierKey,
  signNote,
  splitNote,
} from './note.ts'
export type { NoteSigner, NoteVerifier, OpenedNote } from './note.ts'
export { formatCheckpoint, openCheckpoint, parseCheckpoint } from './checkpoint.ts'
export type { Checkpoint, OpenedCheckpoint } from './checkpoint.ts'
export { formatProof, parseProof, PROOF_HASHES_MAX, verifyProof } from './proof-text.ts'
export type { CheckedProof, ProofText } from './proof-text.ts'
export { bundleHead, bundleLine, parseBundleHead, parseBundleLine } from './bundle.ts'
export type { BundleEntry, BundleHead, BundleLine } from './bundle.ts'
export { linesOf } from './lines.ts'
export { verifyBundle } from './verify-bundle.ts'
export type { BundleReport, BundleVerification } from './verify-bundle.ts'
export { sha256 } from './sha256.ts'
export { commitment, leafText, SALT_BYTES } from './leaf.ts'
export type { Leaf, LeafProof, LedgerActor, LedgerChannel, LedgerData, LedgerTree } from './leaf.ts'
export { finding, firstBadIndex } from './findings.ts'
export type { Finding, FindingCode } from './findings.ts'
export { FINDINGS_MAX, NODE_LEVEL_STEP, verifyLedger } from './verify-ledger.ts'
export type { LedgerReport, LedgerSource, StoredHead, StoredNode, Verification } from './verify-ledger.ts'
export type { StoredCheckpoint } from './verify-checkpoints.ts'
export { parseLeaf, readEntry } from './verify-entry.ts'
export type { StoredEntry } from './verify-entry.ts'
export { signReceipt, verifyReceipt } from './receipt.ts'
export type { ReceiptFinding, ReceiptFindingCode, ReceiptReport } from './receipt.ts'
export { RECEIPT_LENGTH_MAX, receiptSurfaces } from './receipt-shape.ts'
export type { Receipt, ReceiptFile, ReceiptSurface } from './receipt-shape.ts'
