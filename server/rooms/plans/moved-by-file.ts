/** When a file gives many people other jobs: what was given to them for the old ones is reviewed by a plan, one by one. */
import { seatsInForce, statusOf, topOf } from '@hufu/authority'
import { allowed } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { personalGrants, readRoleKeys } from '../authority/index.ts'
import type { AfterMoves } from '../directory/index.ts'
import { tellEach } from '../notices/index.ts'
import { permitOver, writePlan } from './commands.ts'
import { MOVE_OPEN } from './move.ts'
import { plannedAlready } from './store.ts'

/**
 * Begins the review in the act that moves them: a plan that is due at once, in the name of whoever moves them and held to
 * the brake like any. Whom they may not take anything from is left to the creator and the super administrators.
 */
export const reviewFileMoves: AfterMoves = async (importing, memberIds) => {
  const { act } = importing
  if (act.actor.type !== 'member') return
  const { memberId: madeBy } = act.actor
  const holding = await holdersAmong(act, memberIds)
  if (holding.length === 0) return
  // A review still to come finds the new job anyway.
  const already = await plannedAlready(act.tx, act.workspaceId, 'move', holding)
  const fresh = holding.filter((id) => !already.has(id))
  const mine = fresh.filter(
    (id) => id !== madeBy && allowed(act, 'perm.revoke', { type: 'member', id }).allowed,
  )
  const to = topOf(act.facts, act.at.getTime())
  const own = new Set(mine)
  const open = fresh.filter((id) => !own.has(id))
  await tellEach(
    importing,
    open.map((memberId) => ({ to, kind: MOVE_OPEN, data: { memberId }, mail: true as const })),
  )
  if (mine.length === 0) return
  const people = mine.map((memberId) => ({ memberId, due: act.at }))
  const input = {
    what: 'move',
    people,
    permissions: null,
    grantIds: null,
    reason: 'move',
    because: '',
  } as const
  await writePlan(permitOver(act, 'move', mine), madeBy, input)
}

/** Those who are here and hold anything that was given to them personally: grants, or seats over departments. */
async function holdersAmong(act: Act, memberIds: readonly string[]): Promise<readonly string[]> {
  const at = act.at.getTime()
  const seated = new Set(
    seatsInForce(act.facts, at)
      .filter(({ tier }) => tier === 'scoped')
      .map(({ memberId }) => memberId),
  )
  const roleKeys = await readRoleKeys(act.tx, act.workspaceId)
  return memberIds.filter((id) => {
    const status = statusOf(act.facts, id)
    if (status === null || status === 'departed') return false
    return seated.has(id) || personalGrants(act.facts, roleKeys, id, at).length > 0
  })
}
