import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { Refusal } from '@hufu/kit'
import type { Effects } from '../nodes/index.ts'
import { holdLeaving } from './leaving.ts'

/** Bytes to send over time. `size` in bytes when it is known; `fileName` makes it a download. */
export type Stream = {
  readonly bytes: AsyncIterable<Uint8Array>
  readonly type: string
  readonly size?: number
  readonly fileName?: string
  /** Called when the head has left: from here on somebody is given it. */
  readonly begun?: () => void
}

/** At most this much is handed to the kernel between two questions. */
export const CHUNK_BYTES_MAX = 64 * 1024
/** A reader that takes nothing for this long is let go. */
const STUCK_MS_MAX = 60_000

const streams = new WeakSet<object>()

/** Marks an answer as a stream, so that no JSON answer can be taken for one. */
export function asStream(stream: Stream): Stream {
  const own = { ...stream }
  streams.add(own)
  return own
}

export const isStream = (answer: unknown): answer is Stream =>
  typeof answer === 'object' && answer !== null && streams.has(answer)

/** Headers of a download: never rendered by the browser as part of this site. */
export function streamHeaders(stream: Stream): Record<string, string> {
  return {
    'content-type': stream.type,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
    ...(stream.size === undefined ? {} : { 'content-length': String(stream.size) }),
    ...(stream.fileName === undefined ? {} : { 'content-disposition': disposition(stream.fileName) }),
  }
}

const disposition = (name: string): string => {
  const plain = name.replaceAll(/[^\w.-]/g, '_').slice(0, 100)
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*!]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

type Flow = {
  readonly raw: ServerResponse
  readonly workspaceId: string
  readonly effects: Effects
  /** Asks everything again: lease, session, permissions. */
  readonly ask: () => Refusal | null
  readonly abort: () => void
}

/**
 * Writes a stream whose head is out, each chunk asked right before it is written. Whoever loses the right meanwhile has
 * the connection reset, so that what the kernel still holds does not arrive.
 */
export async function flow(stream: Stream, { raw, workspaceId, effects, ask, abort }: Flow): Promise<void> {
  // The response lets go of its connection when it has ended; what the kernel holds then still goes by it.
  const { socket } = raw
  const destroy = (): void => {
    socket?.resetAndDestroy()
    abort()
    if (stream.bytes instanceof Readable) stream.bytes.destroy()
  }
  const recheck = (): void => {
    if (ask() !== null) destroy()
  }
  const done = effects.add({ workspaceId, recheck, destroy })
  try {
    for await (const chunk of pieces(stream.bytes)) {
      if (raw.destroyed) return
      if (ask() !== null) return destroy()
      if (!raw.write(chunk)) await drained(raw)
    }
    raw.end()
    if (socket !== null && !socket.destroyed) holdLeaving({ socket, workspaceId, effects, ask })
  } catch (error) {
    destroy()
    throw error
  } finally {
    done()
  }
}

async function* pieces(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  for await (const chunk of bytes)
    for (let at = 0; at < chunk.byteLength; at += CHUNK_BYTES_MAX)
      yield chunk.subarray(at, at + CHUNK_BYTES_MAX)
}

const drained = (raw: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer)
      raw.off('drain', go)
      raw.off('close', go)
      resolve()
    }
    const timer = setTimeout(() => raw.socket?.resetAndDestroy(), STUCK_MS_MAX)
    raw.once('drain', go)
    raw.once('close', go)
  })
