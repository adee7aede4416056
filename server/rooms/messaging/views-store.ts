import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { MessageRow } from './store.ts'
import type { MessagingTables } from './tables.ts'

type Db = Kysely<PlatformTables>
const on = (db: Db) => db.$extendTables<MessagingTables>()

/** A conversation as one of its members has it. */
export type MineRow = Pick<
  Selectable<MessagingTables['conversation']>,
  'id' | 'kind' | 'name' | 'ownerId' | 'lastSeq' | 'lastCount' | 'movedAt'
> & { readonly fromSeq: number; readonly readSeq: number; readonly readCount: number }

/** The given conversations as one member has them, newest first. Those the member is not in are left out. */
export async function readMine(
  db: Db,
  workspaceId: string,
  memberId: string,
  ids: readonly string[],
  max: number,
): Promise<readonly MineRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<MineRow>`
    select c.id, c.kind, c.name, c.owner_id, c.last_seq, c.last_count,
           c.moved_at, m.from_seq, r.seq as read_seq, r.count as read_count
    from conversation_member m
    join conversation c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
    join conversation_read r on r.workspace_id = m.workspace_id and r.conversation_id = m.conversation_id
      and r.member_id = m.member_id
    where m.workspace_id = ${workspaceId} and m.member_id = ${memberId} and c.dissolved_at is null
      and c.id = any(${[...ids]}::uuid[])
    order by c.moved_at desc, c.id limit ${max}`.execute(db)
  return rows
}

/** The last message of each conversation that its reader may see. */
export async function readLast(
  db: Db,
  workspaceId: string,
  places: readonly Pick<MineRow, 'id' | 'lastSeq' | 'fromSeq'>[],
): Promise<readonly MessageRow[]> {
  const shown = places.filter(({ lastSeq, fromSeq }) => lastSeq > fromSeq)
  if (shown.length === 0) return []
  const { rows } = await sql<MessageRow>`
    select message.* from message
    join unnest(${shown.map(({ id }) => id)}::uuid[], ${shown.map(({ lastSeq }) => lastSeq)}::bigint[]) as last (id, seq)
      on last.id = message.conversation_id and last.seq = message.seq
    where message.workspace_id = ${workspaceId}`.execute(db)
  return rows
}

/** What of a conversation a page of history shows. */
export type Window = {
  readonly fromSeq: number
  readonly before: number | null
  readonly after: number | null
  readonly limit: number
}

/** One page of history, oldest first, and whether there is more on the side one was paging to. */
export async function readHistory(
  db: Db,
  workspaceId: string,
  conversationId: string,
  { fromSeq, before, after, limit }: Window,
): Promise<{ readonly rows: readonly MessageRow[]; readonly more: boolean }> {
  let query = on(db)
    .selectFrom('message')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('conversationId', '=', conversationId)
    .where('seq', '>', Math.max(fromSeq, after ?? 0))
    .limit(limit + 1)
  if (before !== null) query = query.where('seq', '<', before)
  const forward = after !== null
  const rows = await query.orderBy('seq', forward ? 'asc' : 'desc').execute()
  const page = rows.slice(0, limit)
  return { rows: forward ? page : page.toReversed(), more: rows.length > limit }
}

export type SeatRow = { readonly memberId: string; readonly joinedAt: Date; readonly readSeq: number }

/** Who is in a conversation and how far each has read, first joined first. */
export async function readSeats(
  db: Db,
  workspaceId: string,
  conversationId: string,
): Promise<readonly SeatRow[]> {
  return on(db)
    .selectFrom('conversationMember as seat')
    .innerJoin('conversationRead as mark', (join) =>
      join
        .onRef('mark.workspaceId', '=', 'seat.workspaceId')
        .onRef('mark.conversationId', '=', 'seat.conversationId')
        .onRef('mark.memberId', '=', 'seat.memberId'),
    )
    .select(['seat.memberId', 'seat.joinedAt', 'mark.seq as readSeq'])
    .where('seat.workspaceId', '=', workspaceId)
    .where('seat.conversationId', '=', conversationId)
    .orderBy('seat.joinedAt')
    .orderBy('seat.memberId')
    .execute()
}
