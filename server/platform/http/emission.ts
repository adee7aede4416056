import { ServerResponse } from 'node:http'

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
  const guardedRaw: Guarded = raw
  guardedRaw[leak] = onLeak
  raw.writeHead = guarded
}

const leak = Symbol('leak')
type Guarded = ServerResponse & { [leak]?: () => void }

// The head goes on to Node's own method, with whatever it was given.
const emit = Reflect.get(ServerResponse.prototype, 'writeHead') as (
  ...given: readonly unknown[]
) => ServerResponse

// One function for all responses: it costs less than one made for each.
function guarded(this: Guarded, ...given: readonly unknown[]): ServerResponse {
  if (stretch === this || this.headersSent) return Reflect.apply(emit, this, given)
  this[leak]?.()
  this.socket?.resetAndDestroy()
  throw new Error('a response head was emitted outside the stretch that asked for it')
}
