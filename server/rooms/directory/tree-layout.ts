import type { Facts } from '@hufu/authority'
import type { Reading } from '../../platform/http/index.ts'
import { readTree } from './store-views.ts'
import type { TreeRow } from './store-views.ts'
import { columnsOf } from './tree.ts'
import type { TreeColumns } from './tree.ts'

type Layout = TreeColumns<TreeRow>

/** The newest layout of each company this node has drawn, by its facts: a reload lets go of it. */
const layouts = new WeakMap<Facts, { readonly revision: number; readonly layout: Promise<Layout> }>()

/**
 * The whole department tree in pre-order. Whatever shows in it changes with a revision only, so it is read and sorted
 * once for each: sorting 45,000 names by Chinese rules costs a third of a second. What is kept is for no particular eyes:
 * each caller filters it by what they may see.
 */
export async function layoutOf({ facts, db, workspaceId }: Reading): Promise<Layout> {
  const { revision } = facts
  const known = layouts.get(facts)
  if (known?.revision === revision) return known.layout
  const layout = readTree(db, workspaceId).then(columnsOf)
  layouts.set(facts, { revision, layout })
  // Whoever asks next reads again.
  layout.catch(() => layouts.delete(facts))
  return layout
}
