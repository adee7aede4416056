import { departmentsOf, statusOf } from '@hufu/authority'
import { isId, refuse } from '@hufu/kit'
import type { Reading } from '../../platform/http/index.ts'
import { findForSignIn } from './store-people.ts'
import { readNames } from './store-views.ts'

/** Who a person is, for their permission profile. Refuses `authority/unknown-member`. */
export async function person(reading: Reading, memberId: string) {
  const status = statusOf(reading.facts, memberId)
  if (status === null) throw refuse('authority/unknown-member')
  const departments = departmentsOf(reading.facts, memberId)
  const wanted = { members: [memberId], departments, groups: [], positions: [] }
  const names = await readNames(reading.db, reading.workspaceId, wanted)
  return {
    name: names.get(memberId) ?? '',
    status,
    departments: departments.map((id) => names.get(id) ?? ''),
  }
}

/** The id of a member named by id, at once, or by login or phone; `null` when there is none. */
export function findMember(reading: Reading, named: string): string | null | Promise<string | null> {
  if (statusOf(reading.facts, named) !== null) return named
  return isId(named) ? null : findByLogin(reading, named)
}

async function findByLogin(reading: Reading, named: string): Promise<string | null> {
  return (await findForSignIn(reading.db, reading.workspaceId, named))?.id ?? null
}
