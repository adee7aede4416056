import { departmentsOf, handleOf, looksOverAll } from '@hufu/authority'
import { contract } from '@hufu/contract'
import type { DeputyView } from '@hufu/contract'
import { can, idBefore, may } from '../../platform/http/index.ts'
import type { Call, Doors, Reading } from '../../platform/http/index.ts'
import { somewhere } from '../authority/index.ts'
import { endDeputy, setDeputy, setFlow } from './flow-commands.ts'
import { dryRun, measuresOf } from './measures.ts'
import { answerOne, report, showReports } from './reports.ts'
import type { See } from './routes.ts'
import { deputiesAround, readFlow } from './store-flow.ts'
import type { DeputyRow } from './store-flow.ts'
import { listReports } from './store-reports.ts'
import type { ReportRow } from './store-reports.ts'
import { listRequests } from './store.ts'
import type { ListFilter, RequestRow } from './store.ts'
import { showLines } from './views.ts'

const { requests: routes, problemReports } = contract
const LIST_LIMIT = 50
const DAYS = 90
const MONTH_MS = 30 * 86_400_000
const workspace = { type: 'workspace' } as const

/** Registers the doors of those who look after asking. */
export function administrationRoutes(doors: Doors, seeing: See): void {
  listRoutes(doors, seeing)
  flowRoutes(doors, seeing)
  deputyRoutes(doors, seeing)
  reportRoutes(doors, seeing)
}

function listRoutes(doors: Doors, seeing: See): void {
  doors.handle(routes.list, async (call) => {
    const { reading, query } = call
    may(reading, 'request.approve', somewhere(reading, 'request.approve'))
    const { limit = LIST_LIMIT, cursor, overdue, ...asked } = query
    return listed(call, seeing, limit, {
      ...asked,
      overdueAt: overdue === undefined ? undefined : new Date(reading.at),
      before: idBefore(cursor),
    })
  })
  doors.handle(routes.appeals, async (call) => {
    may(call.reading, 'request.appeal.decide', workspace)
    const { limit = LIST_LIMIT, cursor } = call.query
    return listed(call, seeing, limit, { state: 'appealed', before: idBefore(cursor) })
  })
}

async function listed(
  call: Pick<Call, 'reading' | 'locale'>,
  seeing: See,
  limit: number,
  filter: Omit<ListFilter, 'limit'>,
) {
  const { reading } = call
  const { db, workspaceId } = reading
  const rows = await overPeople(reading, filter.before, limit + 1, (before, most) =>
    listRequests(db, workspaceId, { ...filter, before, limit: most }),
  )
  const items = await showLines(seeing(call), rows.slice(0, limit))
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

const READ_AT_ONCE = 200

/** The first rows about people over whom whoever reads holds `request.approve`. */
async function overPeople<Row extends Pick<RequestRow, 'id' | 'memberId'>>(
  reading: Reading,
  before: string | null,
  limit: number,
  read: (before: string | null, most: number) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const { facts, memberId, at } = reading
  if (looksOverAll(facts, handleOf(facts, memberId), 'request.approve', at)) return read(before, limit)
  const seen: Row[] = []
  for (let from = before; ;) {
    const rows = await read(from, READ_AT_ONCE)
    seen.push(
      ...rows.filter((row) => can(reading, 'request.approve', { type: 'member', id: row.memberId }).allowed),
    )
    if (seen.length >= limit || rows.length < READ_AT_ONCE) return seen.slice(0, limit)
    from = rows.at(-1)?.id ?? null
  }
}

function flowRoutes(doors: Doors, seeing: See): void {
  doors.handle(routes.flow, async ({ reading }) => {
    may(reading, 'request.approve', somewhere(reading, 'request.approve'))
    const { flow, version, setBy, setAt } = await readFlow(reading.db, reading.workspaceId)
    const by = setBy?.startsWith('member:') === true ? setBy.slice('member:'.length) : null
    const named = [
      ...new Set(flow.rules.flatMap(({ stages }) => stages).flatMap(({ memberIds = [] }) => memberIds)),
    ]
    const homes = new Map(named.map((id) => [id, departmentsOf(reading.facts, id)[0] ?? '']))
    const names = await seeing({ reading, locale: 'zh-CN' }).names(reading.db, reading.workspaceId, {
      members: [...named, ...(by === null ? [] : [by])],
      departments: [...new Set(homes.values())].filter((id) => id !== ''),
      groups: [],
      positions: [],
    })
    return {
      flow,
      people: named.map((id) => ({
        id,
        name: names.get(id) ?? id,
        department: names.get(homes.get(id) ?? '') ?? '',
      })),
      version,
      setBy: by === null ? null : (names.get(by) ?? by),
      setAt: setAt?.toISOString() ?? null,
      can: { set: can(reading, 'request.flow.manage', workspace) },
    }
  })
  doors.handle(routes.setFlow, async (call) => {
    const { result, applied } = await call.perform('authority', 'requests.set-flow', (act) =>
      setFlow(act, call.body),
    )
    return { ...result, applied }
  })
  doors.handle(routes.dryRun, async (call) => {
    may(call.reading, 'request.flow.manage', workspace)
    return dryRun(seeing(call), call.body.flow)
  })
  doors.handle(routes.measures, async (call) => {
    // Numbers of everybody are for those who look after everybody.
    may(call.reading, 'request.approve', workspace)
    return measuresOf(seeing(call), call.query.days ?? DAYS)
  })
}

function deputyRoutes(doors: Doors, seeing: See): void {
  doors.handle(routes.deputies, async (call) => {
    const { reading } = call
    const { db, workspaceId, memberId, at } = reading
    may(reading, 'request.answer', { type: 'member', id: memberId })
    const rows = await deputiesAround(db, workspaceId, memberId, new Date(at - MONTH_MS))
    const people = rows.map((row) => (row.memberId === memberId ? row.deputyId : row.memberId))
    const names = await seeing(call).names(db, workspaceId, {
      members: people,
      departments: [],
      groups: [],
      positions: [],
    })
    const shown = (row: DeputyRow, other: string) => ({
      id: row.id,
      memberId: other,
      name: names.get(other) ?? other,
      department: '',
      from: row.fromAt.toISOString(),
      until: row.untilAt.toISOString(),
      because: row.because,
      state: stateOf(row, at),
    })
    return {
      mine: rows.filter((row) => row.memberId === memberId).map((row) => shown(row, row.deputyId)),
      others: rows.filter((row) => row.deputyId === memberId).map((row) => shown(row, row.memberId)),
    }
  })
  doors.handle(routes.setDeputy, async (call) => {
    const { result, applied } = await call.perform('authority', 'deputies.set', (act) =>
      setDeputy(act, call.body),
    )
    return { ...result, applied }
  })
  doors.handle(routes.endDeputy, async (call) => {
    const { applied } = await call.perform('authority', 'deputies.end', (act) => endDeputy(act, call.params))
    return { applied }
  })
}

const stateOf = ({ fromAt, untilAt }: DeputyRow, at: number): DeputyView['state'] =>
  fromAt.getTime() > at ? 'coming' : untilAt.getTime() > at ? 'now' : 'over'

function reportRoutes(doors: Doors, seeing: See): void {
  doors.handle(problemReports.make, async (call) => {
    const { result, applied } = await call.perform('authority', 'reports.make', (act) =>
      report(act, call.body),
    )
    return { ...result, applied }
  })
  doors.handle(problemReports.mine, async (call) => {
    const { reading, query } = call
    const { db, workspaceId, memberId } = reading
    may(reading, 'request.submit', { type: 'member', id: memberId })
    const limit = query.limit ?? LIST_LIMIT
    const rows = await listReports(db, workspaceId, {
      memberId,
      before: idBefore(query.cursor),
      limit: limit + 1,
    })
    return pageOf(await showReports(seeing(call), rows.slice(0, limit)), rows, limit)
  })
  doors.handle(problemReports.list, async (call) => {
    const { reading, query } = call
    const { db, workspaceId } = reading
    may(reading, 'request.approve', somewhere(reading, 'request.approve'))
    const limit = query.limit ?? LIST_LIMIT
    const open = query.open === undefined ? undefined : query.open === 'true'
    const read = (state: boolean | undefined) => (before: string | null, most: number) =>
      listReports(db, workspaceId, { open: state, before, limit: most })
    const [rows, waiting] = await Promise.all([
      overPeople(reading, idBefore(query.cursor), limit + 1, read(open)),
      overPeople(reading, null, READ_AT_ONCE, read(true)),
    ])
    const shown = await showReports(seeing(call), rows.slice(0, limit))
    return { ...pageOf(shown, rows, limit), open: waiting.length }
  })
  doors.handle(problemReports.answer, async (call) => {
    const { applied } = await call.perform('authority', 'reports.answer', (act) =>
      answerOne(act, { ...call.params, ...call.body }),
    )
    return { applied }
  })
}

const pageOf = <T>(items: T[], rows: readonly Pick<ReportRow, 'id'>[], limit: number) => ({
  items,
  next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
})
