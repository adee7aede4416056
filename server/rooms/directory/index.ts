import type { Doors } from '../../platform/http/index.ts'
import type { HufuNode } from '../../platform/nodes/index.ts'
import { activateMember, foundDirectory } from './commands-founding.ts'
import type { AfterMoves } from './commands-import.ts'
import { exportRoutes } from './routes-export.ts'
import { openImports } from './imports.ts'
import { isSeen } from './members-shown.ts'
import { findMember, person } from './people.ts'
import { importRoutes } from './routes-import.ts'
import { directoryRoutes } from './routes.ts'
import { sortKey } from './sorting.ts'
import { managerOfMember } from './managers.ts'
import { findAmong, findForSignIn, readSignInCard } from './store-people.ts'
import { readNames } from './store-views.ts'
import { visibility } from './visibility/projection.ts'

export type { AfterMoves } from './commands-import.ts'
export { directoryProbes } from './probes.ts'

/** What the room needs: its node, where uploads may lie, and what follows when a file moves people. */
export type DirectoryParts = {
  readonly node: HufuNode
  readonly dataDir: string
  readonly afterMoves: AfterMoves
}

/** The room of departments, members, positions and groups. */
export function directoryRoom({ node, dataDir, afterMoves }: DirectoryParts) {
  const imports = openImports(node, dataDir)
  // The table of sort keys takes some 60 ms to make: now, not under the first request.
  sortKey('虎符')
  return {
    name: 'directory',
    routes(doors: Doors): void {
      directoryRoutes(doors)
      importRoutes(doors, imports, afterMoves)
      exportRoutes(doors)
    },
    stop: imports.stop,
  } as const
}

/** What each node keeps in memory for this room. */
export const directoryProjections = [visibility] as const

/** What other rooms need to know of people: names, who somebody is, whom a login or a list means, to whom they report, whether one sees them. */
export const directoryPeople = {
  names: readNames,
  person,
  find: findMember,
  among: findAmong,
  manager: managerOfMember,
  sees: isSeen,
} as const

/** What signing in needs to know of people. */
export const signInPeople = {
  find: findForSignIn,
  card: readSignInCard,
  found: foundDirectory,
  activate: activateMember,
} as const

export { lockAppointment } from './store-members.ts'
export { directoryHoldings } from './holdings.ts'
export { directoryCommands } from './commands.ts'
export { departMember, suspendMember } from './commands-members.ts'
export type { Around } from './commands-members.ts'
export { managerOfMember, managersAbove, managersOf } from './managers.ts'
export { startSight } from './visibility/delivery.ts'
export type { SightDeliverer } from './visibility/delivery.ts'
export { mayReach, sightOf } from './visibility/sight.ts'
export type { Sight } from './visibility/sight.ts'
export { foundDirectory } from './commands-founding.ts'
export { snapshotDirectory } from './store-snapshot.ts'
