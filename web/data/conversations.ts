import { contract } from '@hufu/contract'
import type { Conversation, ConversationView, Message, ServerFrame } from '@hufu/contract'
import { forgetHistory, putMessage, readRefusedAgain } from './history.ts'
import { meQuery } from './me.ts'
import { settleOutgoing, whenConfirmed } from './outbox.ts'
import { queryClient, readAgain, reads } from './queries.ts'
import { onFrame } from './socket.ts'
import { conversationsQuery } from './unread.ts'

type List = { items: Conversation[]; unread: number }

/** Options of the read of one conversation with its members. */
export const conversationQuery = (conversationId: string) =>
  reads(contract.messaging.conversation, { params: { conversationId } })

/** Keeps what the page knows of conversations up to what the server tells, until the returned function is called. */
export function followConversations(): () => void {
  whenConfirmed(hear)
  return onFrame((frame) => {
    if (frame.type === 'message') hear(frame.message)
    else if (frame.type === 'read') markedRead(frame)
    else if (frame.type === 'conversation') changed(frame)
  })
}

const myId = (): string | undefined => queryClient.getQueryData(meQuery.queryKey)?.id
const newsListeners = new Set<(message: Message) => void>()

/** Hears each message of others as it arrives, until the returned function is called. */
export function onNews(listener: (message: Message) => void): () => void {
  newsListeners.add(listener)
  return () => newsListeners.delete(listener)
}

/** Takes in a message that was sent, by me or by others. */
export function hear(message: Message): void {
  putMessage(message)
  const mine = message.senderId === myId()
  if (mine && message.clientId !== null) settleOutgoing(message.conversationId, message.clientId)
  const known = queryClient
    .getQueryData(conversationsQuery.queryKey)
    ?.items.some(({ id }) => id === message.conversationId)
  if (known !== true) void readAgain(contract.messaging.conversations)
  change(message.conversationId, (before) => {
    if (message.seq <= before.lastSeq) return before
    const counts = !mine && message.kind !== 'system'
    const unread = counts ? before.unread + 1 : mine ? 0 : before.unread
    const readSeq = mine ? message.seq : before.readSeq
    return { ...before, last: message, lastSeq: message.seq, updatedAt: message.at, unread, readSeq }
  })
  if (!mine && message.kind !== 'system') for (const tell of newsListeners) tell(message)
}

/** Notes that I have read up to a number, with what is still unread. */
export function readUpTo(conversationId: string, seq: number, unread: number): void {
  change(conversationId, (before) =>
    seq < before.readSeq ? before : { ...before, readSeq: seq, unread: seq >= before.lastSeq ? 0 : unread },
  )
}

/** Puts a conversation that was just opened on top of the list. */
export function putConversation(conversation: Conversation): void {
  queryClient.setQueryData<List>(conversationsQuery.queryKey, (list) =>
    list === undefined
      ? undefined
      : listOf([conversation, ...list.items.filter(({ id }) => id !== conversation.id)]),
  )
}

/** Takes a conversation I am no longer in off the page, with all that was said in it. */
export function dropConversation(conversationId: string): void {
  queryClient.setQueryData<List>(conversationsQuery.queryKey, (list) =>
    list === undefined ? undefined : listOf(list.items.filter(({ id }) => id !== conversationId)),
  )
  queryClient.removeQueries({ queryKey: conversationQuery(conversationId).queryKey })
  forgetHistory(conversationId)
}

function markedRead({ conversationId, memberId, seq }: Extract<ServerFrame, { type: 'read' }>): void {
  queryClient.setQueryData<ConversationView>(conversationQuery(conversationId).queryKey, (view) =>
    view === undefined
      ? undefined
      : {
          ...view,
          members: view.members.map((one) =>
            one.memberId === memberId && one.readSeq < seq ? { ...one, readSeq: seq } : one,
          ),
        },
  )
  // Read by me on another page of mine.
  if (memberId !== myId()) return
  const mine = queryClient
    .getQueryData(conversationsQuery.queryKey)
    ?.items.find(({ id }) => id === conversationId)
  if (mine === undefined || mine.readSeq >= seq) return
  if (seq >= mine.lastSeq) readUpTo(conversationId, seq, 0)
  else void readAgain(contract.messaging.conversations)
}

function changed({ conversationId, gone }: Extract<ServerFrame, { type: 'conversation' }>): void {
  if (gone) dropConversation(conversationId)
  else {
    void queryClient.invalidateQueries({ queryKey: conversationQuery(conversationId).queryKey })
    void readRefusedAgain(conversationId)
  }
  void readAgain(contract.messaging.conversations)
}

function change(conversationId: string, how: (before: Conversation) => Conversation): void {
  queryClient.setQueryData<List>(conversationsQuery.queryKey, (list) =>
    list === undefined
      ? undefined
      : listOf(list.items.map((one) => (one.id === conversationId ? how(one) : one))),
  )
}

const listOf = (items: readonly Conversation[]): List => ({
  items: items.toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : a.updatedAt > b.updatedAt ? -1 : 0)),
  unread: items.reduce((sum, { unread }) => sum + unread, 0),
})
