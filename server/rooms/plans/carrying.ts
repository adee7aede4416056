/**
 * Carrying plans out: when somebody's day has come, what was decided is done in the name of whoever decided it, asked as
 * of now. Whoever has lost the permission since then carries nothing out any more.
 */
import { isRefusal, refuse } from '@hufu/kit'
import { permit, publish } from '../../platform/act/index.ts'
import type { Act, Perform, Proved, Seconded } from '../../platform/act/index.ts'
import { kyselyOver } from '../../platform/db/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import { startRounds } from '../../platform/jobs/index.ts'
import type { Rounds } from '../../platform/jobs/index.ts'
import type { HufuNode } from '../../platform/nodes/index.ts'
import { lockGrantsOf, pathsGiving, takeable } from '../authority/index.ts'
import type { Handover } from '../handover/index.ts'
import { tellEach } from '../notices/index.ts'
import {
  endGrantAndKeep,
  heldToBrake,
  keepBarrier,
  suspendAndKeep,
  takeAndKeep,
} from '../revocations/index.ts'
import type { Also, Depart } from '../revocations/index.ts'
import type { PlanTold } from './commands.ts'
import { reviewMoved } from './move.ts'
import { itemLife, openState } from './plan.ts'
import { duePlans, findPlan, lockPlan, openItems, setItem } from './store.ts'
import type { Due, ItemRow, PlanRow } from './store.ts'

export const PLAN_HELD = 'plan.held@1'

export type Carrying = {
  readonly node: HufuNode
  readonly perform: Perform
  readonly depart: Depart
  readonly unsettledOf: Handover['unsettledOf']
  readonly readHeld: Handover['readHeld']
}

/** Watches over what was decided, and notes what stands in its way. */
const planner = { type: 'system', name: 'planner' } as const

/** There is nothing left to take: it has gone by another way since. */
const moot: ReadonlySet<string> = new Set([
  'authority/nothing-to-take',
  'authority/already-ended',
  'member/not-now',
])

/** People of one plan done in one transaction: what it holds up others for stays short. */
const AT_ONCE = 25
/** What has no successor may be settled at any time; what else stands in the way, rarely. */
const againAfterMs = (code: string): number => (code === 'plan/unsettled' ? 60_000 : 600_000)

/** Looks every second for what is due. Whoever has just made something due asks for it at once with `now`. */
export const startPlans = (parts: Carrying): Rounds =>
  startRounds(parts.node.log, 'plans could not be carried out; tried again', () => carryDue(parts))

/** Carries out what is due in all companies, until nothing more is. */
export async function carryDue(parts: Carrying): Promise<void> {
  const db = kyselyOver<PlatformTables>(parts.node.pool)
  for (;;) {
    if (!parts.node.lease.fresh()) return
    const due = await duePlans(db, new Date(parts.node.clock.wall()), AT_ONCE)
    if (due.length === 0) return
    for (const some of due) await carryOut(parts, some)
  }
}

async function carryOut(parts: Carrying, due: Due): Promise<void> {
  const { workspaceId, planId: id } = due
  const plan = await findPlan(kyselyOver<PlatformTables>(parts.node.pool), { workspaceId, id })
  if (plan !== undefined) await carrySome(parts, plan, due)
}

/** All of them in one transaction; where somebody of them stands in the way, in halves, until only that one is left out. */
async function carrySome(parts: Carrying, plan: PlanRow, due: Due): Promise<void> {
  const { memberIds, hastenedBy, workspaceId } = due
  const [first] = memberIds
  if (first === undefined) return
  const actor = { type: 'member', memberId: hastenedBy ?? plan.madeBy, sessionId: null } as const
  try {
    const { result, applied } = await parts.perform(
      actor,
      {
        name: 'plans.carry-out',
        kind: 'authority',
        workspaceId,
        channel: 'job',
        batch: true,
        proof: { consume: (act) => proofFor(act, plan, due) },
        half: { consume: (act) => secondFor(act, plan, due) },
      },
      (act) => carryIn(parts, act, plan, due),
    )
    if (result.length > 0)
      await keepBarrier(parts, workspaceId, result, applied).catch((error: unknown) =>
        parts.node.log.warn({ err: error, planId: plan.id }, 'what the nodes said was not kept'),
      )
  } catch (error) {
    if (!isRefusal(error) || error.code.startsWith('node/') || error.code === 'authority/busy') throw error
    if (memberIds.length === 1) return hold(parts, plan, first, error.code, error.details)
    const half = Math.ceil(memberIds.length / 2)
    await carrySome(parts, plan, { ...due, memberIds: memberIds.slice(0, half) })
    await carrySome(parts, plan, { ...due, memberIds: memberIds.slice(half) })
  }
}

// INVARIANT U11: what is carried out rests on the proof that the plan was made with, or was hastened with.
async function proofFor(act: Act, plan: PlanRow, { hastenedBy, memberIds }: Due): Promise<Proved | null> {
  const kept = (proof: Proved | null): Proved | null => proof && { ...proof, kept: true }
  if (hastenedBy === null) return kept(plan.proof)
  const [item] = await openItems(act, plan.id, memberIds)
  return kept(item?.proof ?? null)
}

// INVARIANT W7: and on the second person who stood behind it then, or agreed to it. Both are asked again for the permission.
async function secondFor(act: Act, plan: PlanRow, { hastenedBy, memberIds }: Due): Promise<Seconded | null> {
  if (hastenedBy !== null) {
    const items = await openItems(act, plan.id, memberIds)
    const [first = null, ...others] = items.map((item) => item.second)
    // Who stood behind one of them has said nothing of another: they are carried out apart.
    return others.every((other) => other?.proof.id === first?.proof.id) ? first : null
  }
  const { second, agreedBy, agreedProof } = plan
  if (second !== null || agreedBy === null || agreedProof === null) return second
  return { memberId: agreedBy, proof: agreedProof }
}

/** Does what is due, and answers the revocations it left. */
async function carryIn(parts: Carrying, act: Act, plan: PlanRow, due: Due): Promise<readonly string[]> {
  const locked = await lockPlan(act, plan.id)
  if (locked === undefined || openState(locked) !== 'running') return []
  // INVARIANT N4: a plan was held to the brake when it was made, and is not again because fewer are at work by its day.
  // No way round it opens here: each plan is carried out in acts of its own, so plans of one person each are as many
  // decisions here as they were when made, and a batch makes no plans.
  heldToBrake(act)
  const items = await openItems(act, plan.id, due.memberIds)
  const revocations: string[] = []
  if (plan.what === 'departure')
    await parts.readHeld(
      { db: act.tx, workspaceId: act.workspaceId },
      items.map(({ memberId }) => memberId),
    )
  for (const item of items) {
    // Since it was found due it may have been put off, or put into another's name.
    if (item.nextAt > act.at || item.hastenedBy !== due.hastenedBy) continue
    itemLife.next(item.state, 'carryOut')
    await refuseUnsettled(parts, act, item)
    revocations.push(...(await takeFrom(parts, act, plan, item)))
  }
  return revocations
}

async function refuseUnsettled({ unsettledOf }: Carrying, act: Act, item: ItemRow): Promise<void> {
  if (item.what !== 'departure' || item.urgent) return
  const where = { db: act.tx, workspaceId: act.workspaceId }
  const unsettled = await unsettledOf(where, item.memberId, act.at)
  if (unsettled.length > 0) throw refuse('plan/unsettled', { count: unsettled.length })
}

async function takeFrom(
  { depart }: Carrying,
  act: Act,
  plan: PlanRow,
  item: ItemRow,
): Promise<readonly string[]> {
  const { memberId } = item
  const { reason, because } = plan
  const input = { memberId, reason, because }
  const done = { state: 'done', doneAt: act.at, heldCode: null, heldDetails: null } as const
  const kept: string[] = []
  const also: Also = async (tally, revocationId) => {
    if (revocationId !== null) kept.push(revocationId)
    await setItem(tally, item, { ...done, revocationId })
  }
  switch (plan.what) {
    case 'departure':
      await depart(act, input, also)
      return kept
    case 'suspension':
      await suspendAndKeep(act, input, also)
      return kept
    case 'rights':
      await takeRights(act, plan, input, also)
      return kept
    case 'grants':
      for (const grantId of await stillOpen(act, item))
        await endGrantAndKeep(act, { grantId, reason, because }, also)
      return kept
    case 'move': {
      const { tally, revocationIds } = await reviewMoved(act, input)
      await setItem(tally, item, { ...done, revocationId: revocationIds.at(-1) ?? null })
      return revocationIds
    }
  }
}

/** What has ended since, with a departure or by somebody's hand, needs no ending. */
async function stillOpen(act: Act, { memberId, grantIds }: ItemRow): Promise<readonly string[]> {
  const open = new Set((await lockGrantsOf(act, memberId)).map(({ id }) => id))
  const left = (grantIds ?? []).filter((id) => open.has(id))
  if (left.length === 0) throw refuse('authority/already-ended')
  return left
}

/** Paths that have ended since nobody has to decide about any more. */
async function takeRights(
  act: Act,
  { permissions, paths }: PlanRow,
  input: Pick<Parameters<typeof takeAndKeep>[1], 'memberId' | 'reason' | 'because'>,
  also: Also,
): Promise<void> {
  const keys = takeable(act, input.memberId, permissions ?? [])
  const left = pathsGiving(act, input.memberId, keys, paths ?? [])
  await takeAndKeep(act, { ...input, permissions: permissions ?? [], paths: left }, { also })
}

/** Notes that something stands in the way, and tells whoever decided it. It is tried again. */
async function hold(
  { perform }: Carrying,
  plan: PlanRow,
  memberId: string,
  code: string,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { workspaceId, id: planId } = plan
  await perform(
    planner,
    { kind: 'content', name: 'plans.hold', workspaceId, channel: 'job' },
    async (act) => {
      const [item] = await openItems(act, planId, [memberId])
      if (item === undefined) return null
      const tally = permit(act, 'perm.verify', { type: 'workspace' })
      if (moot.has(code)) {
        itemLife.next(item.state, 'cancel')
        await setItem(tally, item, { state: 'cancelled', heldCode: null, heldDetails: null })
        publish(tally, { topic: `plan:${planId}`, kind: 'plan.moot', data: { planId, memberId, code } })
        return null
      }
      itemLife.next(item.state, 'hold')
      const nextAt = new Date(act.at.getTime() + againAfterMs(code))
      await setItem(tally, item, { state: 'held', nextAt, heldCode: code, heldDetails: plain(details) })
      publish(tally, { topic: `plan:${planId}`, kind: 'plan.held', data: { planId, memberId, code } })
      const data: PlanTold = { planId, memberId }
      if (item.heldCode !== code)
        await tellEach(tally, [{ to: [item.hastenedBy ?? plan.madeBy], kind: PLAN_HELD, data, mail: true }])
      return null
    },
  )
}

/** Only what fills words: numbers and short texts. */
const plain = (details: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(details).filter(([, value]) => typeof value === 'number' || typeof value === 'string'),
  )
