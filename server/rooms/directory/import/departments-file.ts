import { nameFault, nameKey, tidyName } from '../names.ts'
import { DEPTH_MAX } from '../tree.ts'
import { cellOf } from './columns.ts'
import type { Header } from './columns.ts'
import type { Plan, PlannedRow } from './plan.ts'
import type { PlannedReach } from './plan-reach.ts'
import { reachOf } from './plan-reach.ts'
import { shownText } from './row.ts'
import type { Fault, MemberRow } from './row.ts'
import type { TableRecord } from './record.ts'
import type { DirectorySnapshot, Reach } from './snapshot.ts'
import { namesBelowRoot, nearestExisting, planTree, useDepartment } from './tree-plan.ts'
import type { PlannedDepartment, TreePlan } from './tree-plan.ts'

/** One department as a file of departments tells it: ids are the file's own and mean nothing beyond it. */
export type DepartmentRow = {
  readonly row: number
  readonly name: string
  readonly id: string
  /** Empty or `0` at the top. */
  readonly parentId: string
  readonly fault: Fault | null
}

/** Reads one record of a file of departments. */
export function readDepartment(record: TableRecord, header: Header): DepartmentRow {
  const name = tidyName(
    cellOf(header, record.cells, 'departmentName') ?? cellOf(header, record.cells, 'name') ?? '',
  )
  const id = (cellOf(header, record.cells, 'departmentId') ?? '').trim()
  const parent = (cellOf(header, record.cells, 'parentId') ?? '').trim()
  const fault = faultOf(name, record.cut === true)
  return { row: record.row, name, id, parentId: parent === '0' ? '' : parent, fault }
}

function faultOf(name: string, cut: boolean): Fault | null {
  if (cut && name === '') return { code: 'directory/import-row-cut', details: {} }
  const fault = nameFault(name)
  if (fault === null) return null
  const details = fault === 'too-long' ? { length: name.length } : {}
  return { code: `directory/name-${fault}`, details }
}

type Place = {
  readonly row: DepartmentRow
  fault: Fault | null
  department: PlannedDepartment | null
  settled: boolean
}

/**
 * The dry run of a file of departments. A single top row, or one named like the company, is the company itself. Parents
 * in a circle, unknown or refused refuse the row, and so whatever hangs below it.
 */
export function planDepartments(
  rows: readonly DepartmentRow[],
  snapshot: DirectorySnapshot,
  reach: Reach,
): Plan {
  const tree = planTree(snapshot)
  const reached = reachOf(reach, tree)
  const places = placesOf(rows)
  const tops = rows.filter((row) => row.parentId === '')
  const top =
    tops.length === 1 ? tops[0] : tops.find((row) => nameKey(row.name) === nameKey(snapshot.rootName))
  for (const place of places.all) settle(place, { places: places.byId, tree, reach: reached, top })
  const planned = places.all.map((place) => plannedRow(place, tree))
  const count = (outcome: PlannedRow['outcome']): number =>
    planned.filter((row) => row.outcome === outcome).length
  const created = tree.created().length
  return {
    rows: planned,
    tree,
    newPositions: [],
    counts: {
      new: count('new'),
      changed: 0,
      unchanged: count('unchanged'),
      refused: count('refused'),
      departments: created,
    },
  }
}

function placesOf(rows: readonly DepartmentRow[]) {
  const byId = new Map<string, Place>()
  const all = rows.map((row) => {
    const place: Place = { row, fault: row.fault, department: null, settled: false }
    const first = row.id === '' ? undefined : byId.get(row.id)
    if (first !== undefined)
      place.fault ??= { code: 'directory/import-duplicate-department', details: { first: first.row.row } }
    else if (row.id !== '') byId.set(row.id, place)
    return place
  })
  return { all, byId }
}

type Around = {
  readonly places: ReadonlyMap<string, Place>
  readonly tree: TreePlan
  readonly reach: PlannedReach
  readonly top: DepartmentRow | undefined
}

/** Settles a place and, before it, everything above it: upwards first, then down the same way. */
function settle(place: Place, around: Around): void {
  const chain: Place[] = []
  const seen = new Set<Place>()
  let at: Place | undefined = place
  while (at !== undefined && !at.settled && !seen.has(at)) {
    seen.add(at)
    chain.push(at)
    at = at.row.parentId === '' ? undefined : around.places.get(at.row.parentId)
  }
  if (at !== undefined && !at.settled)
    for (const looped of chain.slice(chain.indexOf(at)))
      looped.fault ??= { code: 'directory/import-department-cycle', details: { department: looped.row.name } }
  for (const each of chain.toReversed()) settleOne(each, around)
}

function settleOne(place: Place, { places, tree, reach, top }: Around): void {
  place.settled = true
  if (place.fault !== null) return
  if (place.row === top) {
    place.department = tree.root
    return
  }
  const parent = place.row.parentId === '' ? tree.root : places.get(place.row.parentId)?.department
  if (parent === undefined || parent === null) {
    place.fault = { code: 'directory/import-department-unknown', details: { parent: place.row.parentId } }
    return
  }
  // What is there already is left as it is, wherever it is.
  const existing = parent.children.get(nameKey(place.row.name))
  if (existing?.isNew === false) place.department = existing
  else if (namesBelowRoot(parent).length >= DEPTH_MAX)
    place.fault = { code: 'directory/too-deep', details: { max: DEPTH_MAX } }
  else if (!reach.covers(parent.id))
    place.fault = {
      code: 'directory/import-out-of-scope',
      details: { department: nearestExisting(parent).name },
    }
  else {
    place.department = tree.child(parent, place.row.name)
    useDepartment(place.department)
  }
}

function plannedRow({ row, fault, department }: Place, tree: TreePlan): PlannedRow {
  const path = department === null ? '' : [tree.root.name, ...namesBelowRoot(department)].join('/')
  const source: MemberRow = {
    row: row.row,
    name: row.name,
    login: null,
    phone: null,
    email: null,
    employeeNo: null,
    paths: [],
    positions: [],
    heads: [],
    manager: null,
    suspended: false,
    left: false,
    lastDay: null,
    shown: { name: shownText(row.name), login: shownText(row.id), departments: shownText(path) },
    fault,
  }
  const outcome = fault !== null ? 'refused' : department?.isNew === true ? 'new' : 'unchanged'
  return { source, outcome, fault, leaving: null, changes: [], member: null, before: null, departments: [] }
}
