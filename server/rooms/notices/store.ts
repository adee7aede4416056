import { sql } from 'kysely'
import type { Insertable, Kysely, Selectable } from 'kysely'
import type { Json } from '@hufu/kit'
import type { PermissionKey } from '@hufu/authority'
import type { Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { NoticeTables } from './tables.ts'

type Db = Kysely<PlatformTables>
const on = (db: Db): Kysely<PlatformTables & NoticeTables> => db.$extendTables<NoticeTables>()

export type NoticeRow = Selectable<NoticeTables['notice']>

type NewNotice = {
  readonly id: string
  readonly memberId: string
  readonly kind: string
  readonly data: Json
  /** It goes out by e-mail as well. */
  readonly mail: boolean
}

/** Rows sent to the database in one call. */
const ROWS_MAX = 1000
/** A server of ours that sends letters says so every minute; after so long without a word none is there. */
const SERVER_SILENT_MS = 3_600_000

/** Writes notices, with the tally of whatever they speak of, and with each the letter it goes out by. */
export async function insertNotices<P extends PermissionKey>(
  tally: Tally<P>,
  notices: readonly NewNotice[],
  revision: number,
): Promise<void> {
  const { workspaceId } = tally.act
  for (let from = 0; from < notices.length; from += ROWS_MAX) {
    const some = notices.slice(from, from + ROWS_MAX)
    const rows = some.map(({ data, mail: _, ...notice }) => ({
      ...notice,
      data: JSON.stringify(data),
      workspaceId,
      at: tally.at,
      readAt: null,
    }))
    const mailed = some.filter(({ mail }) => mail).map(({ id }) => id)
    if (mailed.length === 0) await on(tally.tx).insertInto('notice').values(rows).execute()
    else await insertMailed(tally, rows, mailed, revision)
  }
}

/** One statement: notices, and letters for those of them who have an address and want letters, while any are sent. */
async function insertMailed<P extends PermissionKey>(
  { tx, at }: Tally<P>,
  rows: readonly Insertable<NoticeTables['notice']>[],
  mailed: readonly string[],
  revision: number,
): Promise<void> {
  const seenAfter = new Date(at.getTime() - SERVER_SILENT_MS)
  await on(tx)
    .with('told', (db) =>
      db.insertInto('notice').values(rows).returning(['workspaceId', 'id', 'memberId', 'at']),
    )
    .insertInto('mail')
    .columns(['workspaceId', 'noticeId', 'memberId', 'revision', 'state', 'at', 'nextAt'])
    .expression((db) =>
      db
        .selectFrom('told')
        .innerJoin('member as m', (join) =>
          join.onRef('m.workspaceId', '=', 'told.workspaceId').onRef('m.id', '=', 'told.memberId'),
        )
        .leftJoin('memberSetting as s', (join) =>
          join.onRef('s.workspaceId', '=', 'm.workspaceId').onRef('s.memberId', '=', 'm.id'),
        )
        .select(['told.workspaceId', 'told.id', 'told.memberId'])
        .select([
          sql<number>`${revision}::bigint`.as('revision'),
          sql<'waiting'>`'waiting'`.as('state'),
          'told.at',
          'told.at as nextAt',
        ])
        .where('told.id', 'in', mailed)
        .where('m.email', 'is not', null)
        .where((of) => of.fn.coalesce('s.mail', of.val(true)))
        .where((of) => of.exists(of.selectFrom('mailServer').select('one').where('seenAt', '>', seenAfter))),
    )
    .execute()
}

/** What a member was told, newest first: ids sort by the time they were made. */
export async function noticesOf(
  db: Db,
  of: { readonly workspaceId: string; readonly memberId: string },
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<readonly NoticeRow[]> {
  let query = on(db)
    .selectFrom('notice')
    .selectAll()
    .where('workspaceId', '=', of.workspaceId)
    .where('memberId', '=', of.memberId)
  if (before !== null) query = query.where('id', '<', before)
  return query.orderBy('id', 'desc').limit(limit).execute()
}

/** More than this many unread are not counted one by one. */
export const UNREAD_MAX = 1000

/** How much of what a member was told they have not read, up to a bound. */
export async function unreadOf(
  db: Db,
  { workspaceId, memberId }: { readonly workspaceId: string; readonly memberId: string },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from notice where workspace_id = ${workspaceId} and member_id = ${memberId} and read_at is null
      limit ${UNREAD_MAX}) unread`.execute(db)
  return rows[0]?.count ?? 0
}

/** Marks one's own notices as read; those of others are not there. */
export async function markRead(
  tally: Tally<'audit.self.view'>,
  memberId: string,
  ids: readonly string[],
): Promise<void> {
  await on(tally.tx)
    .updateTable('notice')
    .set({ readAt: tally.at })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('memberId', '=', memberId)
    .where('id', 'in', ids)
    .where('readAt', 'is', null)
    .execute()
}

/** Forgets notices of before an instant; the ledger keeps what they spoke of. Returns how many. */
export async function forgetNotices(db: Db, before: Date): Promise<number> {
  const done = await on(db).deleteFrom('notice').where('at', '<', before).executeTakeFirst()
  return Number(done.numDeletedRows)
}
