/** What a company has set about its working time, and the calendar that follows from it. Pure. */
import type { WorkingTimeTerms } from '@hufu/contract'
import type { Calendar } from './calendar.ts'
import { chinaHolidays, chinaWorkdays } from './china.ts'

/** What is set: `holidays` and `workdays` are the company's own, over those of China. */
export type WorkingTime = Omit<WorkingTimeTerms, 'china'> & { readonly china: boolean }

const CHINA = 'Asia/Shanghai'

/** How a company works that has set nothing. */
export const usualWorkingTime: WorkingTime = {
  zone: CHINA,
  from: '09:00',
  until: '18:00',
  days: [1, 2, 3, 4, 5],
  china: true,
  holidays: [],
  workdays: [],
}

/** What was asked for, in one form: whoever works on China's clocks keeps China's holidays, unless they say otherwise. */
export function settled({ china, ...terms }: WorkingTimeTerms): WorkingTime {
  return {
    ...terms,
    china: china ?? terms.zone === CHINA,
    days: [...new Set(terms.days)].toSorted((a, b) => a - b),
    holidays: [...new Set(terms.holidays)].toSorted(),
    workdays: [...new Set(terms.workdays)].toSorted(),
  }
}

/** The calendar of a company: its own days stand over those of China. */
export function calendarOf({ china, ...time }: WorkingTime): Calendar {
  if (!china) return time
  const own = new Set([...time.holidays, ...time.workdays])
  const dates = (days: typeof chinaHolidays): readonly string[] =>
    days.map(({ date }) => date).filter((date) => !own.has(date))
  return {
    ...time,
    holidays: [...dates(chinaHolidays), ...time.holidays],
    workdays: [...dates(chinaWorkdays), ...time.workdays],
  }
}
