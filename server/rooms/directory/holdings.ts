import { record } from '../../platform/act/index.ts'
import { byHolder } from '../holdings/index.ts'
import type { EndingHolding, HandOver, ItemFate, Passing, Transferable } from '../holdings/index.ts'
import { touch } from './store.ts'
import { appointmentsHeld, countReports, reportsOf, setManager, userGroupsHeld } from './store-holdings.ts'
import { lockMembers, managersAbove } from './store-members.ts'
import type { MemberRow } from './store-members.ts'

/** People who report to somebody. Without a manager they report to the head of their department. */
const reports: Transferable = {
  kind: 'report',
  goes: 'successor',
  async heldBy(where, memberIds) {
    const rows = await reportsOf(where, memberIds)
    return byHolder(rows, ({ id, name }) => ({ id, name, sole: false, detail: {} }))
  },
  countOf: countReports,
  handOver: handReports,
}

async function handReports(tally: Passing, { ids, from, to }: HandOver): Promise<readonly ItemFate[]> {
  const rows = await lockMembers(tally.act, [...new Set([...ids, from, to])].toSorted())
  const above = new Set([to, ...(await managersAbove(tally.act, to))])
  const asked = new Set(ids)
  const fates = rows
    .filter(({ id }) => asked.has(id))
    .map((row): ItemFate => ({ id: row.id, fate: fateOf(row, from, above), joined: false }))
  const handed = fates.filter(({ fate }) => fate === 'handed').map(({ id }) => id)
  await setManager(tally, handed, to)
  await touch(tally)
  for (const memberId of handed)
    record(
      tally,
      { name: 'member.changed@1', data: { memberId, fields: ['manager'], managerId: to } },
      { about: [memberId] },
    )
  return fates
}

// Nobody reports to themselves, nor to somebody who reports to them: such a one stays.
function fateOf(
  { id, managerId, status }: MemberRow,
  from: string,
  above: ReadonlySet<string>,
): ItemFate['fate'] {
  if (managerId !== from || status === 'departed') return 'gone'
  return above.has(id) ? 'stays' : 'handed'
}

/** Departments somebody heads: made by an appointment. */
const headships: EndingHolding = {
  kind: 'headship',
  goes: 'administrator',
  async heldBy(where, memberIds) {
    const rows = await appointmentsHeld(where, memberIds)
    return byHolder(
      rows.filter(({ isHead }) => isHead),
      ({ id, department, departmentId }) => ({
        id,
        name: department,
        sole: false,
        detail: { departmentId },
      }),
    )
  },
}

const appointments: EndingHolding = {
  kind: 'appointment',
  goes: 'ends',
  async heldBy(where, memberIds) {
    const rows = await appointmentsHeld(where, memberIds)
    return byHolder(rows, ({ id, department, departmentId, position, positionId, isPrimary, isHead }) => ({
      id,
      name: position === null ? department : `${department} · ${position}`,
      sole: false,
      detail: { departmentId, positionId, primary: isPrimary, head: isHead },
    }))
  },
}

const userGroups: EndingHolding = {
  kind: 'user-group',
  goes: 'ends',
  async heldBy(where, memberIds) {
    const rows = await userGroupsHeld(where, memberIds)
    return byHolder(rows, ({ id, name }) => ({ id, name, sole: false, detail: {} }))
  },
}

/** What a member can hold in the directory. */
export const directoryHoldings = [reports, headships, appointments, userGroups] as const
