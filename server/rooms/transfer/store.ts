import type { PermissionKey } from '@hufu/authority'
import { newId } from '@hufu/kit'
import { sql } from 'kysely'
import type { Insertable, Kysely, Selectable, Updateable } from 'kysely'
import type { Act, Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { TransferTables, VoiceOn } from './tables.ts'
import type { Half } from './transfer.ts'

type Db = Kysely<PlatformTables>
export const on = (db: Db) => db.$extendTables<TransferTables>()

export type TransferRow = Selectable<TransferTables['creatorTransfer']>
export type SettingRow = Selectable<TransferTables['creatorSetting']>
export type VoiceRow = Selectable<TransferTables['creatorTransferVoice']>
export type LetterRow = Omit<Selectable<TransferTables['creatorTransferLetter']>, 'content'>
export type EventRow = Selectable<TransferTables['creatorTransferEvent']>
export type ItemRow = Selectable<TransferTables['creatorTransferItem']>

export type Where = { readonly db: Db; readonly workspaceId: string }
export const whereOf = ({ tx, workspaceId }: Act): Where => ({ db: tx, workspaceId })

/** Whoever may take a step: the creator, a super administrator, each of the two for themself, and what minds the times. */
export type Stepping = Tally<'creator.transfer' | 'creator.recovery.vote' | 'sec.self.manage' | 'perm.verify'>

const unset = { rankMin: null, consent: 'none', approvals: 1 } as const

/** What the company asks of a transfer; a company that has said nothing asks nothing. */
export async function settingsOf({
  db,
  workspaceId,
}: Where): Promise<Pick<SettingRow, 'rankMin' | 'consent' | 'approvals'>> {
  const row = await on(db)
    .selectFrom('creatorSetting')
    .select(['rankMin', 'consent', 'approvals'])
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirst()
  return row ?? unset
}

/** Sets what the company asks. */
export async function putSettings(
  tally: Tally<'creator.transfer'>,
  row: Omit<SettingRow, 'workspaceId' | 'setAt'>,
): Promise<void> {
  const values = { ...row, setAt: tally.at }
  await on(tally.tx)
    .insertInto('creatorSetting')
    .values({ ...values, workspaceId: tally.act.workspaceId })
    .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet(values))
    .execute()
}

/** Writes an offer, or a switch that came about another way. */
export async function insertTransfer(
  tally: Tally<'creator.transfer'>,
  row: Omit<Insertable<TransferTables['creatorTransfer']>, 'workspaceId'>,
): Promise<void> {
  await on(tally.tx)
    .insertInto('creatorTransfer')
    .values({ ...row, workspaceId: tally.act.workspaceId })
    .execute()
}

/** Changes how a transfer stands. */
export async function setTransfer(
  tally: Stepping,
  id: string,
  change: Updateable<TransferTables['creatorTransfer']>,
): Promise<void> {
  await on(tally.tx)
    .updateTable('creatorTransfer')
    .set(change)
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

/** Reads a transfer and keeps it from changing: every step and the switch wait for each other here. */
export async function lockTransfer(act: Act, id: string): Promise<TransferRow | undefined> {
  return on(act.tx)
    .selectFrom('creatorTransfer')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function findTransfer({ db, workspaceId }: Where, id: string): Promise<TransferRow | undefined> {
  return on(db)
    .selectFrom('creatorTransfer')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function openTransfer({ db, workspaceId }: Where): Promise<TransferRow | undefined> {
  return on(db)
    .selectFrom('creatorTransfer')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('state', 'in', ['offered', 'accepted', 'cooling'])
    .executeTakeFirst()
}

/** The last switch that has not gone back. */
export async function lastDone({ db, workspaceId }: Where): Promise<TransferRow | undefined> {
  return on(db)
    .selectFrom('creatorTransfer')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('state', '=', 'done')
    .orderBy('doneAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** How often the seat has gone over since an instant, not counting what went back. */
export async function doneSince({ db, workspaceId }: Where, since: Date): Promise<number> {
  const row = await on(db)
    .selectFrom('creatorTransfer')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('workspaceId', '=', workspaceId)
    .where('way', '=', 'transfer')
    .where('doneAt', '>', since)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Transfers newest first, from before one; of those that concern somebody, where one is named. */
export async function listTransfers(
  { db, workspaceId }: Where,
  {
    before,
    limit,
    memberId,
  }: { readonly before: string | null; readonly limit: number; readonly memberId: string | null },
): Promise<readonly TransferRow[]> {
  let query = on(db).selectFrom('creatorTransfer').selectAll().where('workspaceId', '=', workspaceId)
  if (before !== null) query = query.where('id', '<', before)
  if (memberId !== null)
    query = query.where((one) => one.or([one('formerId', '=', memberId), one('successorId', '=', memberId)]))
  return query.orderBy('id', 'desc').limit(limit).execute()
}

export async function transfersByIds(
  { db, workspaceId }: Where,
  ids: readonly string[],
): Promise<readonly TransferRow[]> {
  if (ids.length === 0) return []
  return on(db)
    .selectFrom('creatorTransfer')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', 'in', [...new Set(ids)])
    .execute()
}

/** What is due by itself in all companies, by the database's time. */
export async function dueTransfers(
  db: Db,
  limit: number,
): Promise<readonly { readonly workspaceId: string; readonly id: string }[]> {
  return on(db)
    .selectFrom('creatorTransfer')
    .select(['workspaceId', 'id'])
    .where((one) => one.or([one('nextAt', '<=', sql<Date>`now()`), one('remindAt', '<=', sql<Date>`now()`)]))
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function voicesOf({ db, workspaceId }: Where, transferId: string): Promise<readonly VoiceRow[]> {
  return on(db)
    .selectFrom('creatorTransferVoice')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('transferId', '=', transferId)
    .orderBy('at')
    .orderBy('memberId')
    .execute()
}

export async function insertVoice(
  tally: Tally<'creator.recovery.vote'>,
  voice: {
    readonly transferId: string
    readonly what: VoiceOn
    readonly memberId: string
    readonly words: string
    readonly half: Half
  },
): Promise<void> {
  await on(tally.tx)
    .insertInto('creatorTransferVoice')
    .values({
      ...voice,
      half: JSON.stringify(voice.half),
      workspaceId: tally.act.workspaceId,
      at: tally.at,
    })
    .execute()
}

/** The letter without its bytes. */
export async function letterOf(
  { db, workspaceId }: Where,
  transferId: string,
): Promise<(LetterRow & { readonly size: number }) | undefined> {
  return on(db)
    .selectFrom('creatorTransferLetter')
    .select(['workspaceId', 'transferId', 'name', 'type', 'sha256', 'byId', 'at'])
    .select(sql<number>`octet_length(content)`.as('size'))
    .where('workspaceId', '=', workspaceId)
    .where('transferId', '=', transferId)
    .executeTakeFirst()
}

export async function letterBytes(
  { db, workspaceId }: Where,
  transferId: string,
): Promise<{ readonly name: string; readonly type: string; readonly content: Buffer } | undefined> {
  return on(db)
    .selectFrom('creatorTransferLetter')
    .select(['name', 'type', 'content'])
    .where('workspaceId', '=', workspaceId)
    .where('transferId', '=', transferId)
    .executeTakeFirst()
}

/** Keeps a letter; one put in its place takes its place, and the ledger has both. */
export async function putLetter(
  tally: Tally<'creator.transfer'>,
  letter: {
    readonly transferId: string
    readonly name: string
    readonly type: string
    readonly sha256: string
    readonly content: Buffer
    readonly byId: string
  },
): Promise<void> {
  const { transferId, ...rest } = letter
  const values = { ...rest, at: tally.at }
  await on(tally.tx)
    .insertInto('creatorTransferLetter')
    .values({ ...values, transferId, workspaceId: tally.act.workspaceId })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'transferId']).doUpdateSet(values))
    .execute()
}

export async function eventsOf({ db, workspaceId }: Where, transferId: string): Promise<readonly EventRow[]> {
  return on(db)
    .selectFrom('creatorTransferEvent')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('transferId', '=', transferId)
    .orderBy('at')
    .orderBy('id')
    .execute()
}

/** One line of what has happened, as its page tells it. */
export async function insertEvent<P extends PermissionKey>(
  tally: Tally<P>,
  event: {
    readonly transferId: string
    readonly what: string
    readonly byId: string | null
    readonly method: string | null
    readonly words: string
  },
): Promise<void> {
  await on(tally.tx)
    .insertInto('creatorTransferEvent')
    .values({ ...event, id: newId(), workspaceId: tally.act.workspaceId, at: tally.at })
    .execute()
}

export async function itemsOf({ db, workspaceId }: Where, transferId: string): Promise<readonly ItemRow[]> {
  return on(db)
    .selectFrom('creatorTransferItem')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('transferId', '=', transferId)
    .execute()
}

export async function insertItem(
  tally: Tally<'sec.self.manage'>,
  item: Pick<ItemRow, 'transferId' | 'key' | 'doneBy' | 'evidence'>,
): Promise<void> {
  await on(tally.tx)
    .insertInto('creatorTransferItem')
    .values({ ...item, workspaceId: tally.act.workspaceId, doneAt: tally.at })
    .execute()
}
