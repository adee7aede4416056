import type { Tally } from '../../platform/act/index.ts'
import type { Where } from '../holdings/index.ts'
import { on } from './store.ts'
import type { ClaimTally } from './store.ts'

/** Notes by which notices the creator was told of a claim. */
export async function insertTold(
  tally: ClaimTally,
  claimId: string,
  noticeIds: readonly string[],
): Promise<void> {
  if (noticeIds.length === 0) return
  const { act, at } = tally
  await on(tally.tx)
    .insertInto('claimTold')
    .values(noticeIds.map((noticeId) => ({ workspaceId: act.workspaceId, claimId, noticeId, at })))
    .execute()
}

export type ToldRow = { readonly claimId: string; readonly noticeId: string; readonly at: Date }

/** How the creator was told of claims, oldest first. */
export async function toldOf(
  { db, workspaceId }: Where,
  claimIds: readonly string[],
): Promise<readonly ToldRow[]> {
  if (claimIds.length === 0) return []
  return on(db)
    .selectFrom('claimTold')
    .select(['claimId', 'noticeId', 'at'])
    .where('workspaceId', '=', workspaceId)
    .where('claimId', 'in', claimIds)
    .orderBy('at')
    .orderBy('noticeId')
    .execute()
}

/** Everybody at work, for what the whole company is told. */
export async function everybody(tally: Tally<'creator.transfer'>): Promise<readonly string[]> {
  const rows = await tally.tx
    .$extendTables<{ member: { workspaceId: string; id: string; status: string } }>()
    .selectFrom('member')
    .select('id')
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('status', '=', 'active')
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}
