import { departmentContains, membersOf, standingIn } from '@hufu/authority'
import type { Facts, StandingAsked } from '@hufu/authority'
import type { HideableField } from '@hufu/contract'
import type { Reading } from '../../../platform/http/index.ts'
import { layoutOf } from '../tree-layout.ts'
import type { Sight } from './sight.ts'

/** Whom a list shows: the same answer as `Sight.member`, for a hundred thousand at once. */
export type Seen = {
  /** People hidden by name; without limits also whoever works in hidden departments alone. */
  readonly hidden: readonly string[]
  /** Departments whose appointments do not count. */
  readonly covered: readonly string[]
  /** Departments seen wholly; `null` without limits. */
  readonly within: readonly string[] | null
  /** People seen in spite of limits. */
  readonly known: readonly string[]
}

/** The same as places where those seen stand. */
export function asPlaces(seen: Seen | null): Pick<StandingAsked, 'places' | 'except'> {
  if (seen === null) return { places: [], except: [] }
  const { within, known, hidden } = seen
  return { places: within === null ? [] : [{ departments: within, people: known }], except: hidden }
}

/** People whose field is hidden from the one who searches: they are not found by it. */
export type Concealed = {
  readonly exceptId: string
  readonly everyone: boolean
  readonly members: readonly string[]
  readonly departments: readonly string[]
}

/** What a list has to leave out; `null` when it shows everybody. */
export async function seenBy(reading: Reading, sight: Sight): Promise<Seen | null> {
  if (sight.all) return null
  const { eyes } = sight
  const { nodes } = await layoutOf(reading)
  const idsWhere = (test: (id: string) => boolean): string[] =>
    nodes.filter(({ id }) => test(id)).map(({ id }) => id)
  const named = (eyes.limits ?? []).flatMap(({ terms }) =>
    terms.flatMap(({ list }) => list.filter(({ type }) => type === 'member').map(({ id }) => id)),
  )
  const inHidden =
    eyes.limits === null
      ? eyes.hiddenDepartments.flatMap((id) => membersOf(reading.facts, { type: 'department', id }))
      : []
  return {
    hidden: [...new Set([...eyes.hiddenMembers, ...inHidden])].filter((id) => !sight.member(id)),
    covered: eyes.hiddenDepartments.length === 0 ? [] : idsWhere(sight.covered),
    within: eyes.limits === null ? null : idsWhere(sight.wholly),
    known: eyes.limits === null ? [] : [...eyes.known, ...named].filter(sight.member),
  }
}

/** Whom one must not find by any of these fields; `null` when nobody's are hidden. */
export async function concealedBy(
  reading: Reading,
  sight: Sight,
  ...fields: readonly HideableField[]
): Promise<Concealed | null> {
  const rules = sight.eyes.fields.filter((terms) => terms.fields.some((field) => fields.includes(field)))
  if (rules.length === 0) return null
  const idsOf = (type: 'member' | 'department'): string[] =>
    rules.flatMap(({ about }) => (about.type === type ? [about.id] : []))
  const tops = idsOf('department')
  const { nodes } = tops.length === 0 ? { nodes: [] } : await layoutOf(reading)
  return {
    exceptId: sight.viewerId,
    everyone: rules.some(({ about }) => about.type === 'everyone'),
    members: idsOf('member'),
    departments: nodes
      .filter(({ id }) => tops.some((top) => departmentContains(reading.facts, top, id)))
      .map(({ id }) => id),
  }
}

/** Everybody of whom it is hidden, by their ids. */
export function concealedIn(facts: Facts, { exceptId, everyone, members, departments }: Concealed) {
  const places = everyone ? [] : [{ departments, people: members }]
  return standingIn(facts, { places, except: [exceptId], status: null }).ids()
}
