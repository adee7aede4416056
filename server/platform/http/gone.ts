import type { ServerResponse } from 'node:http'

/** Whether whoever asked is still there. */
export type Gone = {
  /** Aborted when the connection is gone, the answer was sent, or `abort` was called: before or after this is asked for. */
  readonly signal: () => AbortSignal
  readonly abort: () => void
}

/**
 * Watches a response. A signal, and a listener for it, is only made for those who look at it: each that is aborted costs
 * an error with its stack.
 */
export function watchGone(raw: ServerResponse): Gone {
  let controller: AbortController | null = null
  let gone = false
  const abort = (): void => {
    gone = true
    controller?.abort()
  }
  return {
    abort,
    signal() {
      if (controller !== null) return controller.signal
      controller = new AbortController()
      if (gone || raw.closed) controller.abort()
      else raw.once('close', abort)
      return controller.signal
    },
  }
}
