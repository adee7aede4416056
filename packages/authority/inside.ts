/** Whether a right reaches no further than another one, also when the tree has changed in between. */
import { int } from './bits.ts'
import { isLive } from './departments.ts'
import { areaCovers, areaCoversResource } from './extent.ts'
import type { Area, Extent } from './extent.ts'
import { GONE } from './facts.ts'
import type { Facts } from './facts.ts'

/** Departments that hang elsewhere and resources that stand elsewhere than before, by handle. */
export type Moves = {
  readonly departments: readonly number[]
  readonly resources: readonly number[]
  readonly any: boolean
}

/** Compares two states of one company. */
export function movesBetween(before: Facts, after: Facts): Moves {
  const departments = changed(
    before.departments.parent,
    after.departments.parent,
    before.departments.ids.count,
  ).filter((handle) => isLive(before, handle) && isLive(after, handle))
  const resources = changed(
    before.resources.department,
    after.resources.department,
    before.resources.ids.count,
  ).filter((handle) => isThere(before, handle) && isThere(after, handle))
  return { departments, resources, any: departments.length + resources.length > 0 }
}

function changed(before: Int32Array, after: Int32Array, count: number): number[] {
  const handles: number[] = []
  for (let handle = 0; handle < count; handle++)
    if (int(before, handle) !== int(after, handle)) handles.push(handle)
  return handles
}

const isThere = (facts: Facts, resource: number): boolean =>
  resource < facts.resources.ids.count && int(facts.resources.department, resource) !== GONE

const hasDepartment = (facts: Facts, department: number): boolean =>
  department < facts.departments.ids.count && isLive(facts, department)

/** A right in the company as it was or will be. */
export type Placed = { readonly extent: Extent | null; readonly facts: Facts }

/**
 * Whether everything `inner` reaches is reached by `outer` too. Places that exist on one side only are no difference:
 * what is new was out of nobody's reach before, and what is gone is out of everybody's.
 */
export function isInside(moves: Moves, inner: Placed, outer: Placed): boolean {
  if (inner.extent === null) return true
  if (outer.extent === null) return false
  const by = (area: Extent): Area => area.by
  const except = (area: Extent): Area => area.except
  return (
    areaInside(moves, by(inner.extent), inner.facts, by(outer.extent), outer.facts) &&
    areaInside(moves, except(outer.extent), outer.facts, except(inner.extent), inner.facts)
  )
}

function areaInside(moves: Moves, inner: Area, innerFacts: Facts, outer: Area, outerFacts: Facts): boolean {
  if (outer.everywhere) return true
  if (inner.everywhere) return false
  return (
    inner.roots.every((root) => !hasDepartment(outerFacts, root) || areaCovers(outerFacts, outer, root)) &&
    inner.resources.every((one) => !isThere(outerFacts, one) || areaCoversResource(outerFacts, outer, one)) &&
    moves.departments.every(
      (moved) => !areaCovers(innerFacts, inner, moved) || areaCovers(outerFacts, outer, moved),
    ) &&
    moves.resources.every(
      (moved) =>
        !areaCoversResource(innerFacts, inner, moved) || areaCoversResource(outerFacts, outer, moved),
    )
  )
}
