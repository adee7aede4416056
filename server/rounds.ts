/** What a server does by itself: what comes due, and what only tidies up. */
import { kyselyOver } from './platform/db/index.ts'
import type { Blobs } from './platform/blobs/index.ts'
import { pruneContentFeed } from './platform/feed/index.ts'
import type { PlatformTables } from './platform/feed/index.ts'
import { forgetAnswers } from './platform/http/index.ts'
import type { Job } from './platform/jobs/index.ts'
import { startMinding } from './rooms/claims/index.ts'
import { sweepUnsent } from './rooms/files/index.ts'
import { forgetHalves } from './rooms/halves/index.ts'
import type { Handover } from './rooms/handover/index.ts'
import { holdersOfPasskeys } from './rooms/identity/index.ts'
import type { Identity } from './rooms/identity/index.ts'
import { forgetNotices } from './rooms/notices/index.ts'
import { startPlans } from './rooms/plans/index.ts'
import { startClerk } from './rooms/requests/index.ts'
import { giveUpWaiting, tellOfSilence } from './rooms/revocations/index.ts'
import type { Checking, Depart } from './rooms/revocations/index.ts'
import { heirsOf, startTransfers } from './rooms/transfer/index.ts'

const DAY_MS = 86_400_000
const NOTICES_KEPT_MS = 400 * DAY_MS

/** What comes due by itself: plans, requests, and the top seat handed on. */
export function startRounds({ node, perform }: Checking, depart: Depart, handover: Handover) {
  const { unsettledOf, readHeld, takeBackup } = handover
  const heirs = heirsOf({ holders: holdersOfPasskeys, takeBackup })
  return {
    plans: startPlans({ node, perform, depart, unsettledOf, readHeld }),
    clerk: startClerk({ node, perform }),
    transfers: startTransfers({ node, perform, holders: holdersOfPasskeys, takeBackup }),
    heirs,
    minder: startMinding({ node, perform, heirs }),
  }
}

/** What only tidies up; nothing ends by a timer. */
export function tidying(checking: Checking, blobs: Blobs, identity: Identity): readonly Job[] {
  const { node } = checking
  const db = kyselyOver<PlatformTables>(node.pool)
  return [
    { name: 'unsent-files', cron: '17 * * * *', run: () => sweepUnsent(db, blobs, new Date()) },
    {
      name: 'remembered-answers',
      cron: '27 * * * *',
      run: () => forgetAnswers(db, new Date(Date.now() - DAY_MS)),
    },
    {
      name: 'notices',
      cron: '47 3 * * *',
      run: () => forgetNotices(db, new Date(Date.now() - NOTICES_KEPT_MS)),
    },
    {
      name: 'halves',
      cron: '57 3 * * *',
      run: () => forgetHalves(db, new Date(Date.now() - NOTICES_KEPT_MS)),
    },
    { name: 'content-feed', cron: '37 * * * *', run: () => pruneContentFeed(node.pool) },
    { name: 'identity', cron: '*/10 * * * *', run: identity.sweep },
    {
      name: 'unanswered-revocations',
      cron: '* * * * *',
      run: () => giveUpWaiting(checking).then(() => tellOfSilence(checking)),
    },
  ]
}
