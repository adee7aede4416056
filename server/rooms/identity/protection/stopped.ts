import { administratorsOf, membersOf, statusOf, tierOf, topOf } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import type { FactorNeed, FactorNeeds } from '@hufu/contract'
import { couldMeet, kindsOf } from '../../../platform/act/index.ts'
import type { FactorState } from '../../../platform/act/index.ts'

/** Somebody who does not have what would be asked of them. */
export type Stopped = {
  readonly memberId: string
  readonly tier: 'creator' | 'super' | 'scoped' | 'member'
  readonly need: FactorNeed
}

const order = ['creator', 'super', 'scoped', 'member'] as const

/** Whom a setting would ask for more than they have; the highest first. Pure: nothing is changed by asking. */
export function stoppedBy(
  facts: Facts,
  factors: FactorState,
  needs: FactorNeeds,
  at: number,
): readonly Stopped[] {
  const stopped: Stopped[] = []
  for (const memberId of askedAmong(facts, needs)) {
    if (statusOf(facts, memberId) !== 'active') continue
    const tier = tierOf(facts, memberId, at) ?? 'member'
    const need = needs[tier]
    if (!couldMeet(need, kindsOf(factors, memberId))) stopped.push({ memberId, tier, need })
  }
  return stopped.toSorted((a, b) => order.indexOf(a.tier) - order.indexOf(b.tier))
}

// Of a large company everybody is only looked at where something is asked of everybody.
function askedAmong(facts: Facts, needs: FactorNeeds): ReadonlySet<string> {
  const holders = administratorsOf(facts).map(({ memberId }) => memberId)
  return new Set(needs.member === 'password' ? holders : membersOf(facts, { type: 'everyone' }))
}

/** Whether there is somebody beside this person who could stand second for what is critical. */
export const isThereSecond = (facts: Facts, memberId: string, at: number): boolean =>
  topOf(facts, at).some((each) => each !== memberId)
