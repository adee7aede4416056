import { clientFrame } from '@hufu/contract'
import type { ClientFrame } from '@hufu/contract'

/** Frames a client may send: 50 a second, 100 at once. */
export const RATE_PER_SECOND = 50
export const BURST_MAX = 100

/** Counts what a client sends, in a bucket that fills with time. False: it is empty. */
export function newBucket(mono: () => number): () => boolean {
  let left = BURST_MAX
  let at = mono()
  return () => {
    const now = mono()
    left = Math.min(BURST_MAX, left + ((now - at) / 1000) * RATE_PER_SECOND)
    at = now
    if (left < 1) return false
    left -= 1
    return true
  }
}

/** Reads a client's frame; null when it is none of ours. */
export function readFrame(data: unknown, isBinary: boolean): ClientFrame | null {
  if (isBinary) return null
  try {
    const parsed = clientFrame.safeParse(JSON.parse(String(data)))
    return parsed.success ? parsed.data : null
  } catch {
    // Not JSON: no frame of ours either.
    return null
  }
}
