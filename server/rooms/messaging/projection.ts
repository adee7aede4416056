import type { FeedEvent, Projection } from '../../platform/feed/index.ts'
import type { ConversationKind, Held } from './conversation.ts'
import { readMembership } from './store.ts'

type Compact = { readonly kind: ConversationKind; owner: number; members: Int32Array }

/** Conversation → members and member → conversations. Members are small numbers inside: ids cost ten times the memory. */
export type Conversations = {
  readonly numbers: Map<string, number>
  readonly ids: string[]
  readonly byId: Map<string, Compact>
  /** Per member number the ids of the conversations they are in. */
  readonly of: (Set<string> | undefined)[]
}

const NOBODY = -1

/** What every node knows about who is in which conversation, maintained by the authority feed. */
export const conversations: Projection<Conversations> = {
  name: 'conversations',
  empty: () => ({ numbers: new Map(), ids: [], byId: new Map(), of: [] }),
  async load(reader, state) {
    for (const row of await readMembership(reader.db, reader.workspaceId))
      open(state, row.id, row.kind, row.ownerId, row.memberIds)
  },
  apply,
}

/** What events carry, by name. */
type Data = {
  readonly conversationId: string
  readonly kind: ConversationKind
  readonly ownerId: string | null
  readonly memberIds: readonly string[]
  readonly memberId: string
}

function apply(state: Conversations, event: FeedEvent): void {
  if (!event.event.startsWith('conversation.')) return
  // Written by this room's own `record` calls, which build these fields.
  const data = event.data as Data
  const compact = state.byId.get(data.conversationId)
  switch (event.event) {
    case 'conversation.opened@1':
      open(state, data.conversationId, data.kind, data.ownerId, data.memberIds)
      return
    case 'conversation.member-added@1':
      if (compact !== undefined) join(state, data.conversationId, compact, data.memberId)
      return
    case 'conversation.member-removed@1':
      if (compact !== undefined) leave(state, data.conversationId, compact, data.memberId)
      return
    case 'conversation.owner-changed@1':
      if (compact !== undefined)
        compact.owner = data.ownerId === null ? NOBODY : numberOf(state, data.ownerId)
      return
    case 'conversation.dissolved@1':
      for (const member of compact?.members ?? []) state.of[member]?.delete(data.conversationId)
      state.byId.delete(data.conversationId)
      return
    default:
  }
}

function open(
  state: Conversations,
  id: string,
  kind: ConversationKind,
  ownerId: string | null,
  memberIds: readonly string[],
): void {
  const members = Int32Array.from(memberIds, (memberId) => numberOf(state, memberId)).toSorted()
  state.byId.set(id, { kind, owner: ownerId === null ? NOBODY : numberOf(state, ownerId), members })
  for (const member of members) (state.of[member] ??= new Set()).add(id)
}

function join(state: Conversations, id: string, compact: Compact, memberId: string): void {
  const member = numberOf(state, memberId)
  if (!compact.members.includes(member))
    compact.members = Int32Array.of(...compact.members, member).toSorted()
  ;(state.of[member] ??= new Set()).add(id)
}

function leave(state: Conversations, id: string, compact: Compact, memberId: string): void {
  const member = numberOf(state, memberId)
  compact.members = compact.members.filter((one) => one !== member)
  state.of[member]?.delete(id)
}

function numberOf(state: Conversations, memberId: string): number {
  const known = state.numbers.get(memberId)
  if (known !== undefined) return known
  const number = state.ids.push(memberId) - 1
  state.numbers.set(memberId, number)
  return number
}

/** True while the member is in the conversation and it is not dissolved. */
export function isMember(state: Conversations, conversationId: string, memberId: string): boolean {
  const member = state.numbers.get(memberId)
  return member !== undefined && state.of[member]?.has(conversationId) === true
}

/** A conversation as it stands, or `null` when it never was or is dissolved. */
export function heldOf(state: Conversations, conversationId: string): Held | null {
  const compact = state.byId.get(conversationId)
  if (compact === undefined) return null
  const idOf = (number: number): string => state.ids[number] ?? ''
  return {
    id: conversationId,
    kind: compact.kind,
    ownerId: compact.owner === NOBODY ? null : idOf(compact.owner),
    memberIds: Array.from(compact.members, idOf),
  }
}

/** The conversations a member is in, in no order. */
export function conversationsOf(state: Conversations, memberId: string): readonly string[] {
  const member = state.numbers.get(memberId)
  return member === undefined ? [] : [...(state.of[member] ?? [])]
}
