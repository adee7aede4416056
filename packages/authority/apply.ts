/** The one way facts change: one event, folded in. An event that contradicts the facts throws and changes nothing. */
import { assert } from '@hufu/kit'
import { applyPeople } from './apply-people.ts'
import { applyRights } from './apply-rights.ts'
import type { AuthorityEvent } from './events.ts'
import type { Facts } from './facts.ts'

/**
 * Folds an event into the facts, in place. Throws, with the facts untouched, on an event that names what does not
 * exist, adds what exists, closes a cycle, or removes what is still spoken of: a bug of ours, the log is never wrong.
 */
export function apply(facts: Facts, event: AuthorityEvent): void {
  assert(applyPeople(facts, event) || applyRights(facts, event), `unknown event ${event.name}`)
}
