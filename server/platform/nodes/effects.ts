/**
 * What leaves this node over time: open sockets, running downloads, calls. Each says for itself whether it may go on,
 * and ends itself at once when it may not.
 */
export type Effect = {
  readonly workspaceId: string
  /** Asks again with the facts now. Ends the connection itself when refused. Synchronous. Must not throw. */
  readonly recheck: () => void
  /** Ends at once, whatever is unsent: RST, not FIN. */
  readonly destroy: (because: string) => void
  /** Handed over whole: as far as we can see nothing is under way, so that it does not count as open. */
  readonly resting?: true
}

export type Effects = {
  /** Registers an effect; the answer takes it off again. */
  readonly add: (effect: Effect) => () => void
  readonly recheck: (workspaceId: string) => void
  readonly destroyAll: (because: string) => void
  /** How many are open, without those at rest. */
  readonly count: () => number
}

/** The register of one node's open effects. */
export function newEffects(): Effects {
  const open = new Set<Effect>()
  return {
    add(effect) {
      open.add(effect)
      return () => open.delete(effect)
    },
    recheck(workspaceId) {
      for (const effect of open) if (effect.workspaceId === workspaceId) effect.recheck()
    },
    destroyAll(because) {
      for (const effect of open) effect.destroy(because)
    },
    count: () => [...open].filter(({ resting }) => resting !== true).length,
  }
}
