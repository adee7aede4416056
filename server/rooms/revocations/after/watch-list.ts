/** Which rights of whom are watched, and whose rights a change may have let return. In memory, and pure but for that. */
import { bitOf, check, decide, handleOf, statusOf, targetOf } from '@hufu/authority'
import type { AuthorityEvent, Decision, Facts, PermissionKey } from '@hufu/authority'
import type { RevocationReason } from '@hufu/contract'
import type { WatchedRow } from './store-watch.ts'
import { lostBetween, placeKeyOf, placesByRight } from '../vectors.ts'
import type { Failure } from '../vectors.ts'

const DAY_MS = 86_400_000
export const WATCH_DAYS = 30
export const WATCH_DAYS_AFTER_TROUBLE = 90
/** Nothing taken longer ago is watched, whatever the reason was. */
export const WATCH_MS_MAX = WATCH_DAYS_AFTER_TROUBLE * DAY_MS

/** Until when what was taken is watched. It is computed from the time of taking, so nothing has to end it. */
export function watchedUntil(row: { readonly at: Date; readonly reason: RevocationReason }): Date {
  const days = row.reason === 'incident' || row.reason === 'misuse' ? WATCH_DAYS_AFTER_TROUBLE : WATCH_DAYS
  return new Date(row.at.getTime() + days * DAY_MS)
}

/** One revocation under watch: what of it has not come back yet. */
export type Watched = {
  readonly revocationId: string
  readonly memberId: string
  readonly at: number
  readonly until: number
  readonly pairs: readonly Failure[]
  /** Rights lost at the whole company, and with that at every place in it: also at those that were not looked at then. */
  readonly everywhere: ReadonlySet<PermissionKey>
  /** Places that were looked at, and pairs that have come back: neither is looked for again. */
  readonly settled: ReadonlySet<string>
}

export const pairKeyOf = ({ permission, place }: Failure): string => `${permission} ${placeKeyOf(place)}`

/** A row as it is watched; `returned` are the keys of pairs that have come back. */
export function watchedFrom(row: WatchedRow, returned: ReadonlySet<string>): Watched {
  const lost = lostBetween(row.before, row.after)
  return {
    revocationId: row.id,
    memberId: row.memberId,
    at: row.at.getTime(),
    until: watchedUntil(row).getTime(),
    pairs: lost.filter((pair) => !returned.has(pairKeyOf(pair))),
    everywhere: new Set(
      lost.flatMap(({ permission, place }) => (place.type === 'workspace' ? [permission] : [])),
    ),
    settled: new Set([...row.before.map(({ place }) => placeKeyOf(place)), ...returned]),
  }
}

/**
 * What of a watched revocation is allowed now. The fast question: most people under watch hold nothing at all. `wide`
 * looks at new places too, which takes reading what the person holds.
 */
export function returnedNow(facts: Facts, watched: Watched, at: number, wide = true): readonly Failure[] {
  const { memberId, pairs } = watched
  if (statusOf(facts, memberId) !== 'active') return []
  const member = handleOf(facts, memberId)
  const asked = wide ? [...pairs, ...newPlacesOf(facts, watched, at)] : pairs
  return asked.filter(({ permission, place }) =>
    check(facts, member, bitOf(permission), targetOf(facts, place), at),
  )
}

// What was lost in the whole company returns also at a place that nobody had to look at then.
function newPlacesOf(
  facts: Facts,
  { memberId, everywhere, settled }: Watched,
  at: number,
): readonly Failure[] {
  if (everywhere.size === 0) return []
  return placesByRight(facts, memberId, at).filter(
    (pair) =>
      everywhere.has(pair.permission) &&
      !settled.has(placeKeyOf(pair.place)) &&
      !settled.has(pairKeyOf(pair)),
  )
}

/** The decision about one pair, with its grounds. */
export const decisionOn = (
  facts: Facts,
  memberId: string,
  { permission, place }: Failure,
  at: number,
): Decision => decide(facts, { memberId, permission, target: place, at })

/** Events that only take, or make something new that nothing speaks of yet: nobody's right returns by them. */
const givesNothing: ReadonlySet<string> = new Set([
  'grant.ended@1',
  'grant.suspended@1',
  'restriction.placed@1',
  'administrator.ended@1',
  'member.suspended@1',
  'member.departed@1',
  'member.added@1',
  'department.created@1',
  'position.created@1',
  'group.created@1',
  'role.created@1',
])

/** Whose rights some events may have let return: these people, or `everybody`. */
export function mayReturnBy(events: readonly AuthorityEvent[]): ReadonlySet<string> | 'everybody' {
  const ids = new Set<string>()
  for (const { name, data } of events) {
    if (givesNothing.has(name)) continue
    // The ledger keeps these events in this form for ever: their names bear the version.
    const { memberId, toId, subject } = data as {
      readonly memberId?: string
      readonly toId?: string
      readonly subject?: { readonly type: string; readonly id?: string }
    }
    const named = memberId ?? toId ?? (subject?.type === 'member' ? subject.id : undefined)
    if (named === undefined) return 'everybody'
    ids.add(named)
  }
  return ids
}
