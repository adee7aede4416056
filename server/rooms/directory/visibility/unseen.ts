import { refuse } from '@hufu/kit'
import type { Act } from '../../../platform/act/index.ts'
import { sightOf } from './sight.ts'

/** INVARIANT V2: whoever is hidden from the one who acts is not there to be named. Refuses `authority/unknown-member`. */
export function refuseUnseen(act: Act, ids: readonly string[]): void {
  if (act.actor.type !== 'member' || ids.length === 0) return
  const sight = sightOf(act, act.actor.memberId, act.at.getTime())
  if (ids.some((id) => !sight.member(id))) throw refuse('authority/unknown-member')
}
