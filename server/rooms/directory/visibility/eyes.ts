import {
  appointmentsOf,
  departmentContains,
  departmentsOf,
  headOf,
  parentOf,
  speaksOf,
} from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import type { Eyes, LimitTerms, Limits, Visibility } from './projection.ts'

/** Viewers whose eyes are kept at once; beyond it all are let go of and worked out again when asked. */
const EYES_MAX = 20_000

/** What the rules say to a viewer, worked out at most once for each revision. */
export function eyesOf(state: Visibility, facts: Facts, viewerId: string): Eyes {
  const { revision } = facts
  let { worked } = state
  if (worked?.facts !== facts || worked.revision !== revision || worked.text !== state.text) {
    worked = { facts, revision, text: state.text, eyes: new Map() }
    state.worked = worked
  }
  const known = worked.eyes.get(viewerId)
  if (known !== undefined) return known
  if (worked.eyes.size >= EYES_MAX) worked.eyes.clear()
  const eyes = workOut(state, facts, viewerId)
  worked.eyes.set(viewerId, eyes)
  return eyes
}

function workOut(state: Visibility, facts: Facts, viewerId: string): Eyes {
  const hiddenMembers = new Set<string>()
  const hiddenDepartments: string[] = []
  const fields: Eyes['fields'][number][] = []
  const limits: LimitTerms[] = []
  for (const { terms } of state.rules.values()) {
    // INVARIANT V3: whom a rule names as viewer it does not concern, whatever its kind.
    if (terms.kind === 'shield' || terms.viewers.some((viewer) => speaksOf(facts, viewer, viewerId))) continue
    if (terms.kind === 'fields') fields.push(terms)
    else if (terms.kind === 'limit') limits.push(terms)
    else if (terms.about.type === 'member') hiddenMembers.add(terms.about.id)
    // INVARIANT V6: who works in a hidden department sees it.
    else if (!speaksOf(facts, terms.about, viewerId)) hiddenDepartments.push(terms.about.id)
  }
  hiddenMembers.delete(viewerId)
  const limited = limitsOn(facts, viewerId, limits)
  const known = new Set(limited === null ? [viewerId] : [viewerId, ...headsAbove(facts, viewerId)])
  const ways = limited === null ? new Set<string>() : waysOf(facts, limited, known)
  return { hiddenMembers, hiddenDepartments, limits: limited, known, ways, fields }
}

/** INVARIANT V9: on one appointment every limit at or above it lies; one appointment without any makes free. */
function limitsOn(facts: Facts, viewerId: string, limits: readonly LimitTerms[]): readonly Limits[] | null {
  if (limits.length === 0) return null
  const places = departmentsOf(facts, viewerId).map((own) => ({
    own,
    terms: limits.filter(({ about }) => departmentContains(facts, about.id, own)),
  }))
  return places.length === 0 || places.some(({ terms }) => terms.length === 0) ? null : places
}

/** The nearest head at or above each own department who is somebody else: whom one reports to. */
function headsAbove(facts: Facts, viewerId: string): readonly string[] {
  return appointmentsOf(facts, viewerId).flatMap(({ departmentId }) => {
    for (let at: string | null = departmentId; at !== null; at = parentOf(facts, at)) {
      const head = headOf(facts, at)
      if (head !== null && head !== viewerId) return [head]
    }
    return []
  })
}

/** Whether limits let a place be seen from one of the own departments. */
export function withinLimits(facts: Facts, limits: readonly Limits[], place: string): boolean {
  return limits.some(({ own, terms }) => terms.every((one) => reachesPlace(facts, one, own, place)))
}

function reachesPlace(facts: Facts, { reach, list }: LimitTerms, own: string, place: string): boolean {
  if (reach === 'itself') return place === own
  if (reach === 'below') return departmentContains(facts, own, place)
  return list.some(({ type, id }) => type === 'department' && departmentContains(facts, id, place))
}

/** Whether limits let a person be seen by name or by one of their departments. */
export function memberWithinLimits(
  facts: Facts,
  limits: readonly Limits[],
  memberId: string,
  places: readonly string[],
): boolean {
  return limits.some(({ own, terms }) =>
    terms.every(
      (one) =>
        (one.reach === 'custom' && one.list.some(({ type, id }) => type === 'member' && id === memberId)) ||
        places.some((place) => reachesPlace(facts, one, own, place)),
    ),
  )
}

/** What lies on the way from the company down to everything that a limited viewer sees. */
function waysOf(facts: Facts, limits: readonly Limits[], known: ReadonlySet<string>): ReadonlySet<string> {
  const named = limits.flatMap(({ terms }) => terms.flatMap(({ list }) => list))
  const people = [
    ...known,
    ...named
      .filter(
        ({ type, id }) =>
          type === 'member' && memberWithinLimits(facts, limits, id, departmentsOf(facts, id)),
      )
      .map(({ id }) => id),
  ]
  const ends = [
    ...people.flatMap((id) => departmentsOf(facts, id)),
    ...named
      .filter(({ type, id }) => type === 'department' && withinLimits(facts, limits, id))
      .map(({ id }) => id),
  ]
  const ways = new Set<string>()
  for (const end of ends)
    for (let at: string | null = end; at !== null && !ways.has(at); at = parentOf(facts, at)) ways.add(at)
  return ways
}
