import type { RequestEvent } from '@hufu/contract'
import type { PermissionKey } from '@hufu/authority'
import { newId } from '@hufu/kit'
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Act, Tally } from '../../platform/act/index.ts'
import { columnsOf, on } from './store.ts'
import type { Db, RequestChange, RequestTally } from './store.ts'
import type { RequestTables } from './tables.ts'

export type EventRow = Selectable<RequestTables['requestEvent']>
export type EndorsementRow = Selectable<RequestTables['requestEndorsement']>

export type NewEvent = {
  readonly what: RequestEvent['what']
  readonly by: string | null
  readonly for?: string | null
  readonly words?: string
  readonly data?: Readonly<Record<string, unknown>>
}

const rowsOf = (tally: Tally, requestId: string, events: readonly NewEvent[]) =>
  events.map(({ what, by, for: stead = null, words = '', data = {} }) => ({
    workspaceId: tally.act.workspaceId,
    requestId,
    id: newId(),
    at: tally.at,
    byId: by,
    forId: stead,
    what,
    words,
    data: JSON.stringify(data),
  }))

/** Adds to what is told of a request. */
export async function tellThread<P extends PermissionKey>(
  tally: Tally<P>,
  requestId: string,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return
  await on(tally.tx)
    .insertInto('requestEvent')
    .values(rowsOf(tally, requestId, events))
    .execute()
}

/** What a request gave, and when its holder is warned that it ends. */
export type Given = { readonly grantId: string; readonly warnAt: Date | null }

/**
 * Writes the end of a request: the request itself, what is told of it and what it gave. One statement: the company's lock
 * is held for as long as it takes.
 */
export async function endRequest(
  tally: RequestTally,
  id: string,
  change: RequestChange,
  { told, given }: { readonly told: readonly NewEvent[]; readonly given: readonly Given[] },
): Promise<void> {
  const { workspaceId } = tally.act
  const links = given.map((one) => ({ workspaceId, requestId: id, ...one }))
  const db = on(tally.tx).with('told', (rows) =>
    rows
      .insertInto('requestEvent')
      .values(rowsOf(tally, id, told))
      .returning('id'),
  )
  const all =
    links.length === 0
      ? db
      : db.with('given', (rows) => rows.insertInto('requestGrant').values(links).returning('grantId'))
  await all
    .updateTable('accessRequest')
    .set(columnsOf(tally, change))
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Everything told of a request, in order. */
export async function threadOf(db: Db, workspaceId: string, requestId: string): Promise<readonly EventRow[]> {
  return on(db)
    .selectFrom('requestEvent')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('requestId', '=', requestId)
    .orderBy('seq')
    .execute()
}

/** Asks colleagues for their word; whoever was asked already stays as they are. */
export async function insertInvited(
  tally: RequestTally,
  requestId: string,
  memberIds: readonly string[],
): Promise<void> {
  await on(tally.tx)
    .insertInto('requestEndorsement')
    .values(
      memberIds.map((memberId) => ({
        workspaceId: tally.act.workspaceId,
        requestId,
        memberId,
        words: null,
        joins: false,
        at: tally.at,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** What a colleague who was asked says; saying it again replaces it. */
export async function sayEndorsement(
  tally: RequestTally,
  requestId: string,
  { memberId, ...said }: { readonly memberId: string; readonly words: string; readonly joins: boolean },
): Promise<void> {
  await on(tally.tx)
    .updateTable('requestEndorsement')
    .set({ ...said, at: tally.at })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('requestId', '=', requestId)
    .where('memberId', '=', memberId)
    .execute()
}

/** Colleagues who were asked for their word on a request, and what they said. */
export async function endorsementsOf(
  db: Db,
  workspaceId: string,
  requestId: string,
): Promise<readonly EndorsementRow[]> {
  return on(db)
    .selectFrom('requestEndorsement')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('requestId', '=', requestId)
    .orderBy('at')
    .orderBy('memberId')
    .execute()
}

/** Nothing is told of a former end of a grant. */
export async function forgetWarnings(tally: RequestTally, grantId: string): Promise<void> {
  await on(tally.tx)
    .updateTable('requestGrant')
    .set({ warnAt: null })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('grantId', '=', grantId)
    .execute()
}

/** Ids of the grants that came of a request, or that it made last longer. */
export async function grantsOfRequest(
  db: Db,
  workspaceId: string,
  requestId: string,
): Promise<readonly string[]> {
  const rows = await on(db)
    .selectFrom('requestGrant')
    .select('grantId')
    .where('workspaceId', '=', workspaceId)
    .where('requestId', '=', requestId)
    .orderBy('grantId')
    .execute()
  return rows.map(({ grantId }) => grantId)
}

export type Ending = {
  readonly workspaceId: string
  readonly requestId: string
  readonly grantId: string
  readonly memberId: string
  readonly untilAt: Date
}

/** Grants of all companies whose holders are to be told that they end soon, by the database's time. */
export async function endingSoon(db: Db, limit: number): Promise<readonly Ending[]> {
  const { rows } = await sql<Ending>`
    select g.workspace_id, g.request_id, g.grant_id, a.subject_id as member_id, a.until_at
    from request_grant as g join authority_grant as a on a.workspace_id = g.workspace_id and a.id = g.grant_id
    where g.warn_at <= now() and a.ended_at is null and a.until_at > now()
    order by g.warn_at limit ${limit}`.execute(db)
  return rows
}

/** Those of them of whom nobody has been told yet, kept from changing until the transaction ends. */
export async function lockUntold(act: Act, ending: readonly Ending[]): Promise<readonly Ending[]> {
  const rows = await on(act.tx)
    .selectFrom('requestGrant')
    .select(['grantId', 'requestId'])
    .where('workspaceId', '=', act.workspaceId)
    .where('grantId', '=', sql<string>`any(${ending.map(({ grantId }) => grantId)}::uuid[])`)
    .where('warnAt', '<=', act.at)
    .orderBy('grantId')
    .forUpdate()
    .execute()
  return ending.filter((one) =>
    rows.some(({ grantId, requestId }) => grantId === one.grantId && requestId === one.requestId),
  )
}

/** Whoever holds these is told, and not once more. */
export async function warned(tally: RequestTally, ending: readonly Ending[]): Promise<void> {
  await on(tally.tx)
    .updateTable('requestGrant')
    .set({ warnAt: null })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('grantId', '=', sql<string>`any(${ending.map(({ grantId }) => grantId)}::uuid[])`)
    .where('warnAt', '<=', tally.at)
    .execute()
}

/** Requests that some grants came of, with everybody who agreed to each. */
export async function approversOf<P extends PermissionKey>(
  tally: Tally<P>,
  grantIds: readonly string[],
): Promise<
  readonly { readonly requestId: string; readonly memberId: string; readonly approvers: readonly string[] }[]
> {
  const { rows } = await sql<{ requestId: string; memberId: string; approvers: string[] }>`
    select r.id as request_id, r.member_id, array_agg(distinct t.decided_by) as approvers
    from request_grant as g
    join access_request as r on r.workspace_id = g.workspace_id and r.id = g.request_id
    join request_task as t on t.workspace_id = r.workspace_id and t.request_id = r.id and t.round = r.round
    where g.workspace_id = ${tally.act.workspaceId} and g.grant_id = any(${[...grantIds]}::uuid[]) and t.state = 'approved'
    group by r.id, r.member_id`.execute(tally.tx)
  return rows
}
