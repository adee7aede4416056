import { departmentsOf } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import type { Kysely } from 'kysely'
import type { Act } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { Reading } from '../../platform/http/index.ts'
import { directoryPeople, sightOf } from '../directory/index.ts'
import type { Sight } from '../directory/index.ts'

/** What is shown of a person beside what they say. Names stand as they are now. */
export type Person = { readonly name: string; readonly department: string | null }
export type People = ReadonlyMap<string, Person>

/** Where people are looked up: a reading, or an act by `inside`. */
export type Lookup = {
  readonly db: Kysely<PlatformTables>
  readonly workspaceId: string
  readonly facts: Facts
  /** What the reader sees; without one, names alone are used. */
  readonly sight?: Sight
}

/** Looks people up for whoever reads: where they work shows as far as the reader sees them and the place. */
export const forReader = (reading: Reading): Lookup => ({
  db: reading.db,
  workspaceId: reading.workspaceId,
  facts: reading.facts,
  sight: sightOf(reading, reading.memberId, reading.at),
})

/** Looks people up inside an act's own transaction. */
export const inside = ({ tx, workspaceId, facts }: Act): Lookup => ({ db: tx, workspaceId, facts })

/** Names and primary departments of members, in one question. */
export async function peopleOf(
  { db, workspaceId, facts, sight }: Lookup,
  ids: readonly string[],
): Promise<People> {
  const members = [...new Set(ids)]
  if (members.length === 0) return new Map()
  const places = new Map(members.map((id) => [id, placeOf(facts, id, sight)]))
  const departments = [...new Set([...places.values()].filter((id) => id !== undefined))]
  const names = await directoryPeople.names(db, workspaceId, {
    members,
    departments,
    groups: [],
    positions: [],
  })
  return new Map(
    members.map((id) => {
      const place = places.get(id)
      const department = place === undefined ? null : (names.get(place) ?? null)
      return [id, { name: names.get(id) ?? '', department }]
    }),
  )
}

function placeOf(facts: Facts, memberId: string, sight: Sight | undefined): string | undefined {
  const places = departmentsOf(facts, memberId)
  if (sight === undefined || sight.all) return places[0]
  // INVARIANT V13: whom one talks with keeps their name, and nothing else that is hidden.
  return sight.member(memberId) ? places.find((id) => sight.department(id)) : undefined
}

/** The name of a member; empty for one there is not. */
export const nameOf = (people: People, memberId: string): string => people.get(memberId)?.name ?? ''

/** The name of a member's primary department. */
export const departmentNameOf = (people: People, memberId: string): string | null =>
  people.get(memberId)?.department ?? null
