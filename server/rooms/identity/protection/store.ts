import type { FactorNeeds, ProtectionProfile } from '@hufu/contract'
import type { Kysely } from 'kysely'
import type { Tally } from '../../../platform/act/index.ts'
import type { PlatformTables } from '../../../platform/feed/index.ts'

/** Since when the company goes by what it has chosen, and who chose it; null while it has chosen nothing. */
export async function chosenBy(
  db: Kysely<PlatformTables>,
  workspaceId: string,
): Promise<{ readonly since: Date; readonly byId: string | null } | null> {
  const row = await db
    .selectFrom('protection')
    .select(['since', 'byId'])
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirst()
  return row ?? null
}

/** Keeps what the company has chosen. */
export async function putProtection(
  { tx, act, at }: Tally<'sec.policy.manage'>,
  chosen: { readonly profile: ProtectionProfile; readonly needs: FactorNeeds },
  byId: string | null,
): Promise<void> {
  const values = { profile: chosen.profile, needs: chosen.needs, since: at, byId }
  await tx
    .insertInto('protection')
    .values({ ...values, workspaceId: act.workspaceId })
    .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet(values))
    .execute()
}
