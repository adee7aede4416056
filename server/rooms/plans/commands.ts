import { administratorsOf, decide, departmentsOf, statusOf } from '@hufu/authority'
import type { Target } from '@hufu/authority'
import { planAsks } from '@hufu/contract'
import type { PlanWhat, ResidualPath, RevocationReason } from '@hufu/contract'
import { newId, refuse } from '@hufu/kit'
import {
  allowed,
  decidedBy,
  demandSecond,
  permit,
  proved,
  record,
  refusalOf,
  seconderOf,
} from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import { lockGrantsOf } from '../authority/index.ts'
import { managersOf } from '../directory/index.ts'
import { tellEach } from '../notices/index.ts'
import type { Telling } from '../notices/index.ts'
import { activeMembers, brakeAt } from '../revocations/index.ts'
import { itemLife, openState } from './plan.ts'
import type { PlanPermission } from './plan.ts'
import {
  cancelItems,
  hastenItems,
  insertPlan,
  lockPlan,
  openItems,
  plannedAlready,
  setPlan,
} from './store.ts'
import type { PlanRow } from './store.ts'

/** What a plan takes from whom, its people found and its days set. */
export type PlanInput = {
  readonly what: PlanWhat
  readonly people: readonly { readonly memberId: string; readonly due: Date }[]
  readonly permissions: 'all' | readonly string[] | null
  readonly grantIds: readonly string[] | null
  readonly reason: RevocationReason
  readonly because: string
}

/** Beside what may be asked for: what becomes of other paths that give the same, said when some of it was taken at once. */
type WrittenInput = PlanInput & { readonly paths?: readonly ResidualPath[] | null }

export const PLAN_MADE = 'plan.made@1'
export const PLAN_CANCELLED = 'plan.cancelled@1'
export const PLAN_TO_AGREE = 'plan.to-agree@1'

/** What a notice of a plan knows. `memberId` is whom it is about; null where it is about all of them. */
export type PlanTold = { readonly planId: string; readonly memberId: string | null }

/**
 * Decides that rights will be taken. Everybody concerned is told at once: that is what a plan is for. Whoever makes it
 * holds the permission over everybody it names, now and when the day comes.
 */
export async function makePlan(act: Act, input: PlanInput): Promise<{ readonly id: string }> {
  if (act.actor.type !== 'member') throw refuse('authority/not-granted')
  const { what, people } = input
  refuseUnwhole(input)
  const memberIds = people.map(({ memberId }) => memberId)
  if (new Set(memberIds).size < memberIds.length) throw refuse('plan/listed-twice')
  const tally = permitOver(act, what, memberIds)
  await refuseOthersGrants(act, input)
  const already = await plannedAlready(act.tx, act.workspaceId, what, memberIds)
  if (already.size > 0) throw refuse('plan/already-planned', { memberIds: [...already] })
  return writePlan(tally, act.actor.memberId, input)
}

/** Writes a plan that may be made, and tells of it: those who could agree where it is above the brake, else those concerned. */
export async function writePlan(
  tally: Tally<PlanPermission>,
  madeBy: string,
  { paths = null, ...input }: WrittenInput,
): Promise<{ readonly id: string }> {
  const { act } = tally
  const { what, people, reason, because } = input
  const memberIds = people.map(({ memberId }) => memberId)
  const id = newId()
  const braked = people.length > brakeAt(await activeMembers(act.tx, act.workspaceId))
  const second = seconderOf(act)
  // Whoever stood behind it has agreed to exactly this: nobody else is waited for.
  const waits = braked && second === null
  await insertPlan(tally, {
    id,
    what,
    reason,
    because,
    permissions: input.permissions,
    paths,
    madeBy,
    proof: proved(act),
    second,
    braked,
    agreedBy: braked ? (second?.memberId ?? null) : null,
    items: people.map(({ memberId, due }) => ({ memberId, dueAt: due, grantIds: input.grantIds })),
  })
  record(
    tally,
    {
      name: 'plan.made@1',
      data: {
        planId: id,
        what,
        reason,
        braked,
        people: people.map(({ memberId, due }) => ({ memberId, due: due.toISOString() })),
      },
    },
    { sealed: { because }, about: memberIds },
  )
  if (waits) await tellAgreers(tally, { id, what, madeBy }, memberIds)
  else await tellConcerned(tally, id, memberIds)
  return { id }
}

// Whose grants they are is said when the plan is made, not when its day has come.
async function refuseOthersGrants(act: Act, { people, grantIds }: PlanInput): Promise<void> {
  const [one] = people
  if (grantIds === null || one === undefined) return
  const own = new Set((await lockGrantsOf(act, one.memberId)).map(({ id }) => id))
  if (grantIds.some((id) => !own.has(id))) throw refuse('authority/not-found', { what: 'grant' })
}

function refuseUnwhole({ what, people, permissions, grantIds }: PlanInput): void {
  if (what === 'move') throw refuse('plan/terms')
  const rights = (what === 'rights') === (permissions !== null)
  const grants = (what === 'grants') === (grantIds !== null) && (what !== 'grants' || people.length === 1)
  if (!rights || !grants) throw refuse('plan/terms')
}

/**
 * Asks the permission of a plan over everybody it names, and strikes its tally where the first of them works: a plan is
 * about all of them, and each is told of it by the plan itself.
 */
export function permitOver(act: Act, what: PlanWhat, memberIds: readonly string[]): Tally<PlanPermission> {
  const key = planAsks[what]
  for (const id of memberIds) {
    const status = statusOf(act.facts, id)
    if (status === null || status === 'departed') throw refuse('authority/unknown-member')
    if (act.actor.type === 'member' && act.actor.memberId === id) throw refuse('directory/not-oneself')
    const decision = allowed(act, key, { type: 'member', id })
    if (!decision.allowed) throw refusalOf(key, decision)
    demandSecond(act, key, { type: 'member', id })
  }
  const [first] = memberIds
  if (first === undefined) throw refuse('plan/terms')
  const [department] = departmentsOf(act.facts, first)
  return permit(act, key, department === undefined ? person(first) : { type: 'department', id: department })
}

const person = (id: string): Target => ({ type: 'member', id })

/** Agrees to a plan above the brake. Whoever made it may only where nobody else could. */
export async function agreeToPlan(
  act: Act,
  input: { readonly planId: string; readonly people: number },
): Promise<null> {
  const plan = await lockOpen(act, input.planId)
  if (act.actor.type !== 'member') throw refuse('authority/not-granted')
  const memberIds = (await openItems(act, plan.id, null)).map(({ memberId }) => memberId)
  if (memberIds.length === 0 || openState(plan) !== 'agreeing') throw refuse('plan/not-now')
  // INVARIANT W6: the plan's maker and whoever agrees are two already; a third is not asked.
  decidedBy(act, plan.madeBy, plan.proof)
  const tally = permitOver(act, plan.what, memberIds)
  if (act.actor.memberId === plan.madeBy && othersFor(act, plan.what, memberIds, plan.madeBy).length > 0)
    throw refuse('plan/second-person', {
      people: plan.people,
      limit: brakeAt(await activeMembers(act.tx, act.workspaceId)),
    })
  if (input.people !== memberIds.length) throw refuse('plan/other-number')
  await setPlan(tally, plan.id, {
    agreedBy: act.actor.memberId,
    agreedAt: act.at,
    agreedProof: proved(act),
  })
  record(
    tally,
    { name: 'plan.agreed@1', data: { planId: plan.id, people: memberIds.length } },
    { about: memberIds },
  )
  await tellConcerned(tally, plan.id, memberIds)
  return null
}

/** Cancels what is still to come of a plan, for some of its people or for all. */
export async function cancelPlan(
  act: Act,
  input: {
    readonly planId: string
    readonly memberIds?: readonly string[] | undefined
    readonly because: string
  },
): Promise<{ readonly cancelled: number }> {
  const plan = await lockOpen(act, input.planId)
  if (act.actor.type !== 'member') throw refuse('authority/not-granted')
  const all = await openItems(act, plan.id, null)
  const asked = input.memberIds === undefined ? null : new Set(input.memberIds)
  const items = all.filter(({ memberId }) => asked === null || asked.has(memberId))
  if (items.length === 0) throw refuse('plan/not-now')
  for (const { state } of items) itemLife.next(state, 'cancel')
  const memberIds = items.map(({ memberId }) => memberId)
  const tally = permitOver(act, plan.what, memberIds)
  await cancelItems(tally, plan.id, memberIds)
  if (items.length === all.length)
    await setPlan(tally, plan.id, {
      cancelledBy: act.actor.memberId,
      cancelledAt: act.at,
      cancelledBecause: input.because,
    })
  record(
    tally,
    { name: 'plan.cancelled@1', data: { planId: plan.id, memberIds } },
    { sealed: { because: input.because }, about: memberIds },
  )
  // Of what was not told when it was made nobody is told that it will not come.
  if (openState(plan) !== 'agreeing') await tellConcerned(tally, plan.id, memberIds, PLAN_CANCELLED)
  return { cancelled: items.length }
}

/** Has a plan carried out now, for some of its people or for all, in the name of whoever asks. */
export async function hastenPlan(
  act: Act,
  input: {
    readonly planId: string
    readonly memberIds?: readonly string[] | undefined
    readonly urgent?: boolean | undefined
  },
): Promise<null> {
  const plan = await lockOpen(act, input.planId)
  if (act.actor.type !== 'member') throw refuse('authority/not-granted')
  if (openState(plan) !== 'running') throw refuse('plan/not-now')
  const items = await openItems(act, plan.id, input.memberIds ?? null)
  if (items.length === 0) throw refuse('plan/not-now')
  const memberIds = items.map(({ memberId }) => memberId)
  const tally = permitOver(act, plan.what, memberIds)
  const urgent = input.urgent === true
  const by = { memberId: act.actor.memberId, proof: proved(act), second: seconderOf(act) }
  await hastenItems(tally, plan.id, memberIds, { ...by, urgent })
  record(
    tally,
    { name: 'plan.hastened@1', data: { planId: plan.id, memberIds, urgent } },
    { about: memberIds },
  )
  return null
}

async function lockOpen(act: Act, planId: string): Promise<PlanRow> {
  const plan = await lockPlan(act, planId)
  if (plan === undefined) throw refuse('plan/not-found')
  if (openState(plan) === 'cancelled') throw refuse('plan/not-now')
  return plan
}

/** Whoever else holds the permission of a plan over everybody it names. */
export function othersFor(
  { facts, at }: Pick<Act, 'facts' | 'at'>,
  what: PlanWhat,
  memberIds: readonly string[],
  not: string,
): readonly string[] {
  const key = planAsks[what]
  const concerned = new Set(memberIds)
  const administrators = new Set(administratorsOf(facts).map(({ memberId }) => memberId))
  return [...administrators].filter(
    (memberId) =>
      memberId !== not &&
      !concerned.has(memberId) &&
      statusOf(facts, memberId) === 'active' &&
      memberIds.every(
        (id) => decide(facts, { memberId, permission: key, target: person(id), at: at.getTime() }).allowed,
      ),
  )
}

/** Tells everybody whom a plan names, and whom they report to. */
async function tellConcerned(
  tally: Tally<PlanPermission>,
  planId: string,
  memberIds: readonly string[],
  kind: typeof PLAN_MADE | typeof PLAN_CANCELLED = PLAN_MADE,
): Promise<void> {
  const { actor, tx: db, workspaceId } = tally.act
  const own = actor.type === 'member' ? actor.memberId : null
  const managers = await managersOf({ db, workspaceId }, memberIds)
  const tellings = memberIds.map((memberId): Telling => {
    const manager = managers.get(memberId)?.id
    const to = [memberId, ...(manager === undefined || manager === own ? [] : [manager])]
    return { to, kind, data: { planId, memberId } satisfies PlanTold, mail: true }
  })
  await tellEach(tally, tellings)
}

/** Tells whoever could agree to a plan above the brake; where there is nobody, its maker knows already. */
async function tellAgreers(
  tally: Tally<PlanPermission>,
  plan: { readonly id: string; readonly what: PlanWhat; readonly madeBy: string },
  memberIds: readonly string[],
): Promise<void> {
  const to = othersFor(tally.act, plan.what, memberIds, plan.madeBy)
  const data: PlanTold = { planId: plan.id, memberId: null }
  await tellEach(tally, [{ to, kind: PLAN_TO_AGREE, data, mail: true }])
}
