import { surfaceKinds } from '@hufu/contract'
import type { RevocationView, SurfaceKind, UntriedReason } from '@hufu/contract'

/** One way in, over all nodes that have answered in the newest round. */
export type WayRow = {
  readonly kind: SurfaceKind
  /** `waiting`: no node has told. `empty`: there was nothing to try. */
  readonly standing: 'waiting' | 'open' | 'shut' | 'empty'
  readonly answered: number
  readonly nodes: number
  readonly tried: number
  readonly refused: number
  /** What was not tried, each once, by its reason; an empty name stands for all of it. */
  readonly notTried: readonly { readonly because: UntriedReason; readonly what: readonly string[] }[]
  readonly failed: readonly { readonly node: string; readonly what: string; readonly code: string }[]
}

/** The ways in as the page shows them: all of the list, also while no node has answered. */
export function wayRows(view: RevocationView): readonly WayRow[] {
  const checks = view.checks.filter(({ round }) => round === view.round)
  const nodes = checks.length + view.awaited.length
  return surfaceKinds.map((kind) => {
    const told = checks.flatMap(({ node, surfaces }) =>
      surfaces.filter((surface) => surface.kind === kind).map((surface) => ({ node, ...surface })),
    )
    const sum = (count: (one: (typeof told)[number]) => number): number =>
      told.reduce((total, one) => total + count(one), 0)
    const skipped = Map.groupBy(
      told.flatMap(({ notTried }) => notTried),
      ({ because }) => because,
    )
    const failed = told.flatMap(({ node, failed: those }) => those.map((each) => ({ node, ...each })))
    const tried = sum((one) => one.tried)
    return {
      kind,
      standing: told.length === 0 ? 'waiting' : failed.length > 0 ? 'open' : tried === 0 ? 'empty' : 'shut',
      answered: told.length,
      nodes,
      tried,
      refused: sum((one) => one.refused),
      notTried: [...skipped].map(([because, those]) => ({
        because,
        what: [...new Set(those.map(({ what }) => what))].filter((what) => what !== ''),
      })),
      failed,
    }
  })
}
