import {
  bitOf,
  check,
  departmentContains,
  departmentsOf,
  handleOf,
  permissions,
  rootOf,
  speaksOf,
  statusOf,
  targetOf,
  tierOf,
} from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import type { HideableField } from '@hufu/contract'
import type { Projection } from '../../../platform/feed/index.ts'
import { eyesOf, memberWithinLimits, withinLimits } from './eyes.ts'
import { visibility } from './projection.ts'
import type { Eyes } from './projection.ts'

/** Where the rules are looked up: a reading, or an act. */
export type Known = {
  readonly facts: Facts
  readonly projection: <S>(projection: Projection<S>) => S
}

/** What one viewer sees, by the rules and facts of the moment. Every path of the product asks here and nowhere else. */
export type Sight = {
  readonly viewerId: string
  /** True when no rule takes a person or a department from this viewer: everything is seen without asking. */
  readonly all: boolean
  /** Whether a person is there for the viewer. */
  readonly member: (id: string) => boolean
  /** Whether a department is there for the viewer, if only as the way to what they see. */
  readonly department: (id: string) => boolean
  /** Whether everybody of a department is there, those hidden by name aside. */
  readonly wholly: (id: string) => boolean
  /** Whether a department is hidden, as the appointments in it are: no limit and no way is asked here. */
  readonly covered: (id: string) => boolean
  /** The fields of a person that are hidden from the viewer. */
  readonly hiddenFields: (id: string) => readonly HideableField[]
  readonly eyes: Eyes
  /** What the rules say together; the same text, the same rules. */
  readonly text: string
}

/** Departmental permissions of administrators: whoever holds one of them there has to see whom it is about. */
const administering = permissions
  .filter(
    ({ kind, scope, state }) => kind === 'administration' && scope === 'department' && state === 'enforced',
  )
  .map(({ key }) => bitOf(key))

/** What a viewer sees at an instant (ms since 1970). */
export function sightOf({ facts, projection }: Known, viewerId: string, at: number): Sight {
  const state = projection(visibility)
  const eyes = eyesOf(state, facts, viewerId)
  const administers = administersAt(facts, viewerId, at)
  const covered = (place: string): boolean =>
    eyes.hiddenDepartments.some((id) => departmentContains(facts, id, place)) && !administers(place)
  const wholly = (place: string): boolean =>
    administers(place) ||
    (!covered(place) && (eyes.limits === null || withinLimits(facts, eyes.limits, place)))
  const all = eyes.hiddenMembers.size === 0 && eyes.hiddenDepartments.length === 0 && eyes.limits === null
  const member = (id: string): boolean => {
    if (id === viewerId) return true
    if (statusOf(facts, id) === null) return false
    if (all) return true
    const places = placesOf(facts, id)
    // INVARIANT V4: who administers a person sees them.
    if (places.some(administers)) return true
    if (eyes.hiddenMembers.has(id)) return false
    const open = places.filter((place) => !covered(place))
    if (open.length === 0) return false
    return eyes.limits === null || eyes.known.has(id) || memberWithinLimits(facts, eyes.limits, id, open)
  }
  return {
    viewerId,
    all,
    member,
    wholly,
    covered,
    department: (id) => all || wholly(id) || (eyes.ways.has(id) && !covered(id)),
    hiddenFields: (id) => hiddenFields(facts, eyes, viewerId, id),
    eyes,
    text: state.text,
  }
}

/** Whether a viewer administers a department; asked for nobody without a seat. */
function administersAt(facts: Facts, viewerId: string, at: number): (departmentId: string) => boolean {
  if (tierOf(facts, viewerId, at) === null) return () => false
  const viewer = handleOf(facts, viewerId)
  return (id) => {
    const target = targetOf(facts, { type: 'department', id })
    return administering.some((bit) => check(facts, viewer, bit, target, at))
  }
}

/** Where a person stands; without an appointment at the root (A17), which is never hidden. */
function placesOf(facts: Facts, memberId: string): readonly string[] {
  const places = departmentsOf(facts, memberId)
  if (places.length > 0) return places
  const root = rootOf(facts)
  return root === null ? [] : [root]
}

// INVARIANT V12: hidden fields are hidden from administrators too; they read them one by one, with a reason.
function hiddenFields(
  facts: Facts,
  { fields }: Eyes,
  viewerId: string,
  id: string,
): readonly HideableField[] {
  if (fields.length === 0 || id === viewerId) return []
  const hidden = new Set<HideableField>()
  for (const terms of fields)
    if (speaksOf(facts, terms.about, id)) for (const field of terms.fields) hidden.add(field)
  return [...hidden]
}

/** Whether one may write to another: a shield is asked of the facts, not of what one sees. */
export function mayReach({ facts, projection }: Known, viewerId: string, memberId: string): boolean {
  if (viewerId === memberId) return true
  for (const { terms } of projection(visibility).rules.values())
    if (terms.kind === 'shield' && terms.about.id === memberId)
      if (!terms.viewers.some((viewer) => speaksOf(facts, viewer, viewerId))) return false
  return true
}
