/** Whether a test runs at length, in `npm run trials`. */
export const isTrial = process.env['HUFU_TRIALS_COUNT'] !== undefined

/** How often a trial goes round: `few` within `npm test`, as often as asked in `npm run trials`. */
export function rounds(few: number): number {
  const asked = Number(process.env['HUFU_TRIALS_COUNT'] ?? few)
  return Number.isSafeInteger(asked) && asked > 0 ? asked : few
}

/** Waits until something holds, at most `withinMs`; then it throws with `what`. Answers how many milliseconds it took. */
export async function untilHolds(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 10_000,
): Promise<number> {
  const began = performance.now()
  while (!(await holds())) {
    if (performance.now() - began > withinMs)
      throw new Error(`it did not come to hold within ${withinMs} ms: ${what}`)
    await sleep(5)
  }
  return performance.now() - began
}

/** Waits some milliseconds. */
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

type Undo = () => void | Promise<void>

/** What is made for a whole file of tests, in `before` say, ends with the file: last made, first ended. */
export function endingWith(after: (work: Undo) => void): { readonly after: (work: Undo) => void } {
  const undoing: Undo[] = []
  after(async () => {
    for (const undo of undoing.toReversed()) await undo()
  })
  return { after: (undo) => void undoing.push(undo) }
}
