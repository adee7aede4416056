/** What a plan is: its life, what it asks of whom, and when a second person has to agree. Pure. */
import type { planAsks, PlanState, PlanWhat } from '@hufu/contract'
import { machine } from '@hufu/kit'

/** The life of one person's part of a plan. What is held is tried again, until it is done or cancelled. */
export const itemLife = machine('plan', {
  waiting: { carryOut: 'done', hold: 'held', cancel: 'cancelled' },
  held: { carryOut: 'done', hold: 'held', cancel: 'cancelled' },
  done: {},
  cancelled: {},
})

export type PlanPermission = (typeof planAsks)[PlanWhat]

type Decided = {
  readonly braked: boolean
  readonly agreedBy: string | null
  readonly cancelledAt: Date | null
}

/** How a plan stands that has people to come. */
export function openState({ braked, agreedBy, cancelledAt }: Decided): Exclude<PlanState, 'done'> {
  if (cancelledAt !== null) return 'cancelled'
  return braked && agreedBy === null ? 'agreeing' : 'running'
}

/** How a plan stands, from what its row says and how many of its people are still to come. */
export function stateOf(plan: Decided, open: number): PlanState {
  const state = openState(plan)
  return open === 0 && state !== 'cancelled' ? 'done' : state
}
