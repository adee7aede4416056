import { z } from 'zod'
import { can, change } from './common.ts'
import { route } from './define.ts'

/** Days of its own that a company may name, of each kind. */
export const OWN_DAYS_MAX = 400

const date = z.iso.date()
const days = z.array(date).max(OWN_DAYS_MAX)
const zone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)*$/, 'zone')
  .refine(isZone, 'zone')

/** When a company works, as it is set. */
export const workingTimeTerms = z
  .strictObject({
    /** An IANA name, such as `Asia/Shanghai`. */
    zone,
    /** On the clocks of the zone. */
    from: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'clock'),
    until: z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'clock'),
    /** Weekdays by ISO: Monday is 1, Sunday is 7. */
    days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    /** China's statutory holidays and days worked in exchange; left out, they count where the zone is China's. */
    china: z.boolean().optional(),
    /** The company's own closed days, and weekend days that it works; both stand over those of China. */
    holidays: days,
    workdays: days,
  })
  .refine(({ from, until }) => from < until, { path: ['until'], error: 'ends-before-it-begins' })
  .refine(({ holidays, workdays }) => !holidays.some((day) => workdays.includes(day)), {
    path: ['workdays'],
    error: 'closed-and-worked',
  })
export type WorkingTimeTerms = z.infer<typeof workingTimeTerms>

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Days in a row that are not as their weekdays say. */
export const specialDays = z.object({
  first: date,
  last: date,
  /** Closed, or worked though its weekday is not. */
  open: z.boolean(),
  /** The holiday they belong to; null for the company's own. */
  name: z.string().nullable(),
  /** Who says so: China as announced, China's law for a year of which the server knows no announcement, or the company. */
  by: z.enum(['announced', 'law', 'own']),
})
export type SpecialDays = z.infer<typeof specialDays>

const workingTimeView = z.object({
  zone: z.string(),
  from: z.string(),
  until: z.string(),
  days: z.array(z.number().int()),
  china: z.boolean(),
  holidays: z.array(date),
  workdays: z.array(date),
  /** The coming year, where its days are not as their weekdays say. */
  special: z.array(specialDays),
  /** The last year whose holidays China has announced, as far as this server knows. */
  announced: z.number().int(),
  can: z.object({ set: can }),
})
export type WorkingTimeView = z.infer<typeof workingTimeView>

/** Working days and hours of the coming year. */
const sum = z.object({ days: z.number().int(), hours: z.number() })

export const calendar = {
  workingTime: route(
    'GET',
    '/api/v1/working-time',
    { summary: 'When the company works: what is due counts in this time only', asks: ['audit.self.view'] },
    { answer: workingTimeView },
  ),
  setWorkingTime: route(
    'PUT',
    '/api/v1/working-time',
    { summary: 'Set when the company works', asks: ['request.flow.manage'] },
    { body: workingTimeTerms, answer: change },
  ),
  previewWorkingTime: route(
    'POST',
    '/api/v1/working-time/preview',
    {
      summary: 'What would change in the coming year if this were set: days that close, days that open',
      asks: ['request.flow.manage'],
    },
    {
      body: workingTimeTerms,
      answer: z.object({
        special: z.array(specialDays),
        before: sum,
        after: sum,
        closes: z.array(date),
        opens: z.array(date),
      }),
    },
  ),
}
