/** Working time: which hours of which days count, and what is due when only they do. Pure. */
import { assert } from '@hufu/kit'
import { dateAfter, instantOf, wallAt, weekdayOf } from './zone.ts'

/**
 * When a company works. `zone` is an IANA name; `from` and `until` are `HH:MM` on its clocks, `until` up to `24:00`;
 * `days` are weekdays by ISO, Monday 1. On `holidays` nobody works, on `workdays` everybody does, whatever the weekday.
 */
export type Calendar = {
  readonly zone: string
  readonly from: string
  readonly until: string
  readonly days: readonly number[]
  readonly holidays: readonly string[]
  readonly workdays: readonly string[]
}

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** As many days in a row are looked at; a calendar that leaves more of them closed is a mistake. */
const DAYS_MAX = 40_000

/** Whether a day is worked at all. */
export function isWorkingDay(calendar: Calendar, date: string): boolean {
  const { holidays, workdays } = daysOf(calendar)
  return workdays.has(date) || (!holidays.has(date) && calendar.days.includes(weekdayOf(date)))
}

/** Whether an instant lies in working time. The minute of closing no longer does. */
export function isWorking(calendar: Calendar, at: Date): boolean {
  const hours = hoursOf(calendar, wallAt(calendar.zone, at.getTime()).date)
  return hours !== null && hours.from <= at.getTime() && at.getTime() < hours.until
}

/**
 * The instant at which so many hours of working time have passed. What begins in closed time begins at the next opening;
 * what ends with a working day ends then, and not at the next opening.
 */
export function afterWorkingHours(calendar: Calendar, from: Date, hours: number): Date {
  assert(hours >= 0, 'working hours lie ahead')
  let left = Math.round(hours * HOUR_MS)
  for (const day of daysFrom(calendar, from)) {
    const open = Math.max(day.from, from.getTime())
    if (open > day.until) continue
    if (left <= day.until - open) return new Date(open + left)
    left -= day.until - open
  }
  throw new Error('the loop above ends with an answer or throws')
}

/** Milliseconds of working time between two instants; less than zero when they stand the other way round. */
export function workingMsBetween(calendar: Calendar, from: Date, to: Date): number {
  if (to < from) return -workingMsBetween(calendar, to, from)
  let passed = 0
  for (let { date } = wallAt(calendar.zone, from.getTime()); ; date = dateAfter(date, 1)) {
    if (instantOf(calendar.zone, { date, ms: 0 }) > to.getTime()) return passed
    const day = hoursOf(calendar, date)
    if (day === null) continue
    const open = Math.max(day.from, from.getTime())
    passed += Math.max(Math.min(day.until, to.getTime()) - open, 0)
  }
}

/** The same hour on the wall so many working days later. A day on which nobody works does not count. */
export function afterWorkingDays(calendar: Calendar, from: Date, days: number): Date {
  const { date: today, ms } = wallAt(calendar.zone, from.getTime())
  let date = today
  let left = days
  for (let looked = 0; left > 0; looked += 1) {
    assert(looked < DAYS_MAX, 'this calendar is as good as always closed')
    date = dateAfter(date, 1)
    if (hoursOf(calendar, date) !== null) left -= 1
  }
  // The same instant once more would not be found again in an hour that clocks show twice.
  return date === today ? from : new Date(instantOf(calendar.zone, { date, ms }))
}

type Hours = { readonly from: number; readonly until: number }

/** The working hours of the days from an instant on, closed days left out. */
function* daysFrom(calendar: Calendar, from: Date): Generator<Hours> {
  let { date } = wallAt(calendar.zone, from.getTime())
  for (let looked = 0; ; looked += 1) {
    assert(looked < DAYS_MAX, 'this calendar is as good as always closed')
    const hours = hoursOf(calendar, date)
    if (hours !== null) yield hours
    date = dateAfter(date, 1)
  }
}

/** When work begins and ends on a day; null when it is closed, or when the zone has left that day out of its calendar. */
function hoursOf(calendar: Calendar, date: string): Hours | null {
  if (!isWorkingDay(calendar, date)) return null
  const { zone } = calendar
  const from = instantOf(zone, { date, ms: msOf(calendar.from) })
  const until = instantOf(zone, { date, ms: msOf(calendar.until) })
  return wallAt(zone, from).date === date ? { from, until } : null
}

function msOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * HOUR_MS + minutes * MINUTE_MS
}

type Days = { readonly holidays: ReadonlySet<string>; readonly workdays: ReadonlySet<string> }
const known = new WeakMap<Calendar, Days>()

function daysOf(calendar: Calendar): Days {
  const found = known.get(calendar)
  if (found !== undefined) return found
  const made = { holidays: new Set(calendar.holidays), workdays: new Set(calendar.workdays) }
  known.set(calendar, made)
  return made
}
