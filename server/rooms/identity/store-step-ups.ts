import type { Kysely, Selectable } from 'kysely'
import type { Act, Proved, Tally } from '../../platform/act/index.ts'
import { kyselyOn } from '../../platform/db/index.ts'
import { countSign } from './store-signs.ts'
import type { IdentityTables } from './tables.ts'

type Row = Selectable<IdentityTables['stepUp']>
type Db = Kysely<Pick<IdentityTables, 'stepUp'>>

/** Keeps what was proved for one act. */
export async function insertStepUp(
  tally: Tally<'audit.self.view'>,
  row: Omit<Row, 'workspaceId'>,
): Promise<void> {
  await tally.tx
    .$extendTables<IdentityTables>()
    .insertInto('stepUp')
    .values({ ...row, workspaceId: tally.act.workspaceId })
    .execute()
  await countSign(tally, row.memberId)
}

/**
 * Uses up a proof, where it is one for this act, this session and this moment: of many who bring the same, one gets it.
 * What does not fit is left where it is. Beside `act.tx`: it is no change of the company and needs no record of its own.
 */
export async function takeStepUp(
  act: Act,
  { tokenHash, actHash, memberId, sessionId, epoch }: Omit<Row, 'workspaceId' | 'id' | 'method' | 'until'>,
): Promise<Proved | null> {
  const db: Db = kyselyOn<Pick<IdentityTables, 'stepUp'>>(act.client)
  const row = await db
    .deleteFrom('stepUp')
    .where('tokenHash', '=', tokenHash)
    .where('actHash', '=', actHash)
    .where('workspaceId', '=', act.workspaceId)
    .where('memberId', '=', memberId)
    .where('sessionId', '=', sessionId)
    .where('epoch', '=', epoch)
    .where('until', '>', act.at)
    .returning(['id', 'method'])
    .executeTakeFirst()
  return row ?? null
}
