import { departmentsOf, statusOf } from '@hufu/authority'
import type { MemberStatus } from '@hufu/authority'
import { isId, refuse } from '@hufu/kit'
import type { Reading } from '../../platform/http/index.ts'
import { loginKey } from './contacts.ts'
import type { Db } from './store.ts'
import { readMember, readMemberByLogin } from './store-members.ts'
import { readNames } from './store-views.ts'

/** A member as the rooms that sign in and sign out know them. */
export type Standing = {
  readonly id: string
  readonly name: string
  readonly login: string
  readonly status: MemberStatus
  readonly epoch: number
}

/** Finds whom a login means, whatever their status; `null` when there is none. */
export async function memberByLogin(db: Db, workspaceId: string, login: string): Promise<Standing | null> {
  return standingOf(await readMemberByLogin(db, workspaceId, loginKey(login)))
}

/** How a member stands; `null` when there is none. */
export async function memberStanding(
  db: Db,
  workspaceId: string,
  memberId: string,
): Promise<Standing | null> {
  return standingOf(await readMember(db, workspaceId, memberId))
}

const standingOf = (row: Awaited<ReturnType<typeof readMember>>): Standing | null =>
  row === null ? null : { id: row.id, name: row.name, login: row.login, status: row.status, epoch: row.epoch }

/** Who a person is, for their permission profile. Refuses `authority/unknown-member`. */
export async function person(reading: Reading, memberId: string) {
  const status = statusOf(reading.facts, memberId)
  if (status === null) throw refuse('authority/unknown-member')
  const departments = departmentsOf(reading.facts, memberId)
  const names = await readNames(reading.db, reading.workspaceId, {
    members: [memberId],
    departments,
    groups: [],
    positions: [],
  })
  return {
    name: names.get(memberId) ?? '',
    status,
    departments: departments.map((id) => names.get(id) ?? ''),
  }
}

/** The id of a member named by id or by login; `null` when there is none. */
export async function findMember(reading: Reading, idOrLogin: string): Promise<string | null> {
  if (isId(idOrLogin)) return statusOf(reading.facts, idOrLogin) === null ? null : idOrLogin
  return (await readMemberByLogin(reading.db, reading.workspaceId, loginKey(idOrLogin)))?.id ?? null
}
