/** Listing places by what may be done there. */
import { permission } from './catalogue.ts'
import type { PermissionKey } from './catalogue.ts'
import { check, handleOf } from './check.ts'
import { isLive } from './departments.ts'
import type { Target } from './events.ts'
import { GONE } from './facts.ts'
import type { Facts } from './facts.ts'
import { int } from './bits.ts'
import { idOf } from './ids.ts'
import { resourceAt, targetOf } from './scope.ts'

/** Ids of everything of one type there is: `department`, `member`, or a kind of resource; sorted. */
export function resourcesOf(facts: Facts, type: string): readonly string[] {
  const count = (ids: { readonly count: number }): readonly number[] =>
    Array.from({ length: ids.count }, (_, handle) => handle)
  if (type === 'department') {
    const { ids } = facts.departments
    return count(ids)
      .filter((handle) => isLive(facts, handle))
      .map((handle) => idOf(ids, handle))
      .toSorted()
  }
  if (type === 'member')
    return count(facts.members.ids)
      .map((handle) => idOf(facts.members.ids, handle))
      .toSorted()
  return count(facts.resources.ids)
    .filter((handle) => int(facts.resources.department, handle) !== GONE)
    .map((handle) => resourceAt(facts, handle))
    .flatMap(({ kind, id }) => (kind === type ? [id] : []))
    .toSorted()
}

/** Of some ids, those at whose target a member has a permission at an instant (ms since 1970). */
export function searchTargets(
  facts: Facts,
  asked: {
    readonly memberId: string
    readonly key: PermissionKey
    readonly ids: readonly string[]
    readonly target: (id: string) => Target
    readonly at: number
  },
): readonly string[] {
  const member = handleOf(facts, asked.memberId)
  const { bit } = permission(asked.key)
  return asked.ids.filter((id) => check(facts, member, bit, targetOf(facts, asked.target(id)), asked.at))
}
