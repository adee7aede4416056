import type { Logger } from 'pino'
import type { Clock } from '../clock/index.ts'
import { reserveConnection } from '../db/index.ts'
import { listenOn } from '../feed/index.ts'
import type { Wakes } from '../feed/index.ts'

/** What a node hears of the others, and how sure it may be of having heard it. */
export type Hearing = {
  readonly ready: () => Promise<void>
  /** Whether everything said since an instant of the monotonic clock has been heard. */
  readonly heardAllSince: (mono: number) => Promise<boolean>
  /** Asks whether the connection still leads anywhere, and makes it anew when not. */
  readonly check: () => Promise<void>
  readonly renew: () => void
  readonly close: () => Promise<void>
}

const READY_MS_MAX = 10_000
const ANSWER_MS_MAX = 2000

/** Listens on a connection of its own, made anew whenever it is lost. */
export function startHearing(options: {
  readonly url: string
  readonly nodeId: string
  readonly log: Logger
  readonly clock: Clock
  readonly wakes: Wakes
}): Hearing {
  const { url, nodeId, log, clock, wakes } = options
  let since = Number.POSITIVE_INFINITY
  const connection = reserveConnection({
    url,
    nodeId,
    purpose: 'listen',
    // It only waits for notifications; nothing runs on it but a question whether it still leads anywhere.
    limits: { statementMs: 0, lockMs: 0, idleInTransactionMs: 0 },
    onError: (error) => log.warn({ err: error }, 'the listening connection was lost'),
    onConnect: async (client) => {
      await listenOn(client, wakes)
      since = clock.mono()
    },
    onLost: () => {
      since = Number.POSITIVE_INFINITY
    },
  })
  // Notifications come before the answer to a question asked after them.
  const answers = async (): Promise<boolean> => {
    const client = connection.client()
    if (client === null) return false
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), ANSWER_MS_MAX)
    })
    const asked = client.query('select 1').then(
      () => connection.client() === client,
      () => false,
    )
    return await Promise.race([asked, late]).finally(() => clearTimeout(timer))
  }
  return {
    ready: async () => void (await connection.ready(READY_MS_MAX)),
    heardAllSince: async (mono) => (await answers()) && since <= mono,
    async check() {
      if (connection.client() === null || (await answers())) return
      log.warn('the listening connection leads nowhere; it is made anew')
      connection.renew()
    },
    renew: connection.renew,
    close: connection.close,
  }
}
