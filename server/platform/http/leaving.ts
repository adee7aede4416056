import type { Socket } from 'node:net'
import type { Refusal } from '@hufu/kit'
import type { Effects } from '../nodes/index.ts'
import { isUnderWay } from './unsent.ts'

export type Leaving = {
  readonly socket: Socket
  readonly workspaceId: string
  readonly effects: Effects
  /** Asks again everything that the answer rests on. */
  readonly ask: () => Refusal | null
}

/**
 * What fits into the first flight of a connection (ten segments, RFC 6928) has left our kernel when it was handed to it,
 * and need not be held: a connection shared by a proxy is not reset for it.
 */
export const FLIGHT_BYTES = 14_000

const held = new WeakMap<Socket, () => void>()
const watched = new WeakSet<Socket>()

/**
 * Goes on asking for an answer that was handed to the kernel whole: a slow reader has it only when the other end has. Who
 * loses the right to it has the connection reset, so that what is still on its way does not arrive (INVARIANT F17). A
 * connection at rest, all of whose bytes have arrived, is left alone: the next thing asked on it gets its refusal in words.
 */
export function holdLeaving({ socket, workspaceId, effects, ask }: Leaving): void {
  letGo(socket)
  const destroy = (): void => {
    if (isUnderWay(socket)) socket.resetAndDestroy()
    else letGo(socket)
  }
  const recheck = (): void => {
    if (ask() !== null) destroy()
  }
  held.set(socket, effects.add({ workspaceId, recheck, destroy, resting: true }))
  if (watched.has(socket)) return
  watched.add(socket)
  socket.once('close', () => letGo(socket))
}

/** Somebody who asks for the next thing has read what came before it. */
export function letGo(socket: Socket): void {
  held.get(socket)?.()
  held.delete(socket)
}
