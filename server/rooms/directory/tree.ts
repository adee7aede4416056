import { compareNames } from './sorting.ts'

/** Deepest department below the company, so that a chain of parents is always short to walk. */
export const DEPTH_MAX = 32

/** A department as the tree needs it; `parentId` is `null` for the company alone. */
export type DepartmentNode = { readonly id: string; readonly parentId: string | null; readonly name: string }

/** The tree in columns: pre-order, siblings as a Chinese reader sorts them, parents by index (−1 for the company). */
export type TreeColumns<Node> = { readonly nodes: readonly Node[]; readonly parents: readonly number[] }

/** Lays departments out in pre-order. Those not reachable from a root of the list (its parent is missing) come as roots. */
export function columnsOf<Node extends DepartmentNode>(departments: readonly Node[]): TreeColumns<Node> {
  const known = new Set(departments.map((each) => each.id))
  const below = Map.groupBy(departments, (each) =>
    each.parentId !== null && known.has(each.parentId) ? each.parentId : null,
  )
  for (const siblings of below.values())
    siblings.sort((a, b) => compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1))
  const nodes: Node[] = []
  const parents: number[] = []
  const open = (below.get(null) ?? []).toReversed().map((node) => ({ node, parent: -1 }))
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const index = nodes.push(next.node) - 1
    parents.push(next.parent)
    const children = below.get(next.node.id)
    if (children !== undefined)
      for (let at = children.length - 1; at >= 0; at--) {
        const child = children[at]
        if (child !== undefined) open.push({ node: child, parent: index })
      }
  }
  return { nodes, parents }
}
