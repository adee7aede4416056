import type { Message } from '@hufu/contract'
import { newId, refuse } from '@hufu/kit'
import { permit } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { readFiles, takeAlong } from '../files/index.ts'
import { heldHere, permitSending, selfOf } from './asking.ts'
import { READ_TOLD_MAX, targetOf } from './conversation.ts'
import { messageView, publishMessage, publishRead } from './feed.ts'
import { inside, nameOf, peopleOf } from './people.ts'
import { findSent, insertMessage, lockConversation, moveMark, readMark, readSenders } from './store.ts'
import type { ConversationRow, MessageRow } from './store.ts'

export type SendInput = {
  readonly conversationId: string
  /** The sender's own id of the message: sent again, it is there once. */
  readonly clientId: string
  readonly body: string
  readonly fileId: string | null
}

/** Says something in a conversation one is in. INVARIANT: seq has no gaps and stands in the order of commit (sending.test.ts). */
export async function send(act: Act, input: SendInput): Promise<Message> {
  if (input.body.trim() === '' && input.fileId === null) throw refuse('messaging/empty')
  const locked = await lockConversation(act, input.conversationId)
  const held = heldHere(act, input.conversationId)
  if (locked === undefined) throw refuse('messaging/not-found')
  const tally = permitSending(act, held)
  const senderId = selfOf(act)
  const people = await peopleOf(inside(act), [senderId])
  const before = await findSent(act, locked.id, senderId, input.clientId)
  if (before !== undefined) return sentBefore(act, input, before, nameOf(people, senderId))
  const file = await attach(act, locked, input.fileId)
  const kind = file === null ? 'text' : 'file'
  const { clientId, body, fileId } = input
  const row = await insertMessage(tally, locked, { id: newId(), kind, senderId, clientId, body, fileId })
  return publishMessage(tally, row, nameOf(people, senderId), file)
}

async function sentBefore(act: Act, input: SendInput, before: MessageRow, name: string): Promise<Message> {
  if (before.body !== input.body || before.fileId !== input.fileId) throw refuse('messaging/key-reused')
  const files = before.fileId === null ? null : await readFiles(act.tx, act.workspaceId, [before.fileId])
  return messageView(before, name, files?.get(before.fileId ?? '') ?? null)
}

async function attach(act: Act, locked: ConversationRow, fileId: string | null) {
  if (fileId === null) return null
  const tally = permit(act, 'file.upload', targetOf(locked.id))
  return takeAlong(tally, {
    fileId,
    conversationId: locked.id,
    senderId: selfOf(act),
    seq: locked.lastSeq + 1,
  })
}

/** Moves one's read mark forward; answers how many messages of others are still unread. */
export async function markRead(
  act: Act,
  input: { readonly conversationId: string; readonly seq: number },
): Promise<{ readonly unread: number }> {
  const held = heldHere(act, input.conversationId)
  const tally = permit(act, 'msg.read', targetOf(held.id))
  const memberId = selfOf(act)
  const mark = await readMark(act, held.id, memberId, input.seq)
  if (mark === undefined) throw refuse('messaging/not-found')
  if (mark.toSeq <= mark.seq) return { unread: Math.max(0, mark.lastCount - mark.count) }
  await moveMark(tally, held.id, memberId, mark)
  const tell = await readSenders(tally, held.id, mark.seq, mark.toSeq, READ_TOLD_MAX)
  publishRead(tally, { conversationId: held.id, memberId, seq: mark.toSeq, tell })
  return { unread: Math.max(0, mark.lastCount - mark.toCount) }
}
