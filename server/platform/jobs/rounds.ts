import type { Logger } from 'pino'

/** Looks that come again and again. */
export type Rounds = {
  /** Looks at once, for whoever has just made something due; answers when that look is over. */
  readonly now: () => Promise<void>
  readonly stop: () => Promise<void>
}

const EVERY_MS = 1000

/**
 * Does the same work every second, one round after the other and never two at once. Must be safe to do on every node at the
 * same time. What fails is logged with these words, and tried again by the next round.
 */
export function startRounds(log: Logger, failed: string, work: () => Promise<void>): Rounds {
  let running: Promise<void> | null = null
  const round = (): Promise<void> => {
    running ??= work()
      .catch((error: unknown) => log.warn({ err: error }, failed))
      .finally(() => {
        running = null
      })
    return running
  }
  const timer = setInterval(() => void round(), EVERY_MS)
  return {
    async now() {
      // The round under way may have looked before there was anything.
      await running
      await round()
    },
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
