const HOUR = 60
/** Minutes of a day. */
export const DAY = 24 * HOUR

/** Minutes as a number of the largest unit that fits whole. */
export function spanOf(minutes: number): {
  readonly unit: 'day' | 'hour' | 'minute'
  readonly count: number
} {
  if (minutes % DAY === 0) return { unit: 'day', count: minutes / DAY }
  if (minutes % HOUR === 0) return { unit: 'hour', count: minutes / HOUR }
  return { unit: 'minute', count: minutes }
}

/** How much is left until an instant, in whole days, or in hours on the last day; never less than nothing. */
export function leftUntil(
  until: string,
  now: number,
): { readonly unit: 'day' | 'hour'; readonly count: number } {
  const minutes = Math.max(0, Math.floor((new Date(until).getTime() - now) / 60_000))
  return minutes >= DAY
    ? { unit: 'day', count: Math.floor(minutes / DAY) }
    : { unit: 'hour', count: Math.floor(minutes / HOUR) }
}
