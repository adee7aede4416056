import type { Measure } from './budgets.ts'

/** What a suite is told: where to show progress, and whether a rough figure will do. */
export type SuiteOptions = {
  /** Shows where the suite stands, on standard error. */
  readonly progress: (text: string) => void
}

/** A suite: `bench/<name>.ts` exports one as `suite`. `report` may be called any number of times. */
export type Suite = {
  readonly name: string
  readonly run: (report: (measure: Measure) => void, options: SuiteOptions) => Promise<void>
}

/** The middle value; of an even number of them, the lower of the two in the middle. Throws on none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value at `share` (0 to 1) of the sorted values: the smallest that is not below that share of them. Throws on none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)]
  if (value === undefined) throw new Error('no values were measured')
  return value
}
