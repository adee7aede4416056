/**
 * China's statutory holidays and the weekend days worked in exchange: as the State Council announced them, and for years
 * it has not spoken of yet, the thirteen days that are fixed by law.
 */
import chineseDays from 'chinese-days'
import announced from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { dateAfter } from './zone.ts'

type Names = { readonly 'zh-CN': string; readonly 'en-US': string }
/** One day out of the ordinary. `fixed`: its year is not announced yet, and the law names this day anyway. */
export type ChinaDay = { readonly date: string; readonly names: Names; readonly fixed: boolean }

/** Days of years to come are worked out this far ahead. */
const LAST_YEAR = 2050

/** The first day of the lunar year 1900, from which its months are counted. */
const LUNAR_FIRST = { year: 1900, date: '1900-01-31' } as const

const names = {
  newYear: { 'zh-CN': '元旦', 'en-US': 'New Year' },
  spring: { 'zh-CN': '春节', 'en-US': 'Spring Festival' },
  tombs: { 'zh-CN': '清明节', 'en-US': 'Tomb-sweeping Day' },
  labour: { 'zh-CN': '劳动节', 'en-US': 'Labour Day' },
  boats: { 'zh-CN': '端午节', 'en-US': 'Dragon Boat Festival' },
  moon: { 'zh-CN': '中秋节', 'en-US': 'Mid-Autumn Festival' },
  nation: { 'zh-CN': '国庆节', 'en-US': 'National Day' },
} as const

const announcedDays = (days: Readonly<Record<string, string>>): readonly ChinaDay[] =>
  Object.entries(days).map(([date, text]) => {
    // As in `Spring Festival,春节,4`: both names, and how many of its days are by law.
    const [english = text, chinese = text] = text.split(',')
    const usual = Object.values(names).find((ours) => ours['zh-CN'].startsWith(chinese))
    return { date, names: usual ?? { 'zh-CN': chinese, 'en-US': english }, fixed: false }
  })

const closed = announcedDays(announced.holidays)

/** The last year whose holidays are announced. */
export const chinaAnnounced = Number(
  closed
    .map(({ date }) => date)
    .toSorted()
    .at(-1)
    ?.slice(0, 'YYYY'.length),
)

/** Days on which nobody works in China. */
export const chinaHolidays: readonly ChinaDay[] = [
  ...closed,
  ...Array.from({ length: LAST_YEAR - chinaAnnounced }, (_, ahead) =>
    byLaw(chinaAnnounced + 1 + ahead),
  ).flat(),
]

/** Days of weekends that are worked in exchange for a longer holiday. */
export const chinaWorkdays: readonly ChinaDay[] = announcedDays(announced.workdays)

/** The days of a year that the regulation on national holidays of 2024 names. */
export function byLaw(year: number): readonly ChinaDay[] {
  const days = (first: string, count: number, of: Names): readonly ChinaDay[] =>
    Array.from({ length: count }, (_, at) => ({ date: dateAfter(first, at), names: of, fixed: true }))
  return [
    ...days(`${year}-01-01`, 1, names.newYear),
    ...days(dateAfter(lunarDate(year, 1, 1), -1), 4, names.spring),
    ...days(`${year}-04-0${brightness(year)}`, 1, names.tombs),
    ...days(`${year}-05-01`, 2, names.labour),
    ...days(lunarDate(year, 5, 5), 1, names.boats),
    ...days(lunarDate(year, 8, 15), 1, names.moon),
    ...days(`${year}-10-01`, 3, names.nation),
  ]
}

/**
 * The day of a lunar month, none of which is a leap month. Only the lengths of months are taken from the library: its own
 * functions of dates answer otherwise on a server whose clock is behind UTC.
 */
function lunarDate(year: number, month: number, day: number): string {
  const leap = (of: number) => chineseDays.getYearLeapMonth(of)
  const months = (of: number, count: number): number =>
    Array.from({ length: count }, (_, at) => chineseDays.monthDays(of, at + 1)).reduce((a, b) => a + b, 0)
  let days = months(year, month - 1) + day - 1
  if ((leap(year).leapMonth ?? month) < month) days += leap(year).days
  for (let before = LUNAR_FIRST.year; before < year; before += 1)
    days += months(before, 12) + leap(before).days
  return dateAfter(LUNAR_FIRST.date, days)
}

/** The day in April of this century on which the sun stands at 15 degrees, by the usual formula for Beijing. */
function brightness(year: number): number {
  const ofCentury = year % 100
  return Math.floor(ofCentury * 0.2422 + 4.81) - Math.floor(ofCentury / 4)
}
