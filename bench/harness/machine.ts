/** What the machine gives at this moment, measured by work of our own that never changes: figures of two hours compare by it. */
import { coreSeconds } from './core.ts'

const STEPS = 1 << 27
const CELLS = 1 << 24
const READS = 1 << 21

export type Machine = {
  /** Dependent steps of arithmetic a second on one core, in millions. */
  readonly steps: number
  /** Nanoseconds for one read that no cache foresees, in 64 MB. */
  readonly read: number
}

let cells: Int32Array | undefined

/** Takes under a second. */
export function machineNow(): Machine {
  cells ??= oneCircle()
  return { steps: STEPS / 1e6 / coreSeconds(step), read: (coreSeconds(walk) * 1e9) / READS }
}

// Kept, so that the runtime cannot leave the work out.
const trace = { value: 0 }

function step(): void {
  let value = trace.value | 1
  for (let at = 0; at < STEPS; at++) value = (Math.imul(value, 1664525) + 1013904223) | 0
  trace.value = value
}

function walk(): void {
  const circle = cells ?? oneCircle()
  let at = 0
  for (let read = 0; read < READS; read++) at = circle[at] ?? 0
  trace.value ^= at
}

// A list that leads from each cell to another in no order and through all of them (Sattolo).
function oneCircle(): Int32Array {
  const circle = Int32Array.from({ length: CELLS }, (_, at) => at)
  let state = 1
  for (let last = CELLS - 1; last > 0; last--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const other = Math.floor((state / 2 ** 32) * last)
    const kept = circle[last] ?? 0
    circle[last] = circle[other] ?? 0
    circle[other] = kept
  }
  return circle
}
