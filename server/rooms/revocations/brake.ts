/** How many people one decision may take something of, before a second person has to agree. */
import type { RevocationWhat } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import type { Act } from '../../platform/act/index.ts'
import { activeMembers } from './store.ts'

const ALWAYS = 5
const SHARE = 0.02

/** More people than this need a second person: five, or two in a hundred of those at work. */
export const brakeAt = (active: number): number => Math.max(ALWAYS, Math.ceil(active * SHARE))

const takenIn = new WeakMap<Act, Set<string>>()
const held = new WeakSet<Act>()

/** This act does what was held to the brake when it was decided. Only for what carries such decisions out. */
export const heldToBrake = (act: Act): void => void held.add(act)

/**
 * Counts whom one act takes something of; a batch of many single takings is one decision too. The end of single grants is
 * not counted: what each gave was one thing. Nor is history that is being recorded with its date: it was decided elsewhere.
 */
export async function refuseTooMany(act: Act, what: RevocationWhat, memberId: string): Promise<void> {
  if (what === 'grant' || act.effectiveAt !== null || held.has(act)) return
  const taken = takenIn.get(act) ?? new Set()
  takenIn.set(act, taken.add(memberId))
  if (taken.size <= ALWAYS) return
  const limit = brakeAt(await activeMembers(act.tx, act.workspaceId))
  if (taken.size > limit) throw refuse('plan/second-person', { people: taken.size, limit })
}
