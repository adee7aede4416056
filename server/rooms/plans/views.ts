import { departmentsOf, handleOf, looksOverAll } from '@hufu/authority'
import { planAsks, wordsOf } from '@hufu/contract'
import type { PlanItem, PlanLine, PlanView } from '@hufu/contract'
import { can } from '../../platform/http/index.ts'
import type { Reading } from '../../platform/http/index.ts'
import { lookerAtRules } from '../authority/index.ts'
import { activeMembers } from '../revocations/index.ts'
import { brakeOf } from './foresee.ts'
import type { Seeing } from './foresee.ts'
import { stateOf } from './plan.ts'
import { countsOf, firstOf, membersOf } from './store.ts'
import type { ItemRow, PlanRow } from './store.ts'

/** People named on a line of the list. */
const NAMES_ON_A_LINE = 3

const noGroups = { departments: [], groups: [], positions: [] }

/** Plans as the list shows them. */
export async function showPlans({ reading, people }: Seeing, rows: readonly PlanRow[]): Promise<PlanLine[]> {
  const { db, workspaceId } = reading
  const ids = rows.map(({ id }) => id)
  const [counts, first] = await Promise.all([countsOf(db, workspaceId, ids), namedOn(reading, ids)])
  const members = new Set([...rows.map(({ madeBy }) => madeBy), ...[...first.values()].flat()])
  const names = await people.names(db, workspaceId, { ...noGroups, members: [...members] })
  return rows.map((row) => {
    const { due, waiting = 0, held = 0, done = 0, cancelled = 0 } = counts.get(row.id) ?? { due: row.madeAt }
    return {
      id: row.id,
      what: row.what,
      state: stateOf(row, waiting + held),
      reason: row.reason,
      because: row.because,
      by: names.get(row.madeBy) ?? row.madeBy,
      at: row.madeAt.toISOString(),
      due: due.toISOString(),
      counts: { people: row.people, waiting, held, done, cancelled },
      names: (first.get(row.id) ?? []).map((id) => names.get(id) ?? id),
    }
  })
}

/** The first people of some plans whom whoever reads may look at: the others are told as a number, not by name. */
async function namedOn(
  reading: Reading,
  planIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { db, workspaceId, facts, memberId, at } = reading
  if (looksOverAll(facts, handleOf(facts, memberId), 'perm.view', at))
    return firstOf(db, workspaceId, planIds, NAMES_ON_A_LINE)
  const all = await membersOf(db, workspaceId, planIds)
  const looks = lookerAt(reading)
  return new Map([...all].map(([id, members]) => [id, members.filter(looks).slice(0, NAMES_ON_A_LINE)]))
}

function lookerAt(reading: Reading): (memberId: string) => boolean {
  const looks = lookerAtRules(reading)
  return (id) => looks({ type: 'member', id })
}

/** One plan, with what may be done with it. */
export async function showPlan(seeing: Seeing, row: PlanRow): Promise<PlanView> {
  const { reading, people } = seeing
  const { db, workspaceId } = reading
  const [line] = await showPlans(seeing, [row])
  if (line === undefined) throw new Error('one row gives one line')
  const [members, active] = await Promise.all([
    membersOf(db, workspaceId, [row.id]),
    activeMembers(db, workspaceId),
  ])
  const memberIds = members.get(row.id) ?? []
  const looks = lookerAt(reading)
  const named = [row.agreedBy, row.cancelledBy].filter((id) => id !== null)
  const names = await people.names(db, workspaceId, { ...noGroups, members: named })
  const brake = brakeOf(reading, row.what, memberIds, row.madeBy, active)
  const over = overAll(seeing, row, memberIds)
  const open = line.counts.waiting + line.counts.held > 0
  const agreeing = line.state === 'agreeing'
  const mayAgree = over.allowed && reading.memberId === row.madeBy && brake.others
  return {
    ...line,
    unseen: memberIds.filter((id) => !looks(id)).length,
    permissions:
      row.permissions === null || row.permissions === 'all' ? row.permissions : [...row.permissions],
    agreedBy: row.agreedBy === null ? null : (names.get(row.agreedBy) ?? row.agreedBy),
    agreedAt: row.agreedAt?.toISOString() ?? null,
    cancelledBy: row.cancelledBy === null ? null : (names.get(row.cancelledBy) ?? row.cancelledBy),
    cancelledBecause: row.cancelledBecause,
    brake: { ...brake, needed: row.braked },
    can: {
      agree: agreeing ? (mayAgree ? no('plan/second-person') : over) : no('plan/not-now'),
      cancel: open ? over : no('plan/not-now'),
      carryOut: line.state === 'running' ? over : no('plan/not-now'),
    },
  }
}

const no = (because: string) => ({ allowed: false, because })

/** The permission of a plan over everybody it names: the first that is not given says why. Those who have left are past it. */
function overAll({ reading }: Seeing, { what }: PlanRow, memberIds: readonly string[]) {
  const key = planAsks[what]
  for (const id of memberIds) {
    if (departmentsOf(reading.facts, id).length === 0) continue
    const over = can(reading, key, { type: 'member', id })
    if (!over.allowed) return over
  }
  return { allowed: true, because: 'granted' }
}

/** People of a plan as its page shows them. */
export async function showItems(
  { reading, people, locale }: Seeing,
  rows: readonly ItemRow[],
): Promise<PlanItem[]> {
  const { db, workspaceId, facts } = reading
  const members = rows.map(({ memberId }) => memberId)
  const departmentOf = (id: string): string => departmentsOf(facts, id)[0] ?? ''
  const departments = [...new Set(members.map(departmentOf))].filter((id) => id !== '')
  const names = await people.names(db, workspaceId, { members, departments, groups: [], positions: [] })
  const items: PlanItem[] = []
  for (const row of rows)
    items.push({
      memberId: row.memberId,
      name: names.get(row.memberId) ?? row.memberId,
      department: names.get(departmentOf(row.memberId)) ?? '',
      due: row.dueAt.toISOString(),
      state: row.state,
      problem:
        row.heldCode === null
          ? null
          : { code: row.heldCode, words: wordsOf(row.heldCode, locale, row.heldDetails ?? {}) },
      unsettled:
        row.what === 'departure' && (row.state === 'waiting' || row.state === 'held')
          ? (await people.unsettledOf(reading, row.memberId, new Date(reading.at))).length
          : 0,
      revocationId: row.revocationId,
      doneAt: row.doneAt?.toISOString() ?? null,
    })
  return items
}
