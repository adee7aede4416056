import type { WebSocket } from 'ws'

/** What was handed to the kernel and not yet confirmed by the client. */
export type Receipts = {
  readonly unconfirmed: () => number
  readonly sent: (bytes: number, ask: () => boolean) => void
  /** Asks the client to confirm what was sent so far, unless it is being asked already. */
  readonly request: () => void
  /** How long the client has owed an answer, milliseconds of the given clock; 0 when it owes none. */
  readonly owedMs: () => number
  /** Whether something is on its way that the member may not have any more. */
  readonly anyRefused: () => boolean
}

type Sent = { readonly ask: () => boolean; readonly bytes: number; readonly ping: number }

/** Counts receipts by pings: a client that answers a ping has read everything that was sent before it. */
export function newReceipts(ws: WebSocket, now: () => number, onConfirmed: () => void): Receipts {
  const underWay: Sent[] = []
  let unconfirmed = 0
  let pings = 0
  let asked: { readonly number: number; readonly at: number } | null = null

  ws.on('pong', (data) => {
    if (asked === null || data.toString() !== String(asked.number)) return
    const { number } = asked
    asked = null
    while (underWay[0] !== undefined && underWay[0].ping <= number)
      unconfirmed -= underWay.shift()?.bytes ?? 0
    onConfirmed()
  })
  return {
    unconfirmed: () => unconfirmed,
    sent(bytes, ask) {
      unconfirmed += bytes
      underWay.push({ ask, bytes, ping: pings + 1 })
    },
    request() {
      if (asked !== null) return
      pings += 1
      asked = { number: pings, at: now() }
      ws.ping(String(pings))
    },
    owedMs: () => (asked === null ? 0 : now() - asked.at),
    anyRefused: () => underWay.some(({ ask }) => !ask()),
  }
}
