import { contract } from '@hufu/contract'
import { can, may } from '../../platform/http/index.ts'
import type { Doors, Reading } from '../../platform/http/index.ts'
import { chinaAnnounced } from './china.ts'
import { setCalendar } from './commands.ts'
import { changedDays, specialDaysOf, sumOf } from './looking.ts'
import { findWorkingTime } from './store.ts'
import { calendarOf, settled, usualWorkingTime } from './working-time.ts'
import type { WorkingTime } from './working-time.ts'

const routes = contract.calendar
const KEY = 'request.flow.manage'
const company = { type: 'workspace' } as const

const readTime = async ({ db, workspaceId }: Reading): Promise<WorkingTime> =>
  (await findWorkingTime(db, workspaceId)) ?? usualWorkingTime

/** Registers the doors of working time: everybody may know it, few may set it. */
export function calendarRoutes(doors: Doors): void {
  doors.handle(routes.workingTime, async ({ reading, caller, locale }) => {
    may(reading, 'audit.self.view', { type: 'member', id: caller.memberId })
    const time = await readTime(reading)
    return {
      ...time,
      special: specialDaysOf(time, new Date(reading.at), locale),
      announced: chinaAnnounced,
      can: { set: can(reading, KEY, company) },
    }
  })
  doors.handle(routes.setWorkingTime, async (call) => {
    const { applied } = await call.perform('authority', 'calendar.set', (act) => setCalendar(act, call.body))
    return { applied }
  })
  doors.handle(routes.previewWorkingTime, async ({ reading, body, locale }) => {
    may(reading, KEY, company)
    const now = new Date(reading.at)
    const next = settled(body)
    const [before, after] = [calendarOf(await readTime(reading)), calendarOf(next)]
    return {
      special: specialDaysOf(next, now, locale),
      before: sumOf(before, now),
      after: sumOf(after, now),
      ...changedDays(before, after, now),
    }
  })
}
