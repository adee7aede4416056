import type { Kysely } from 'kysely'
import type { Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { CalendarTables } from './tables.ts'
import type { WorkingTime } from './working-time.ts'

type Db = Kysely<PlatformTables>
const on = (db: Db) => db.$extendTables<CalendarTables>()

/** What a company has set; undefined when nothing. */
export async function findWorkingTime(db: Db, workspaceId: string): Promise<WorkingTime | undefined> {
  const row = await on(db)
    .selectFrom('workingTime')
    .select(['zone', 'fromClock', 'untilClock', 'days', 'china', 'holidays', 'workdays'])
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { fromClock: from, untilClock: until, days, holidays, workdays, ...rest } = row
  return { ...rest, from, until, days: [...days], holidays: [...holidays], workdays: [...workdays] }
}

/** Keeps what a company has set, in place of what it had. */
export async function putWorkingTime(
  tally: Tally<'request.flow.manage'>,
  { from: fromClock, until: untilClock, ...time }: WorkingTime,
): Promise<void> {
  const values = { ...time, fromClock, untilClock }
  await on(tally.tx)
    .insertInto('workingTime')
    .values({ workspaceId: tally.act.workspaceId, ...values })
    .onConflict((row) => row.column('workspaceId').doUpdateSet(values))
    .execute()
}
