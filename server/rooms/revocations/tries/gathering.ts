/** Work that comes in bursts: so much at once, each thing once, and its results kept together. */
export type GatheringOptions<T, R> = {
  readonly atOnceMax: number
  /** How long a result waits for others to be kept with, in milliseconds, and how many go together. */
  readonly gatherMs: number
  readonly gatheredMax: number
  /** Two things of one name are one. */
  readonly nameOf: (thing: T) => string
  /** Null: there is nothing to keep. */
  readonly work: (thing: T) => Promise<R | null>
  readonly keep: (results: readonly R[]) => Promise<void>
  readonly failed: (error: unknown, thing: T) => void
}

export type Gathering<T> = {
  readonly add: (thing: T) => void
  /** Lets what is under way end, and keeps it. */
  readonly stop: () => Promise<void>
}

/** Begins to take work. */
export function newGathering<T, R>(options: GatheringOptions<T, R>): Gathering<T> {
  const known = new Map<string, T>()
  const waiting: T[] = []
  const done: { readonly thing: T; readonly result: R }[] = []
  const underWay = new Set<Promise<void>>()
  let keeping: Promise<void> | null = null
  let stopped = false

  const forget = (thing: T): void => void known.delete(options.nameOf(thing))
  const one = async (thing: T): Promise<void> => {
    try {
      const result = await options.work(thing)
      if (result === null) return forget(thing)
      done.push({ thing, result })
      keeping ??= keepLater()
    } catch (error) {
      forget(thing)
      options.failed(error, thing)
    }
  }
  const keepLater = async (): Promise<void> => {
    while (done.length > 0) {
      if (done.length < options.gatheredMax && !stopped)
        await new Promise((resolve) => setTimeout(resolve, options.gatherMs))
      const some = done.splice(0, options.gatheredMax)
      await options
        .keep(some.map(({ result }) => result))
        .catch((error: unknown) => some.forEach(({ thing }) => options.failed(error, thing)))
      for (const { thing } of some) forget(thing)
    }
    keeping = null
  }
  const next = (): void => {
    while (underWay.size < options.atOnceMax && waiting.length > 0) {
      const [thing] = waiting.splice(0, 1)
      if (thing === undefined) return
      const running = one(thing).finally(() => {
        underWay.delete(running)
        next()
      })
      underWay.add(running)
    }
  }
  return {
    add(thing) {
      const name = options.nameOf(thing)
      if (stopped || known.has(name)) return
      known.set(name, thing)
      waiting.push(thing)
      next()
    },
    async stop() {
      stopped = true
      waiting.length = 0
      await Promise.all(underWay)
      await keeping
    },
  }
}
