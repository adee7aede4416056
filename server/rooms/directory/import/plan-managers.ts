import { employeeKey, loginKey } from '../contacts.ts'
import { nameKey } from '../names.ts'
import type { Index, PlannedRow } from './plan.ts'

/** `张三(zhangsan)` and `张三（zhangsan）`: how exports name a manager beyond doubt. */
const withLogin = /^(.*?)[(（]([^()（）]+)[)）]$/u
const several = Symbol('several')

type Directory = {
  readonly byLogin: ReadonlyMap<string, string>
  readonly byEmployeeNo: ReadonlyMap<string, string>
  readonly byName: ReadonlyMap<string, string | typeof several>
}

/**
 * Finds the managers that rows name, among the file's own people and those who are there. A row whose manager is
 * unknown, ambiguous or part of a circle is refused.
 */
export function settleManagers(rows: readonly PlannedRow[], index: Index): void {
  for (const row of rows) if (row.member !== null) index.names.set(row.member.id, row.member.name)
  const directory = directoryOf(rows, index)
  for (const row of rows) if (row.fault === null && row.source.manager !== null) settle(row, directory)
  refuseCircles(rows, index)
}

/** Refuses rows whose manager would only come with a row that is refused, and so on down the line. */
export function refuseOrphans(rows: readonly PlannedRow[]): void {
  const reports = new Map<string, PlannedRow[]>()
  for (const row of rows)
    if (row.fault === null && row.source.manager !== null) {
      const managerId = row.member?.managerId ?? ''
      const list = reports.get(managerId)
      if (list === undefined) reports.set(managerId, [row])
      else list.push(row)
    }
  const gone = rows.filter((row) => row.fault !== null && row.member?.isNew === true)
  for (let row = gone.pop(); row !== undefined; row = gone.pop())
    for (const report of reports.get(row.member?.id ?? '') ?? []) {
      if (report.fault !== null) continue
      report.fault = {
        code: 'directory/import-manager-unknown',
        details: { manager: report.source.manager ?? '' },
      }
      if (report.member?.isNew === true) gone.push(report)
    }
}

function directoryOf(rows: readonly PlannedRow[], index: Index): Directory {
  const byLogin = new Map<string, string>()
  const byEmployeeNo = new Map<string, string>()
  const byName = new Map<string, string | typeof several>()
  const add = (id: string, name: string, login: string, employeeNo: string | null): void => {
    byLogin.set(loginKey(login), id)
    if (employeeNo !== null) byEmployeeNo.set(employeeKey(employeeNo), id)
    const known = byName.get(nameKey(name))
    byName.set(nameKey(name), known === undefined || known === id ? id : several)
  }
  const inFile = new Set<string>()
  for (const row of rows)
    if (row.fault === null && row.member !== null) {
      inFile.add(row.member.id)
      add(row.member.id, row.member.name, row.member.login, row.member.employeeNo)
    }
  for (const member of index.snapshot.members)
    if (member.status !== 'departed' && !inFile.has(member.id))
      add(member.id, member.name, member.login, member.employeeNo)
  return { byLogin, byEmployeeNo, byName }
}

function settle(row: PlannedRow, directory: Directory): void {
  const { member, source } = row
  const named = source.manager
  if (member === null || named === null) return
  const inner = withLogin.exec(named)?.[2] ?? named
  const found =
    directory.byLogin.get(loginKey(inner)) ??
    directory.byEmployeeNo.get(employeeKey(inner)) ??
    directory.byName.get(nameKey(named))
  if (found !== undefined && found !== several) {
    member.managerId = found
    return
  }
  const code = found === several ? 'directory/import-manager-ambiguous' : 'directory/import-manager-unknown'
  row.fault = { code, details: { manager: named } }
}

/** Follows every chain of managers once. A row that is part of a circle and names its manager is refused. */
function refuseCircles(rows: readonly PlannedRow[], index: Index): void {
  const byId = new Map<string, PlannedRow>()
  for (const row of rows) if (row.fault === null && row.member !== null) byId.set(row.member.id, row)
  const managerOf = (id: string): string | null => {
    const planned = byId.get(id)?.member
    return planned ? planned.managerId : (index.members.get(id)?.managerId ?? null)
  }
  const done = new Set<string>()
  for (const start of byId.keys()) {
    const chain = new Map<string, number>()
    let at: string | null = start
    while (at !== null && !done.has(at) && !chain.has(at)) {
      chain.set(at, chain.size)
      at = managerOf(at)
    }
    if (at !== null && chain.has(at)) refuseCircle([...chain.keys()].slice(chain.get(at)), byId)
    for (const id of chain.keys()) done.add(id)
  }
}

function refuseCircle(ids: readonly string[], byId: ReadonlyMap<string, PlannedRow>): void {
  for (const id of ids) {
    const row = byId.get(id)
    if (row === undefined || row.source.manager === null) continue
    row.fault = { code: 'directory/manager-cycle', details: {} }
  }
}
