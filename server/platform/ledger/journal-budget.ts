/** Most entries one actor gets into the activity tree within one window. */
export const ACTIVITY_PER_ACTOR_MAX = 300

/** Length of that window in milliseconds. */
export const ACTIVITY_WINDOW_MS = 60_000

/** What was left out for one actor: how many entries, and when (milliseconds since 1970). */
export type LeftOut = {
  readonly who: string
  readonly count: number
  readonly from: number
  readonly until: number
}

/** Counts entries per actor. `take` says whether one more fits; `settle` gives what was left out in windows that ended. */
export type ActivityBudget = {
  readonly take: (who: string, at: number) => boolean
  readonly settle: (now: number) => readonly LeftOut[]
}

type Window = { readonly from: number; taken: number; leftOut: number }

/** A budget of fixed windows, one per actor, opened by the actor's first entry. */
export function activityBudget(perActorMax: number, windowMs: number): ActivityBudget {
  const windows = new Map<string, Window>()
  const ended: LeftOut[] = []
  const close = (who: string, { from, leftOut }: Window): void => {
    windows.delete(who)
    if (leftOut > 0) ended.push({ who, count: leftOut, from, until: from + windowMs })
  }
  return {
    take: (who, at) => {
      const open = windows.get(who)
      if (open !== undefined && at >= open.from + windowMs) close(who, open)
      const window = windows.get(who) ?? { from: at, taken: 0, leftOut: 0 }
      windows.set(who, window)
      if (window.taken >= perActorMax) {
        window.leftOut += 1
        return false
      }
      window.taken += 1
      return true
    },
    settle: (now) => {
      for (const [who, window] of windows) if (now >= window.from + windowMs) close(who, window)
      return ended.splice(0)
    },
  }
}
