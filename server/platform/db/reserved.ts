import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { clientConfig } from './pool.ts'
import type { PoolOptions, StatementLimits } from './pool.ts'

/** A direct connection kept for one purpose and made again whenever it is lost. */
export type ReservedOptions = Pick<PoolOptions, 'url' | 'nodeId' | 'purpose' | 'onError'> & {
  readonly limits?: StatementLimits
  /** Runs on each new connection before it is handed out, such as LISTEN; if it throws, the connection is made anew. */
  readonly onConnect?: (client: pg.Client) => Promise<void>
  /** Runs each time the connection is lost, before the next one is tried. */
  readonly onLost?: () => void
}

/** The live client, or `null` between two connections. `ready` waits for one and throws when closed or out of time. */
export type Reserved = {
  client(): pg.Client | null
  ready(withinMs: number): Promise<pg.Client>
  /** Throws this connection away and makes another: for a caller that got no answer in time. */
  renew(): void
  close(): Promise<void>
}

const backOffFirstMs = 20
const backOffMax = 1000
const waitMs = 5
const reservedLimits: StatementLimits = { statementMs: 5000, lockMs: 4000, idleInTransactionMs: 2000 }

/** Opens a reserved connection in the background; a server that is away is tried again for as long as it takes. */
export function reserved(options: ReservedOptions): Reserved {
  const stop = new AbortController()
  let live: pg.Client | null = null
  const renew = (): void => {
    // Its socket may lead nowhere; a polite goodbye would wait for it.
    if (live !== null) cut(live)
  }
  const running = keepConnected(options, stop.signal, (client) => {
    live = client
  })
  return {
    client: () => live,
    async ready(withinMs) {
      const end = performance.now() + withinMs
      while (live === null) {
        if (stop.signal.aborted || performance.now() >= end)
          throw new Error(`no ${options.purpose} connection`)
        await sleep(waitMs)
      }
      return live
    },
    renew,
    async close() {
      stop.abort()
      renew()
      await running
    },
  }
}

const keepConnected = async (
  options: ReservedOptions,
  stop: AbortSignal,
  set: (client: pg.Client | null) => void,
): Promise<void> => {
  let failures = 0
  while (!stop.aborted) {
    const client = new pg.Client(clientConfig(options, options.limits ?? reservedLimits))
    const ended = new Promise<void>((resolve) => client.once('end', resolve))
    client.on('error', (error) => options.onError?.(error))
    const abandon = (): void => cut(client)
    stop.addEventListener('abort', abandon, { once: true })
    try {
      await client.connect()
      await options.onConnect?.(client)
      failures = 0
      set(client)
      await ended
    } catch (error) {
      cut(client)
      failures += 1
      if (!stop.aborted && error instanceof Error) options.onError?.(error)
    } finally {
      stop.removeEventListener('abort', abandon)
      set(null)
    }
    if (stop.aborted) return
    options.onLost?.()
    await sleep(Math.min(backOffFirstMs * 2 ** Math.min(failures, 10), backOffMax))
  }
}

// The typings leave out the connection's stream, and `pg` has no public way to drop a connection without a goodbye.
type WithStream = pg.Client & { readonly connection?: { readonly stream?: { destroy(): unknown } } }

const cut = (client: WithStream): void => {
  client.connection?.stream?.destroy()
}
