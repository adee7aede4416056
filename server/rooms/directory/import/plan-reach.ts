import { isSame } from './plan-appointments.ts'
import type { Index, PlannedRow } from './plan.ts'
import type { Fault } from './row.ts'
import type { Reach } from './snapshot.ts'
import { nearestExisting } from './tree-plan.ts'
import type { PlannedDepartment, TreePlan } from './tree-plan.ts'

/** What the importer may touch, ready to be asked per row. */
export type PlannedReach = {
  readonly covers: (departmentId: string) => boolean
  readonly untouchable: ReadonlyMap<string, string>
  readonly beyond: ReadonlySet<string>
}

/** Prepares the importer's reach. */
export function reachOf(reach: Reach, tree: TreePlan): PlannedReach {
  const covered = reach.departments === null ? null : new Set(reach.departments)
  return {
    covers: (id) => covered === null || covered.has(nearestExisting(tree.byId.get(id) ?? tree.root).id),
    untouchable: new Map(reach.untouchable),
    beyond: new Set(reach.beyond),
  }
}

/**
 * Whether the importer may do what an accepted row asks: their scope must cover every department it touches, and all
 * those of the person; nobody acts on an administrator of the same or a higher tier; no position or department that
 * carries rights above the importer's ceiling is handed out. `null` when they may.
 */
export function checkReach(row: PlannedRow, index: Index): Fault | null {
  const { reach } = index
  const code = row.before === null ? undefined : reach.untouchable.get(row.before.id)
  if (code !== undefined) return { code, details: { permission: 'org.directory.import' } }
  const outside = touched(row, index).find((department) => !reach.covers(nearestExisting(department).id))
  if (outside !== undefined)
    return { code: 'directory/import-out-of-scope', details: { department: nearestExisting(outside).name } }
  return handsOut(row, index)
}

function touched(row: PlannedRow, index: Index): readonly PlannedDepartment[] {
  const now = (row.before?.appointments ?? []).flatMap((each) => index.tree.byId.get(each.departmentId) ?? [])
  const next = row.departments.length > 0 || now.length > 0 ? row.departments : [index.tree.root]
  return [...now, ...next]
}

function handsOut(row: PlannedRow, index: Index): Fault | null {
  for (const change of row.member?.appointments ?? []) {
    if (change.next === null || isSame(change)) continue
    const { departmentId, positionId } = change.next
    if (
      positionId !== null &&
      positionId !== change.before?.positionId &&
      index.positions.isBeyond(positionId)
    )
      return { code: 'directory/more-than-yours', details: { name: index.positions.nameOf(positionId) } }
    if (change.before !== null) continue
    for (let at = index.tree.byId.get(departmentId) ?? null; at !== null; at = at.parent)
      if (index.reach.beyond.has(at.id))
        return { code: 'directory/more-than-yours', details: { name: at.name } }
  }
  return null
}
