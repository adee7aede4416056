import { newId } from '@hufu/kit'
import { nameKey } from '../names.ts'
import { DEPTH_MAX } from '../tree.ts'
import type { DirectorySnapshot } from './snapshot.ts'

/** A department of the tree as it would be after the import. `isNew` until it exists; `used` once an accepted row names it. */
export type PlannedDepartment = {
  readonly id: string
  readonly parent: PlannedDepartment | null
  readonly name: string
  readonly isNew: boolean
  used: boolean
  readonly children: Map<string, PlannedDepartment>
}

/** The tree of a dry run: what exists, and what the file would add. */
export type TreePlan = {
  readonly root: PlannedDepartment
  readonly byId: ReadonlyMap<string, PlannedDepartment>
  /** Finds the end of a path below the company, planning what is missing. `null`: the tree would be too deep. */
  readonly resolve: (names: readonly string[]) => PlannedDepartment | null
  /** The same for names that may themselves hold the separator: existing names win, longest first. */
  readonly resolveJoined: (names: readonly string[], separator: string) => PlannedDepartment | null
  /** The department of this name below another, planned if it is missing. */
  readonly child: (parent: PlannedDepartment, name: string) => PlannedDepartment
  /** What is new and used, parents first. */
  readonly created: () => readonly PlannedDepartment[]
}

/** Builds the plan's tree from what exists. */
export function planTree(snapshot: DirectorySnapshot): TreePlan {
  const byId = new Map<string, PlannedDepartment>()
  const waiting = Map.groupBy(snapshot.departments, (each) => each.parentId)
  const root = existing(snapshot.rootId, snapshot.rootName, null)
  byId.set(root.id, root)
  const open = [root]
  for (let parent = open.pop(); parent !== undefined; parent = open.pop())
    for (const each of waiting.get(parent.id) ?? []) {
      const department = existing(each.id, each.name, parent)
      parent.children.set(nameKey(each.name), department)
      byId.set(each.id, department)
      open.push(department)
    }
  const added: PlannedDepartment[] = []
  const child = (parent: PlannedDepartment, name: string): PlannedDepartment => {
    const found = parent.children.get(nameKey(name))
    if (found !== undefined) return found
    const made: PlannedDepartment = {
      id: newId(),
      parent,
      name,
      isNew: true,
      used: false,
      children: new Map(),
    }
    parent.children.set(nameKey(name), made)
    byId.set(made.id, made)
    added.push(made)
    return made
  }
  const resolve = (names: readonly string[]): PlannedDepartment | null =>
    names.length > DEPTH_MAX ? null : names.reduce(child, root)
  return {
    root,
    byId,
    resolve,
    child,
    resolveJoined: (names, separator) =>
      names.length > DEPTH_MAX ? null : joined(root, names, separator, child),
    created: () => added.filter((department) => department.used),
  }
}

function existing(id: string, name: string, parent: PlannedDepartment | null): PlannedDepartment {
  return { id, parent, name, isNew: false, used: true, children: new Map() }
}

function joined(
  root: PlannedDepartment,
  names: readonly string[],
  separator: string,
  child: (parent: PlannedDepartment, name: string) => PlannedDepartment,
): PlannedDepartment {
  let at = root
  for (let from = 0; from < names.length;) {
    let upTo = names.length
    while (upTo > from + 1 && !at.children.has(nameKey(names.slice(from, upTo).join(separator)))) upTo--
    at = child(at, names.slice(from, upTo).join(separator))
    from = upTo
  }
  return at
}

/** Marks a department and everything above it as needed by an accepted row. */
export function useDepartment(department: PlannedDepartment): void {
  for (let at: PlannedDepartment | null = department; at !== null && !at.used; at = at.parent) at.used = true
}

/** The nearest existing department at or above: a scope over it covers what is made below. */
export function nearestExisting(department: PlannedDepartment): PlannedDepartment {
  let at = department
  while (at.isNew && at.parent !== null) at = at.parent
  return at
}

/** Names below the company, the department itself last. The company itself gives an empty list. */
export function namesBelowRoot(department: PlannedDepartment): readonly string[] {
  const names: string[] = []
  for (let at = department; at.parent !== null; at = at.parent) names.unshift(at.name)
  return names
}
