import type { Clock } from './index.ts'

/**
 * The time that all nodes of a database share. INVARIANT F38: it follows the database's clock and the monotonic one of this
 * machine; setting this machine's clock moves it by nothing, and it never goes back.
 */
export type DatabaseTime = {
  /** Milliseconds since 1970. Before anything was heard: as this machine has it. */
  readonly now: () => number
  /** Takes what the database said of its clock, between two instants of our monotonic clock. */
  readonly heard: (said: { readonly at: number; readonly before: number; readonly after: number }) => void
}

export function newDatabaseTime({ wall, mono }: Clock): DatabaseTime {
  let ahead: number | null = null
  let newest = Number.NEGATIVE_INFINITY
  return {
    now() {
      if (ahead === null) return wall()
      newest = Math.max(newest, Math.floor(mono() + ahead))
      return newest
    },
    heard({ at, before, after }) {
      // It was said somewhere in between: what is known better than that stays.
      const [least, most] = [at - after, at - before]
      ahead = ahead === null ? (least + most) / 2 : Math.min(Math.max(ahead, least), most)
    },
  }
}
