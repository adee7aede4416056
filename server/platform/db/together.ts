/** How long those that ask wait for others to be asked with, in milliseconds: as long as one turn of the loop. */
const GATHER_MS = 1

/**
 * A question about one thing that is put about many at once: all that are asked within one turn, or while the one before
 * is under way, go together. Each answer is read after it was asked for. A thing without an answer is answered with `none`.
 */
export function together<T, R>(
  ask: (things: readonly T[]) => Promise<ReadonlyMap<T, R>>,
  none: R,
): (thing: T) => Promise<R> {
  let next: { readonly things: Set<T>; readonly answer: Promise<ReadonlyMap<T, R>> } | null = null
  let running: Promise<unknown> = Promise.resolve()
  const put = async (things: ReadonlySet<T>): Promise<ReadonlyMap<T, R>> => {
    await Promise.all([running, new Promise((resolve) => setTimeout(resolve, GATHER_MS))])
    next = null
    const asked = ask([...things])
    running = Promise.allSettled([asked])
    return await asked
  }
  return async (thing) => {
    if (next === null) {
      const things = new Set<T>()
      next = { things, answer: put(things) }
    }
    next.things.add(thing)
    const answers = await next.answer
    return answers.get(thing) ?? none
  }
}

/** The same for things of several companies. */
export function togetherIn<R>(
  ask: (workspaceId: string, ids: readonly string[]) => Promise<ReadonlyMap<string, R>>,
  none: R,
): (workspaceId: string, id: string) => Promise<R> {
  const asking = new Map<string, (id: string) => Promise<R>>()
  return async (workspaceId, id) => {
    const one = asking.get(workspaceId) ?? together<string, R>((ids) => ask(workspaceId, ids), none)
    asking.set(workspaceId, one)
    return await one(id)
  }
}
