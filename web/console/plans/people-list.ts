import dayjs from 'dayjs'

/** One line of a pasted list: whom it names, and their last moment in ISO-8601 UTC where it says one. */
export type Listed = { readonly who: string; readonly due?: string }

export type ReadList = {
  readonly people: readonly Listed[]
  /** Lines whose second column is no day and no moment, counted from 1. */
  readonly bad: readonly { readonly line: number; readonly text: string }[]
}

/** Reads a list as people paste it from a table: one person a line, then a comma or tab, then perhaps a day. */
export function readPeople(text: string): ReadList {
  const people: Listed[] = []
  const bad: { line: number; text: string }[] = []
  for (const [place, raw] of text.split(/\r?\n/).entries()) {
    const [who = '', day = ''] = raw.split(/[,，\t]/).map((part) => part.trim())
    if (who === '') continue
    const due = day === '' ? null : momentOf(day)
    if (day !== '' && due === null) bad.push({ line: place + 1, text: day })
    people.push(due === null ? { who } : { who, due })
  }
  return { people, bad }
}

/** People with their last moments as a list that `readPeople` reads. Where the moment is past, it is now. */
export const writePeople = (
  people: readonly { readonly login: string; readonly due: string | null }[],
  now = Date.now(),
): string =>
  people
    .map(({ login, due }) =>
      due === null || Date.parse(due) <= now
        ? login
        : `${login}, ${dayjs(due).format('YYYY-MM-DD HH:mm:ss')}`,
    )
    .join('\n')

const written =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/i

/** A day or a moment, in the viewer's zone unless it names one. A day alone means its end. Null for anything else. */
function momentOf(text: string): string | null {
  const found = written.exec(text)
  if (found === null) return null
  const [year = 0, month = 0, day = 0, hour, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part)))
  const ms = Number((found[7] ?? '').padEnd(3, '0'))
  const utc = new Date(Date.UTC(year, month - 1, day))
  if (utc.getUTCMonth() !== month - 1 || utc.getUTCDate() !== day) return null
  if (hour === undefined) return new Date(year, month - 1, day, 23, 59, 59).toISOString()
  if (hour > 23 || minute > 59 || second > 59) return null
  const zone = found[8]
  if (zone === undefined) return new Date(year, month - 1, day, hour, minute, second, ms).toISOString()
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second, ms) - offsetMs(zone)).toISOString()
}

/** How far a zone such as `+08:00` is ahead of UTC. */
function offsetMs(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}
