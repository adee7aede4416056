import type { Socket } from 'node:net'
import { FRAME_BYTES_MAX } from '@hufu/contract'
import type { ServerFrame } from '@hufu/contract'
import type { WebSocket } from 'ws'
import type { Caller, Locale, Sessions } from '../http/index.ts'
import type { HufuNode } from '../nodes/index.ts'
import { newReceipts } from './receipts.ts'
import type { Receipts } from './receipts.ts'

/** A frame that waits. `make` gives it in the moment it leaves, or null when there is nothing to say any more. */
export type Waiting = {
  readonly make: () => ServerFrame | null
  readonly ask: () => boolean
  readonly bytes: number
}

/** Bytes handed to the kernel that the client has not confirmed: at most this many. */
export const UNCONFIRMED_BYTES_MAX = FRAME_BYTES_MAX
/** Bytes that wait with us; a reader further behind than this reads again over HTTP. */
export const QUEUE_BYTES_MAX = 1024 * 1024
const CONFIRM_MS_MAX = 30_000
const GOODBYE_MS_MAX = 1000

/** Close codes: RFC 6455 and ours from 4000. */
export const closing = { stopping: 1001, policy: 1008, slow: 1013, ended: 4001 } as const

/** One open socket of one member. */
export type Line = {
  readonly caller: Caller
  readonly locale: Locale
  readonly push: (frame: Waiting) => void
  /** Sends what may go: called when something was pushed, confirmed, or may have become possible again. */
  readonly pump: () => void
  /** The facts have changed: ends the line, or lets it go on. Synchronous. */
  readonly recheck: () => void
  readonly destroy: () => void
  readonly close: (code: number, words: string) => void
  /** Now and then: the client still answers, and the session is still in use. */
  readonly beat: () => void
}

export type LineOptions = {
  readonly node: HufuNode
  /** Milliseconds in which this process was awake: a client owes no answer for our own sleep. */
  readonly waking: () => number
  readonly sessions: Sessions
  readonly socket: Socket
  readonly ws: WebSocket
  readonly caller: Caller
  readonly locale: Locale
  /** The last frame of a line whose session is over, if it can be said at all. */
  readonly farewell: () => ServerFrame
}

/**
 * Keeps frames in our own queue and asks for each in the moment it is handed to the kernel, never more than 64 KiB
 * ahead of what the client has confirmed. Whoever loses a right while bytes are unconfirmed has the connection reset,
 * so that what the kernel still holds does not arrive.
 */
export function openLine(options: LineOptions): Line {
  const { node, waking, ws, socket, caller, locale } = options
  const receipts = newReceipts(ws, waking, () => pump())
  const queue = newQueue()
  let over = false

  const leave = (): boolean => {
    const first = !over
    over = true
    queue.clear()
    return first
  }
  const destroy = (): void => {
    leave()
    socket.resetAndDestroy()
  }
  const close = (code: number, words: string): void => {
    if (!leave()) return
    ws.close(code, words)
    // Reset, not closed: what the client has not taken by then is not to arrive at some later time.
    setTimeout(() => socket.resetAndDestroy(), GOODBYE_MS_MAX).unref()
  }
  const end = (): void => {
    if (over) return
    if (receipts.unconfirmed() > 0) return destroy()
    // Nothing of anybody's is on the way, and this frame only tells that it is over.
    ws.send(textOf(options.farewell()), { binary: false })
    close(closing.ended, 'session ended')
  }
  const session = watchSession(options, end, () => pump())

  const pump = (): void => {
    for (;;) {
      const next = queue.first()
      if (over || next === undefined) break
      const unconfirmed = receipts.unconfirmed()
      if (unconfirmed > 0 && unconfirmed + next.bytes > UNCONFIRMED_BYTES_MAX) break
      // A lapse leaves frames where they are: they go out, or the line is ended, when the node is back.
      if (!node.lease.fresh() || !session.mayGoOn()) break
      queue.take()
      if (next.ask()) hand(next, ws, receipts)
    }
    if (!over && receipts.unconfirmed() > 0) receipts.request()
  }
  const push = (frame: Waiting): void => {
    if (over) return
    if (queue.add(frame)) pump()
    else close(closing.slow, 'too far behind; read again')
  }
  const recheck = (): void => {
    // While it says goodbye, what was sent before may still be on its way.
    if ((over || session.mayGoOn()) && receipts.anyRefused()) destroy()
  }
  const beat = (): void => {
    if (over) return
    if (receipts.owedMs() > CONFIRM_MS_MAX) return destroy()
    receipts.request()
    session.renew()
  }
  return { caller, locale, push, pump, recheck, destroy, close, beat }
}

function hand({ make, ask }: Waiting, ws: WebSocket, receipts: Receipts): void {
  const frame = make()
  if (frame === null) return
  const text = textOf(frame)
  receipts.sent(text.length, ask)
  ws.send(text, { binary: false })
}

/** Frames that wait with us, bounded by their bytes. */
function newQueue() {
  const waiting: Waiting[] = []
  let bytes = 0
  return {
    first: (): Waiting | undefined => waiting[0],
    take(): void {
      bytes -= waiting.shift()?.bytes ?? 0
    },
    /** False when there is no room. */
    add(frame: Waiting): boolean {
      if (bytes + frame.bytes > QUEUE_BYTES_MAX) return false
      waiting.push(frame)
      bytes += frame.bytes
      return true
    },
    clear(): void {
      waiting.length = 0
      bytes = 0
    },
  }
}

type Watched = {
  /** Whether the session is known to be live in this moment; ends the line, or reads the session again, when it is not. */
  readonly mayGoOn: () => boolean
  readonly renew: () => void
}

function watchSession({ node, sessions, caller }: LineOptions, end: () => void, goOn: () => void): Watched {
  let reading = false
  const renew = (): void => {
    if (reading) return
    reading = true
    sessions
      .renew(caller)
      .then((live) => (live ? goOn() : end()))
      .catch((error: unknown) =>
        node.log.warn({ err: error }, 'a session could not be read again; its socket waits'),
      )
      .finally(() => (reading = false))
  }
  return {
    renew,
    mayGoOn() {
      const refusal = sessions.check(caller)
      if (refusal === null) return true
      if (refusal.code === 'node/not-fresh') renew()
      else end()
      return false
    },
  }
}

const texts = new WeakMap<ServerFrame, Buffer>()

/** A frame as bytes; one frame for a thousand sockets is written once. */
export function textOf(frame: ServerFrame): Buffer {
  const known = texts.get(frame)
  if (known !== undefined) return known
  const text = Buffer.from(JSON.stringify(frame))
  texts.set(frame, text)
  return text
}
