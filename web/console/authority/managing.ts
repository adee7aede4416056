import type { ChartSeat } from '@hufu/contract'
import type { DepartmentIndex } from '../../ui/department-index.ts'

type Seat = Pick<ChartSeat, 'id' | 'tier' | 'departments'>

/** Who manages a department: a seat, and the department by which it does, itself or one above. */
export type Managing<S extends Seat> = { readonly seat: S; readonly by: string }

/**
 * What an org chart shows: of each place, how many scoped administrators manage it, who is named for it itself, and how
 * many departments further below have somebody named for them, which a folded branch would hide.
 */
export type Chart<S extends Seat> = {
  readonly covering: Int32Array
  readonly named: ReadonlyMap<string, readonly S[]>
  readonly below: Int32Array
}

/** Paints a company: each scoped seat covers its departments and all below. One pass over seats and one over places. */
export function chartOf<S extends Seat>(index: DepartmentIndex, seats: readonly S[]): Chart<S> {
  const count = index.tree.ids.length
  // At a place where a seat begins to cover, one more; after the last below, one less.
  const steps = new Int32Array(count + 1)
  const named = new Map<string, S[]>()
  for (const seat of seats) {
    if (seat.tier !== 'scoped') continue
    for (const [from, end] of rangesOf(index, seat.departments)) {
      steps[from] = (steps[from] ?? 0) + 1
      steps[end] = (steps[end] ?? 0) - 1
    }
    for (const id of seat.departments) named.set(id, [...(named.get(id) ?? []), seat])
  }
  const covering = new Int32Array(count)
  let now = 0
  for (let place = 0; place < count; place += 1) {
    now += steps[place] ?? 0
    covering[place] = now
  }
  return { covering, named, below: countBelow(index, [...named.keys()]) }
}

/** Of each place, how many of some departments stand below it. */
export function countBelow(
  { tree, place, end }: DepartmentIndex,
  departments: readonly string[],
): Int32Array {
  const before = new Int32Array(tree.ids.length + 1)
  for (const id of departments) {
    const at = place.get(id)
    if (at !== undefined) before[at + 1] = 1
  }
  for (let at = 1; at < before.length; at += 1) before[at] = (before[at] ?? 0) + (before[at - 1] ?? 0)
  return Int32Array.from(tree.ids, (_, at) => (before[end[at] ?? at + 1] ?? 0) - (before[at + 1] ?? 0))
}

/** Places from–end that departments cover with all below, each place once. */
export function rangesOf(
  index: DepartmentIndex,
  departments: readonly string[],
): readonly (readonly [from: number, end: number])[] {
  const places = departments.flatMap((id) => index.place.get(id) ?? []).toSorted((a, b) => a - b)
  const ranges: (readonly [number, number])[] = []
  for (const from of places) {
    const last = ranges.at(-1)
    // Below one that is covered already.
    if (last !== undefined && from < last[1]) continue
    ranges.push([from, index.end[from] ?? from + 1])
  }
  return ranges
}

/** Every seat that covers a department, with the nearest department by which it does. */
export function managersOf<S extends Seat>(
  index: DepartmentIndex,
  { named }: Chart<S>,
  departmentId: string,
): readonly Managing<S>[] {
  const found = new Map<string, Managing<S>>()
  for (let at = index.place.get(departmentId) ?? -1; at >= 0; at = index.tree.parents[at] ?? -1) {
    const by = index.tree.ids[at] ?? ''
    for (const seat of named.get(by) ?? []) if (!found.has(seat.id)) found.set(seat.id, { seat, by })
  }
  return [...found.values()]
}
