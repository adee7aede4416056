import { departmentsOf } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import type { Kysely } from 'kysely'
import type { Act } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import { directoryPeople } from '../directory/index.ts'

/** What is shown of a person beside what they say. Names stand as they are now. */
export type Person = { readonly name: string; readonly department: string | null }
export type People = ReadonlyMap<string, Person>

/** Where people are looked up: a reading, or an act by `inside`. */
export type Lookup = {
  readonly db: Kysely<PlatformTables>
  readonly workspaceId: string
  readonly facts: Facts
}

/** Looks people up inside an act's own transaction. */
export const inside = ({ tx, workspaceId, facts }: Act): Lookup => ({ db: tx, workspaceId, facts })

/** Names and primary departments of members, in one question. */
export async function peopleOf({ db, workspaceId, facts }: Lookup, ids: readonly string[]): Promise<People> {
  const members = [...new Set(ids)]
  if (members.length === 0) return new Map()
  const places = new Map(members.map((id) => [id, departmentsOf(facts, id)[0]]))
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

/** The name of a member; empty for one there is not. */
export const nameOf = (people: People, memberId: string): string => people.get(memberId)?.name ?? ''

/** The name of a member's primary department. */
export const departmentNameOf = (people: People, memberId: string): string | null =>
  people.get(memberId)?.department ?? null
