import type { Facts } from '@hufu/authority'
import type { VisibilityTerms } from '@hufu/contract'
import { canonicalJson } from '@hufu/kit'
import type { Json } from '@hufu/kit'
import type { FeedEvent, Projection } from '../../../platform/feed/index.ts'
import { readStanding } from './store.ts'

/** A rule that stands: what it says. */
export type Rule = { readonly id: string; readonly terms: VisibilityTerms }

/** What the rules say to one viewer, worked out once for each revision. */
export type Eyes = {
  /** People whom rules about themselves hide from this viewer. */
  readonly hiddenMembers: ReadonlySet<string>
  /** Departments hidden from this viewer, each with everything below. */
  readonly hiddenDepartments: readonly string[]
  /** Each own department with the limits that lie on it; `null` when one of them has none, so that nothing is limited. */
  readonly limits: readonly Limits[] | null
  /** Seen in spite of any limit: oneself and the heads above. */
  readonly known: ReadonlySet<string>
  /** Departments on the way to what a limited viewer sees. */
  readonly ways: ReadonlySet<string>
  /** Rules that hide fields from this viewer. */
  readonly fields: readonly Extract<VisibilityTerms, { readonly kind: 'fields' }>[]
}

export type LimitTerms = Extract<VisibilityTerms, { readonly kind: 'limit' }>
export type Limits = { readonly own: string; readonly terms: readonly LimitTerms[] }

/** The rules of a company as a node knows them, and what it has worked out from them. */
export type Visibility = {
  readonly rules: Map<string, Rule>
  /** Says what all rules say together: equal when they are equal, on any node and after a reload. */
  text: string
  /** For facts at a revision and rules with a text; let go of when either moves on. */
  worked: {
    readonly facts: Facts
    readonly revision: number
    readonly text: string
    readonly eyes: Map<string, Eyes>
  } | null
}

/** What every node knows about who sees whom, maintained by the authority feed. */
export const visibility: Projection<Visibility> = {
  name: 'visibility',
  empty: () => ({ rules: new Map(), text: '', worked: null }),
  async load(reader, state) {
    for (const rule of await readStanding(reader.db, reader.workspaceId)) state.rules.set(rule.id, rule)
    settle(state)
  },
  apply,
  dump,
}

function apply(state: Visibility, event: FeedEvent): void {
  if (!event.event.startsWith('visibility.')) return
  // Written by this room's own `record` calls, which build these fields.
  const { ruleId, terms } = event.data as { readonly ruleId: string; readonly terms: VisibilityTerms }
  switch (event.event) {
    case 'visibility.set@1':
    case 'visibility.changed@1':
      state.rules.set(ruleId, { id: ruleId, terms })
      break
    case 'visibility.ended@1':
      state.rules.delete(ruleId)
      break
    default:
      return
  }
  settle(state)
}

/** Every rule that stands, in the order of their ids: what the log and the tables must agree on. */
function dump(state: Visibility): readonly Json[] {
  return [...state.rules.values()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, terms }): Json => ({ id, terms }))
}

function settle(state: Visibility): void {
  state.text = state.rules.size === 0 ? '' : canonicalJson(dump(state))
  state.worked = null
}
