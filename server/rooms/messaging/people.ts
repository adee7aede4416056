import type { Kysely } from 'kysely'
import type { PlatformTables } from '../../platform/feed/index.ts'
import { readPeople } from './people-store.ts'

/** What is shown of a person beside what they say. Names stand as they are now. */
export type Person = { readonly name: string; readonly department: string | null }
export type People = ReadonlyMap<string, Person>

/** Names and primary departments of members, in one question. */
export async function peopleOf(
  db: Kysely<PlatformTables>,
  workspaceId: string,
  ids: readonly string[],
): Promise<People> {
  const wanted = [...new Set(ids)]
  return wanted.length === 0 ? new Map() : readPeople(db, workspaceId, wanted)
}

/** The name of a member; empty for one there is not. */
export const nameOf = (people: People, memberId: string): string => people.get(memberId)?.name ?? ''

/** The name of a member's primary department. */
export const departmentNameOf = (people: People, memberId: string): string | null =>
  people.get(memberId)?.department ?? null
