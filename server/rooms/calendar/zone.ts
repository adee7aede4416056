/** Clocks of time zones: what a clock on the wall shows at an instant, and when it shows something. Pure. */

const DAY_MS = 86_400_000
const SECOND_MS = 1000

/** What a clock shows: the day as `YYYY-MM-DD`, and milliseconds since it last showed midnight. */
export type Wall = { readonly date: string; readonly ms: number }

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const numeric = 'numeric'
  const made = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  })
  formats.set(zone, made)
  return made
}

/** By how much the clocks of a zone are ahead of UTC at an instant. */
function offsetAt(zone: string, at: number): number {
  const shown = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return wall - Math.floor(at / SECOND_MS) * SECOND_MS
}

/** What clocks in a zone show at an instant. */
export function wallAt(zone: string, at: number): Wall {
  const shifted = at + offsetAt(zone, at)
  const date = dateOf(shifted)
  return { date, ms: shifted - midnightOf(date) }
}

/**
 * The first instant at which clocks in a zone show this or later on that day. An hour that clocks leave out is over at
 * once, and of an hour they show twice the first counts: what is later on the wall is never earlier in time.
 */
export function instantOf(zone: string, { date, ms }: Wall): number {
  const wall = midnightOf(date) + ms
  const before = offsetAt(zone, wall - DAY_MS)
  const after = offsetAt(zone, wall + DAY_MS)
  if (before === after) return wall - before
  const change = changeBetween(zone, wall - DAY_MS, wall + DAY_MS)
  return wall - before < change ? wall - before : Math.max(change, wall - after)
}

/** When clocks are put forward or back, of an interval in which they are so once. */
function changeBetween(zone: string, from: number, until: number): number {
  const before = offsetAt(zone, from)
  let [low, high] = [from, until]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(zone, middle) === before) low = middle
    else high = middle
  }
  return high
}

const midnightOf = (date: string): number => Date.parse(`${date}T00:00:00Z`)
const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 'YYYY-MM-DD'.length)

/** The day so many days after another, or before it. */
export const dateAfter = (date: string, days: number): string => dateOf(midnightOf(date) + days * DAY_MS)

/** The day of the week by ISO: Monday is 1, Sunday is 7. */
export const weekdayOf = (date: string): number => new Date(midnightOf(date)).getUTCDay() || 7
