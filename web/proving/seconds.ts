import { useSyncExternalStore } from 'react'

const SECOND_MS = 1000
let now = Date.now()
const ticking = new Set<() => void>()
let clock: ReturnType<typeof setInterval> | null = null

function onSecond(listener: () => void): () => void {
  ticking.add(listener)
  now = Date.now()
  clock ??= setInterval(() => {
    now = Date.now()
    for (const tell of ticking) tell()
  }, SECOND_MS)
  return () => {
    ticking.delete(listener)
    if (ticking.size > 0 || clock === null) return
    clearInterval(clock)
    clock = null
  }
}

/** Whole seconds until an instant, counted down; 0 when it is over. A clock that is wrong here only draws it wrong. */
export function useSecondsTo(instant: string): number {
  const at = useSyncExternalStore(onSecond, () => now)
  return Math.max(0, Math.ceil((Date.parse(instant) - at) / SECOND_MS))
}

/** Seconds as people read a clock that runs down: `4:05`. */
export const minutesOf = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
