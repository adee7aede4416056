export { appendLedger, LEDGER_CALL_ENTRIES_MAX } from './append.ts'
export type { Appended, EntryOrigin, LedgerAppend, NewEntry } from './append.ts'
export { activityJournal, ACTIVITY_BATCH_MAX, ACTIVITY_BUFFER_MAX, ACTIVITY_FLUSH_MS } from './journal.ts'
export type { ActivityJournal, JournalOptions, JournalState } from './journal.ts'
export type { ActivityEntry } from './journal-buffer.ts'
export { ACTIVITY_PER_ACTOR_MAX, ACTIVITY_WINDOW_MS } from './journal-budget.ts'
export { ledgerKey, ledgerOrigin, openLedgerKey, treeVerifier, verifierKeyOf } from './keys.ts'
export type { LedgerKey } from './keys.ts'
export { knownHeadFiles } from './known-heads.ts'
export type { KnownHeads } from './known-heads.ts'
export { CHECKPOINT_EVERY_MS, signCheckpoint, startCheckpoints } from './checkpoints.ts'
export type { CheckpointRounds, RoundsOptions, Signing } from './checkpoints.ts'
export { entryProof, latestCheckpoint, LEDGER_PAGE_MAX, readEntries } from './read.ts'
export type { LedgerEntry, LedgerPage } from './read.ts'
export { LEDGER_SNAPSHOT, ledgerSource, verifyLedger } from './verify.ts'
export type { ServerVerification } from './verify.ts'
export { inTransaction } from './query.ts'
export type { Query, QueryPool } from './query.ts'
export { readByRequest } from './store.ts'
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
