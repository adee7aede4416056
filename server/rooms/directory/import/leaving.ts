import type { MemberRow } from './row.ts'
import type { SnapshotMember } from './snapshot.ts'

/** That somebody leaves according to a file: for good or for a while, and when (ISO-8601; `null`: no day is named). */
export type Leaving = { readonly what: 'departure' | 'suspension'; readonly due: string | null }

const leftWords = new Set(['离职', '已离职', 'left', 'departed', 'resigned', 'terminated'])
const suspendedWords = new Set([
  '禁用',
  '已禁用',
  '停用',
  '已停用',
  '冻结',
  'disabled',
  'suspended',
  'inactive',
])

/** Whether a status says that somebody has left for good. */
export const saysLeft = (status: string): boolean => leftWords.has(status.toLowerCase())

/** Whether a status says that somebody may not come in for a while. */
export const saysSuspended = (status: string): boolean => suspendedWords.has(status.toLowerCase())

const noDay = new Set(['', '-', '—', '/', '无', 'none', 'n/a'])
const written =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/i
/** A file names days and no zone; they are read in the zone in which notices write them. */
const ZONE_AHEAD_MINUTES = 8 * 60
const DAY_MS = 86_400_000
const END_OF_DAY_MS = DAY_MS - 1000
/** The day from which a spreadsheet counts, and the days (1954 to 2119) that a bare number is taken for. */
const SHEET_BEGINS = Date.UTC(1899, 11, 30)
const SHEET_DAYS = { from: 20_000, to: 80_000 }

/** Reads a last day: its end, or the moment where a time stands beside it. `null`: none is named; `undefined`: no day at all. */
export function readLastDay(text: string): string | null | undefined {
  if (noDay.has(text.toLowerCase())) return null
  const counted = Number(text)
  if (counted >= SHEET_DAYS.from && counted < SHEET_DAYS.to)
    return inZone(
      SHEET_BEGINS + (Number.isInteger(counted) ? counted * DAY_MS + END_OF_DAY_MS : counted * DAY_MS),
    )
  const found = written.exec(text)
  if (found === null) return undefined
  const [year = 0, month = 0, day = 0] = found.slice(1, 4).map(Number)
  const start = new Date(Date.UTC(year, month - 1, day))
  if (start.getUTCMonth() !== month - 1 || start.getUTCDate() !== day) return undefined
  if (found[4] === undefined) return inZone(start.getTime() + END_OF_DAY_MS)
  const [hour = 0, minute = 0, second = 0] = found.slice(4, 7).map((part) => Number(part ?? 0))
  if (hour > 23 || minute > 59 || second > 59) return undefined
  return inZone(start.getTime() + ((hour * 60 + minute) * 60 + second) * 1000, found[7])
}

function inZone(wall: number, zone?: string): string {
  return new Date(Math.round(wall) - aheadMinutes(zone) * 60_000).toISOString()
}

function aheadMinutes(zone: string | undefined): number {
  if (zone === undefined) return ZONE_AHEAD_MINUTES
  if (zone.toUpperCase() === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return zone.startsWith('-') ? -minutes : minutes
}

/** What a row says of the leaving of somebody who is here; `null` where it says nothing that is still to be done. */
export function leavingOf(source: MemberRow, before: SnapshotMember | null): Leaving | null {
  if (before === null || before.status === 'departed') return null
  if (source.left || source.lastDay !== null) return { what: 'departure', due: source.lastDay }
  return source.suspended && before.status === 'active' ? { what: 'suspension', due: null } : null
}

/** Whether somebody has left by now according to a row. A status that names a day to come is not there yet. */
export const hasLeft = ({ left, lastDay }: MemberRow, at: number): boolean =>
  lastDay === null ? left : Date.parse(lastDay) <= at
