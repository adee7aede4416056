import { statusOf } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import { refuse } from '@hufu/kit'

/**
 * Asked on every way in, and asked again wherever something is redeemed that was given out earlier: whoever has left in
 * between stays out. Somebody suspended comes in, to what is about themselves alone; somebody invited has to accept first.
 * Who may not is told nothing that a stranger would not be told: `identity/wrong-credentials`.
 */
export function assertActive(facts: Facts, memberId: string): void {
  const status = statusOf(facts, memberId)
  if (status !== 'active' && status !== 'suspended') throw refuse('identity/wrong-credentials')
}
