/** The other side: answers, takes or leaves an offer, takes a request back, has a refusal looked at by others. */
import { departmentsOf, statusOf } from '@hufu/authority'
import type { Evidence } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { permit } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { sightOf } from '../directory/index.ts'
import { ended } from './deciding.ts'
import { refuseUnseen } from './evidence.ts'
import { concernedBy, enterStage, goingOn, groundOf, hashNow, locked, recordRequest } from './moving.ts'
import { isAtLeast, requestLife } from './request.ts'
import { screen } from './screening.ts'
import { readFlow } from './store-flow.ts'
import { closeTasks, tasksOf } from './store-tasks.ts'
import type { TaskRow } from './store-tasks.ts'
import { endorsementsOf, insertInvited, sayEndorsement, tellThread } from './store-told.ts'
import { setRequest } from './store.ts'
import type { RequestRow, RequestTally } from './store.ts'
import type { RouteStage } from './tables.ts'
import { REQUEST_ENDORSE, REQUEST_MOVED, tellBoth, tellSome, toldOf } from './told.ts'

const DAY_MS = 86_400_000

type Moved = { readonly state: RequestRow['state'] }

/** One's own request, as whoever asked or as whom it is for. Of others it is not said that it is there. */
async function ownRequest(act: Act, id: string): Promise<{ readonly row: RequestRow; readonly me: string }> {
  const row = await locked(act, id)
  const me = act.actor.type === 'member' ? act.actor.memberId : null
  if (me === null || (me !== row.requesterId && me !== row.memberId)) throw refuse('access-request/not-found')
  if (row.state === 'draft' && me !== row.requesterId) throw refuse('access-request/not-found')
  return { row, me }
}

const tallyOf = (act: Act, me: string) => permit(act, 'request.submit', { type: 'member', id: me })

/** Takes a request back; of a draft nothing stays to be done. */
export async function withdraw(
  act: Act,
  { requestId, because }: { readonly requestId: string; readonly because: string },
): Promise<Moved> {
  const { row, me } = await ownRequest(act, requestId)
  const state = requestLife.next(row.state, 'withdraw')
  const tally = tallyOf(act, me)
  await closeTasks(tally, row.id, 'closed')
  await setRequest(tally, row.id, { ...ended, state })
  await tellThread(tally, row.id, [{ what: 'withdrawn', by: me, words: because }])
  recordRequest(tally, row, 'withdrawn@1', {}, because.trim() === '' ? {} : { because })
  if (row.state !== 'draft') await tellBoth(tally, row, 'withdrawn')
  return { state }
}

/** Answers what an approver has asked: it is their turn again. */
export async function answer(
  act: Act,
  { requestId, words }: { readonly requestId: string; readonly words: string },
): Promise<Moved> {
  const { row, me } = await ownRequest(act, requestId)
  const state = requestLife.next(row.state, 'answer')
  const tally = tallyOf(act, me)
  await setRequest(tally, row.id, { ...(await goingOn(act, row)), state })
  await tellThread(tally, row.id, [{ what: 'answered', by: me, words }])
  recordRequest(tally, row, 'answered@1', {}, { because: words })
  await tellHolders(tally, row, 'answered')
  return { state }
}

/** Tells those who have it now. */
async function tellHolders(
  tally: RequestTally,
  row: RequestRow,
  what: 'answered' | 'said' | 'declined' | 'endorsed',
) {
  const open = await openTasks(tally.act, row)
  const me = tally.act.actor.type === 'member' ? tally.act.actor.memberId : null
  const to = open.map(({ memberId }) => memberId).filter((id) => id !== me)
  await tellSome(tally, to, REQUEST_MOVED, toldOf(row, what))
}

async function openTasks(act: Act, row: RequestRow): Promise<readonly TaskRow[]> {
  const tasks = (await tasksOf(act.tx, act.workspaceId, [row.id])).get(row.id) ?? []
  return tasks.filter(({ state }) => state === 'open')
}

/** Takes what was offered: everybody is asked anew, about that. */
export async function accept(
  act: Act,
  { requestId, termsHash }: { readonly requestId: string; readonly termsHash: string },
): Promise<Moved> {
  const { row, me } = await ownRequest(act, requestId)
  const state = requestLife.next(row.state, 'accept')
  const { offer } = row
  if (offer === null) throw refuse('access-request/not-now', { state: row.state, event: 'accept' })
  const ground = groundOf(act)
  if ((await hashNow(ground, row)).hash !== termsHash) throw refuse('access-request/terms-changed')
  const tally = tallyOf(act, me)
  const asked = { ...row, ...offer.terms, grantId: undefined }
  const screened = await screen(ground, asked, { requestId: row.id })
  const { terms, permissions, risk, lifts, flowVersion } = screened
  await closeTasks(tally, row.id, 'closed')
  await tellThread(tally, row.id, [{ what: 'accepted', by: me }])
  const next = { ...row, terms, permissions: [...permissions], risk, lifts: [...lifts], offer: null }
  const { flow } = await readFlow(act.tx, act.workspaceId)
  await enterStage(
    tally,
    next,
    { ...next, placers: screened.placers },
    {
      state: 'pending',
      round: row.round + 1,
      stage: 0,
      route: screened.way.stages,
      not: new Set(),
      lapseAt: new Date(act.at.getTime() + flow.lapseDays * DAY_MS),
    },
    { terms, permissions, risk, lifts, flowVersion },
  )
  recordRequest(tally, row, 'accepted@1', { permissions: [...permissions], until: terms?.until ?? null })
  return { state }
}

/** Stays with what was asked: whoever offered decides about that. */
export async function decline(
  act: Act,
  { requestId, because }: { readonly requestId: string; readonly because: string },
): Promise<Moved> {
  const { row, me } = await ownRequest(act, requestId)
  const isOfPanel = row.appealLevel > 0
  const state = requestLife.next(row.state, isOfPanel ? 'declineOfPanel' : 'decline')
  const tally = tallyOf(act, me)
  await setRequest(tally, row.id, { ...(await goingOn(act, row)), state, offer: null })
  await tellThread(tally, row.id, [{ what: 'declined', by: me, words: because }])
  recordRequest(tally, row, 'declined@1', {}, because.trim() === '' ? {} : { because })
  await tellHolders(tally, row, 'declined')
  return { state }
}

/** Everybody who has decided in a request, in whosever stead, and those in whose. */
const decidersOf = (tasks: readonly TaskRow[]): ReadonlySet<string> =>
  new Set(tasks.flatMap(({ decidedBy, memberId }) => (decidedBy === null ? [] : [decidedBy, memberId])))

/** Until when a refusal may be appealed; null where it may not be. */
export function appealUntil(
  row: Pick<RequestRow, 'state' | 'decidedAt' | 'appealLevel'>,
  days: number,
  tasks: readonly Pick<TaskRow, 'via' | 'state' | 'round' | 'decidedBy'>[],
): Date | null {
  if (row.decidedAt === null) return null
  const until = new Date(row.decidedAt.getTime() + days * DAY_MS)
  if (row.state === 'rejected') return until
  if (row.state !== 'upheld' || row.appealLevel > 1) return null
  // Once more, to the creator, where one person alone has answered the appeal, or they were of two minds.
  const last = tasks.filter(({ via, decidedBy }) => via === 'panel' && decidedBy !== null)
  const isSplit = last.some(({ state }) => state === 'approved')
  return last.length === 1 || isSplit ? until : null
}

/** Has a refusal looked at by people who have not decided. */
export async function appeal(
  act: Act,
  input: {
    readonly requestId: string
    readonly because: string
    readonly evidence?: readonly Evidence[] | undefined
  },
): Promise<Moved> {
  const { row, me } = await ownRequest(act, input.requestId)
  const state = requestLife.next(row.state, 'appeal')
  const tasks = (await tasksOf(act.tx, act.workspaceId, [row.id])).get(row.id) ?? []
  const { flow } = await readFlow(act.tx, act.workspaceId)
  const until = appealUntil(row, flow.appealDays, tasks)
  if (until === null) throw refuse('access-request/appealed-already')
  if (act.at > until) throw refuse('access-request/appeal-late', { days: flow.appealDays })
  await refuseUnseen(act.tx, act.workspaceId, me, input.evidence ?? [])
  const tally = tallyOf(act, me)
  const level = row.appealLevel + 1
  const needs = level === 1 && isAtLeast(row.risk, 'high') ? 2 : 1
  const stage: RouteStage = { who: level === 1 ? 'panel' : 'creator', memberIds: [], needs, hours: 24 }
  const evidence = [...row.evidence, ...(input.evidence ?? [])]
  await tellThread(tally, row.id, [{ what: 'appealed', by: me, words: input.because, data: { level } }])
  try {
    await enterStage(
      tally,
      row,
      await concernedBy(groundOf(act), row),
      {
        state: 'appealed',
        round: row.round + 1,
        stage: 0,
        route: [stage],
        // INVARIANT Q16: nobody looks at it again who has decided.
        not: decidersOf(tasks),
        lapseAt: new Date(act.at.getTime() + 30 * DAY_MS),
      },
      {
        appealLevel: level,
        evidence,
        outcomeCode: null,
        outcomeWords: null,
        decidedAt: null,
        decidedBy: null,
      },
    )
  } catch (error) {
    throw nobodyElse(error)
  }
  recordRequest(tally, row, 'appealed@1', { level }, { because: input.because })
  return { state }
}

const nobodyElse = (error: unknown): unknown =>
  error instanceof Error && error.message === 'access-request/nobody-can-decide'
    ? refuse('access-request/nobody-else')
    : error

/** Says something to the other side. Whoever has a part in it may. */
export async function say(
  act: Act,
  { requestId, words }: { readonly requestId: string; readonly words: string },
): Promise<Moved> {
  const row = await locked(act, requestId)
  const me = act.actor.type === 'member' ? act.actor.memberId : ''
  const tasks = (await tasksOf(act.tx, act.workspaceId, [row.id])).get(row.id) ?? []
  const isOwn = me === row.requesterId || me === row.memberId
  const isAsked = tasks.some(({ memberId, decidedBy }) => memberId === me || decidedBy === me)
  if (!isOwn && !isAsked) throw refuse('access-request/not-found')
  if (row.state === 'draft') throw refuse('access-request/not-now', { state: row.state, event: 'say' })
  const tally = isOwn ? tallyOf(act, me) : permit(act, 'request.answer', { type: 'member', id: me })
  await setRequest(tally, row.id, {})
  await tellThread(tally, row.id, [{ what: 'said', by: me, words }])
  recordRequest(tally, row, 'said@1', {}, { because: words })
  if (isOwn) await tellHolders(tally, row, 'said')
  else await tellBoth(tally, row, 'said')
  return { state: row.state }
}

/** Asks colleagues to say that it is needed. They see the request from then on. */
export async function invite(
  act: Act,
  { requestId, memberIds }: { readonly requestId: string; readonly memberIds: readonly string[] },
): Promise<Moved> {
  const { row, me } = await ownRequest(act, requestId)
  if (!['pending', 'needs-info', 'rejected', 'appealed'].includes(row.state))
    throw refuse('access-request/not-now', { state: row.state, event: 'invite' })
  const tally = tallyOf(act, me)
  const tasks = (await tasksOf(act.tx, act.workspaceId, [row.id])).get(row.id) ?? []
  const not = new Set([row.requesterId, row.memberId, ...tasks.map(({ memberId }) => memberId)])
  const sight = sightOf(act, me, act.at.getTime())
  for (const id of memberIds)
    if (
      not.has(id) ||
      !sight.member(id) ||
      statusOf(act.facts, id) !== 'active' ||
      departmentsOf(act.facts, id).length === 0
    )
      throw refuse('access-request/not-a-colleague', { memberId: id })
  await insertInvited(tally, row.id, [...new Set(memberIds)])
  await tellThread(tally, row.id, [{ what: 'invited', by: me, data: { people: [...new Set(memberIds)] } }])
  recordRequest(tally, row, 'invited@1', { people: [...new Set(memberIds)] })
  await tellSome(tally, memberIds, REQUEST_ENDORSE, toldOf(row, 'invited'))
  return { state: row.state }
}

/** INVARIANT Q16: a colleague's word stands beside a request, and decides nothing. */
export async function endorse(
  act: Act,
  input: { readonly requestId: string; readonly words: string; readonly joins: boolean },
): Promise<Moved> {
  const row = await locked(act, input.requestId)
  const me = act.actor.type === 'member' ? act.actor.memberId : ''
  const invited = await endorsementsOf(act.tx, act.workspaceId, row.id)
  if (!invited.some(({ memberId }) => memberId === me)) throw refuse('access-request/not-found')
  if (!['pending', 'needs-info', 'rejected', 'appealed'].includes(row.state))
    throw refuse('access-request/not-now', { state: row.state, event: 'endorse' })
  const tally = tallyOf(act, me)
  await sayEndorsement(tally, row.id, { memberId: me, words: input.words, joins: input.joins })
  await tellThread(tally, row.id, [
    { what: 'endorsed', by: me, words: input.words, data: { joins: input.joins } },
  ])
  recordRequest(tally, row, 'endorsed@1', { joins: input.joins }, { because: input.words })
  await tellHolders(tally, row, 'endorsed')
  await tellBoth(tally, row, 'endorsed')
  return { state: row.state }
}
