import type { ResidualPath } from '@hufu/contract'
import { permit } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import type { PlanRest } from '../revocations/index.ts'
import { writePlan } from './commands.ts'
import type { PlanInput } from './commands.ts'
import { plannedAlready } from './store.ts'

type ForOne = Pick<PlanInput, 'reason' | 'because'> & {
  readonly memberId: string
  readonly due: Date
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
export async function planForOne(act: Act, { memberId, due, takes, ...why }: ForOne): Promise<string | null> {
  const already = await plannedAlready(act.tx, act.workspaceId, takes.what, [memberId])
  if (already.size > 0 || act.actor.type !== 'member') return null
  const tally = permit(act, 'perm.revoke', { type: 'member', id: memberId })
  const { id } = await writePlan(tally, act.actor.memberId, {
    permissions: null,
    grantIds: null,
    ...takes,
    ...why,
    people: [{ memberId, due }],
  })
  return id
}

/** Plans rights of one person that go some minutes after the others. */
export const planRest: PlanRest = (act, { memberId, dueAt: due, reason, because, permissions, paths }) =>
  planForOne(act, { memberId, due, reason, because, takes: { what: 'rights', permissions, paths } })
