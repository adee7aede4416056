/** The year to come in a calendar: its days out of the ordinary, how much of it is worked, and what a change does to it. Pure. */
import type { SpecialDays } from '@hufu/contract'
import { isWorkingDay, workingMsBetween } from './calendar.ts'
import type { Calendar } from './calendar.ts'
import { chinaHolidays, chinaWorkdays } from './china.ts'
import { dateAfter, instantOf, wallAt, weekdayOf } from './zone.ts'
import { calendarOf } from './working-time.ts'
import type { WorkingTime } from './working-time.ts'

const YEAR_DAYS = 365
const HOUR_MS = 3_600_000

/** The days of the year that begins today, on the clocks of the company. */
const yearFrom = ({ zone }: Calendar, now: Date): readonly string[] => {
  const { date: today } = wallAt(zone, now.getTime())
  return Array.from({ length: YEAR_DAYS }, (_, ahead) => dateAfter(today, ahead))
}

const chinaDays = new Map([...chinaHolidays, ...chinaWorkdays].map((day) => [day.date, day]))

/** Where the coming year is not as its weekdays say, and the weekends that holidays reach over. */
export function specialDaysOf(
  time: WorkingTime,
  now: Date,
  locale: 'zh-CN' | 'en-US',
): readonly SpecialDays[] {
  const calendar = calendarOf(time)
  const own = new Set([...time.holidays, ...time.workdays])
  const named = new Set([...calendar.holidays, ...calendar.workdays])
  const spans: SpecialDays[] = []
  for (const date of yearFrom(calendar, now)) {
    if (!named.has(date)) continue
    const day = own.has(date) ? undefined : chinaDays.get(date)
    const open = isWorkingDay(calendar, date)
    // To work on a day of the week that is worked anyway, or to keep it closed, is nothing to tell of.
    if (day === undefined && open === time.days.includes(weekdayOf(date))) continue
    const one: SpecialDays = {
      first: date,
      last: date,
      open,
      name: day?.names[locale] ?? null,
      by: day === undefined ? 'own' : day.fixed ? 'law' : 'announced',
    }
    const before = spans.at(-1)
    if (before !== undefined && follows(before, one)) spans[spans.length - 1] = { ...before, last: date }
    else spans.push(one)
  }
  return spans
}

const follows = (before: SpecialDays, next: SpecialDays): boolean =>
  dateAfter(before.last, 1) === next.first &&
  before.open === next.open &&
  before.name === next.name &&
  before.by === next.by

/** How many days and hours of the coming year are worked. */
export function sumOf(calendar: Calendar, now: Date) {
  const days = yearFrom(calendar, now)
  const [first = '', last = ''] = [days.at(0), days.at(-1)]
  const at = (date: string): Date => new Date(instantOf(calendar.zone, { date, ms: 0 }))
  const ms = workingMsBetween(calendar, at(first), at(dateAfter(last, 1)))
  return { days: days.filter((date) => isWorkingDay(calendar, date)).length, hours: ms / HOUR_MS }
}

/** Days of the coming year that a change would close, and those that it would open. */
export function changedDays(before: Calendar, after: Calendar, now: Date) {
  const days = yearFrom(after, now)
  const changed = days.filter((date) => isWorkingDay(before, date) !== isWorkingDay(after, date))
  return {
    closes: changed.filter((date) => !isWorkingDay(after, date)),
    opens: changed.filter((date) => isWorkingDay(after, date)),
  }
}
