import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { NoticeRow } from './store.ts'
import type { NoticeTables } from './tables.ts'

type Db = Kysely<PlatformTables>
const on = (db: Db): Kysely<PlatformTables & NoticeTables> => db.$extendTables<NoticeTables>()

/** A letter to be sent: one for a notice. */
export type MailRow = {
  readonly workspaceId: string
  readonly noticeId: string
  readonly memberId: string
  readonly revision: number
  readonly at: Date
  readonly failures: number
}

/** To whom it goes, as of now; null where the person wants none any more, or has no address. */
export type Addressee = {
  readonly notice: NoticeRow
  readonly name: string
  readonly email: string | null
  readonly locale: 'zh-CN' | 'en-US' | null
  readonly wanted: boolean
}

/** Whoever has claimed letters and is not done with them by then is taken for dead. */
const CLAIM_SECONDS = 120

/** Claims letters that are due: for a while nobody else tries them. */
export async function claimMail(db: Db, most: number): Promise<readonly MailRow[]> {
  return on(db)
    .with('due', (from) =>
      from
        .selectFrom('mail')
        .select(['workspaceId', 'noticeId'])
        .where('state', '=', 'waiting')
        .where('nextAt', '<=', sql<Date>`now()`)
        .orderBy('nextAt')
        .limit(most)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('mail as m')
    .from('due')
    .set({ nextAt: sql<Date>`now() + make_interval(secs => ${CLAIM_SECONDS})` })
    .whereRef('m.workspaceId', '=', 'due.workspaceId')
    .whereRef('m.noticeId', '=', 'due.noticeId')
    .returning(['m.workspaceId', 'm.noticeId', 'm.memberId', 'm.revision', 'm.at', 'm.failures'])
    .execute()
}

/** Reads the notice of a letter and to whom it goes; undefined when it is forgotten by now. */
export async function addresseeOf(
  db: Db,
  { workspaceId, noticeId }: MailRow,
): Promise<Addressee | undefined> {
  const row = await on(db)
    .selectFrom('notice as n')
    .innerJoin('member as m', (join) =>
      join.onRef('m.workspaceId', '=', 'n.workspaceId').onRef('m.id', '=', 'n.memberId'),
    )
    .leftJoin('memberSetting as s', (join) =>
      join.onRef('s.workspaceId', '=', 'm.workspaceId').onRef('s.memberId', '=', 'm.id'),
    )
    .selectAll('n')
    .select(['m.name', 'm.email', 's.locale', 's.mail'])
    .where('n.workspaceId', '=', workspaceId)
    .where('n.id', '=', noticeId)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { name, email, locale, mail, ...notice } = row
  return { notice, name, email, locale, wanted: mail ?? true }
}

/** Marks a letter as sent, and that our server sends. */
export async function markSent(db: Db, row: MailRow): Promise<void> {
  await close(db, row, 'sent', null)
  await on(db)
    .updateTable('mailServer')
    .set({ sentAt: sql<Date>`now()` })
    .execute()
}

/** Marks a letter as one that nobody is to get. */
export const markDropped = (db: Db, row: MailRow): Promise<void> => close(db, row, 'dropped', null)

/** Notes why a letter did not go out. It is tried again after a while, or given up where there is no such while. */
export async function markFailed(
  db: Db,
  row: MailRow,
  { error, againMs }: { readonly error: string; readonly againMs: number | null },
): Promise<void> {
  if (againMs === null) return close(db, row, 'failed', error)
  await on(db)
    .updateTable('mail')
    .set({
      error,
      failures: row.failures + 1,
      nextAt: sql<Date>`now() + make_interval(secs => ${againMs / 1000})`,
    })
    .where('workspaceId', '=', row.workspaceId)
    .where('noticeId', '=', row.noticeId)
    .where('state', '=', 'waiting')
    .execute()
}

async function close(
  db: Db,
  { workspaceId, noticeId }: MailRow,
  state: 'sent' | 'dropped' | 'failed',
  error: string | null,
): Promise<void> {
  await on(db)
    .updateTable('mail')
    .set({ state, error, doneAt: sql<Date>`now()` })
    .where('workspaceId', '=', workspaceId)
    .where('noticeId', '=', noticeId)
    // What another server has sent meanwhile stays sent.
    .where('state', '=', 'waiting')
    .execute()
}

/** Says that this server sends letters. */
export async function seeMailServer(db: Db): Promise<void> {
  const seenAt = sql<Date>`now()`
  await on(db)
    .insertInto('mailServer')
    .values({ seenAt, sentAt: null })
    .onConflict((row) => row.column('one').doUpdateSet({ seenAt }))
    .execute()
}

/** Says that this server sends none; another that does says so within a minute. */
export async function forgetMailServer(db: Db): Promise<void> {
  await on(db).deleteFrom('mailServer').execute()
}

/** Whether letters are sent, and when the last one went out; null when none are. */
export async function mailServer(db: Db): Promise<{ readonly sentAt: Date | null } | null> {
  const row = await on(db)
    .selectFrom('mailServer')
    .select('sentAt')
    .where('seenAt', '>', sql<Date>`now() - interval '1 hour'`)
    .executeTakeFirst()
  return row ?? null
}

/** How many letters wait, and how many were given up in the last week; of one company, or of all. */
export async function countMail(
  db: Db,
  workspaceId: string | null,
): Promise<{ readonly waiting: number; readonly failed: number }> {
  const { rows } = await sql<{ waiting: number; failed: number }>`
    select count(*) filter (where state = 'waiting')::int as waiting,
           count(*) filter (where state = 'failed' and done_at > now() - interval '7 days')::int as failed
    from mail where state in ('waiting', 'failed')
      and (${workspaceId}::uuid is null or workspace_id = ${workspaceId}::uuid)`.execute(db)
  return rows[0] ?? { waiting: 0, failed: 0 }
}

/** What became of a notice: whether it was read, and of its letter, where one was to go out. */
export type Outcome = {
  readonly readAt: Date | null
  readonly letter: 'waiting' | 'sent' | 'dropped' | 'failed' | null
}

/** What became of notices, by their ids. Those that are forgotten by now are not there. */
export async function outcomesOf(
  db: Db,
  workspaceId: string,
  noticeIds: readonly string[],
): Promise<ReadonlyMap<string, Outcome>> {
  if (noticeIds.length === 0) return new Map()
  const rows = await on(db)
    .selectFrom('notice as n')
    .leftJoin('mail as m', (join) =>
      join.onRef('m.workspaceId', '=', 'n.workspaceId').onRef('m.noticeId', '=', 'n.id'),
    )
    .select(['n.id', 'n.readAt', 'm.state'])
    .where('n.workspaceId', '=', workspaceId)
    .where('n.id', 'in', noticeIds)
    .execute()
  return new Map(rows.map(({ id, readAt, state }) => [id, { readAt, letter: state }]))
}
