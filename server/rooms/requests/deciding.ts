/** Somebody who is asked decides: approves, refuses, asks back or offers less. Authority is looked at in this moment. */
import type { Rejection } from '@hufu/contract'
import { isRefusal, refuse } from '@hufu/kit'
import { allowed, permit } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import { readRoleKeys } from '../authority/index.ts'
import type { DecidedBy } from '../authority/index.ts'
import { isStill, mayAnswer } from './asked.ts'
import type { Concerned, Ground } from './asked.ts'
import { joined, wayOf } from './flow.ts'
import { giveAsked } from './granting.ts'
import {
  concernedBy,
  enterStage,
  groundOf,
  hashNow,
  locked,
  permissionsNow,
  recordRequest,
  standing,
} from './moving.ts'
import { requestLife, riskOf } from './request.ts'
import { readFlow, standsInFor } from './store-flow.ts'
import { decideTask, tasksOf } from './store-tasks.ts'
import type { TaskRow } from './store-tasks.ts'
import { endRequest, tellThread } from './store-told.ts'
import type { NewEvent } from './store-told.ts'
import { setRequest } from './store.ts'
import type { LockedRequest, RequestRow } from './store.ts'
import type { Offer, Terms } from './tables.ts'
import { isNarrower, keysOf, spanOf } from './terms.ts'
import { tellBoth } from './told.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

export type DecideInput = {
  readonly requestId: string
  readonly verdict: 'approve' | 'reject' | 'ask' | 'offer'
  readonly termsHash: string
  readonly because: string
  readonly code?: Rejection | undefined
  readonly offer?: Terms | undefined
}

type Deciding = {
  readonly act: Act
  readonly ground: Ground
  readonly row: LockedRequest
  readonly concerned: Concerned
  readonly tasks: readonly TaskRow[]
  readonly me: string
  readonly seat: Seat
  readonly tally: Tally<DecidedBy>
  readonly hash: string
}

/** In whose row somebody decides. */
export type Seat = {
  readonly task: TaskRow
  /** Set where somebody else does so in their stead. */
  readonly isDeputy: boolean
  /** Whoever decides has agreed in an earlier stage of this round, and nobody else could here. */
  readonly alone: boolean
}

/**
 * Decides a request or an appeal. Refuses whoever is not asked now, whoever has decided, and whoever read other terms than
 * those that stand (INVARIANT Q4, Q10, Q9, Q22).
 */
export async function decideRequest(
  act: Act,
  input: DecideInput,
): Promise<{ readonly state: RequestRow['state'] }> {
  const row = await locked(act, input.requestId)
  if (act.actor.type !== 'member') throw refuse('access-request/not-found')
  const me = act.actor.memberId
  const ground = groundOf(act)
  const concerned = await concernedBy(ground, row)
  const tasks = (await tasksOf(act.tx, act.workspaceId, [row.id])).get(row.id) ?? []
  const isAsked = tasks.some(({ memberId, decidedBy }) => memberId === me || decidedBy === me)
  // INVARIANT Q22: what has ended takes no decision any more, whoever it comes from.
  if (isAsked) requestLife.next(row.state, input.verdict)
  const seat = await seatOf(ground, row, concerned, tasks, me).catch((error: unknown) => {
    // To whoever has no part in it, and looks after nobody in it, it is not there.
    const isStranger =
      !isAsked && !allowed(act, 'request.approve', { type: 'member', id: row.memberId }).allowed
    throw isRefusal(error) && error.code === 'access-request/not-asked' && isStranger
      ? refuse('access-request/not-found')
      : error
  })
  requestLife.next(row.state, input.verdict)
  const { hash } = await hashNow(ground, row)
  if (hash !== input.termsHash) throw refuse('access-request/terms-changed')
  if (input.verdict !== 'approve' && input.because.trim() === '') throw refuse('access-request/words-needed')
  const tally = struckFor(act, row, seat, me)
  const deciding: Deciding = { act, ground, row, concerned, tasks, me, seat, tally, hash }
  switch (input.verdict) {
    case 'approve':
      return approve(deciding, input)
    case 'reject':
      return reject(deciding, input)
    case 'ask':
      return askBack(deciding, input)
    case 'offer':
      return offer(deciding, input)
  }
}

/** Finds in whose row somebody may decide now. Refuses with why not. */
export async function seatOf(
  ground: Ground,
  row: RequestRow,
  concerned: Concerned,
  tasks: readonly TaskRow[],
  me: string,
): Promise<Seat> {
  const here = tasks.filter(({ round, stage }) => round === row.round && stage === row.stage)
  const open = here.filter(({ state }) => state === 'open')
  const decided = tasks.filter(({ round, decidedBy }) => round === row.round && decidedBy !== null)
  // INVARIANT Q10: in one stage a person counts once, in however many steads.
  if (decided.some(({ stage, decidedBy }) => stage === row.stage && decidedBy === me))
    throw refuse('access-request/decided-already')
  if (me === row.requesterId || me === row.memberId) throw refuse('access-request/own')
  const stage = row.route[row.stage]
  const before = new Set(decided.map(({ decidedBy }) => decidedBy))
  const alone = before.has(me)
  if (stage === undefined || (alone && open.some(({ memberId }) => !before.has(memberId))))
    throw refuse('access-request/decided-already')
  const own = open.find(({ memberId }) => memberId === me)
  if (own !== undefined) {
    if (!(await isStill(ground, concerned, own, stage))) throw refuse('access-request/not-any-more')
    return { task: own, isDeputy: false, alone }
  }
  const steads = alone ? [] : await standsInFor(ground.db, ground.workspaceId, me, new Date(ground.at))
  for (const task of open.filter(({ memberId }) => steads.includes(memberId)))
    if (await mayStandIn(ground, row, concerned, task, me)) return { task, isDeputy: true, alone: false }
  throw refuse('access-request/not-asked')
}

/**
 * INVARIANT Q11, Q10: a deputy may do what whoever they stand in for may do at this moment, and is neither of the two whom it
 * concerns. What is critical nobody decides in somebody's stead.
 */
async function mayStandIn(
  ground: Ground,
  row: RequestRow,
  concerned: Concerned,
  task: TaskRow,
  me: string,
): Promise<boolean> {
  const stage = row.route[row.stage]
  if (stage === undefined || task.via === 'creator') return false
  if (row.risk === 'critical' && task.via !== 'manager') return false
  return mayAnswer(ground, concerned, me) && (await isStill(ground, concerned, task, stage))
}

function struckFor(act: Act, row: RequestRow, { task, isDeputy }: Seat, me: string): Tally<DecidedBy> {
  const self = { type: 'member', id: me } as const
  if (isDeputy) return permit(act, 'request.answer', self)
  switch (task.via) {
    case 'manager':
    case 'members':
      return permit(act, 'request.answer', self)
    case 'scoped':
    case 'super':
      // Whoever may suspend may answer for an account; restoring it asks that anyway.
      return row.kind === 'account'
        ? permit(act, 'request.answer', self)
        : permit(act, 'request.approve', { type: 'member', id: row.memberId })
    case 'panel':
    case 'creator':
      return permit(act, 'request.appeal.decide', { type: 'workspace' })
  }
}

const steadOf = ({ seat, me }: Deciding): string | null =>
  seat.task.memberId === me ? null : seat.task.memberId

async function approve(
  deciding: Deciding,
  input: DecideInput,
): Promise<{ readonly state: RequestRow['state'] }> {
  const { act, row, tally, me, seat, hash, tasks, concerned } = deciding
  const { because } = input
  const route = await tightened(deciding)
  const needed = route[row.stage]?.needs ?? 1
  // INVARIANT Q4, Q10: people, not answers, and only those who agreed to exactly this.
  const people = new Set([
    me,
    ...tasks
      .filter((task) => task.round === row.round && task.stage === row.stage)
      .filter(({ state, termsHash }) => state === 'approved' && termsHash === hash)
      .map(({ decidedBy }) => decidedBy),
  ])
  const endsStage = people.size >= needed
  await decideTask(tally, row, seat.task.memberId, {
    state: 'approved',
    decidedBy: me,
    termsHash: hash,
    because,
    alone: seat.alone,
    endsStage,
  })
  const agreed = {
    what: 'approved',
    by: me,
    for: steadOf(deciding),
    words: because,
    data: { stage: row.stage },
  } as const
  recordRequest(
    tally,
    row,
    'approved@1',
    { stage: row.stage, round: row.round, for: steadOf(deciding), termsHash: hash },
    because.trim() === '' ? {} : { because },
  )
  if (endsStage && row.stage + 1 >= route.length) return grant(deciding, route, agreed)
  await tellThread(tally, row.id, [agreed])
  if (!endsStage) {
    await setRequest(tally, row.id, route === row.route ? {} : { route })
    return { state: requestLife.next(row.state, 'approve') }
  }
  const decided = tasks.filter(({ round, decidedBy }) => round === row.round && decidedBy !== null)
  await enterStage(tally, row, concerned, {
    state: row.state === 'appealed' ? 'appealed' : 'pending',
    round: row.round,
    stage: row.stage + 1,
    route,
    not: new Set([me, ...decided.flatMap(({ decidedBy }) => decidedBy ?? [])]),
    lapseAt: row.lapseAt ?? new Date(act.at.getTime() + 7 * DAY_MS),
  })
  return { state: requestLife.next(row.state, 'approve') }
}

/** INVARIANT Q13: what the company asks by now and did not when it was sent is asked, too; nothing that was asked is left out. */
async function tightened({ ground, row }: Deciding) {
  if (row.kind === 'account' || row.state === 'appealed' || row.terms === null) return row.route
  if (row.flowNow === row.flowVersion) return row.route
  const { flow } = await readFlow(ground.db, ground.workspaceId)
  const roleKeys = await readRoleKeys(ground.db, ground.workspaceId)
  const way = wayOf(
    flow,
    row.terms.rights.map((right) => ({ right, keys: keysOf(right, roleKeys) })),
  )
  if (!way.requestable) throw refuse('access-request/not-requestable')
  return joined(row.route, way.stages, row.stage)
}

async function grant(
  deciding: Deciding,
  route: RequestRow['route'],
  agreed: NewEvent,
): Promise<{ readonly state: 'granted' }> {
  const { act, row, tally, me } = deciding
  const wasAppealed = row.state === 'appealed'
  requestLife.next(row.state, 'grant')
  const given = await giveAsked(tally, row)
  const grantIds = given.map(({ grantId }) => grantId)
  const change = {
    ...ended,
    state: 'granted',
    route,
    decidedBy: me,
    decidedAt: act.at,
    outcomeCode: null,
    outcomeWords: null,
  } as const
  await endRequest(tally, row.id, change, {
    told: [
      agreed,
      ...(wasAppealed ? [{ what: 'overturned', by: me, for: steadOf(deciding) } as const] : []),
      { what: 'granted', by: null, data: { grantIds } },
    ],
    given,
  })
  recordRequest(tally, row, 'granted@1', { grantIds, appealed: wasAppealed })
  await tellBoth(tally, row, 'granted')
  return { state: 'granted' }
}

/** Nothing is due any more. */
export const ended = {
  dueAt: null,
  clockFrom: null,
  waitUntil: null,
  lapseAt: null,
  nextAt: null,
  offer: null,
} as const

async function reject(
  deciding: Deciding,
  input: DecideInput,
): Promise<{ readonly state: RequestRow['state'] }> {
  const { act, row, tally, me, seat, hash } = deciding
  const { code, because } = input
  if (code === undefined) throw refuse('access-request/code-needed')
  const state = requestLife.next(row.state, 'reject')
  await decideTask(tally, row, seat.task.memberId, {
    state: 'rejected',
    decidedBy: me,
    termsHash: hash,
    because,
    alone: seat.alone,
    endsStage: true,
  })
  const what = state === 'upheld' ? 'upheld' : 'rejected'
  const change = {
    ...ended,
    state,
    outcomeCode: code,
    outcomeWords: because,
    decidedBy: me,
    decidedAt: act.at,
  }
  await endRequest(tally, row.id, change, {
    told: [{ what, by: me, for: steadOf(deciding), words: because, data: { code } }],
    given: [],
  })
  recordRequest(
    tally,
    row,
    `${what}@1`,
    { code, stage: row.stage, for: steadOf(deciding), termsHash: hash },
    { because },
  )
  await tellBoth(tally, row, what)
  return { state }
}

async function askBack(
  deciding: Deciding,
  { because }: DecideInput,
): Promise<{ readonly state: RequestRow['state'] }> {
  const { row, tally, me } = deciding
  const state = requestLife.next(row.state, 'ask')
  await setRequest(tally, row.id, { ...(await waiting(deciding)), state })
  await tellThread(tally, row.id, [{ what: 'asked', by: me, for: steadOf(deciding), words: because }])
  recordRequest(tally, row, 'asked@1', { for: steadOf(deciding) }, { because })
  await tellBoth(tally, row, 'asked')
  return { state }
}

/** The approver's clock stands while the other side is waited for. */
async function waiting({ act, row, ground }: Deciding) {
  const { flow } = await readFlow(ground.db, ground.workspaceId)
  const waitUntil = new Date(act.at.getTime() + flow.answerHours * HOUR_MS)
  return { ...(await standing(act, row)), waitUntil, nextAt: waitUntil }
}

async function offer(
  deciding: Deciding,
  input: DecideInput,
): Promise<{ readonly state: RequestRow['state'] }> {
  const { act, row, tally, me, ground } = deciding
  const { because, offer: terms } = input
  if (row.kind !== 'right' || row.terms === null || terms === undefined) throw refuse('access-request/terms')
  if (!isNarrower(ground.facts, terms, row.terms, ground.at)) throw refuse('access-request/not-narrower')
  const state = requestLife.next(row.state, 'offer')
  const permissions = await permissionsNow(ground, terms)
  const offered: Offer = {
    by: me,
    at: act.at.toISOString(),
    because,
    terms,
    lifts: row.lifts,
    permissions,
    risk: riskOf(permissions),
  }
  await setRequest(tally, row.id, { ...(await waiting(deciding)), state, offer: offered })
  await tellThread(tally, row.id, [{ what: 'offered', by: me, for: steadOf(deciding), words: because }])
  recordRequest(
    tally,
    row,
    'offered@1',
    { for: steadOf(deciding), until: spanOf(terms, ground.at).until?.toISOString() ?? null },
    { because },
  )
  await tellBoth(tally, row, 'offered')
  return { state }
}
