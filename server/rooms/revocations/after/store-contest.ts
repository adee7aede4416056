import type { ContestState } from '@hufu/contract'
import type { Kysely, Selectable } from 'kysely'
import { actorText } from '../../../platform/act/index.ts'
import type { Act, Tally } from '../../../platform/act/index.ts'
import type { PlatformTables } from '../../../platform/feed/index.ts'
import type { AfterTables } from './tables.ts'

type Db = Kysely<PlatformTables>
const on = (db: Db) => db.$extendTables<AfterTables>()

export type ContestRow = Selectable<AfterTables['revocationContest']>
export type RestoredRow = Selectable<AfterTables['revocationRestored']>

/** The contest of a revocation. Inside an act the revocation itself is locked first. */
export async function contestOf(
  db: Db,
  workspaceId: string,
  revocationId: string,
): Promise<ContestRow | undefined> {
  return on(db)
    .selectFrom('revocationContest')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('revocationId', '=', revocationId)
    .executeTakeFirst()
}

/** Writes what the person says. */
export async function insertContest(
  tally: Tally<'audit.self.view'>,
  revocationId: string,
  words: string,
): Promise<void> {
  await on(tally.tx)
    .insertInto('revocationContest')
    .values({
      workspaceId: tally.act.workspaceId,
      revocationId,
      words,
      state: 'open',
      at: tally.at,
      decidedBy: null,
      decidedAt: null,
      answer: null,
      alone: false,
    })
    .execute()
}

/** Writes how it was decided. */
export async function settleContest(
  tally: Tally<'perm.revoke'>,
  revocationId: string,
  decided: { readonly state: ContestState; readonly answer: string; readonly alone: boolean },
): Promise<void> {
  await on(tally.tx)
    .updateTable('revocationContest')
    .set({ ...decided, decidedBy: actorText(tally.act.actor), decidedAt: tally.at })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('revocationId', '=', revocationId)
    .execute()
}

/** Items of a revocation that were restored. */
export async function restoredOf(
  db: Db,
  workspaceId: string,
  revocationId: string,
): Promise<readonly RestoredRow[]> {
  return on(db)
    .selectFrom('revocationRestored')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('revocationId', '=', revocationId)
    .execute()
}

/** What may restore an item: lifting its restriction, or giving anew. */
export type Restoring = 'perm.restrict' | 'perm.grant' | 'perm.grant.temp'

/** Writes that an item was restored. */
export async function insertRestored(
  tally: Tally<Restoring>,
  item: { readonly revocationId: string; readonly itemId: string; readonly grantId: string | null },
): Promise<void> {
  const act: Act = tally.act
  await on(tally.tx)
    .insertInto('revocationRestored')
    .values({ ...item, workspaceId: act.workspaceId, restoredBy: actorText(act.actor), at: tally.at })
    .execute()
}
