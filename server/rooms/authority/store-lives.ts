import type { Tier } from '@hufu/authority'
import type { NotNull } from 'kysely'
import type { Tally } from '../../platform/act/index.ts'
import type { Giving, GrantRow } from './store-rules.ts'
import { on, workspaceOf } from './tables-on.ts'
import type { Db } from './tables-on.ts'

/** Who suspended a grant and why, and of which tier they were then. */
export type Suspension = {
  readonly by: string
  readonly because: string
  /** Null for whoever has no tier. */
  readonly tier: Tier | null
}

/** Suspends a grant. */
export async function insertSuspension(
  tally: Tally<'perm.revoke'>,
  id: string,
  { by, because, tier }: Suspension,
): Promise<void> {
  await grantIn(tally, id)
    .set({ suspendedAt: tally.at, suspendedBy: by, suspendedBecause: because, suspendedTier: tier })
    .execute()
}

/** Resumes a suspended grant. */
export async function deleteSuspension(tally: Tally<Giving>, id: string): Promise<void> {
  const nothing = { suspendedAt: null, suspendedBy: null, suspendedBecause: null, suspendedTier: null }
  await grantIn(tally, id).set(nothing).execute()
}

/** Gives a grant a later end; the one it was given with is kept. */
export async function updateEnd(
  tally: Tally<Giving>,
  grant: Pick<GrantRow, 'id' | 'untilAt' | 'firstUntilAt' | 'extended'>,
  until: Date,
): Promise<void> {
  const firstUntilAt = grant.firstUntilAt ?? grant.untilAt
  await grantIn(tally, grant.id)
    .set({ untilAt: until, firstUntilAt, extended: grant.extended + 1 })
    .execute()
}

const grantIn = (tally: Tally, id: string) =>
  on(tally.tx)
    .updateTable('authorityGrant')
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)

/** A suspended grant that has not ended, with when, by whom and why. */
export type SuspendedRow = GrantRow & {
  readonly suspendedAt: Date
  readonly suspendedBy: string
  readonly suspendedBecause: string
}

/** Suspended grants that name a member, latest first; or, of nobody, those that name many people. */
export async function suspendedGrantsOf(
  db: Db,
  workspaceId: string,
  memberId: string | null,
  limit: number,
): Promise<readonly SuspendedRow[]> {
  const suspended = on(db)
    .selectFrom('authorityGrant')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('subjectType', memberId === null ? '!=' : '=', 'member')
    .where('endedAt', 'is', null)
    .where('suspendedAt', 'is not', null)
  return (memberId === null ? suspended : suspended.where('subjectId', '=', memberId))
    .$narrowType<{ suspendedAt: NotNull; suspendedBy: NotNull; suspendedBecause: NotNull }>()
    .orderBy('suspendedAt', 'desc')
    .limit(limit)
    .execute()
}
