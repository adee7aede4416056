import type { ResidualPath } from '@hufu/contract'
import { newId } from '@hufu/kit'
import { permit, proved, record } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import type { PlanRest } from '../revocations/index.ts'
import { tellEach } from '../notices/index.ts'
import { PLAN_MADE } from './commands.ts'
import type { PlanTold } from './commands.ts'
import { insertPlan, plannedAlready } from './store.ts'
import type { NewPlan } from './store.ts'

type ForOne = Pick<NewPlan, 'reason' | 'because'> & {
  readonly memberId: string
  readonly dueAt: Date
  readonly takes:
    | { readonly what: 'grants'; readonly grantIds: readonly string[] }
    | {
        readonly what: 'rights'
        readonly permissions: readonly string[]
        readonly paths: readonly ResidualPath[]
      }
}

/**
 * Plans what is taken of one person later, in the act that takes something now. Gives the id of the plan; null where
 * another plan is about the same already, or nobody is there in whose name it could be carried out.
 */
export async function planForOne(
  act: Act,
  { memberId, dueAt, reason, because, takes }: ForOne,
): Promise<string | null> {
  const { what } = takes
  const already = await plannedAlready(act.tx, act.workspaceId, what, [memberId])
  if (already.size > 0 || act.actor.type !== 'member') return null
  const tally = permit(act, 'perm.revoke', { type: 'member', id: memberId })
  const id = newId()
  await insertPlan(tally, {
    id,
    what,
    reason,
    because,
    permissions: what === 'rights' ? takes.permissions : null,
    paths: what === 'rights' ? takes.paths : null,
    madeBy: act.actor.memberId,
    proof: proved(act),
    braked: false,
    items: [{ memberId, dueAt, grantIds: what === 'grants' ? takes.grantIds : null }],
  })
  const people = [{ memberId, due: dueAt.toISOString() }]
  record(
    tally,
    { name: 'plan.made@1', data: { planId: id, what, reason, braked: false, people } },
    { sealed: { because }, about: [memberId] },
  )
  await tellEach(tally, [
    { to: [memberId], kind: PLAN_MADE, data: { planId: id, memberId } satisfies PlanTold },
  ])
  return id
}

/** Plans rights of one person that go some minutes after the others. */
export const planRest: PlanRest = (act, { permissions, paths, ...rest }) =>
  planForOne(act, { ...rest, takes: { what: 'rights', permissions, paths } })
