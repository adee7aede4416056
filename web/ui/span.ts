import { inUnits } from '../words/units.ts'

const MINUTE_MS = 60_000
const HOUR_MINUTES = 60
const DAY_MINUTES = 24 * HOUR_MINUTES

/** A span in the two largest units that it has, rounded up to the minute: "2 天 3 小时", "12 minutes". */
export function spanWords(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / MINUTE_MS))
  const [days, hours] = [
    Math.floor(minutes / DAY_MINUTES),
    Math.floor((minutes % DAY_MINUTES) / HOUR_MINUTES),
  ]
  const parts = [
    ...(days === 0 ? [] : [inUnits(days, 'day')]),
    ...(hours === 0 ? [] : [inUnits(hours, 'hour')]),
    ...(days > 0 || minutes % HOUR_MINUTES === 0 ? [] : [inUnits(minutes % HOUR_MINUTES, 'minute')]),
  ]
  return parts.join(' ')
}
