/**
 * Runs `work` one at a time. A call that comes while a run is going resolves with the run after it, which all such calls
 * share: what was there before the call is always covered.
 */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  const start = (): Promise<void> => {
    next = null
    const run = work().finally(() => {
      running = null
    })
    running = run
    return run
  }
  return async () => {
    if (running === null) return await start()
    // How the run before ended is told to those who waited for it.
    next ??= running.then(start, start)
    await next
  }
}
