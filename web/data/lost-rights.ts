import type { ServerFrame } from '@hufu/contract'
import { useSyncExternalStore } from 'react'
import { linkState, onFrame, onLink } from './socket.ts'

type Lost = Extract<ServerFrame, { type: 'rights' }>['lost'][number]

/** Rights taken back since this page was opened, by key, with who did it and why in the server's words. */
const lost = new Map<string, Lost>()
const listeners = new Set<() => void>()

/** Remembers which rights come and go, until the returned function is called. */
export function followRights(): () => void {
  return onFrame((frame) => {
    if (frame.type !== 'rights') return
    for (const one of frame.lost) lost.set(one.key, one)
    for (const { key } of frame.gained) lost.delete(key)
    for (const listener of listeners) listener()
  })
}

/** How a right was just lost, in words; `null` when it was not lost while this page was open. */
export function useLost(key: string | undefined): string | null {
  const found = useSyncExternalStore(onLost, () => (key === undefined ? undefined : lost.get(key)))
  return found === undefined || found.words === '' ? null : found.words
}

function onLost(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

// Signed out: the next person on this page has lost nothing.
onLink(() => {
  if (linkState() === 'off') lost.clear()
})
