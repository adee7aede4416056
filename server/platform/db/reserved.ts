import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { clientConfig, commandLimits, connectMsMax, cutClient } from './pool.ts'
import type { PoolOptions, StatementLimits } from './pool.ts'

/** A direct connection kept for one purpose and made again whenever it is lost. */
export type ReserveOptions = Pick<PoolOptions, 'url' | 'nodeId' | 'purpose' | 'onError'> & {
  readonly limits?: StatementLimits
  /** Runs on each new connection before it is handed out, such as LISTEN; if it throws, the connection is made anew. */
  readonly onConnect?: (client: pg.Client) => Promise<void>
  /** Runs each time a connection that was live is lost, before the next one is tried. */
  readonly onLost?: () => void
}

/** A reserved connection. Its methods are bound: they may be handed on alone. */
export type ReservedConnection = {
  /** The live client, or `null` between two connections. */
  readonly client: () => pg.Client | null
  /** Waits for a live client, 10 s unless told otherwise; throws when out of time or closed. */
  readonly ready: (withinMs?: number) => Promise<pg.Client>
  /** Throws this connection away and makes another: for a caller that got no answer in time. */
  readonly renew: () => void
  readonly close: () => Promise<void>
}

const backOffFirstMs = 20
const backOffMax = 1000
const readyWithinMs = 10_000
const onConnectMsMax = 5000
const lookMs = 5

/** Opens a reserved connection in the background; a server that is away is tried again for as long as it takes. */
export function reserveConnection(options: ReserveOptions): ReservedConnection {
  const stop = new AbortController()
  const state: { live: pg.Client | null } = { live: null }
  const renew = (): void => {
    // Its socket may lead nowhere; a polite goodbye would wait for it.
    if (state.live !== null) cutClient(state.live)
  }
  const running = keepConnected(options, stop.signal, state)
  const ready = async (withinMs = readyWithinMs): Promise<pg.Client> => {
    const end = performance.now() + withinMs
    for (;;) {
      if (stop.signal.aborted) throw new Error(`the ${options.purpose} connection is closed`)
      if (state.live !== null) return state.live
      if (performance.now() >= end) throw new Error(`no ${options.purpose} connection within ${withinMs} ms`)
      await sleep(lookMs)
    }
  }
  const close = async (): Promise<void> => {
    stop.abort()
    await running
  }
  return { client: () => state.live, ready, renew, close }
}

const keepConnected = async (
  options: ReserveOptions,
  stop: AbortSignal,
  state: { live: pg.Client | null },
): Promise<void> => {
  let failures = 0
  while (!stop.aborted) {
    const lived = await liveOnce(options, stop, state)
    failures = lived ? 0 : failures + 1
    const pause = Math.min(backOffFirstMs * 2 ** Math.min(failures, 10), backOffMax)
    // Closing ends the pause early by rejecting it, which is all that can happen to it.
    await sleep(pause, undefined, { signal: stop }).catch(() => {})
  }
}

/** One connection from its making to its end. Tells whether it was ever live. */
const liveOnce = async (
  options: ReserveOptions,
  stop: AbortSignal,
  state: { live: pg.Client | null },
): Promise<boolean> => {
  const client = new pg.Client(clientConfig(options, options.limits ?? commandLimits))
  const ended = new Promise<void>((resolve) => client.once('end', resolve))
  client.on('error', (error) => options.onError?.(error))
  const abandon = (): void => cutClient(client)
  stop.addEventListener('abort', abandon, { once: true })
  const hung = setTimeout(abandon, connectMsMax + onConnectMsMax)
  try {
    await client.connect()
    await options.onConnect?.(client)
    clearTimeout(hung)
    state.live = client
    await ended
    return true
  } catch (error) {
    cutClient(client)
    if (!stop.aborted) options.onError?.(error instanceof Error ? error : new Error(String(error)))
    return false
  } finally {
    clearTimeout(hung)
    stop.removeEventListener('abort', abandon)
    const wasLive = state.live === client
    state.live = null
    if (wasLive && !stop.aborted) options.onLost?.()
  }
}
