import { criticalActWords } from './rooms/audit/index.ts'
import type { Names } from './rooms/authority/index.ts'
import type { Query } from './platform/ledger/index.ts'
import { claimWords } from './rooms/claims/index.ts'
import { halfWords } from './rooms/halves/index.ts'
import { HANDOVER_NEWS, handoverWords } from './rooms/handover/index.ts'
import { identitySpeakers } from './rooms/identity/index.ts'
import { CRITICAL_ACT } from './rooms/notices/index.ts'
import type { Speakers } from './rooms/notices/index.ts'
import { moveWords, planWords } from './rooms/plans/index.ts'
import { transferWords } from './rooms/transfer/index.ts'
import { requestWords } from './rooms/requests/index.ts'
import { revocationSpeakers } from './rooms/revocations/index.ts'

/** Who speaks of which kind of notice, in every room. */
export const speakersOf = (query: Query, names: Names): Speakers => ({
  [CRITICAL_ACT]: criticalActWords(query, names),
  [HANDOVER_NEWS]: handoverWords(names),
  ...revocationSpeakers(names),
  ...planWords(names),
  ...moveWords(names),
  ...requestWords(names),
  ...identitySpeakers,
  ...transferWords(names),
  ...claimWords(names),
  ...halfWords(names),
})
