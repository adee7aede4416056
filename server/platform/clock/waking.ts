/** Time in which this process was awake: what it slept through, on a lid that was shut, is nobody's delay. */
export type WakingTime = {
  /** Called every so often by a timer. A longer gap between two calls was sleep. */
  readonly tick: () => void
  /** Milliseconds awake since the start, as of the last tick. */
  readonly now: () => number
}

const GAP_MS_MAX = 1000

/** Waking time by a monotonic clock. Ticks must come well within a second. */
export function newWakingTime(mono: () => number): WakingTime {
  let last = mono()
  let awake = 0
  return {
    tick() {
      const at = mono()
      awake += Math.min(at - last, GAP_MS_MAX)
      last = at
    },
    now: () => awake,
  }
}
