import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import type { Act, Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { Where } from '../holdings/index.ts'
import { on } from './store.ts'
import type { ClaimTables } from './tables.ts'

type Db = Kysely<PlatformTables>
export type RecoveryRow = Selectable<ClaimTables['hostRecovery']>

/** For this long every page says that a way in was made on the host. */
const BANNER_DAYS = 30

/** The company, for whoever works on the host; undefined before one was founded. */
export async function companyOnHost(
  db: Db,
): Promise<{ readonly id: string; readonly name: string } | undefined> {
  return db.selectFrom('workspace').select(['id', 'name']).orderBy('createdAt').limit(1).executeTakeFirst()
}

/** Writes a way in made on the host. */
export async function insertRecovery(
  tally: Tally<'creator.transfer'>,
  row: Pick<RecoveryRow, 'id' | 'memberId' | 'creatorId' | 'invitationId' | 'because' | 'hostUser' | 'until'>,
): Promise<void> {
  await on(tally.tx)
    .insertInto('hostRecovery')
    .values({ ...row, workspaceId: tally.act.workspaceId, state: 'open', madeAt: tally.at, endedAt: null })
    .execute()
}

/** The open way in of the company, kept from changing until the transaction ends. */
export async function lockOpenRecovery(act: Act): Promise<RecoveryRow | undefined> {
  return on(act.tx)
    .selectFrom('hostRecovery')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('state', '=', 'open')
    .forUpdate()
    .executeTakeFirst()
}

/** Ends a way in. */
export async function endRecovery(
  tally: Tally<'creator.transfer'>,
  id: string,
  state: 'done' | 'void',
): Promise<void> {
  await on(tally.tx)
    .updateTable('hostRecovery')
    .set({ state, endedAt: tally.at })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
}

/** The open ways in of all companies. */
export async function openRecoveries(db: Db): Promise<readonly RecoveryRow[]> {
  return on(db).selectFrom('hostRecovery').selectAll().where('state', '=', 'open').execute()
}

/** The newest way in that every page still tells of. */
export async function shownRecovery({ db, workspaceId }: Where): Promise<RecoveryRow | undefined> {
  return on(db)
    .selectFrom('hostRecovery')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('madeAt', '>', sql<Date>`now() - make_interval(days => ${BANNER_DAYS})`)
    .orderBy('madeAt', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Until when every page tells of a way in made at an instant. */
export const shownUntil = (madeAt: Date): Date => new Date(madeAt.getTime() + BANNER_DAYS * 86_400_000)
