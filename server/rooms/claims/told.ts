/** Who is told what, when a claim moves. */
import { statusOf } from '@hufu/authority'
import { record } from '../../platform/act/index.ts'
import { tellEach } from '../notices/index.ts'
import { topAt } from './claim.ts'
import { insertTold } from './store-told.ts'
import type { ClaimRow, ClaimTally } from './store.ts'

export const CLAIM_NEWS = 'claim.news@1'
/** A way in was made on the host. */
export const HOST_RECOVERY = 'claim.host-recovery@1'

export type ClaimHappened =
  | 'made'
  | 'accepted'
  | 'challenge'
  | 'reminder'
  | 'reopened'
  | 'refuted'
  | 'withdrawn'
  | 'lapsed'

/** What a notice of a claim knows. */
export type ClaimTold = {
  readonly claimId: string
  readonly what: ClaimHappened
  readonly creatorId: string
  readonly successorId: string
  readonly byId: string
  /** When the seat changes hands, in a challenge. */
  readonly dueAt: string | null
}

/** What a notice of a recovery on the host knows. */
export type RecoveryTold = {
  readonly recoveryId: string
  readonly memberId: string
  /** `opened`: the way in was made. `done`: the seat has changed hands. */
  readonly what: 'opened' | 'done'
}

type About = Pick<ClaimRow, 'id' | 'creatorId' | 'successorId' | 'byId'>

/**
 * Tells the creator, the successor and every super administrator, but not whoever acts. By which notices the creator was
 * told is kept with the claim.
 */
export async function tellOf(
  tally: ClaimTally,
  row: About,
  what: ClaimHappened,
  dueAt: Date | null = null,
): Promise<void> {
  const { act } = tally
  const self = act.actor.type === 'member' ? act.actor.memberId : null
  const { supers } = topAt(act.facts, act.at.getTime())
  const data: ClaimTold = {
    claimId: row.id,
    what,
    creatorId: row.creatorId,
    successorId: row.successorId,
    byId: row.byId,
    dueAt: dueAt?.toISOString() ?? null,
  }
  const others = [row.successorId, row.byId, ...supers].filter(
    (id) => id !== self && id !== row.creatorId && statusOf(act.facts, id) === 'active',
  )
  const creator = row.creatorId === self ? [] : [row.creatorId]
  const told = await tellEach(tally, [{ to: creator, kind: CLAIM_NEWS, data, mail: true }])
  // A reminder is for the creator: everybody else knows when it is due.
  if (what !== 'reminder') await tellEach(tally, [{ to: others, kind: CLAIM_NEWS, data, mail: true }])
  await insertTold(tally, row.id, told)
}

type ClaimEvent =
  | 'made@1'
  | 'voted@1'
  | 'accepted@1'
  | 'challenged@1'
  | 'told@1'
  | 'reopened@1'
  | 'refuted@1'
  | 'withdrawn@1'
  | 'lapsed@1'
  | 'done@1'

/** Writes what happened to a claim into the ledger. */
export function recordClaim(
  tally: ClaimTally,
  row: About & Pick<ClaimRow, 'hash'>,
  event: ClaimEvent,
  data: { readonly [key: string]: string | number | readonly string[] } = {},
  sealed?: Readonly<Record<string, string>>,
): void {
  const { id: claimId, creatorId, successorId, hash } = row
  record(
    tally,
    {
      name: `claim.${event}`,
      data: { claimId, creatorId, successorId, hash: hash.toString('hex'), ...spread(data) },
    },
    { about: [creatorId, successorId], ...(sealed === undefined ? {} : { sealed }) },
  )
}

const spread = (data: { readonly [key: string]: string | number | readonly string[] }) =>
  Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, typeof value === 'object' ? [...value] : value]),
  )
