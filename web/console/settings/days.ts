import type { SpecialDays } from '@hufu/contract'
import { locale } from '../../words/locale.ts'

const DAY_MS = 86_400_000

/** Weekdays by ISO, Monday first. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const

/** How many days lie between the first and the last, both counted. */
export const daysIn = ({ first, last }: Pick<SpecialDays, 'first' | 'last'>): number =>
  Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1

// Days on a calendar, so no zone moves them.
const weekdayOf = (at: number): string =>
  new Intl.DateTimeFormat(locale(), { weekday: 'short', timeZone: 'UTC' }).format(at)

/** The name of a weekday in the language of the page. The first of January 2024 was a Monday. */
export const weekdayName = (day: number): string => weekdayOf(Date.UTC(2024, 0, day))

const dayOf = (date: string): string => `${date} ${weekdayOf(Date.parse(date))}`

/** One day, or the first and the last of several. */
export const spanOf = (first: string, last: string): string =>
  first === last ? dayOf(first) : `${dayOf(first)} – ${dayOf(last)}`
