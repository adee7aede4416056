import type { Target } from '@hufu/authority'
import type { SystemLine } from '@hufu/contract'
import { LINE_NAMES_MAX } from '@hufu/contract'

/** A group has at most this many members. */
export const GROUP_MEMBERS_MAX = 500
/** Conversations shown in one list: the newest. */
export const CONVERSATIONS_MAX = 500
/** Messages in one page of history. */
export const HISTORY_PAGE = 50
/** A read mark is told to at most so many of those whose messages were read. */
export const READ_TOLD_MAX = 50

export type ConversationKind = 'dm' | 'group'

/** What a node keeps in memory of a conversation that is not dissolved. */
export type Held = {
  readonly id: string
  readonly kind: ConversationKind
  readonly ownerId: string | null
  readonly memberIds: readonly string[]
}

/** The conversation as a target of questions. */
export function targetOf(conversationId: string): Target {
  return { type: 'resource', kind: 'conversation', id: conversationId }
}

/** A person as a target of questions: `msg.dm` and `msg.cross_dept` are asked of the other one. */
export function person(memberId: string): Target {
  return { type: 'member', id: memberId }
}

/** The one key of two people, whoever asks first. */
export function pairOf(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`
}

/** The other person of a direct conversation. */
export function otherOf(held: Held, memberId: string): string | null {
  return held.kind === 'dm' ? (held.memberIds.find((id) => id !== memberId) ?? null) : null
}

/** Who owns a group after its owner has left: the first of those who joined, given in that order. `null` for nobody. */
export function heirOf(joined: readonly { readonly memberId: string }[], leaver: string): string | null {
  return joined.find(({ memberId }) => memberId !== leaver)?.memberId ?? null
}

/** The parts of a system message. */
export function lineOf(
  what: SystemLine['what'],
  actor: string,
  names: readonly string[] = [],
  title: string | null = null,
): SystemLine {
  return { what, actor, names: names.slice(0, LINE_NAMES_MAX), count: names.length, title }
}
