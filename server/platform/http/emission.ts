import type { ServerResponse } from 'node:http'

/**
 * INVARIANT F15 for heads: a head leaves only in the synchronous stretch in which its decisions were asked again.
 * `stamp` opens that stretch, the end of the current task closes it, and `guardHead` refuses every head outside it.
 */
let stretch: ServerResponse | null = null

/** Opens the stretch for one response: its questions were just answered. */
export function stamp(raw: ServerResponse): void {
  stretch = raw
  queueMicrotask(() => {
    if (stretch === raw) stretch = null
  })
}

/** Makes a response unable to emit a head that was not stamped: the connection is reset instead. */
export function guardHead(raw: ServerResponse, onLeak: () => void): void {
  const emit = raw.writeHead.bind(raw) as (...given: readonly unknown[]) => ServerResponse
  const guarded = (...given: readonly unknown[]): ServerResponse => {
    if (stretch === raw || raw.headersSent) return emit(...given)
    onLeak()
    raw.socket?.resetAndDestroy()
    throw new Error('a response head was emitted outside the stretch that asked for it')
  }
  raw.writeHead = guarded
}
