import type { SystemLine } from '@hufu/contract'
import { lineWords } from '@hufu/contract'
import { newId } from '@hufu/kit'
import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import type { Act, Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { Passing } from '../holdings/index.ts'
import type { ConversationKind } from './conversation.ts'
import type { MessagingTables } from './tables.ts'

type Db = Kysely<PlatformTables>
export type ConversationRow = Selectable<MessagingTables['conversation']>
export type MessageRow = Selectable<MessagingTables['message']>
/** The permissions under which a conversation changes; each writer below names those it takes. */
type Opening = Tally<'msg.dm' | 'group.create'>
type Leaving = Tally<'group.member.manage' | 'msg.read'> | Passing
type Changing = Tally<'msg.dm' | 'group.create' | 'group.member.manage' | 'msg.read'> | Passing

const on = (db: Db) => db.$extendTables<MessagingTables>()
const workspaceOf = (tally: Tally): string => tally.act.workspaceId

/** Who is in a conversation that is not dissolved, for the memory of a node. */
export type MembershipRow = Pick<ConversationRow, 'id' | 'kind' | 'ownerId'> & {
  readonly memberIds: string[]
}

/** Reads every conversation that is not dissolved with its members. */
export async function readMembership(db: Db, workspaceId: string): Promise<readonly MembershipRow[]> {
  const { rows } = await sql<MembershipRow>`
    select c.id, c.kind, c.owner_id, coalesce(m.ids, '{}') as member_ids
    from conversation c
    left join (
      select conversation_id, array_agg(member_id) as ids from conversation_member
      where workspace_id = ${workspaceId} group by conversation_id
    ) m on m.conversation_id = c.id
    where c.workspace_id = ${workspaceId} and c.dissolved_at is null`.execute(db)
  return rows
}

/** Ids of the conversations that stand on the authority's list of resources. */
export async function readPlaced(db: Db, workspaceId: string): Promise<readonly { readonly id: string }[]> {
  return on(db)
    .selectFrom('conversation')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .where('placed', '=', true)
    .orderBy('id')
    .execute()
}

/** Reads a conversation and keeps it, and with it the next number, from changing until the transaction ends. */
export async function lockConversation(act: Act, id: string): Promise<ConversationRow | undefined> {
  return on(act.tx)
    .selectFrom('conversation')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** The id of the conversation of two people, if they have one. */
export async function findPair(db: Db, workspaceId: string, pair: string): Promise<string | undefined> {
  const row = await on(db)
    .selectFrom('conversation')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .where('pair', '=', pair)
    .executeTakeFirst()
  return row?.id
}

export type NewConversation = {
  readonly id: string
  readonly kind: ConversationKind
  readonly name: string | null
  readonly ownerId: string | null
  readonly pair: string | null
  readonly memberIds: readonly string[]
}

/** Writes a conversation with its first members. */
export async function insertConversation(
  tally: Opening,
  { memberIds, ...given }: NewConversation,
): Promise<void> {
  await on(tally.tx)
    .insertInto('conversation')
    .values({ workspaceId: workspaceOf(tally), ...given, openedAt: tally.at, movedAt: tally.at })
    .execute()
  await insertMembers(tally, given.id, memberIds, { fromSeq: 0, count: 0 })
}

/** Writes members who see what comes after `fromSeq`; `count` is the message count there. */
export async function insertMembers(
  tally: Opening | Tally<'group.member.manage'> | Passing,
  conversationId: string,
  memberIds: readonly string[],
  { fromSeq, count }: { readonly fromSeq: number; readonly count: number },
): Promise<void> {
  const workspaceId = workspaceOf(tally)
  await on(tally.tx)
    .insertInto('conversationMember')
    .values(
      memberIds.map((memberId) => ({ workspaceId, conversationId, memberId, fromSeq, joinedAt: tally.at })),
    )
    .execute()
  await on(tally.tx)
    .insertInto('conversationRead')
    .values(memberIds.map((memberId) => ({ workspaceId, conversationId, memberId, seq: fromSeq, count })))
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'conversationId', 'memberId']).doUpdateSet({ seq: fromSeq, count }),
    )
    .execute()
}

/** The members of a conversation, first joined first. */
export async function readJoined(
  act: Act,
  conversationId: string,
): Promise<readonly { readonly memberId: string }[]> {
  return on(act.tx)
    .selectFrom('conversationMember')
    .select('memberId')
    .where('workspaceId', '=', act.workspaceId)
    .where('conversationId', '=', conversationId)
    .orderBy('joinedAt')
    .orderBy('memberId')
    .execute()
}

/** Takes a member out. */
export async function deleteMember(tally: Leaving, conversationId: string, memberId: string): Promise<void> {
  await on(tally.tx)
    .deleteFrom('conversationMember')
    .where('workspaceId', '=', workspaceOf(tally))
    .where('conversationId', '=', conversationId)
    .where('memberId', '=', memberId)
    .execute()
}

type Change = {
  readonly name?: string
  readonly ownerId?: string | null
  readonly dissolvedAt?: Date
  readonly placed?: boolean
}

/** Changes what a group is called, whose it is, or that it is. */
export async function updateConversation(
  tally: Leaving | Tally<'group.dissolve'>,
  id: string,
  change: Change,
): Promise<void> {
  await on(tally.tx)
    .updateTable('conversation')
    .set(change)
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

type Sending = Tally<'msg.dm' | 'msg.group'>
export type NewMessage = Pick<MessageRow, 'id' | 'kind' | 'body' | 'fileId'> & {
  readonly clientId: string
  readonly senderId: string
}

/** Writes a message under the next number of a locked conversation; its sender has read up to it. */
export async function insertMessage(
  tally: Sending,
  locked: ConversationRow,
  given: NewMessage,
): Promise<MessageRow> {
  const row = {
    ...placeOf(tally, locked),
    count: locked.lastCount + 1,
    sentAt: tally.at,
    line: null,
    ...given,
  }
  await writeMessage(tally, row, given.senderId)
  return row
}

/** Writes a line of the system under the next number of a locked conversation. */
export async function insertLine(
  tally: Changing,
  locked: ConversationRow,
  line: SystemLine,
): Promise<MessageRow> {
  const { act } = tally
  const row = {
    ...placeOf(tally, locked),
    count: locked.lastCount,
    id: newId(),
    kind: 'system' as const,
    senderId: act.actor.type === 'member' ? act.actor.memberId : null,
    clientId: null,
    body: lineWords(line, 'zh-CN'),
    line,
    fileId: null,
    sentAt: tally.at,
  }
  await writeMessage(tally, row, null)
  return row
}

const placeOf = (tally: Tally, locked: ConversationRow) => ({
  workspaceId: workspaceOf(tally),
  conversationId: locked.id,
  seq: locked.lastSeq + 1,
})

/** One statement: the message, the numbers of its conversation, and how far its sender has read. */
async function writeMessage(tally: Tally, row: MessageRow, readerId: string | null): Promise<void> {
  const { workspaceId, conversationId, seq, count } = row
  const line = row.line === null ? null : JSON.stringify(row.line)
  await sql`
    with numbered as (
      update conversation set last_seq = ${seq}, last_count = ${count}, moved_at = ${row.sentAt}
      where workspace_id = ${workspaceId} and id = ${conversationId} and last_seq = ${seq} - 1
      returning id
    ), marked as (
      insert into conversation_read (workspace_id, conversation_id, member_id, seq, count)
      select ${workspaceId}::uuid, ${conversationId}::uuid, ${readerId}::uuid, ${seq}::bigint, ${count}::bigint
      where ${readerId}::uuid is not null
      on conflict (workspace_id, conversation_id, member_id) do update set seq = excluded.seq, count = excluded.count
      where conversation_read.seq < excluded.seq
    )
    insert into message (workspace_id, conversation_id, seq, id, count, kind, sender_id, client_id, body, line, file_id, sent_at)
    select ${workspaceId}, id, ${seq}, ${row.id}, ${count}, ${row.kind}, ${row.senderId}, ${row.clientId}, ${row.body},
           ${line}::jsonb, ${row.fileId}, ${row.sentAt}
    from numbered`.execute(tally.tx)
}

/** The message a sender already sent under this id of theirs. */
export async function findSent(
  act: Act,
  conversationId: string,
  senderId: string,
  clientId: string,
): Promise<MessageRow | undefined> {
  return on(act.tx)
    .selectFrom('message')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('conversationId', '=', conversationId)
    .where('senderId', '=', senderId)
    .where('clientId', '=', clientId)
    .executeTakeFirst()
}

/** Where a read mark stands, and where the asked number would put it: never past the last message, never back. */
export type Mark = {
  readonly seq: number
  readonly count: number
  readonly toSeq: number
  readonly toCount: number
  readonly lastCount: number
}

/** Reads a member's read mark beside the message it is to move to. */
export async function readMark(
  act: Act,
  conversationId: string,
  memberId: string,
  seq: number,
): Promise<Mark | undefined> {
  const { rows } = await sql<Mark>`
    select r.seq, r.count, coalesce(m.seq, 0) as to_seq, coalesce(m.count, 0) as to_count, c.last_count
    from conversation c
    join conversation_read r on r.workspace_id = c.workspace_id and r.conversation_id = c.id and r.member_id = ${memberId}
    left join lateral (
      select seq, count from message
      where workspace_id = c.workspace_id and conversation_id = c.id and seq <= ${seq} order by seq desc limit 1
    ) m on true
    where c.workspace_id = ${act.workspaceId} and c.id = ${conversationId}`.execute(act.tx)
  return rows[0]
}

/** Moves a member's read mark forward; one that went further meanwhile stays. */
export async function moveMark(
  tally: Tally<'msg.read'>,
  conversationId: string,
  memberId: string,
  { toSeq, toCount }: Mark,
): Promise<void> {
  await on(tally.tx)
    .updateTable('conversationRead')
    .set({ seq: toSeq, count: toCount })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('conversationId', '=', conversationId)
    .where('memberId', '=', memberId)
    .where('seq', '<', toSeq)
    .execute()
}

/** Those whose messages stand in (from, to], at most `max`. */
export async function readSenders(
  tally: Tally<'msg.read'>,
  conversationId: string,
  from: number,
  to: number,
  max: number,
): Promise<readonly string[]> {
  const rows = await on(tally.tx)
    .selectFrom('message')
    .select('senderId')
    .distinct()
    .where('workspaceId', '=', workspaceOf(tally))
    .where('conversationId', '=', conversationId)
    .where('seq', '>', from)
    .where('seq', '<=', to)
    .where('kind', '<>', 'system')
    .limit(max)
    .execute()
  return rows.flatMap(({ senderId }) => (senderId === null ? [] : [senderId]))
}
