import type { Blobs } from '../../platform/blobs/index.ts'
import type { Doors } from '../../platform/http/index.ts'
import type { Place } from './place.ts'
import { fileRoutes } from './routes.ts'

/** The room of attachments. `place` says who is in the conversation a file lies in. */
export function filesRoom(blobs: Blobs, place: Place) {
  return { name: 'files', routes: (doors: Doors): void => fileRoutes(doors, blobs, place) } as const
}

export { takeAlong } from './commands.ts'
export { sweepUnsent } from './jobs.ts'
export type { Knower, Place } from './place.ts'
export { filesProbes } from './probes.ts'
export { readFiles } from './store.ts'
