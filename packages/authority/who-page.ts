/** One page of those who can do something, in the order of their ids. */
import { NONE } from './facts.ts'
import { compareIds, find, idOf } from './ids.ts'
import type { Ids } from './ids.ts'

/** Where a page begins: after an id, at most so many. Without it, everybody. */
export type Page = { readonly after?: string | undefined; readonly limit?: number | undefined }

/** Who was found: how many there are, whether somebody (handle) is one, and everybody who is among some more. */
export type Found = {
  readonly total: number
  readonly can: (member: number) => boolean
  readonly candidates: () => readonly number[]
}

/** The ids of a page, sorted. */
export function pageOf(ids: Ids, found: Found, { after, limit = Infinity }: Page): readonly string[] {
  const start = after === undefined ? NONE : find(ids, after)
  const isAfter = (member: number): boolean =>
    after === undefined || (start === NONE ? idOf(ids, member) > after : compareIds(ids, member, start) > 0)
  // So few that they are sooner put in order than met with in order.
  const few = limit !== Infinity && found.total ** 2 <= ids.count * limit
  const page = few ? pageOfFew(ids, found, isAfter, limit) : pageOfMany(ids, found, isAfter, limit)
  return page.map((member) => idOf(ids, member))
}

type Test = (member: number) => boolean

function pageOfFew(ids: Ids, { can, candidates }: Found, isAfter: Test, limit: number): readonly number[] {
  const page = new Set(candidates().filter((member) => can(member) && isAfter(member)))
  return [...page].toSorted((a, b) => compareIds(ids, a, b)).slice(0, limit)
}

/**
 * Most handles stand in the order of their ids: among those the first that can are the smallest. What comes after them
 * is looked at whole and sorted in.
 */
function pageOfMany(ids: Ids, { can }: Found, isAfter: Test, limit: number): readonly number[] {
  const page: number[] = []
  const first = firstAfter(ids.ascending, isAfter)
  for (let member = first; member < ids.ascending && page.length < limit; member++)
    if (can(member)) page.push(member)
  for (let member = ids.ascending; member < ids.count; member++)
    if (can(member) && isAfter(member)) sortIn(ids, page, member, limit)
  return page
}

function sortIn(ids: Ids, page: number[], member: number, limit: number): void {
  const last = page[limit - 1]
  if (last !== undefined && compareIds(ids, member, last) > 0) return
  const place = page.findLastIndex((other) => compareIds(ids, other, member) < 0) + 1
  page.splice(place, 0, member)
  if (page.length > limit) page.pop()
}

// Of handles in the order of their ids, the first for which something holds that then holds for all after it.
function firstAfter(end: number, holdsFor: Test): number {
  let low = 0
  let high = end
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holdsFor(middle)) high = middle
    else low = middle + 1
  }
  return low
}
