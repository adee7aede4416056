export { appendLedger, appendText, LEDGER_TEXT_ENTRIES_MAX } from './append.ts'
export type { Appended, EntryOrigin, LedgerAppend, NewEntry } from './append.ts'
export { activityJournal } from './journal.ts'
export type { ActivityJournal, JournalOptions, JournalState } from './journal.ts'
export type { ActivityEntry } from './journal-buffer.ts'
export { exportBundle } from './bundle.ts'
export type { BundleWanted } from './bundle.ts'
export { readKeyFile } from './files.ts'
export { sha256 } from './hash.ts'
export { ledgerKey, ledgerOrigin, openLedgerKey, treeSigner, treeVerifier, verifierKeyOf } from './keys.ts'
export type { LedgerKey } from './keys.ts'
export { knownHeadFiles } from './known-heads.ts'
export type { KnownHeads } from './known-heads.ts'
export { signCheckpoint, startCheckpoints } from './checkpoints.ts'
export type { CheckpointRounds, RoundsOptions, Signing } from './checkpoints.ts'
export {
  entryProof,
  growthProof,
  latestCheckpoint,
  readEntries,
  readLastNaming,
  readPlaced,
  readRevisions,
} from './read.ts'
export type { LedgerEntry, LedgerPage } from './read.ts'
export { LEDGER_SNAPSHOT, verifyLedger } from './verify.ts'
export type { ServerVerification } from './verify.ts'
export { inTransaction } from './query.ts'
export type { Query, QueryPool } from './query.ts'
export { readByRequest } from './store.ts'
export { namedAfter, provedRevisions } from './store-proved.ts'
export type { Naming } from './store-proved.ts'
export { readRefusals } from './store-refusals.ts'
export type { RefusalEntry, RefusalPlace } from './store-refusals.ts'
export type { DatedCheckpoint, EntryFilter, TreeName } from './store.ts'
export type {
  Finding,
  Leaf,
  LedgerActor,
  LedgerChannel,
  LedgerData,
  LedgerReport,
  LedgerTree,
} from '@hufu/merkle'
