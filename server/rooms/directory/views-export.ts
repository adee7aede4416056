import { bitOf, check, handleOf, targetOf } from '@hufu/authority'
import type { PermissionKey, Target } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import type { Reading } from '../../platform/http/index.ts'
import { exportedRow, templateColumns } from './export/rows.ts'
import type { Language } from './export/rows.ts'
import { loginsOf, namesByNumber, pathOf, readAppointments, readMembers } from './store-views.ts'
import type { ListedMember, MemberFilter, ShownAppointment } from './store-views.ts'

const PAGE_ROWS = 1000

/**
 * The directory as rows of a file, page by page: whoever has not left, below one department or everywhere, in the order
 * of names. A phone only where the caller may read it; a department only where they may see it.
 */
export async function* exportRows(
  reading: Reading,
  departmentId: string | undefined,
  language: Language,
): AsyncGenerator<readonly string[]> {
  yield templateColumns[language]
  const { db, workspaceId } = reading
  const path = departmentId === undefined ? null : await pathOf(db, workspaceId, departmentId)
  if (path === null && departmentId !== undefined) throw refuse('directory/not-found', { what: 'department' })
  const filter: Omit<MemberFilter, 'after'> = {
    workspaceId,
    terms: [],
    phone: null,
    path,
    // Exporting is administration, with a permission of its own over each person: no rule of visibility speaks of it.
    unsearched: null,
    status: null,
    inIds: null,
    notInIds: null,
    limit: PAGE_ROWS,
  }
  for (let after: MemberFilter['after'] = null; ;) {
    const page: readonly ListedMember[] = await readMembers(db, { ...filter, after })
    yield* rowsOf(reading, page, language)
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE_ROWS) return
    after = [last.sortKey, last.id]
  }
}

async function* rowsOf(reading: Reading, page: readonly ListedMember[], language: Language) {
  const { db, workspaceId } = reading
  const seen = page.filter((member) => may(reading, 'org.directory.view', { type: 'member', id: member.id }))
  const appointments = await readAppointments(
    db,
    workspaceId,
    seen.map((member) => member.id),
  )
  const names = await namesByNumber(db, workspaceId, [
    ...new Set(appointments.flatMap((each) => numbersIn(each.path))),
  ])
  const logins = await loginsOf(
    db,
    workspaceId,
    seen.flatMap((member) => member.managerId ?? []),
  )
  const byMember = Map.groupBy(appointments, (each) => each.memberId)
  for (const member of seen) {
    const phone = may(reading, 'org.member.edit', { type: 'member', id: member.id }) ? member.phone : null
    const shown = (byMember.get(member.id) ?? []).filter((each) =>
      may(reading, 'org.directory.view', { type: 'department', id: each.departmentId }),
    )
    const managerLogin = member.managerId === null ? null : (logins.get(member.managerId) ?? null)
    yield exportedRow(
      { ...member, phone, managerLogin, appointments: shown.map((each) => placed(each, names)) },
      language,
    )
  }
}

const may = (reading: Reading, key: PermissionKey, target: Target): boolean =>
  check(
    reading.facts,
    handleOf(reading.facts, reading.memberId),
    bitOf(key),
    targetOf(reading.facts, target),
    reading.at,
  )

const numbersIn = (path: string): readonly number[] => path.split('/').slice(1, -1).map(Number)

const placed = ({ path, positionName, head }: ShownAppointment, names: ReadonlyMap<number, string>) => ({
  path: numbersIn(path).map((number) => names.get(number) ?? ''),
  positionName,
  head,
})
