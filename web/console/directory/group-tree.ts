/** A group as the tree needs it. */
export type Nested = { readonly id: string; readonly name: string; readonly groups: readonly string[] }

/** One line of the tree: a group at one place. A group inside several others stands in each of them. */
export type GroupLine<G extends Nested> = {
  /** Ids from the outermost group down, joined: a group's place. */
  readonly path: string
  readonly depth: number
  readonly group: G
}

/** Lines that the tree has at most: nesting many groups in many others would repeat without end. */
export const GROUP_LINES_MAX = 5000

/** All groups as a tree: outermost ones first, each followed by what lies inside. In the order given. */
export function groupTree<G extends Nested>(groups: readonly G[]): readonly GroupLine<G>[] {
  const byId = new Map(groups.map((group) => [group.id, group]))
  const inner = new Set(groups.flatMap((group) => group.groups))
  const lines: GroupLine<G>[] = []
  const put = (group: G, above: readonly string[]): void => {
    // The server lets no circle come to be; a page must end even if it were told of one.
    if (lines.length >= GROUP_LINES_MAX || above.includes(group.id)) return
    const path = [...above, group.id]
    lines.push({ path: path.join('/'), depth: above.length, group })
    for (const one of groups) if (group.groups.includes(one.id)) put(one, path)
  }
  for (const { id } of groups) {
    const group = byId.get(id)
    if (group !== undefined && !inner.has(id)) put(group, [])
  }
  return lines
}

/** Names of the groups that a group lies in directly. */
export const outerNames = (groups: readonly Nested[], id: string): readonly string[] =>
  groups.filter((group) => group.groups.includes(id)).map(({ name }) => name)

/** Groups inside a group at any depth, each once, with the names on one way to it. */
export function insideOf<G extends Nested>(
  groups: readonly G[],
  id: string,
): readonly { readonly group: G; readonly names: readonly string[] }[] {
  const byId = new Map(groups.map((group) => [group.id, group]))
  const found = new Map<string, { readonly group: G; readonly names: readonly string[] }>()
  const queue = [{ id, names: [] as readonly string[] }]
  for (const at of queue)
    for (const innerId of byId.get(at.id)?.groups ?? []) {
      const group = byId.get(innerId)
      if (group === undefined || found.has(innerId) || innerId === id) continue
      const names = [...at.names, group.name]
      found.set(innerId, { group, names })
      queue.push({ id: innerId, names })
    }
  return [...found.values()]
}
