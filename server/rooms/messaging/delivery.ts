import { decide } from '@hufu/authority'
import type { ServerFrame } from '@hufu/contract'
import type { Logger } from 'pino'
import type { Clock } from '../../platform/clock/index.ts'
import type { ContentEvent, ContentFeed, AuthorityFeed, FeedEvent } from '../../platform/feed/index.ts'
import { targetOf } from './conversation.ts'
import { CONVERSATION_READ, MESSAGE_SENT } from './feed.ts'
import type { Read, Sent } from './feed.ts'
import { conversations, heldOf, isMember } from './projection.ts'

/** How frames reach people: `ask` is asked again in the moment the frame leaves, for every open socket of the member. */
export type Delivery = {
  readonly toMember: (workspaceId: string, memberId: string, frame: ServerFrame, ask: () => boolean) => void
}

export type Deliverer = {
  readonly feed: AuthorityFeed
  readonly content: ContentFeed
  readonly log: Logger
  readonly delivery: Delivery
  readonly clock: Pick<Clock, 'wall'>
}

/**
 * Tells members what is said in their conversations and what became of them, on this node. INVARIANT: nobody is told
 * what was decided at or after the revision that took them out (delivery.test.ts).
 */
export function startDelivery({ feed, content, log, delivery, clock }: Deliverer): void {
  const telling: Telling = { feed, delivery, clock }
  const lines = new Map<string, Promise<void>>()

  const tell = (workspaceId: string, event: ContentEvent): void => {
    if (event.kind === MESSAGE_SENT) tellMessage(telling, workspaceId, event.data as Sent)
    else if (event.kind === CONVERSATION_READ) tellRead(telling, workspaceId, event.data as Read)
  }

  content.listen((workspaceId, event) => {
    if (!event.topic.startsWith('conversation:')) return
    // Written by this room's own `publish` calls.
    const { revision } = event.data as { readonly revision: number }
    const behind = lines.get(workspaceId)
    if (behind === undefined && reached(feed, workspaceId, revision)) return tell(workspaceId, event)
    // This node has not heard yet what the sender's knew: first that, then the message, and what follows keeps its order.
    const line = (behind ?? Promise.resolve())
      .then(() => feed.catchUp(workspaceId, revision))
      .then(() => tell(workspaceId, event))
      .catch((error: unknown) =>
        log.warn({ err: error, workspaceId }, 'a frame was not told; clients read it again'),
      )
      .finally(() => {
        if (lines.get(workspaceId) === line) lines.delete(workspaceId)
      })
    lines.set(workspaceId, line)
  })

  feed.listen((workspaceId, _revision, events) => {
    for (const [conversationId, memberIds] of changedBy(feed, workspaceId, events))
      for (const memberId of memberIds) tellChange(feed, delivery, workspaceId, conversationId, memberId)
  })
}

function reached(feed: AuthorityFeed, workspaceId: string, revision: number): boolean {
  const state = feed.known().find((one) => one.workspaceId === workspaceId)
  return state !== undefined && state.healthy && state.revision >= revision
}

type Telling = Pick<Deliverer, 'feed' | 'delivery' | 'clock'>

/** Whether a member may be told what is said in a conversation, with the facts of this moment. */
function mayHear(
  { feed, clock }: Telling,
  workspaceId: string,
  conversationId: string,
  memberId: string,
): boolean {
  if (!isMember(feed.projection(workspaceId, conversations), conversationId, memberId)) return false
  const question = {
    memberId,
    permission: 'msg.read',
    target: targetOf(conversationId),
    at: clock.wall(),
  } as const
  return decide(feed.facts(workspaceId), question).allowed
}

function tellMessage(telling: Telling, workspaceId: string, { message }: Sent): void {
  const { feed, delivery } = telling
  const { conversationId } = message
  const held = heldOf(feed.projection(workspaceId, conversations), conversationId)
  const frame: ServerFrame = { type: 'message', message }
  for (const memberId of held?.memberIds ?? [])
    delivery.toMember(workspaceId, memberId, frame, () =>
      mayHear(telling, workspaceId, conversationId, memberId),
    )
}

function tellRead(telling: Telling, workspaceId: string, read: Read): void {
  const { conversationId, memberId, seq } = read
  const frame: ServerFrame = { type: 'read', conversationId, memberId, seq }
  for (const told of new Set([memberId, ...read.tell]))
    telling.delivery.toMember(workspaceId, told, frame, () =>
      mayHear(telling, workspaceId, conversationId, told),
    )
}

type Changed = ReadonlyMap<string, ReadonlySet<string>>

/** Conversations that a revision changed, each with everybody whom it concerns: those in it now and those taken out. */
function changedBy(feed: AuthorityFeed, workspaceId: string, events: readonly FeedEvent[]): Changed {
  const changed = new Map<string, Set<string>>()
  for (const { event, data } of events) {
    if (!event.startsWith('conversation.')) continue
    // Written by this room's own `record` calls.
    const { conversationId, memberId, memberIds } = data as {
      readonly conversationId: string
      readonly memberId?: string
      readonly memberIds?: readonly string[]
    }
    const concerned = changed.get(conversationId) ?? new Set()
    if (memberId !== undefined) concerned.add(memberId)
    for (const one of memberIds ?? []) concerned.add(one)
    changed.set(conversationId, concerned)
  }
  for (const [conversationId, concerned] of changed)
    for (const memberId of heldOf(feed.projection(workspaceId, conversations), conversationId)?.memberIds ??
      [])
      concerned.add(memberId)
  return changed
}

/** Says to look again, or that there is nothing to look at any more. The id is all it tells, and they knew that. */
function tellChange(
  feed: AuthorityFeed,
  delivery: Delivery,
  workspaceId: string,
  conversationId: string,
  memberId: string,
): void {
  const isIn = (): boolean => isMember(feed.projection(workspaceId, conversations), conversationId, memberId)
  const gone = !isIn()
  const frame: ServerFrame = { type: 'conversation', conversationId, gone }
  delivery.toMember(workspaceId, memberId, frame, () => isIn() !== gone)
}
