/** What a request would do: its terms put into events, and the instants at which they begin and end. Pure. */
import { departmentContains, permission } from '@hufu/authority'
import type { AuthorityEvent, Facts, PermissionKey, RestrictionRow, Right, Scope } from '@hufu/authority'
import { canonicalJson, newId } from '@hufu/kit'
import { sameRight } from './flow.ts'
import type { Terms } from './tables.ts'

const MINUTE_MS = 60_000

/** When what is given at an instant (ms) begins and ends; null: at once, and for good. */
export function spanOf(
  { from, until, lasts }: Terms,
  at: number,
): { readonly from: Date | null; readonly until: Date | null } {
  const start = from === null || Date.parse(from) <= at ? null : new Date(from)
  if (until !== null) return { from: start, until: new Date(until) }
  if (lasts === null) return { from: start, until: null }
  return { from: start, until: new Date((start?.getTime() ?? at) + lasts * MINUTE_MS) }
}

/** A restriction that speaks of one person and one permission alone: a request for that permission may lift it. */
export const isLiftable = ({ subject, right }: RestrictionRow, memberId: string): boolean =>
  subject.type === 'member' && subject.id === memberId && right.type === 'permission'

/** What stays of a restriction before and after what is given: it is lifted for exactly as long. */
export function remainsOf(
  { from, until }: Pick<RestrictionRow, 'from' | 'until'>,
  span: { readonly from: Date | null; readonly until: Date | null },
  at: number,
): readonly { readonly from: Date | null; readonly until: Date | null }[] {
  const start = from === null ? null : new Date(from)
  const end = until === null ? null : new Date(until)
  const before =
    span.from !== null && span.from.getTime() > at && (start === null || start < span.from)
      ? [{ from: start, until: span.from }]
      : []
  const after =
    span.until !== null && (end === null || end > span.until)
      ? [{ from: start !== null && start > span.until ? start : span.until, until: end }]
      : []
  return [...before, ...after]
}

type Would = {
  readonly facts: Facts
  readonly memberId: string
  readonly terms: Terms
  readonly lifted: readonly RestrictionRow[]
  readonly at: number
}

/** The events that giving it would record, with ids of their own: to be tried, not to be kept. */
export function eventsOf({ memberId, terms, lifted, at }: Would): readonly AuthorityEvent[] {
  const span = spanOf(terms, at)
  const subject = { type: 'member', id: memberId } as const
  const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null
  return [
    ...lifted.flatMap((one): AuthorityEvent[] => [
      { name: 'restriction.lifted@1', data: { restrictionId: one.restrictionId } },
      ...remainsOf(one, span, at).map(({ from, until }): AuthorityEvent => ({
        name: 'restriction.placed@1',
        data: { ...one, restrictionId: newId(), from: iso(from), until: iso(until) },
      })),
    ]),
    ...terms.rights.map((right): AuthorityEvent => ({
      name: 'grant.given@1',
      data: {
        grantId: newId(),
        subject,
        right,
        scope: terms.scope,
        from: iso(span.from),
        until: iso(span.until),
        source: 'request',
      },
    })),
  ]
}

/** The permissions a right stands for; a role that is not there stands for none. */
export const keysOf = (
  right: Right,
  roleKeys: ReadonlyMap<string, readonly PermissionKey[]>,
): readonly PermissionKey[] => (right.type === 'permission' ? [right.key] : (roleKeys.get(right.id) ?? []))

/** What may be asked for at all: a feature that is enforced. */
export const isAskable = (key: PermissionKey): boolean => {
  const { kind, state } = permission(key)
  return kind === 'feature' && state === 'enforced'
}

/** Whether two scopes are the same place. */
// The database gives back the members of an object in an order of its own.
export const samePlace = (a: Scope, b: Scope): boolean => canonicalJson(a) === canonicalJson(b)

/** INVARIANT Q23: what is offered lies inside what was asked, in rights, place and time. */
export function isNarrower(facts: Facts, offered: Terms, asked: Terms, at: number): boolean {
  const rights = offered.rights.every((one) => asked.rights.some((other) => sameRight(one, other)))
  const [inner, outer] = [spanOf(offered, at), spanOf(asked, at)]
  const begins = (inner.from?.getTime() ?? at) >= (outer.from?.getTime() ?? at)
  const ends =
    outer.until === null || (inner.until !== null && inner.until.getTime() <= outer.until.getTime())
  const isLess = canonicalJson(offered) !== canonicalJson(asked)
  return rights && begins && ends && isLess && isWithin(facts, offered.scope, asked.scope)
}

function isWithin(facts: Facts, inner: Scope, outer: Scope): boolean {
  if (outer.type === 'workspace' || samePlace(inner, outer)) return true
  if (outer.type === 'departments' && inner.type === 'departments')
    return inner.ids.every((id) => outer.ids.some((above) => departmentContains(facts, above, id)))
  return false
}
