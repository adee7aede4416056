import { useSyncExternalStore } from 'react'

const STORE = 'hufu.draft.'
const listeners = new Set<() => void>()

/** What was typed in a conversation and not sent; kept on this device for this member. */
export function draftOf(memberId: string, conversationId: string): string {
  return localStorage.getItem(keyOf(memberId, conversationId)) ?? ''
}

/** The draft of a conversation, drawn again when it changes. */
export function useDraft(memberId: string, conversationId: string): string {
  return useSyncExternalStore(onDraft, () => draftOf(memberId, conversationId))
}

/** Keeps a draft; an empty one is forgotten. */
export function keepDraft(memberId: string, conversationId: string, text: string): void {
  if (text === '') localStorage.removeItem(keyOf(memberId, conversationId))
  else localStorage.setItem(keyOf(memberId, conversationId), text)
  for (const tell of listeners) tell()
}

const keyOf = (memberId: string, conversationId: string): string => `${STORE}${memberId}.${conversationId}`

function onDraft(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
