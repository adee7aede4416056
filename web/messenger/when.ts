import dayjs from 'dayjs'

/** When something was last said, as short as a list allows: the time today, the day before that. */
export function whenShort(at: string, yesterday: string): string {
  const then = dayjs(at)
  const today = dayjs().startOf('day')
  if (!then.isBefore(today)) return then.format('HH:mm')
  if (!then.isBefore(today.subtract(1, 'day'))) return yesterday
  return then.isSame(today, 'year') ? then.format('MM-DD') : then.format('YYYY-MM-DD')
}

/** The day of a separator between messages. */
export function dayWords(at: string, today: string, yesterday: string): string {
  const then = dayjs(at)
  const now = dayjs().startOf('day')
  if (!then.isBefore(now)) return today
  if (!then.isBefore(now.subtract(1, 'day'))) return yesterday
  return then.format('YYYY-MM-DD dddd')
}

/** True when two instants fall on different days of the reader. */
export const otherDay = (one: string, other: string): boolean => !dayjs(one).isSame(other, 'day')

/** Bytes as people read them. */
export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
