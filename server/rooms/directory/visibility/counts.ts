import { departmentsOf, standingIn } from '@hufu/authority'
import type { Reading } from '../../../platform/http/index.ts'
import type { TreeRow } from '../store-views.ts'
import { asPlaces, seenBy } from './listing.ts'
import type { Sight } from './sight.ts'

/**
 * How many people the viewer sees in each department. INVARIANT V14: a number never tells of somebody who is hidden.
 * Departments seen wholly need no question: everybody is counted but the few hidden by name.
 */
export async function countsFor(
  reading: Reading,
  sight: Sight,
  nodes: readonly TreeRow[],
): Promise<readonly number[]> {
  if (sight.all) return nodes.map(({ members }) => members)
  const left = new Map<string, number>()
  for (const id of sight.eyes.hiddenMembers)
    if (!sight.member(id))
      for (const place of departmentsOf(reading.facts, id)) left.set(place, (left.get(place) ?? 0) + 1)
  const partly =
    sight.eyes.limits === null ? [] : nodes.filter(({ id }) => !sight.wholly(id)).map(({ id }) => id)
  const counted = new Map<string, number>()
  if (partly.length > 0) {
    const asked = { ...asPlaces(await seenBy(reading, sight)), status: null }
    for (const [at, members] of standingIn(reading.facts, asked).countIn(partly).entries())
      counted.set(partly[at] ?? '', members)
  }
  const isPart = new Set(partly)
  return nodes.map(({ id, members }) =>
    isPart.has(id) ? (counted.get(id) ?? 0) : Math.max(0, members - (left.get(id) ?? 0)),
  )
}
