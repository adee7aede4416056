import type { RevocationCheck, RevocationView } from '@hufu/contract'

/** How far one step has come. */
export type Stage = 'done' | 'working' | 'failed' | 'open'

export type Outcome = NonNullable<RevocationView['applied']>['nodes'][number]

/** One node in the newest round: when the change was in force there, and what it tried. */
export type NodeRow = {
  readonly node: string
  /** Null when nobody wrote down when it was in force there. */
  readonly outcome: Outcome | null
  /** Null while its answer is awaited. */
  readonly check: RevocationCheck | null
}

/** What was refused of what a node tried. */
export const refusedOf = ({ tried, failed }: RevocationCheck): number => tried - failed.length

/** Answers of the newest round. */
export const newestChecks = ({ checks, round }: RevocationView): readonly RevocationCheck[] =>
  checks.filter((each) => each.round === round)

/** Every node that the change or the newest round speaks of, once each. */
export function nodeRows(view: RevocationView): readonly NodeRow[] {
  const checks = newestChecks(view)
  const outcomes = view.applied?.nodes ?? []
  const names = new Set([...outcomes, ...checks].map(({ node }) => node).concat(view.awaited))
  return [...names].toSorted().map((node) => ({
    node,
    outcome: outcomes.find((each) => each.node === node) ?? null,
    check: checks.find((each) => each.node === node) ?? null,
  }))
}

/** How far the change, its verification and its receipt have come. */
export function stagesOf({ state, applied }: RevocationView): {
  readonly applied: Stage
  readonly checked: Stage
  readonly receipt: Stage
} {
  return {
    // Where no times were kept, as in a batch, nodes that tried had the change all the same.
    applied: applied !== null ? appliedStages[applied.state] : state === 'verified' ? 'done' : 'open',
    checked: checkedStages[state],
    receipt: state === 'verified' ? 'done' : 'open',
  }
}

const appliedStages = { applied: 'done', applying: 'working', unverified: 'failed' } as const
const checkedStages = { applied: 'working', verified: 'done', unverified: 'failed' } as const
