import type { Handle } from './handles.ts'
import type { Level } from './rights.ts'

/** A person as the replay knows them. Someone in no organisation is suspended and keeps their last place. */
export type Person = {
  readonly member: Handle
  /** Organisation → appointment. */
  readonly places: Map<string, Handle>
  /** Organisation → administrator's seat. */
  readonly seats: Map<string, Handle>
  suspended: boolean
}

export type Team = {
  readonly org: string
  readonly group: Handle
  /** Person → maintainer's seat. */
  readonly seats: Map<string, Handle>
  /** Repository → what the team holds there. */
  readonly grants: Map<string, { readonly level: Level; readonly grant: Handle }>
}

/** What the replay has to remember of the company in order to say the next step. */
export type World = {
  readonly root: Handle
  readonly roles: ReadonlyMap<Level, Handle>
  readonly departments: Map<string, Handle>
  readonly people: Map<string, Person>
  readonly teams: Map<string, Team>
  readonly repositories: Set<string>
}

/** An empty company: its root and the five roles. */
export const newWorld = (root: Handle, roles: ReadonlyMap<Level, Handle>): World => ({
  root,
  roles,
  departments: new Map(),
  people: new Map(),
  teams: new Map(),
  repositories: new Set(),
})

/** Whoever administers an organisation, longest standing first. */
export function administratorsOf({ people }: World, org: string): readonly string[] {
  return [...people]
    .filter(([, person]) => person.seats.has(org) && !person.suspended)
    .map(([login]) => login)
}
