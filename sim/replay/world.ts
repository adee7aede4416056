import type { Handle } from './handles.ts'
import type { Level } from './rights.ts'

/** A person as the replay knows them for as long as they are in an organisation. */
export type Person = {
  readonly member: Handle
  readonly login: string
  /** Organisation → appointment. */
  readonly places: Map<string, Handle>
  /** Organisation → administrator's seat. */
  readonly seats: Map<string, Handle>
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
  /** Whoever left the last organisation at some time, and how often. */
  readonly departed: Map<string, number>
  readonly teams: Map<string, Team>
  readonly repositories: Set<string>
}

/** An empty company: its root and the five roles. */
export const newWorld = (root: Handle, roles: ReadonlyMap<Level, Handle>): World => ({
  root,
  roles,
  departments: new Map(),
  people: new Map(),
  departed: new Map(),
  teams: new Map(),
  repositories: new Set(),
})

/** Whoever administers an organisation, longest standing first. */
export function administratorsOf({ people }: World, org: string): readonly Person[] {
  return [...people.values()].filter(({ seats }) => seats.has(org))
}
