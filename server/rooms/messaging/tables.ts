import type { SystemLine } from '@hufu/contract'
import type { ColumnType, Generated } from 'kysely'
import type { ConversationKind } from './conversation.ts'

/** The tables of migration 0006, as rows. */
export type MessagingTables = {
  conversation: {
    workspaceId: string
    id: string
    kind: ConversationKind
    name: string | null
    ownerId: string | null
    pair: string | null
    lastSeq: Generated<number>
    lastCount: Generated<number>
    openedAt: Date
    movedAt: Date
    dissolvedAt: Generated<Date | null>
    placed: Generated<boolean>
  }
  conversationMember: {
    workspaceId: string
    conversationId: string
    memberId: string
    fromSeq: number
    joinedAt: Date
  }
  conversationRead: {
    workspaceId: string
    conversationId: string
    memberId: string
    seq: number
    count: number
  }
  message: {
    workspaceId: string
    conversationId: string
    seq: number
    id: string
    count: number
    kind: 'text' | 'file' | 'system'
    senderId: string | null
    clientId: string | null
    body: string
    /** jsonb goes in as text and comes out parsed. */
    line: ColumnType<SystemLine | null, string | null, never>
    fileId: string | null
    sentAt: Date
  }
}
