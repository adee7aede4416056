export { createLog, quietLog } from './log.ts'
export type { Log, LogOptions } from './log.ts'
