import type { WorkingTimeTerms } from '@hufu/contract'
import type { Kysely } from 'kysely'
import { permit, record } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { Calendar } from './calendar.ts'
import { findWorkingTime, putWorkingTime } from './store.ts'
import { calendarOf, settled, usualWorkingTime } from './working-time.ts'

/** The calendar of a company, as of now. */
export async function readCalendar(db: Kysely<PlatformTables>, workspaceId: string): Promise<Calendar> {
  return calendarOf((await findWorkingTime(db, workspaceId)) ?? usualWorkingTime)
}

/** Sets when the company works. What is already due on a day keeps it. */
export async function setCalendar(act: Act, terms: WorkingTimeTerms): Promise<null> {
  const tally = permit(act, 'request.flow.manage', { type: 'workspace' })
  const time = settled(terms)
  await putWorkingTime(tally, time)
  record(tally, { name: 'calendar.set@1', data: time })
  return null
}
