/** Tiers: who stands above whom at an instant. */
import type { Tier } from './events.ts'
import { DEPARTED, SEATED, STATUS } from './facts.ts'
import type { Facts } from './facts.ts'
import { int } from './bits.ts'
import { find } from './ids.ts'

/** Higher stands above lower; 0 is a member without a seat. */
export const tierNumber = { scoped: 1, super: 2, creator: 3 } as const satisfies Record<Tier, number>

/** Names of the tiers, by their numbers. */
export const tierNames = [null, 'scoped', 'super', 'creator'] as const

/** The highest tier of a member's seats in force at an instant, as a number; a departed member has none. */
export function tierAt(facts: Facts, member: number, at: number): number {
  const state = int(facts.members.state, member)
  if ((state & SEATED) === 0 || (state & STATUS) === DEPARTED) return 0
  let highest = 0
  for (const seat of facts.seatsOf.get(member) ?? noSeats)
    if (seat.from <= at && at < seat.until) highest = Math.max(highest, tierNumber[seat.tier])
  return highest
}

const noSeats: readonly never[] = []

/** The tier of a member at an instant, or null without a seat in force (and for an unknown member). */
export function tierOf(facts: Facts, memberId: string, at: number): Tier | null {
  const member = find(facts.members.ids, memberId)
  return member < 0 ? null : (tierNames[tierAt(facts, member, at)] ?? null)
}
