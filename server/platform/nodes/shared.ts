import { setTimeout as sleep } from 'node:timers/promises'

/**
 * One question to the database for all who have it: each is answered by one that was put after they asked. Between two
 * of them `restMs` go by, so that a crowd does not keep asking; whoever comes after a rest is answered at once.
 */
export function shared<T>(ask: () => Promise<T>, restMs: number): () => Promise<T> {
  let next: Promise<T> | null = null
  let rested: Promise<unknown> = Promise.resolve()
  const put = async (): Promise<T> => {
    await rested
    next = null
    const asked = ask()
    const rest = (): Promise<void> => sleep(restMs, undefined, { ref: false })
    rested = asked.then(rest, rest)
    return await asked
  }
  return async () => {
    next ??= put()
    return await next
  }
}

/** The same for questions about each of many things, such as workspaces: those about one are shared. */
export function sharedForEach<T>(
  ask: (id: string) => Promise<T>,
  restMs: number,
): (id: string) => Promise<T> {
  const asking = new Map<string, () => Promise<T>>()
  return async (id) => {
    const one = asking.get(id) ?? shared(() => ask(id), restMs)
    asking.set(id, one)
    return await one()
  }
}
