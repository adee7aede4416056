import type { Line } from './line.ts'

/** The open lines of one node, by member. */
export type Register = {
  readonly add: (line: Line) => void
  /** Takes a line off; true when it was the member's last. */
  readonly remove: (line: Line) => boolean
  readonly of: (workspaceId: string, memberId: string) => ReadonlySet<Line>
  readonly all: () => Iterable<Line>
  readonly count: () => number
}

const nobody: ReadonlySet<Line> = new Set()

/** Makes an empty register. */
export function newRegister(): Register {
  const lines = new Map<string, Set<Line>>()
  const keyOf = (workspaceId: string, memberId: string): string => `${workspaceId} ${memberId}`
  let count = 0
  return {
    add(line) {
      const key = keyOf(line.caller.workspaceId, line.caller.memberId)
      const mine = lines.get(key)
      if (mine === undefined) lines.set(key, new Set([line]))
      else mine.add(line)
      count += 1
    },
    remove(line) {
      const key = keyOf(line.caller.workspaceId, line.caller.memberId)
      const mine = lines.get(key)
      if (mine === undefined || !mine.delete(line)) return false
      count -= 1
      if (mine.size > 0) return false
      lines.delete(key)
      return true
    },
    of: (workspaceId, memberId) => lines.get(keyOf(workspaceId, memberId)) ?? nobody,
    *all() {
      for (const set of lines.values()) yield* set
    },
    count: () => count,
  }
}
