import { readFileSync } from 'node:fs'

/** A bound on one metric, in the metric's own unit. */
export type Budget = {
  readonly direction: 'at-least' | 'at-most'
  readonly bound: number
  readonly unit: string
}

/** Budgets by suite, then by metric. */
export type Budgets = ReadonlyMap<string, ReadonlyMap<string, Budget>>

/** What a suite measured. `vs` holds peers or limits measured in the same run, each a number people can read. */
export type Measure = {
  readonly metric: string
  readonly value: number
  readonly unit: string
  readonly vs?: Readonly<Record<string, number>>
}

/** `kept` and `missed` speak of a budget, `none` of a metric without one, `absent` of a budget nobody measured. */
export type Verdict = 'kept' | 'missed' | 'none' | 'absent'

export type Judged = {
  readonly metric: string
  readonly value: number | null
  readonly unit: string
  readonly budget: Budget | null
  readonly vs: Readonly<Record<string, number>>
  readonly verdict: Verdict
}

/** Judges what one suite measured. A budget without a measure is `absent`: dropping a metric is not keeping it. Pure. */
export function judge(suite: string, measures: readonly Measure[], budgets: Budgets): readonly Judged[] {
  const bounds = budgets.get(suite) ?? new Map<string, Budget>()
  const judged = measures.map((measure): Judged => {
    const budget = bounds.get(measure.metric) ?? null
    if (budget !== null && budget.unit !== measure.unit)
      throw new Error(`${measure.metric} was measured in ${measure.unit}, its budget is in ${budget.unit}`)
    return { ...measure, vs: measure.vs ?? {}, budget, verdict: verdictOf(measure.value, budget) }
  })
  const absent = [...bounds].filter(([metric]) => !measures.some((measure) => measure.metric === metric))
  return [
    ...judged,
    ...absent.map(([metric, budget]): Judged => {
      return { metric, value: null, unit: budget.unit, budget, vs: {}, verdict: 'absent' }
    }),
  ]
}

// A value that is no number keeps no budget, whichever way the comparison would fall.
function verdictOf(value: number, budget: Budget | null): Verdict {
  if (budget === null) return 'none'
  return (budget.direction === 'at-least' ? value >= budget.bound : value <= budget.bound) ? 'kept' : 'missed'
}

/** Reads the golden file of budgets. Throws when an entry is not exactly one bound with a unit. */
export function readBudgets(path: string): Budgets {
  // The file is ours; every entry is checked right here.
  const read = JSON.parse(readFileSync(path, 'utf8')) as Record<
    string,
    Record<string, Record<string, unknown>>
  >
  return new Map(
    Object.entries(read).map(([suite, metrics]) => [
      suite,
      new Map(Object.entries(metrics).map(([metric, entry]) => [metric, readBudget(metric, entry)])),
    ]),
  )
}

function readBudget(metric: string, entry: Readonly<Record<string, unknown>>): Budget {
  const { unit, ...bounds } = entry
  const [[direction, bound] = ['', undefined], ...others] = Object.entries(bounds)
  if ((direction !== 'at-least' && direction !== 'at-most') || typeof bound !== 'number' || others.length > 0)
    throw new Error(`the budget of ${metric} is not exactly one of at-least and at-most`)
  if (typeof unit !== 'string') throw new Error(`the budget of ${metric} has no unit`)
  return { direction, bound, unit }
}
