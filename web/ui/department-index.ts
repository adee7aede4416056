import type { DepartmentTree } from '@hufu/contract'

/**
 * The department tree made walkable: `end[i]` is the place after the last department below `i`, `depth[i]` its level
 * (root 0), `total[i]` appointments in it and below. Building 45,000 takes some milliseconds.
 */
export type DepartmentIndex = {
  readonly tree: DepartmentTree
  readonly place: ReadonlyMap<string, number>
  readonly end: Int32Array
  readonly depth: Int32Array
  readonly total: Int32Array
}

/** Bits of `can` in the columns of the tree. */
export const departmentCan = { edit: 1, move: 2, remove: 4, invite: 8 } as const

const made = new WeakMap<DepartmentTree, DepartmentIndex>()

/** Makes the index of a tree once. */
export function indexOf(tree: DepartmentTree): DepartmentIndex {
  const known = made.get(tree)
  if (known !== undefined) return known
  const count = tree.ids.length
  const end = new Int32Array(count)
  const depth = new Int32Array(count)
  const total = Int32Array.from(tree.members)
  // Pre-order: a parent stands before its children, so depths go forward and sums come back.
  for (let i = 0; i < count; i += 1) {
    const parent = tree.parents[i] ?? -1
    depth[i] = parent < 0 ? 0 : (depth[parent] ?? 0) + 1
    end[i] = i + 1
  }
  for (let i = count - 1; i >= 0; i -= 1) {
    const parent = tree.parents[i] ?? -1
    if (parent < 0) continue
    end[parent] = Math.max(end[parent] ?? 0, end[i] ?? 0)
    total[parent] = (total[parent] ?? 0) + (total[i] ?? 0)
  }
  const index: DepartmentIndex = {
    tree,
    place: new Map(tree.ids.map((id, i) => [id, i])),
    end,
    depth,
    total,
  }
  made.set(tree, index)
  return index
}

/** The places shown when only children of `open` departments are unfolded, in order. */
export function unfolded(index: DepartmentIndex, open: ReadonlySet<string>): Int32Array {
  const { tree, end } = index
  const shown: number[] = []
  for (let i = 0; i < tree.ids.length;) {
    shown.push(i)
    i = open.has(tree.ids[i] ?? '') ? i + 1 : (end[i] ?? i + 1)
  }
  return Int32Array.from(shown)
}

/** Places whose name holds every word of `search`, in order, at most `max`. */
export function matching(index: DepartmentIndex, search: string, max: number): Int32Array {
  const folded = foldedNames(index.tree)
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const found: number[] = []
  for (let i = 0; i < folded.length && found.length < max; i += 1) {
    const name = folded[i] ?? ''
    if (words.every((word) => name.includes(word))) found.push(i)
  }
  return Int32Array.from(found)
}

const lowered = new WeakMap<DepartmentTree, readonly string[]>()

/** Names in lower case, made when somebody first searches. */
function foldedNames(tree: DepartmentTree): readonly string[] {
  const known = lowered.get(tree)
  if (known !== undefined) return known
  const names = tree.names.map((name) => name.toLowerCase())
  lowered.set(tree, names)
  return names
}

/** Names from the root down, the department itself last; empty for one that is not in the tree. */
export function pathOf(index: DepartmentIndex, id: string): readonly string[] {
  const names: string[] = []
  for (let i = index.place.get(id) ?? -1; i >= 0; i = index.tree.parents[i] ?? -1)
    names.unshift(index.tree.names[i] ?? '')
  return names
}

/** Ids from the root down to the parent of a department. */
export function above(index: DepartmentIndex, id: string): readonly string[] {
  const ids: string[] = []
  const from = index.tree.parents[index.place.get(id) ?? -1] ?? -1
  for (let i = from; i >= 0; i = index.tree.parents[i] ?? -1) ids.unshift(index.tree.ids[i] ?? '')
  return ids
}

/** The name of a department, or null when it is not in the tree. */
export const nameIn = (index: DepartmentIndex, id: string): string | null =>
  index.tree.names[index.place.get(id) ?? -1] ?? null

/** What I may do with a department, as the server said in bits. */
export const mayIn = (index: DepartmentIndex, id: string, what: keyof typeof departmentCan): boolean =>
  ((index.tree.can[index.place.get(id) ?? -1] ?? 0) & departmentCan[what]) !== 0
