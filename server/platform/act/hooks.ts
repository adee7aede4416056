/** What the house does with every act, whichever room it belongs to, in the transaction of the act. */
import type { AuthorityEvent, Facts } from '@hufu/authority'
import type { Act } from './act.ts'
import { authorityEventsOf } from './escalation.ts'
import { criticalTallies } from './permit.ts'
import type { Tally } from './permit.ts'
import type { Pages, Recorded } from './record.ts'

/** One critical permission that an act has used, and where its last entry stands among the act's; null without one. */
export type CriticalAct = { readonly tally: Tally; readonly place: number | null }

/** Called in the act's transaction, so that what it writes is there exactly when the act is. */
export type AfterCritical = (done: readonly [CriticalAct, ...CriticalAct[]]) => Promise<void>

/** What an authority act has recorded so far, and the facts at its fence, as they were before it. */
export type Changed = {
  /** One of those by which it was recorded. */
  readonly tally: Tally
  readonly recorded: readonly Recorded[]
  /** Of what was recorded: what changes facts. */
  readonly events: readonly AuthorityEvent[]
  readonly before: Facts
}

/** Called in the transaction of every act that changes facts. What it records stands behind what the act recorded itself. */
export type AfterChange = (changed: Changed) => Promise<void>

/** What rooms hang in. */
export type Hooks = { readonly afterCritical?: AfterCritical; readonly afterChange?: AfterChange }

// INVARIANT U5: no command tells of a critical act by itself, and so none can forget to.
/** Calls what is hung in for critical acts, when there was one. */
export async function afterCritical(act: Act, pages: Pages, hooks: Hooks): Promise<void> {
  const [first, ...more] = criticalTallies(act).map((tally): CriticalAct => ({
    tally,
    place: pages.lastBy.get(tally) ?? null,
  }))
  if (first !== undefined) await hooks.afterCritical?.([first, ...more])
}

/** Calls what is hung in for changes of facts, when there was one. */
export async function afterChange(pages: Pages, before: Facts, hooks: Hooks): Promise<void> {
  const events = authorityEventsOf(pages)
  const [tally] = pages.lastBy.keys()
  if (events.length > 0 && tally !== undefined)
    await hooks.afterChange?.({ tally, recorded: [...pages.recorded], events, before })
}
