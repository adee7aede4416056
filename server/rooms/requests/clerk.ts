/**
 * Minds the clocks of requests: reminds, puts on to others, lets lapse, warns before something ends. It decides nothing, and
 * nothing that it does gives anybody a right; what it is late with was decided by the clock all the same.
 */
import { statusOf } from '@hufu/authority'
import type { AuthorityEvent, PermissionKey } from '@hufu/authority'
import { isRefusal } from '@hufu/kit'
import { permit } from '../../platform/act/index.ts'
import type { Act, AfterChange, Perform, Tally } from '../../platform/act/index.ts'
import { kyselyOver } from '../../platform/db/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import { startRounds } from '../../platform/jobs/index.ts'
import type { Rounds } from '../../platform/jobs/index.ts'
import type { HufuNode } from '../../platform/nodes/index.ts'
import { readCalendar } from '../calendar/index.ts'
import { tellEach } from '../notices/index.ts'
import { HOPS_MAX, isStill, whoIsAsked } from './asked.ts'
import { ended } from './deciding.ts'
import {
  REMINDERS,
  clockOf,
  concernedBy,
  goingOn,
  groundOf,
  locked,
  nextOf,
  putTo,
  recordRequest,
} from './moving.ts'
import { isDecided, requestLife } from './request.ts'
import { closeTasks, missTasks, tasksOf } from './store-tasks.ts'
import type { TaskRow } from './store-tasks.ts'
import { approversOf, endingSoon, lockUntold, tellThread, warned } from './store-told.ts'
import type { Ending } from './store-told.ts'
import { dueRequests, setRequest, wakeRequestsOf } from './store.ts'
import type { RequestRow, Whose } from './store.ts'
import {
  GRANT_ENDING,
  REQUEST_MOVED,
  REQUEST_REMINDER,
  tellAsked,
  tellBoth,
  tellSome,
  toldOf,
} from './told.ts'

const HOUR_MS = 3_600_000
const AT_ONCE = 50
const clerk = { type: 'system', name: 'clerk' } as const
type ClerkTally = Tally<'request.approve'>

export type Clerk = { readonly node: HufuNode; readonly perform: Perform }

/** Looks every second for what is due. */
export const startClerk = (parts: Clerk): Rounds =>
  startRounds(parts.node.log, 'clocks of requests could not be minded; tried again', () => mindDue(parts))

/** Does what is due in all companies, until nothing more is. */
export async function mindDue(parts: Clerk): Promise<void> {
  const db = kyselyOver<PlatformTables>(parts.node.pool)
  // What could not be minded is looked at again with the next round, not at once.
  const minded = new Set<string>()
  for (;;) {
    if (!parts.node.lease.fresh()) return
    const due = (await dueRequests(db, AT_ONCE)).filter(({ id }) => !minded.has(id))
    for (const one of due) {
      minded.add(one.id)
      await mind(parts, one)
    }
    const ending = await endingSoon(db, AT_ONCE)
    for (const [workspaceId, some] of Map.groupBy(ending, (one) => one.workspaceId))
      await warn(parts, workspaceId, some)
    if (due.length + ending.length === 0) return
  }
}

async function mind({ node, perform }: Clerk, { workspaceId, id }: Whose): Promise<void> {
  const command = { name: 'requests.mind', kind: 'authority', workspaceId, channel: 'job' } as const
  try {
    await perform(clerk, command, (act) => mindOne(act, id))
  } catch (error) {
    if (!isRefusal(error)) throw error
    node.log.warn({ err: error, requestId: id }, 'a request could not be minded; tried again')
  }
}

/** Whatever is due of one request by the time of the transaction; another node may have done it already. */
export async function mindOne(act: Act, id: string): Promise<null> {
  const row = await locked(act, id)
  if (row.nextAt === null || row.nextAt > act.at) return null
  const tally = permit(act, 'request.approve', { type: 'member', id: row.memberId })
  if (row.state === 'draft' || row.state === 'confirming') return lapse(tally, row)
  if (isOver(act, row) || (row.lapseAt !== null && row.lapseAt <= act.at)) return lapse(tally, row)
  if (row.waitUntil !== null && row.waitUntil <= act.at)
    return row.state === 'offered' ? offerOver(tally, row) : lapse(tally, row)
  if (!isDecided(row.state)) return settle(tally, row)
  const tasks = (await tasksOf(act.tx, act.workspaceId, [id])).get(id) ?? []
  const here = tasks.filter((task) => task.round === row.round && task.stage === row.stage)
  const lost = await unable(act, row, here)
  if (lost.length > 0) return reassign(tally, row, tasks, lost)
  if (row.dueAt !== null && row.dueAt <= act.at && row.hops < HOPS_MAX) return escalate(tally, row, tasks)
  return remind(tally, row, here)
}

// Whoever has left needs nothing, and whoever is back needs no restoring.
function isOver(act: Act, { kind, memberId, requesterId }: RequestRow): boolean {
  const status = statusOf(act.facts, memberId)
  if (status === 'departed' || statusOf(act.facts, requesterId) === 'departed') return true
  return kind === 'account' && status === 'active'
}

async function lapse(tally: ClerkTally, row: RequestRow): Promise<null> {
  const state = requestLife.next(row.state, 'lapse')
  // A lapse is theirs who had it, not whoever asked.
  await missTasks(tally, row)
  await closeTasks(tally, row.id, 'closed')
  await setRequest(tally, row.id, { ...ended, state, decidedAt: null })
  await tellThread(tally, row.id, [{ what: 'lapsed', by: null }])
  recordRequest(tally, row, 'lapsed@1', { stage: row.stage })
  if (row.state !== 'draft') await tellBoth(tally, row, 'lapsed')
  return null
}

async function offerOver(tally: ClerkTally, row: RequestRow): Promise<null> {
  const state = requestLife.next(row.state, row.appealLevel > 0 ? 'declineOfPanel' : 'decline')
  await setRequest(tally, row.id, { ...(await goingOn(tally.act, row)), state, offer: null })
  await tellThread(tally, row.id, [{ what: 'declined', by: null }])
  recordRequest(tally, row, 'declined@1', { byTime: true })
  return null
}

/** Nothing to do now: the next time is set right. */
async function settle(tally: ClerkTally, row: RequestRow): Promise<null> {
  const calendar = await readCalendar(tally.act.tx, tally.act.workspaceId)
  const nextAt = nextOf(calendar, { ...row, clockMs: Number(row.clockMs) })
  const later = nextAt !== null && nextAt > tally.act.at ? nextAt : row.lapseAt
  await setRequest(tally, row.id, { nextAt: later })
  recordRequest(tally, row, 'minded@1')
  return null
}

/** Those who are asked and could not decide any more. */
async function unable(act: Act, row: RequestRow, here: readonly TaskRow[]): Promise<readonly string[]> {
  const ground = groundOf(act)
  const concerned = await concernedBy(ground, row)
  const stage = row.route[row.stage]
  const lost: string[] = []
  for (const task of here.filter(({ state }) => state === 'open'))
    if (stage === undefined || !(await isStill(ground, concerned, task, stage))) lost.push(task.memberId)
  return lost
}

/** INVARIANT Q12: whoever cannot decide any more is asked no longer, and others are. */
async function reassign(
  tally: ClerkTally,
  row: RequestRow,
  tasks: readonly TaskRow[],
  lost: readonly string[],
): Promise<null> {
  const { act } = tally
  await closeTasks(tally, row.id, 'gone', lost)
  const here = tasks.filter((task) => task.round === row.round && task.stage === row.stage)
  const left = here.filter(({ state, memberId }) => state === 'open' && !lost.includes(memberId))
  const approved = here.filter(({ state }) => state === 'approved')
  const needs = row.route[row.stage]?.needs ?? 1
  await tellThread(tally, row.id, [{ what: 'reassigned', by: null, data: { lost } }])
  recordRequest(tally, row, 'reassigned@1', { lost: [...lost] })
  if (left.length + approved.length < needs) {
    const asked = await others(act, row, tasks, row.hops)
    if (asked.length === 0) return lapse(tally, row)
    await putTo(tally, row, asked, row.hops)
  }
  return settleQuietly(tally, row)
}

/** Whom it is put to beside those who have it: at this hop, or at the first later one where there is anybody. */
async function others(act: Act, row: RequestRow, tasks: readonly TaskRow[], from: number) {
  const stage = row.route[row.stage]
  if (stage === undefined) return []
  const ground = groundOf(act)
  const concerned = await concernedBy(ground, row)
  const decided = tasks.flatMap(({ decidedBy, round }) =>
    decidedBy !== null && (round === row.round || row.state === 'appealed') ? [decidedBy] : [],
  )
  const has = new Set(
    tasks
      .filter((task) => task.round === row.round && task.stage === row.stage && task.state === 'open')
      .map(({ memberId }) => memberId),
  )
  for (let hop = from; hop <= HOPS_MAX; hop += 1) {
    const asked = await whoIsAsked(ground, concerned, stage, { hop, not: new Set(decided) })
    const fresh = asked.filter(({ memberId }) => !has.has(memberId))
    if (fresh.length > 0) return fresh
  }
  return []
}

async function settleQuietly(tally: ClerkTally, row: RequestRow): Promise<null> {
  const calendar = await readCalendar(tally.act.tx, tally.act.workspaceId)
  const next = nextOf(calendar, { ...row, clockMs: Number(row.clockMs) })
  await setRequest(tally, row.id, { nextAt: next !== null && next > tally.act.at ? next : row.lapseAt })
  return null
}

/** Goes on to others as well; those who had it may still decide. */
async function escalate(tally: ClerkTally, row: RequestRow, tasks: readonly TaskRow[]): Promise<null> {
  const { act } = tally
  const hops = row.hops + 1
  await missTasks(tally, row)
  const asked = await others(act, row, tasks, hops)
  const calendar = await readCalendar(act.tx, act.workspaceId)
  const hours = row.route[row.stage]?.hours ?? 8
  const clock = clockOf(calendar, act.at, hours * HOUR_MS)
  const next = { ...row, ...clock, hops, reminded: 0 }
  await setRequest(tally, row.id, { ...clock, hops, reminded: 0, nextAt: nextOf(calendar, next) })
  if (asked.length > 0) await putTo(tally, row, asked, hops)
  recordRequest(tally, row, 'escalated@1', { hops, people: asked.map(({ memberId }) => memberId) })
  await tellBoth(tally, row, 'escalated')
  return null
}

async function remind(tally: ClerkTally, row: RequestRow, here: readonly TaskRow[]): Promise<null> {
  if (row.reminded >= REMINDERS.length || row.dueAt === null) return settle(tally, row)
  const calendar = await readCalendar(tally.act.tx, tally.act.workspaceId)
  const clockMs = Number(row.clockMs)
  const share = REMINDERS[row.reminded] ?? 1
  if (row.clockFrom !== null && clockOf(calendar, row.clockFrom, clockMs * share).dueAt > tally.act.at)
    return settle(tally, row)
  const reminded = row.reminded + 1
  await setRequest(tally, row.id, { reminded, nextAt: nextOf(calendar, { ...row, clockMs, reminded }) })
  const people = here.filter(({ state }) => state === 'open').map(({ memberId }) => memberId)
  await tellThread(tally, row.id, [{ what: 'reminded', by: null, data: { people } }])
  recordRequest(tally, row, 'reminded@1', { people })
  await tellAsked(tally, row, people, REQUEST_REMINDER)
  return null
}

/** Tells holders that what they were given for a time is about to end. */
async function warn({ perform }: Clerk, workspaceId: string, ending: readonly Ending[]): Promise<void> {
  const command = { name: 'requests.warn', kind: 'authority', workspaceId, channel: 'job' } as const
  await perform(clerk, command, async (act) => {
    // Another node may have told some of them meanwhile.
    const untold = await lockUntold(act, ending)
    const [first] = untold
    if (first === undefined) return
    const tally = permit(act, 'request.approve', { type: 'member', id: first.memberId })
    await warned(tally, untold)
    for (const { memberId, requestId, untilAt } of untold) {
      recordRequest(tally, { id: requestId, memberId, requesterId: memberId }, 'warned@1', {
        until: untilAt.toISOString(),
      })
      const told = toldOf({ id: requestId, memberId }, 'granted', untilAt.toISOString())
      if (statusOf(act.facts, memberId) === 'active') await tellSome(tally, [memberId], GRANT_ENDING, told)
    }
  })
}

/** Events after which somebody may not be able to decide any more, or what they asked for is over. */
const moving: ReadonlySet<string> = new Set<AuthorityEvent['name'] | 'member.changed@1'>([
  'member.suspended@1',
  'member.restored@1',
  'member.departed@1',
  'member.changed@1',
  'appointment.changed@1',
  'appointment.ended@1',
  'administrator.ended@1',
  'administrator.changed@1',
  'creator.transferred@1',
])

/** Whenever somebody stops being able to decide, what they were asked is looked at at once, not when its clock says so. */
export const minding: AfterChange = async ({ tally, recorded, events }) => {
  const ids = recorded.filter(({ event }) => moving.has(event)).flatMap(({ about }) => about)
  if (ids.length > 0) await wakeRequestsOf(tally, [...new Set(ids)])
  const taken = recorded.some(({ event, by }) => event === 'grant.ended@1' && by !== 'request.submit')
  if (taken) await tellApprovers(tally, endedIn(events))
}

const endedIn = (events: readonly AuthorityEvent[]): readonly string[] =>
  events.flatMap(({ name, data }) => (name === 'grant.ended@1' ? [data.grantId] : []))

/** Whoever agreed to what is taken back is told, and it is said where they agreed. */
async function tellApprovers<P extends PermissionKey>(
  tally: Tally<P>,
  grantIds: readonly string[],
): Promise<void> {
  const by = tally.act.actor.type === 'member' ? tally.act.actor.memberId : null
  for (const { requestId, memberId, approvers } of await approversOf(tally, grantIds)) {
    await tellThread(tally, requestId, [{ what: 'revoked', by }])
    const to = approvers.filter((id) => id !== by && statusOf(tally.act.facts, id) === 'active')
    const data = toldOf({ id: requestId, memberId }, 'revoked')
    if (to.length > 0) await tellEach(tally, [{ to, kind: REQUEST_MOVED, data }])
  }
}
