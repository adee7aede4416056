import type { Selectable } from 'kysely'
import type { Act, Tally } from '../../platform/act/index.ts'
import { on } from './store.ts'
import type { Db } from './store.ts'
import type { RequestTables } from './tables.ts'

export type ReportRow = Selectable<RequestTables['problemReport']>

/** Writes what somebody reports. */
export async function insertReport(
  tally: Tally<'request.submit'>,
  report: Pick<ReportRow, 'id' | 'memberId' | 'words' | 'page' | 'permission' | 'toIds'>,
): Promise<void> {
  await on(tally.tx)
    .insertInto('problemReport')
    .values({
      ...report,
      workspaceId: tally.act.workspaceId,
      at: tally.at,
      answer: null,
      answeredBy: null,
      answeredAt: null,
    })
    .execute()
}

/** A report, kept from changing until the transaction ends. */
export async function lockReport(act: Act, id: string): Promise<ReportRow | undefined> {
  return on(act.tx)
    .selectFrom('problemReport')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Writes the answer. */
export async function answerReport(
  tally: Tally<'request.approve'>,
  id: string,
  answered: { readonly answer: string; readonly answeredBy: string },
): Promise<void> {
  await on(tally.tx)
    .updateTable('problemReport')
    .set({ ...answered, answeredAt: tally.at })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('id', '=', id)
    .execute()
}

export type ReportFilter = {
  readonly memberId?: string | undefined
  readonly open?: boolean | undefined
  readonly before: string | null
  readonly limit: number
}

/** Reports, newest first. */
export async function listReports(
  db: Db,
  workspaceId: string,
  { memberId, open, before, limit }: ReportFilter,
): Promise<readonly ReportRow[]> {
  let query = on(db).selectFrom('problemReport').selectAll().where('workspaceId', '=', workspaceId)
  if (memberId !== undefined) query = query.where('memberId', '=', memberId)
  if (open !== undefined) query = query.where('answer', open ? 'is' : 'is not', null)
  if (before !== null) query = query.where('id', '<', before)
  return query.orderBy('id', 'desc').limit(limit).execute()
}
