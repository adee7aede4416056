import { newId } from '@hufu/kit'
import { employeeKey, isLogin, loginKey } from '../contacts.ts'
import { nameKey } from '../names.ts'
import { DEPTH_MAX } from '../tree.ts'
import type { Dialect } from './columns.ts'
import { hasLeft, leavingOf } from './leaving.ts'
import type { Leaving } from './leaving.ts'
import { appointmentsFor } from './plan-appointments.ts'
import type { AppointmentChange } from './plan-appointments.ts'
import { changesOf } from './plan-changes.ts'
import type { FieldChange } from './plan-changes.ts'
import { refuseOrphans, settleManagers } from './plan-managers.ts'
import { checkReach, reachOf } from './plan-reach.ts'
import type { PlannedReach } from './plan-reach.ts'
import { keysOf } from './row.ts'
import type { Fault, MemberRow } from './row.ts'
import type { DirectorySnapshot, Reach, SnapshotMember } from './snapshot.ts'
import { planTree, useDepartment } from './tree-plan.ts'
import type { PlannedDepartment, TreePlan } from './tree-plan.ts'

export type Outcome = 'new' | 'changed' | 'unchanged' | 'refused'

/** A person as they would be after the import. */
export type PlannedMember = {
  readonly id: string
  readonly isNew: boolean
  readonly status: 'invited' | 'suspended' | null
  readonly name: string
  readonly login: string
  readonly phone: string | null
  readonly email: string | null
  readonly employeeNo: string | null
  managerId: string | null
  readonly appointments: readonly AppointmentChange[]
}

/** One row with what would become of it. */
export type PlannedRow = {
  readonly source: MemberRow
  outcome: Outcome
  fault: Fault | null
  /** That the person leaves, which the import itself does not do. */
  leaving: Leaving | null
  changes: readonly FieldChange[]
  member: PlannedMember | null
  readonly before: SnapshotMember | null
  readonly departments: readonly PlannedDepartment[]
}

export type Plan = {
  readonly rows: readonly PlannedRow[]
  readonly tree: TreePlan
  readonly newPositions: readonly { readonly id: string; readonly name: string }[]
  readonly counts: Counts
}
export type Counts = {
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  readonly departments: number
}

/** What a plan looks things up in. */
export type Index = {
  readonly snapshot: DirectorySnapshot
  readonly tree: TreePlan
  readonly dialect: Dialect
  readonly members: ReadonlyMap<string, SnapshotMember>
  readonly byLogin: ReadonlyMap<string, SnapshotMember>
  readonly byEmployeeNo: ReadonlyMap<string, SnapshotMember>
  readonly byPhone: ReadonlyMap<string, SnapshotMember>
  readonly positions: PositionPlan
  readonly reach: PlannedReach
  /** Names by member id as they would be, filled as rows are planned. */
  readonly names: Map<string, string>
  /** The name every path of the file begins with, when it is the company under another name. */
  readonly company: string | null
}

export type PositionPlan = {
  readonly idOf: (name: string) => string
  readonly nameOf: (id: string) => string
  readonly isBeyond: (id: string) => boolean
  readonly use: (id: string) => void
  readonly created: () => readonly { readonly id: string; readonly name: string }[]
}

/**
 * The dry run: what would become of every row, compared with the directory as it is. Pure and total; `rows` are the
 * non-blank rows in the order of the file. Nothing of a refused row takes effect, not even the departments it names.
 */
export function planImport(
  rows: readonly MemberRow[],
  snapshot: DirectorySnapshot,
  reach: Reach,
  dialect: Dialect,
): Plan {
  const index = indexOf(snapshot, reach, dialect, rows)
  const duplicates = duplicatesOf(rows)
  const planned = rows.map((row, at) => planRow(row, duplicates[at] ?? null, index))
  settleManagers(planned, index)
  for (const row of planned) judge(row, index)
  refuseOrphans(planned)
  for (const row of planned) settle(row, index)
  const created = index.tree.created()
  const count = (outcome: Outcome): number =>
    planned.reduce((sum, row) => sum + (row.outcome === outcome ? 1 : 0), 0)
  return {
    rows: planned,
    tree: index.tree,
    newPositions: index.positions.created(),
    counts: {
      new: count('new'),
      changed: count('changed'),
      unchanged: count('unchanged'),
      refused: count('refused'),
      departments: created.length,
    },
  }
}

/** A person who has left keeps only the login; phone and employee number are free again. */
function indexOf(
  snapshot: DirectorySnapshot,
  reach: Reach,
  dialect: Dialect,
  rows: readonly MemberRow[],
): Index {
  const present = snapshot.members.filter((member) => member.status !== 'departed')
  const tree = planTree(snapshot)
  return {
    snapshot,
    tree,
    dialect,
    members: new Map(snapshot.members.map((member) => [member.id, member])),
    byLogin: new Map(snapshot.members.map((member) => [loginKey(member.login), member])),
    byEmployeeNo: new Map(
      present.flatMap((each) =>
        each.employeeNo === null ? [] : [[employeeKey(each.employeeNo), each] as const],
      ),
    ),
    byPhone: new Map(present.flatMap((each) => (each.phone === null ? [] : [[each.phone, each] as const]))),
    positions: positionPlan(snapshot, reach),
    reach: reachOf(reach, tree),
    names: new Map(),
    company: dialect === 'wecom' ? commonTop(rows) : null,
  }
}

/** WeCom writes every path from the company down; its name there need not be ours. */
function commonTop(rows: readonly MemberRow[]): string | null {
  const tops = new Set(rows.flatMap((row) => row.paths.map((path) => nameKey(path[0] ?? ''))))
  const [only] = tops
  return tops.size === 1 && only !== undefined ? only : null
}

function positionPlan(snapshot: DirectorySnapshot, reach: Reach): PositionPlan {
  const ids = new Map(snapshot.positions.map((each) => [nameKey(each.name), each.id]))
  const names = new Map(snapshot.positions.map((each) => [each.id, each.name]))
  const existing = new Set(names.keys())
  const beyond = new Set(reach.beyond)
  const used = new Set<string>()
  return {
    idOf(name) {
      const id = ids.get(nameKey(name)) ?? newId()
      ids.set(nameKey(name), id)
      if (!names.has(id)) names.set(id, name)
      return id
    },
    nameOf: (id) => names.get(id) ?? '',
    isBeyond: (id) => beyond.has(id),
    use: (id) => void (existing.has(id) ? null : used.add(id)),
    created: () => [...used].map((id) => ({ id, name: names.get(id) ?? '' })),
  }
}

/** For each row the first thing that an earlier row has as well. */
function duplicatesOf(rows: readonly MemberRow[]): readonly (Fault | null)[] {
  const seen = {
    login: new Map<string, number>(),
    phone: new Map<string, number>(),
    employeeNo: new Map<string, number>(),
  }
  return rows.map((row) => {
    let fault: Fault | null = null
    for (const { field, key } of keysOf(row)) {
      const first = seen[field].get(key)
      if (first === undefined) seen[field].set(key, row.row)
      else fault ??= { code: duplicateCodes[field], details: { first } }
    }
    return fault
  })
}

const duplicateCodes = {
  login: 'directory/import-duplicate-login',
  phone: 'directory/import-duplicate-phone',
  employeeNo: 'directory/import-duplicate-employee-number',
} as const

function planRow(source: MemberRow, duplicate: Fault | null, index: Index): PlannedRow {
  const before = matchOf(source, index)
  const departments: PlannedDepartment[] = []
  const row: PlannedRow = {
    source,
    outcome: 'unchanged',
    fault: null,
    leaving: leavingOf(source, before),
    changes: [],
    member: null,
    before,
    departments,
  }
  const gone = hasLeft(source, index.snapshot.at)
  row.fault =
    source.fault ??
    duplicate ??
    (gone && before?.status === 'departed' ? null : identityFault(source, before, index)) ??
    (gone && before === null ? { code: 'directory/import-left-already', details: {} } : null) ??
    resolveDepartments(source, departments, index)
  // Whoever has left here as well has nothing more to be done.
  if (before?.status === 'departed') return row
  if (row.fault === null) row.member = memberOf(source, before, departments, index)
  return row
}

/** By login; without one by employee number, then by phone. Whoever left is met by login only. */
function matchOf(source: MemberRow, index: Index): SnapshotMember | null {
  if (source.login !== null) return index.byLogin.get(loginKey(source.login)) ?? null
  if (source.employeeNo !== null) return index.byEmployeeNo.get(employeeKey(source.employeeNo)) ?? null
  return source.phone === null ? null : (index.byPhone.get(source.phone) ?? null)
}

function identityFault(source: MemberRow, before: SnapshotMember | null, index: Index): Fault | null {
  const login = before?.login ?? loginFor(source)
  if (login === null) return { code: 'directory/import-login-missing', details: {} }
  if (before?.status === 'departed') return { code: 'directory/login-left', details: { login } }
  const holder = before === null ? index.byLogin.get(loginKey(login)) : undefined
  if (holder !== undefined)
    return {
      code: holder.status === 'departed' ? 'directory/login-left' : 'directory/login-taken',
      details: { login },
    }
  const byPhone = source.phone === null ? undefined : index.byPhone.get(source.phone)
  if (byPhone !== undefined && byPhone.id !== before?.id)
    return { code: 'directory/phone-taken', details: { phone: source.phone ?? '' } }
  const byNumber =
    source.employeeNo === null ? undefined : index.byEmployeeNo.get(employeeKey(source.employeeNo))
  if (byNumber !== undefined && byNumber.id !== before?.id)
    return { code: 'directory/employee-number-taken', details: { employeeNo: source.employeeNo ?? '' } }
  return null
}

/** Files without logins still name people: by employee number, else by phone. */
function loginFor(source: MemberRow): string | null {
  if (source.login !== null) return source.login
  if (source.employeeNo !== null && isLogin(source.employeeNo)) return source.employeeNo
  return source.phone
}

function resolveDepartments(source: MemberRow, found: PlannedDepartment[], index: Index): Fault | null {
  const { tree, dialect } = index
  for (const path of source.paths) {
    const names = belowCompany(path, index)
    if (names === null)
      return {
        code: 'directory/import-other-company',
        details: { path: path.join('/'), company: index.snapshot.rootName },
      }
    const department = dialect === 'dingtalk' ? tree.resolveJoined(names, '-') : tree.resolve(names)
    if (department === null) return { code: 'directory/too-deep', details: { max: DEPTH_MAX } }
    if (!found.includes(department)) found.push(department)
  }
  return null
}

/** A path without the company at its top. `null` when WeCom's path stands below another company. */
function belowCompany(path: readonly string[], index: Index): readonly string[] | null {
  const top = nameKey(path[0] ?? '')
  if (top === nameKey(index.snapshot.rootName) || top === index.company) return path.slice(1)
  return index.dialect === 'wecom' ? null : path
}

function memberOf(
  source: MemberRow,
  before: SnapshotMember | null,
  departments: readonly PlannedDepartment[],
  index: Index,
): PlannedMember {
  return {
    id: before?.id ?? newId(),
    isNew: before === null,
    status: before !== null ? null : source.suspended ? 'suspended' : 'invited',
    name: source.name,
    login: before?.login ?? loginFor(source) ?? '',
    phone: source.phone ?? before?.phone ?? null,
    email: source.email ?? before?.email ?? null,
    employeeNo: source.employeeNo ?? before?.employeeNo ?? null,
    managerId: before?.managerId ?? null,
    appointments: appointmentsFor(source, before, departments, index),
  }
}

/** Decides the outcome once managers are known. */
function judge(row: PlannedRow, index: Index): void {
  if (row.fault !== null || row.member === null) return
  row.changes = changesOf(row.member, row.before, index)
  row.outcome = row.member.isNew ? 'new' : row.changes.length > 0 ? 'changed' : 'unchanged'
  if (row.outcome !== 'unchanged' || row.leaving !== null) row.fault = checkReach(row, index)
}

/** Lets an accepted row take what it needs, and a refused one nothing. */
function settle(row: PlannedRow, index: Index): void {
  if (row.fault !== null) {
    row.outcome = 'refused'
    row.member = null
    row.leaving = null
    row.changes = []
    return
  }
  if (row.outcome === 'unchanged') return
  for (const department of row.departments) useDepartment(department)
  for (const { next } of row.member?.appointments ?? []) {
    const positionId = next?.positionId ?? null
    if (positionId !== null) index.positions.use(positionId)
  }
}
