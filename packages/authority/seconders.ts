/** Who can stand behind what somebody else does: the second half of an act that takes two. */
import { permission } from './catalogue.ts'
import type { PermissionKey } from './catalogue.ts'
import { decide } from './decide.ts'
import type { Target } from './events.ts'
import type { Facts } from './facts.ts'
import { topOf } from './live.ts'
import { statusOf } from './people.ts'
import { administratorOf, administratorsOf } from './rows.ts'
import { tierOf } from './tiers.ts'

/**
 * `entitled`: whoever might do it alone. `super`: a super administrator, where only the creator does it and nobody else is
 * entitled by definition. `nobody`: it has a ceremony of its own, in which others have their say.
 */
export type Behind = 'entitled' | 'super' | 'nobody'

const own: Partial<Record<PermissionKey, Behind>> = {
  'admin.assign.super': 'super',
  'sys.org.dissolve': 'super',
  'creator.transfer': 'nobody',
  'creator.recovery.vote': 'nobody',
}

/** Which kind of person stands behind the use of a permission. */
export const behindOf = (key: PermissionKey): Behind => own[key] ?? 'entitled'

/** Who does something, with which permission, to what, and when (ms since 1970). */
export type Stood = {
  readonly memberId: string
  readonly permission: PermissionKey
  readonly target: Target
  readonly at: number
}

/**
 * Whoever could stand behind an act, sorted by id: at work, not the one who does it, not the one it is about, and not by a
 * seat that whoever does it has made, who would else make themselves a second person. Nobody where the act takes none, or
 * the company has none; the creator is one for everybody else.
 */
export function secondersOf(facts: Facts, stood: Stood): readonly string[] {
  const { memberId, target } = stood
  const concerned = target.type === 'member' ? target.id : null
  return candidatesFor(facts, stood).filter(
    (id) =>
      id !== memberId &&
      id !== concerned &&
      statusOf(facts, id) === 'active' &&
      standsBehind(facts, id, stood),
  )
}

// A right of office comes with a seat alone; one to use the product is never of such weight.
function candidatesFor(facts: Facts, { permission: key, at }: Stood): readonly string[] {
  if (permission(key).kind !== 'administration') return []
  switch (behindOf(key)) {
    case 'nobody':
      return []
    case 'super':
      return topOf(facts, at)
    case 'entitled':
      return [...new Set(administratorsOf(facts).map((seat) => seat.memberId))].toSorted()
  }
}

function standsBehind(facts: Facts, id: string, { memberId, permission: key, target, at }: Stood): boolean {
  if (behindOf(key) === 'super') return tierOf(facts, id, at) === 'super'
  const { allowed, by } = decide(facts, { memberId: id, permission: key, target, at })
  return allowed && by.some((reason) => !isOfTheirMaking(facts, reason.id, { maker: memberId, at }))
}

/**
 * Whether a seat goes back to somebody who is not the creator: given by them, or by a scoped administrator whose own
 * seats all do. Of whoever gave it and has no seat any more nobody knows, so it counts as theirs.
 */
function isOfTheirMaking(
  facts: Facts,
  seatId: string,
  {
    maker,
    at,
    seen = [],
  }: { readonly maker: string; readonly at: number; readonly seen?: readonly string[] },
): boolean {
  const seat = administratorOf(facts, seatId)
  if (tierOf(facts, maker, at) === 'creator' || seat === null || seat.tier === 'creator') return false
  const { appointedBy } = seat
  if (appointedBy === null || appointedBy === maker) return appointedBy === maker
  const tier = tierOf(facts, appointedBy, at)
  if (tier === 'creator' || tier === 'super') return false
  return administratorsOf(facts, appointedBy).every(
    ({ administratorId: id }) =>
      seen.includes(id) || isOfTheirMaking(facts, id, { maker, at, seen: [...seen, seatId] }),
  )
}
