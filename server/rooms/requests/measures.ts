/** How asking goes in the company, and what follows: what a position asks for again and again belongs into its template. */
import { appointmentsOf, departmentsOf, statusOf } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import type { Flow, FlowDryRun, RequestMeasures } from '@hufu/contract'
import { isRefusal } from '@hufu/kit'
import { readRoleKeys } from '../authority/index.ts'
import { whoIsAsked } from './asked.ts'
import { wayOf, withAdministrator } from './flow.ts'
import type { Way } from './flow.ts'
import { approversSince, askedSince, countsSince, latestSent, rejectionsSince } from './store-measures.ts'
import type { Repeated } from './store-measures.ts'
import type { RequestRow } from './store.ts'
import { keysOf } from './terms.ts'
import { showLines } from './views.ts'
import type { Seeing } from './views.ts'

const DAY_MS = 86_400_000
const APPROVERS_MAX = 50
/** So many people of one position who ask for the same make a suggestion. */
const PEOPLE_LEAST = 3
const SUGGESTIONS_MAX = 20

const rounded = (hours: number | null): number | null => (hours === null ? null : Math.round(hours * 10) / 10)

/** The measures of the last days. */
export async function measuresOf(seeing: Seeing, days: number): Promise<RequestMeasures> {
  const { reading, names } = seeing
  const { db, workspaceId, facts } = reading
  const now = new Date(reading.at)
  const since = new Date(reading.at - days * DAY_MS)
  const [counts, rejections, approvers, asked] = await Promise.all([
    countsSince(db, workspaceId, since, now),
    rejectionsSince(db, workspaceId, since),
    approversSince(db, workspaceId, since, APPROVERS_MAX),
    askedSince(db, workspaceId, since),
  ])
  const suggestions = suggestionsOf(facts, asked)
  const departments = approvers.flatMap(({ memberId }) => departmentsOf(facts, memberId).slice(0, 1))
  const known = await names(db, workspaceId, {
    members: approvers.map(({ memberId }) => memberId),
    departments: [...new Set(departments)],
    groups: [],
    positions: suggestions.map(({ positionId }) => positionId),
  })
  return {
    since: since.toISOString(),
    submitted: counts.submitted,
    open: counts.open,
    overdue: counts.overdue,
    medianHours: rounded(counts.medianHours),
    p90Hours: rounded(counts.p90Hours),
    rejected: { of: counts.decided, count: counts.rejected },
    overturned: { of: counts.appealed, count: counts.overturned },
    lapsed: { of: counts.submitted, count: counts.lapsed },
    rejections: [...rejections],
    approvers: approvers.map((one) => ({
      ...one,
      medianHours: rounded(one.medianHours),
      name: known.get(one.memberId) ?? one.memberId,
      department: known.get(departmentsOf(facts, one.memberId)[0] ?? '') ?? '',
    })),
    suggestions: suggestions.map((one) => ({
      ...one,
      position: known.get(one.positionId) ?? one.positionId,
    })),
  }
}

type Suggestion = Omit<RequestMeasures['suggestions'][number], 'position'>

/** Permissions that several people of one position asked for, those most asked for first. */
export function suggestionsOf(facts: Facts, asked: readonly Repeated[]): readonly Suggestion[] {
  const found = new Map<string, { people: number; requests: number; granted: number }>()
  for (const { memberId, permission, requests, granted } of asked) {
    if (statusOf(facts, memberId) === 'departed') continue
    const positions = new Set(appointmentsOf(facts, memberId).flatMap(({ positionId }) => positionId ?? []))
    for (const positionId of positions) {
      const key = `${positionId} ${permission}`
      const one = found.get(key) ?? { people: 0, requests: 0, granted: 0 }
      found.set(key, {
        people: one.people + 1,
        requests: one.requests + requests,
        granted: one.granted + granted,
      })
    }
  }
  return [...found]
    .filter(([, { people, granted }]) => people >= PEOPLE_LEAST && granted > 0)
    .map(([key, counts]) => {
      const [positionId = '', permission = ''] = key.split(' ')
      return { positionId, permission, ...counts }
    })
    .toSorted((a, b) => b.people - a.people || b.requests - a.requests)
    .slice(0, SUGGESTIONS_MAX)
}

const DRY_RUN_MAX = 500
const DRY_RUN_SHOWN = 50

/** What a flow would make of the latest requests: which would have gone another way, and which nobody could have decided. */
export async function dryRun(seeing: Seeing, flow: Flow): Promise<FlowDryRun> {
  const { reading } = seeing
  const { db, workspaceId, facts, at } = reading
  const [rows, roleKeys] = await Promise.all([
    latestSent(db, workspaceId, DRY_RUN_MAX),
    readRoleKeys(db, workspaceId),
  ])
  const ground = { db, workspaceId, facts, at }
  const tried = []
  for (const row of rows) {
    const rights = (row.terms?.rights ?? []).map((right) => ({ right, keys: keysOf(right, roleKeys) }))
    const way = wayOf(flow, rights)
    const stages = row.lifts.length > 0 ? withAdministrator(way.stages) : way.stages
    const problem = await problemOf(ground, row, way, stages)
    tried.push({ row, before: row.route.map(({ who }) => who), after: stages.map(({ who }) => who), problem })
  }
  const changed = tried.filter(
    ({ before, after, problem }) => problem !== null || before.join() !== after.join(),
  )
  const shown = changed.slice(0, DRY_RUN_SHOWN)
  const lines = await showLines(
    seeing,
    shown.map(({ row }) => row),
  )
  return {
    requests: rows.length,
    changed: changed.length,
    refused: tried.filter(({ problem }) => problem !== null && problem !== NOBODY).length,
    stuck: tried.filter(({ problem }) => problem === NOBODY).length,
    stagesBefore: tried.reduce((sum, { before }) => sum + before.length, 0),
    stagesAfter: tried.reduce((sum, { after }) => sum + after.length, 0),
    items: shown.map(({ row, before, after, problem }, index) => ({
      id: row.id,
      name: lines[index]?.member.name ?? '',
      label: lines[index]?.terms?.rights.map(({ label }) => label).join('、') ?? '',
      before,
      after,
      problem,
    })),
  }
}

const NOBODY = 'access-request/nobody-can-decide'

async function problemOf(
  ground: Parameters<typeof whoIsAsked>[0],
  row: RequestRow,
  { requestable, maxDays }: Way,
  stages: Way['stages'],
): Promise<string | null> {
  if (!requestable) return 'access-request/not-requestable'
  if (maxDays !== null && row.terms?.until === null && row.terms.lasts === null)
    return 'access-request/too-long'
  try {
    for (const stage of stages) {
      const asked = await whoIsAsked(ground, { ...row, placers: [] }, stage, { hop: 0, not: new Set() })
      if (asked.length === 0) return NOBODY
    }
    return null
  } catch (error) {
    if (isRefusal(error)) return error.code
    throw error
  }
}
