import type pg from 'pg'

/** What other nodes tell us by NOTIFY. A hint only: everything here is also found by polling. */
export type Wakes = {
  /** `workspace revision` after an authority change. */
  readonly onFeed: (workspaceId: string, revision: number) => void
  readonly onContent: (workspaceId: string) => void
  readonly onAcknowledged: (note: Acknowledgement) => void
  /** A revoker has seen its barrier through. */
  readonly onApplied: (workspaceId: string, revision: number) => void
}

/** A node says: at this revision nothing of mine allows what an earlier one did. */
export type Acknowledgement = {
  readonly node: string
  readonly incarnation: string
  readonly workspaceId: string
  readonly revision: number
}

/** Subscribes one reserved connection to every channel of ours. Call again after each reconnect. */
export async function listenOn(client: pg.ClientBase, wakes: Wakes): Promise<void> {
  client.on('notification', ({ channel, payload }) => {
    const [first = '', second = '', third = '', fourth = ''] = (payload ?? '').split(' ')
    if (channel === 'hufu_feed') wakes.onFeed(first, Number(second))
    else if (channel === 'hufu_content') wakes.onContent(first)
    else if (channel === 'hufu_applied') wakes.onApplied(first, Number(second))
    else if (channel === 'hufu_ack')
      wakes.onAcknowledged({ node: first, incarnation: second, workspaceId: third, revision: Number(fourth) })
  })
  await client.query('listen hufu_feed; listen hufu_content; listen hufu_ack; listen hufu_applied')
}
