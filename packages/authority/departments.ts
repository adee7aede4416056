/** The department tree: links to walk it and interval labels to ask "inside?" in two comparisons. */
import { int } from './bits.ts'
import { GONE, NONE } from './facts.ts'
import type { Departments, Facts } from './facts.ts'
import { add, longer } from './ids.ts'

/** Adds a department below `parent` (NONE for the root) and gives its handle. */
export function addDepartment(facts: Facts, id: string, parent: number): number {
  const tree = facts.departments
  const department = add(tree.ids, id)
  if (department >= tree.parent.length) lengthen(tree, department + 1)
  tree.parent[department] = NONE
  tree.firstChild[department] = tree.nextSibling[department] = tree.previousSibling[department] = NONE
  tree.firstRule[department] = NONE
  tree.firstAppointment[department] = NONE
  if (parent !== NONE) hang(facts, department, parent)
  facts.stale = true
  return department
}

function lengthen(tree: Departments, needed: number): void {
  tree.parent = longer(tree.parent, needed)
  tree.labels = new Int32Array(tree.parent.length * 2)
  tree.firstChild = longer(tree.firstChild, needed)
  tree.nextSibling = longer(tree.nextSibling, needed)
  tree.previousSibling = longer(tree.previousSibling, needed)
  tree.firstRule = longer(tree.firstRule, needed)
  tree.firstAppointment = longer(tree.firstAppointment, needed)
}

/** Hangs a loose department below another. */
export function hang(facts: Facts, department: number, parent: number): void {
  const tree = facts.departments
  const sibling = int(tree.firstChild, parent)
  tree.parent[department] = parent
  tree.nextSibling[department] = sibling
  tree.previousSibling[department] = NONE
  if (sibling !== NONE) tree.previousSibling[sibling] = department
  tree.firstChild[parent] = department
  facts.stale = true
}

/** Takes a department out from below its parent; what is below it stays below it. */
export function unhang(facts: Facts, department: number): void {
  const tree = facts.departments
  const before = int(tree.previousSibling, department)
  const after = int(tree.nextSibling, department)
  if (before === NONE) tree.firstChild[int(tree.parent, department)] = after
  else tree.nextSibling[before] = after
  if (after !== NONE) tree.previousSibling[after] = before
  facts.stale = true
}

/** True while the department exists. */
export const isLive = (facts: Facts, department: number): boolean =>
  int(facts.departments.parent, department) !== GONE

/** The labels, renewed when the tree has changed. */
export function freshLabels(facts: Facts): Int32Array {
  if (facts.stale) relabel(facts)
  return facts.departments.labels
}

/** True when `inner` is `outer` or below it. Renews the labels when the tree has changed. */
export function contains(facts: Facts, outer: number, inner: number): boolean {
  const labels = freshLabels(facts)
  const label = int(labels, inner * 2)
  return int(labels, outer * 2) <= label && label <= int(labels, outer * 2 + 1)
}

/** Walks from a department up to the root, itself first. */
export function* upwards(facts: Facts, department: number): Generator<number> {
  for (let at = department; at !== NONE; at = int(facts.departments.parent, at)) yield at
}

/** Walks over a department and all below it. */
export function* downwards({ departments }: Facts, department: number): Generator<number> {
  yield department
  const { firstChild, nextSibling, parent } = departments
  for (let at = int(firstChild, department); at !== NONE;) {
    yield at
    const child = int(firstChild, at)
    if (child !== NONE) {
      at = child
      continue
    }
    while (at !== department && int(nextSibling, at) === NONE) at = int(parent, at)
    at = at === department ? NONE : int(nextSibling, at)
  }
}

/** Walks over the appointments (rows) to one department, none of them below it. */
export function* appointmentsAt({ departments, appointments }: Facts, department: number): Generator<number> {
  for (
    let row = int(departments.firstAppointment, department);
    row !== NONE;
    row = int(appointments.nextOfDepartment, row)
  )
    yield row
}

// One walk over the tree, without a stack: down to the first child, else on to the sibling, else up.
function relabel(facts: Facts): void {
  const { parent, firstChild, nextSibling, labels } = facts.departments
  let label = 0
  let at = facts.root
  let down = at !== NONE
  while (at !== NONE) {
    if (down) labels[at * 2] = label++
    const child = down ? int(firstChild, at) : NONE
    if (child !== NONE) {
      at = child
      continue
    }
    labels[at * 2 + 1] = label - 1
    const sibling = int(nextSibling, at)
    down = sibling !== NONE
    at = down ? sibling : int(parent, at)
  }
  facts.stale = false
}
