/** Somebody says that something is wrong with permissions, without asking for any. Whoever is responsible answers. */
import { departmentsOf } from '@hufu/authority'
import type { ProblemReport } from '@hufu/contract'
import { newId, refuse } from '@hufu/kit'
import { permit, record } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { can } from '../../platform/http/index.ts'
import { tellEach } from '../notices/index.ts'
import { answerReport, insertReport, lockReport } from './store-reports.ts'
import type { ReportRow } from './store-reports.ts'
import { responsibleFor } from './asked.ts'
import { groundOf } from './moving.ts'
import { knownTo } from './seen.ts'
import type { Seeing } from './views.ts'

export const REPORT_MADE = 'report.made@1'
export const REPORT_ANSWERED = 'report.answered@1'

/** What a notice of a report knows. */
export type ReportTold = { readonly reportId: string; readonly memberId: string }

/** Reports a problem to the administrators nearest to whoever does. */
export async function report(
  act: Act,
  input: { readonly words: string; readonly page: string; readonly permission?: string | undefined },
): Promise<{ readonly id: string }> {
  if (act.actor.type !== 'member') throw refuse('access-request/not-found')
  const me = act.actor.memberId
  const tally = permit(act, 'request.submit', { type: 'member', id: me })
  const to = responsibleFor(groundOf(act), me)
  const id = newId()
  await insertReport(tally, {
    id,
    memberId: me,
    toIds: [...to],
    permission: input.permission ?? null,
    ...texts(input),
  })
  record(
    tally,
    { name: 'report.made@1', data: { reportId: id, memberId: me, permission: input.permission ?? null } },
    { sealed: { because: input.words }, about: [me] },
  )
  if (to.length > 0)
    await tellEach(tally, [
      { to, kind: REPORT_MADE, data: { reportId: id, memberId: me } satisfies ReportTold },
    ])
  return { id }
}

const texts = ({ words, page }: { readonly words: string; readonly page: string }) => ({ words, page })

/** Answers one, once. */
export async function answerOne(
  act: Act,
  input: { readonly reportId: string; readonly answer: string },
): Promise<null> {
  const row = await lockReport(act, input.reportId)
  if (row === undefined || act.actor.type !== 'member') throw refuse('report/not-found')
  const tally = permit(act, 'request.approve', { type: 'member', id: row.memberId })
  if (row.memberId === act.actor.memberId) throw refuse('access-request/own')
  if (row.answer !== null) throw refuse('report/answered-already')
  await answerReport(tally, row.id, { answer: input.answer, answeredBy: act.actor.memberId })
  record(
    tally,
    { name: 'report.answered@1', data: { reportId: row.id, memberId: row.memberId } },
    { sealed: { because: input.answer }, about: [row.memberId] },
  )
  await tellEach(tally, [
    {
      to: [row.memberId],
      kind: REPORT_ANSWERED,
      data: { reportId: row.id, memberId: row.memberId } satisfies ReportTold,
    },
  ])
  return null
}

/** Reports as people read them. */
export async function showReports(
  { reading, names, locale }: Seeing,
  rows: readonly ReportRow[],
): Promise<ProblemReport[]> {
  const { db, workspaceId } = reading
  const members = rows.flatMap(({ memberId, toIds, answeredBy }) => [
    memberId,
    ...toIds,
    ...(answeredBy === null ? [] : [answeredBy]),
  ])
  const departments = new Map(
    rows.map(({ memberId }) => [memberId, departmentsOf(reading.facts, memberId)[0] ?? '']),
  )
  const known = await names(db, workspaceId, {
    members: [...new Set(members)],
    departments: [...new Set([...departments.values()].filter((id) => id !== ''))],
    groups: [],
    positions: [],
  })
  const seen = knownTo(reading, locale)
  const nameOf = (id: string): string => seen.name(id, known)
  return rows.map((row) => ({
    id: row.id,
    by: {
      id: row.memberId,
      name: nameOf(row.memberId),
      department: known.get(departments.get(row.memberId) ?? '') ?? '',
    },
    at: row.at.toISOString(),
    words: row.words,
    page: row.page,
    permission: row.permission,
    state: row.answer === null ? 'open' : 'answered',
    to: row.toIds.map(nameOf),
    answer: row.answer,
    answeredBy: row.answeredBy === null ? null : nameOf(row.answeredBy),
    answeredAt: row.answeredAt?.toISOString() ?? null,
    can: {
      answer:
        row.answer !== null
          ? { allowed: false, because: 'report/answered-already' }
          : row.memberId === reading.memberId
            ? { allowed: false, because: 'access-request/own' }
            : can(reading, 'request.approve', { type: 'member', id: row.memberId }),
    },
  }))
}
