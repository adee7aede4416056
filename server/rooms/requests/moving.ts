/** A request on its way: into a stage, onto its clock, off it again. */
import { refuse } from '@hufu/kit'
import { record } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { readRoleKeys } from '../authority/index.ts'
import { afterWorkingHours, readCalendar, workingMsBetween } from '../calendar/index.ts'
import type { Calendar } from '../calendar/index.ts'
import { HOPS_MAX, whoIsAsked } from './asked.ts'
import type { Asked, Concerned, Ground } from './asked.ts'
import { termsHashOf } from './request.ts'
import { placersOf } from './screening.ts'
import { insertTasks } from './store-tasks.ts'
import { tellThread } from './store-told.ts'
import { lockRequest, setRequest } from './store.ts'
import type { LockedRequest, RequestChange, RequestRow, RequestTally } from './store.ts'
import type { RouteStage, Terms } from './tables.ts'
import { keysOf } from './terms.ts'
import { REQUEST_WAITS, tellAsked } from './told.ts'

const HOUR_MS = 3_600_000

export const groundOf = (act: Act): Ground => ({
  db: act.tx,
  workspaceId: act.workspaceId,
  facts: act.facts,
  at: act.at.getTime(),
})

/** Reads a request and keeps it; of one that is not there, and of one that is not theirs, it is said that it is not there. */
export async function locked(act: Act, id: string): Promise<LockedRequest> {
  const row = await lockRequest(act, id)
  if (row === undefined) throw refuse('access-request/not-found')
  return row
}

/** The permissions that the rights of some terms stand for today. */
export async function permissionsNow(
  { db, workspaceId }: Pick<Ground, 'db' | 'workspaceId'>,
  terms: Terms | null,
) {
  if (terms === null) return []
  const hasRoles = terms.rights.some(({ type }) => type === 'role')
  const roleKeys = hasRoles ? await readRoleKeys(db, workspaceId) : new Map()
  return [...new Set(terms.rights.flatMap((right) => keysOf(right, roleKeys)))]
}

/** The hash that whoever decides now has to name, and what it covers. */
export async function hashNow(ground: Pick<Ground, 'db' | 'workspaceId'>, row: RequestRow) {
  const { offer } = row
  const terms = offer === null ? row.terms : offer.terms
  const permissions = await permissionsNow(ground, terms)
  const lifts = offer === null ? row.lifts : offer.lifts
  return { permissions, hash: termsHashOf({ ...row, terms, lifts }, permissions) }
}

/** Whom and what a request concerns, for asking who may decide it. */
export const concernedBy = async (
  ground: Pick<Ground, 'db' | 'workspaceId'>,
  row: RequestRow,
): Promise<Concerned> => ({ ...row, placers: await placersOf(ground, row.lifts) })

/** The clock of one stage or hop. */
export type Clock = { readonly clockFrom: Date; readonly clockMs: number; readonly dueAt: Date }

export function clockOf(calendar: Calendar, from: Date, ms: number): Clock {
  return { clockFrom: from, clockMs: ms, dueAt: afterWorkingHours(calendar, from, ms / HOUR_MS) }
}

export const REMINDERS: readonly number[] = [0.5, 0.8]

/** When something is due by itself. */
export function nextOf(
  calendar: Calendar,
  row: Pick<RequestRow, 'reminded' | 'hops' | 'lapseAt' | 'waitUntil' | 'dueAt' | 'clockFrom'> & {
    readonly clockMs: number
  },
): Date | null {
  const { clockFrom, clockMs, dueAt, hops, reminded, lapseAt, waitUntil } = row
  const share = REMINDERS[reminded]
  const runs = clockFrom !== null && dueAt !== null
  const reminder =
    runs && share !== undefined ? [afterWorkingHours(calendar, clockFrom, (clockMs * share) / HOUR_MS)] : []
  const due = runs && hops < HOPS_MAX ? [dueAt] : []
  const times = [
    ...reminder,
    ...due,
    ...(lapseAt === null ? [] : [lapseAt]),
    ...(waitUntil === null ? [] : [waitUntil]),
  ]
  return times.length === 0 ? null : new Date(Math.min(...times.map((time) => time.getTime())))
}

/** The clock stands: what is left of its working time is kept. */
export async function standing(act: Act, row: RequestRow): Promise<RequestChange> {
  if (row.clockFrom === null) return {}
  const calendar = await readCalendar(act.tx, act.workspaceId)
  const used = workingMsBetween(calendar, row.clockFrom, act.at)
  return { clockFrom: null, clockMs: Math.max(HOUR_MS, Number(row.clockMs) - used), dueAt: null }
}

/** The clock goes on with what was left. */
export async function goingOn(act: Act, row: RequestRow): Promise<RequestChange> {
  const calendar = await readCalendar(act.tx, act.workspaceId)
  const clock = clockOf(calendar, act.at, Number(row.clockMs))
  const next = { ...row, ...clock, waitUntil: null }
  return { ...clock, waitUntil: null, nextAt: nextOf(calendar, next) }
}

type Entering = {
  readonly state: 'pending' | 'appealed'
  readonly round: number
  readonly stage: number
  readonly route: readonly RouteStage[]
  /** Who has decided in this round already, and is asked again only where there is nobody else. */
  readonly not: ReadonlySet<string>
  readonly lapseAt: Date
}

/** Puts a request to those who are asked in one of its stages. Refuses where that is nobody. */
export async function enterStage(
  tally: RequestTally,
  row: RequestRow,
  concerned: Concerned,
  entering: Entering,
  change: RequestChange = {},
): Promise<void> {
  const { act } = tally
  const { state, round, stage, route, not, lapseAt } = entering
  const wanted = route[stage]
  if (wanted === undefined) throw new Error('a request enters a stage of its route')
  const ground = groundOf(act)
  const found = await whoIsAsked(ground, concerned, wanted, { hop: 0, not })
  // Where nobody else could, whoever has agreed before says so once more: a small company comes to an answer, too.
  const asked =
    found.length > 0 || state === 'appealed'
      ? found
      : await whoIsAsked(ground, concerned, wanted, { hop: 0, not: new Set() })
  if (asked.length === 0) throw refuse('access-request/nobody-can-decide')
  const settled = route.map((one, at) =>
    at === stage ? { ...one, needs: Math.max(1, Math.min(one.needs, asked.length)) } : one,
  )
  const calendar = await readCalendar(act.tx, act.workspaceId)
  const clock = clockOf(calendar, act.at, wanted.hours * HOUR_MS)
  const next = { ...row, ...clock, hops: 0, reminded: 0, lapseAt, waitUntil: null }
  await setRequest(tally, row.id, {
    ...change,
    ...clock,
    state,
    round,
    stage,
    route: settled,
    stageSince: act.at,
    hops: 0,
    reminded: 0,
    waitUntil: null,
    offer: null,
    lapseAt,
    nextAt: nextOf(calendar, next),
  })
  await putTo(tally, { ...row, round, stage }, asked, 0)
}

/** Asks people, and tells them. */
export async function putTo(
  tally: RequestTally,
  row: Pick<RequestRow, 'id' | 'memberId' | 'requesterId' | 'round' | 'stage'>,
  asked: readonly Asked[],
  hop: number,
): Promise<void> {
  await insertTasks(tally, row, asked, hop)
  const people = asked.map(({ memberId }) => memberId)
  await tellThread(tally, row.id, [
    { what: hop === 0 ? 'stage' : 'escalated', by: null, data: { stage: row.stage, people } },
  ])
  await tellAsked(tally, row, people, REQUEST_WAITS)
}

/** Writes that something happened to a request into the ledger. */
export function recordRequest(
  tally: RequestTally,
  row: Pick<RequestRow, 'id' | 'memberId' | 'requesterId'>,
  name: `${string}@1`,
  data: Readonly<Record<string, string | number | boolean | null | readonly string[]>> = {},
  sealed: Readonly<Record<string, string>> = {},
): void {
  record(
    tally,
    { name: `request.${name}`, data: { requestId: row.id, memberId: row.memberId, ...data } },
    { sealed, about: [...new Set([row.memberId, row.requesterId])] },
  )
}
