export { newDatabaseTime } from './database-time.ts'
export type { DatabaseTime } from './database-time.ts'
export { newWakingTime } from './waking.ts'

/** Two clocks: `wall` may jump, `mono` never goes back. Both in milliseconds. Passed in, so that tests can move them. */
export type Clock = { readonly wall: () => number; readonly mono: () => number }

export const systemClock: Clock = { wall: () => Date.now(), mono: () => performance.now() }
