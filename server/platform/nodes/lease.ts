import type { Clock } from '../clock/index.ts'

export const LEASE_MS = 5000
/** A gap between what the wall clock and the monotonic clock say of the same stretch: sleep, SIGSTOP or a jump. */
export const CLOCK_GAP_MS_MAX = 1000

/** The right of a node to act from memory. Only `fresh` may be asked, synchronously, right where something leaves. */
export type Lease = {
  readonly fresh: () => boolean
  /** Takes the lease anew: it runs from the moment *before* the renewal was sent. */
  readonly renewed: (before: Instant) => void
  readonly drop: () => void
  readonly now: () => Instant
  /** Milliseconds since the lease lapsed by the monotonic clock; 0 while it is fresh. */
  readonly lapsedForMs: () => number
}

/** One moment on both clocks. */
export type Instant = { readonly wall: number; readonly mono: number }

/** A lease that was never taken is not fresh. */
export function newLease(clock: Clock): Lease {
  let from: Instant | null = null
  let lapsedAt: number | null = clock.mono()
  const now = (): Instant => ({ wall: clock.wall(), mono: clock.mono() })

  const fresh = (): boolean => {
    if (from === null) return false
    const mono = clock.mono() - from.mono
    const wall = clock.wall() - from.wall
    if (mono < LEASE_MS && wall < LEASE_MS && Math.abs(wall - mono) <= CLOCK_GAP_MS_MAX) return true
    from = null
    lapsedAt = clock.mono()
    return false
  }

  return {
    fresh,
    now,
    renewed(before) {
      from = before
      lapsedAt = null
      // A renewal that took longer than the lease itself renews nothing.
      fresh()
    },
    drop() {
      if (from !== null) lapsedAt = clock.mono()
      from = null
    },
    lapsedForMs: () => (fresh() || lapsedAt === null ? 0 : clock.mono() - lapsedAt),
  }
}
