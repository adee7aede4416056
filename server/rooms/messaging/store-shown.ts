import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { PlatformTables } from '../../platform/feed/index.ts'

type Db = Kysely<PlatformTables>

/** A message that somebody can see, with what it says and the name of what lies in it. */
export type SeenMessage = {
  readonly id: string
  readonly conversationId: string
  readonly body: string
  readonly fileId: string | null
  readonly sentAt: Date
}

/** Of some messages, and of messages that bear some files, those that a member can see: where they are, since they came. */
export async function messagesSeen(
  db: Db,
  workspaceId: string,
  memberId: string,
  of: { readonly messageIds: readonly string[]; readonly fileIds: readonly string[] },
): Promise<readonly SeenMessage[]> {
  if (of.messageIds.length + of.fileIds.length === 0) return []
  const { rows } = await sql<SeenMessage>`
    select m.id, m.conversation_id, m.body, m.file_id, m.sent_at from message as m
    join conversation_member as c on c.workspace_id = m.workspace_id and c.conversation_id = m.conversation_id
      and c.member_id = ${memberId} and m.seq > c.from_seq
    where m.workspace_id = ${workspaceId}
      and (m.id = any(${[...of.messageIds]}::uuid[]) or m.file_id = any(${[...of.fileIds]}::uuid[]))`.execute(
    db,
  )
  return rows
}
