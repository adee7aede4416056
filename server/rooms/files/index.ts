import type { Doors } from '../../platform/http/index.ts'
import { fileRoutes } from './routes.ts'
import type { FilesParts } from './routes.ts'

/** The room of attachments. */
export function filesRoom(parts: FilesParts) {
  return { name: 'files', routes: (doors: Doors): void => fileRoutes(doors, parts) } as const
}

export type { Download } from './routes.ts'

export { takeAlong } from './commands.ts'
export { keptAmong } from './store-holdings.ts'
export { filesHoldings } from './holdings.ts'
export { sweepUnsent } from './jobs.ts'
export type { Knower, Place } from './place.ts'
export { filesProbes } from './probes.ts'
export { filesKnownTo, readFiles } from './store.ts'
