import type { FileView, Message } from '@hufu/contract'
import type { PermissionKey } from '@hufu/authority'
import { publish } from '../../platform/act/index.ts'
import type { Tally } from '../../platform/act/index.ts'
import type { MessageRow } from './store.ts'

/** What a row of the content feed carries here. `revision`: nobody may be told who was taken out at or before it. */
export type Sent = { readonly revision: number; readonly message: Message }
export type Read = {
  readonly revision: number
  readonly conversationId: string
  readonly memberId: string
  readonly seq: number
  /** Whose messages were read: they are told, and the reader's own other pages. */
  readonly tell: readonly string[]
}

export const MESSAGE_SENT = 'message.sent@1'
export const CONVERSATION_READ = 'conversation.read@1'

/** The message as everybody sees it. */
export function messageView(row: MessageRow, senderName: string, file: FileView | null): Message {
  return {
    id: row.id,
    conversationId: row.conversationId,
    seq: row.seq,
    kind: row.kind,
    senderId: row.senderId,
    senderName,
    body: row.body,
    file,
    at: row.sentAt.toISOString(),
    line: row.line,
    clientId: row.clientId,
  }
}

/** Publishes a written message. */
export function publishMessage<P extends PermissionKey>(
  tally: Tally<P>,
  row: MessageRow,
  senderName: string,
  file: FileView | null,
): Message {
  const message = messageView(row, senderName, file)
  publish(tally, {
    topic: `conversation:${row.conversationId}`,
    kind: MESSAGE_SENT,
    data: { revision: revisionOf(tally), message },
  })
  return message
}

/** Publishes a read mark. */
export function publishRead(tally: Tally<'msg.read'>, read: Omit<Read, 'revision'>): void {
  publish(tally, {
    topic: `conversation:${read.conversationId}`,
    kind: CONVERSATION_READ,
    data: { revision: revisionOf(tally), ...read },
  })
}

/** The revision this was decided at; an authority command speaks of the one it is about to make. */
function revisionOf<P extends PermissionKey>({ act }: Tally<P>): number {
  return act.kind === 'authority' ? act.facts.revision + 1 : act.facts.revision
}
