import {
  decide,
  departmentsOf,
  innate,
  mayAppoint,
  mayGive,
  permission,
  restrictionOf,
  seatsInForce,
  targetOfSubject,
  tierOf,
} from '@hufu/authority'
import type { Facts, PermissionKey, Scope, Target } from '@hufu/authority'

const HELPERS_MAX = 20
const ranks = { scoped: 1, super: 2, creator: 3 } as const

/** A question about a person's right, as those who could change its answer are asked. */
export type Wanted = { readonly memberId: string; readonly key: PermissionKey; readonly target: Target }

/** The narrowest scope that would cover a target. */
function scopeOver(facts: Facts, target: Target): Scope {
  if (target.type === 'department') return { type: 'departments', ids: [target.id] }
  if (target.type === 'resource') return target
  const places = target.type === 'member' ? departmentsOf(facts, target.id) : []
  return places.length === 0 ? { type: 'workspace' } : { type: 'departments', ids: places }
}

/** Administrators who could give a right: feature by a grant, administration by a seat. Those nearest come first. */
export function whoCouldGive(facts: Facts, { memberId, key, target }: Wanted, at: number): readonly string[] {
  const scope = scopeOver(facts, target)
  const subject = { type: 'member', id: memberId } as const
  const isFeature = permission(key).kind === 'feature'
  return administrators(facts, at, memberId)
    .filter((helper) =>
      isFeature
        ? mayGive(facts, helper, { permissions: [key], scope, subject }, at).allowed ||
          mayGive(facts, helper, { permissions: [key], scope, subject, act: 'perm.grant.temp' }, at).allowed
        : mayAppoint(
            facts,
            helper,
            { memberId, permissions: [key], scope, ceiling: { permissions: [], reach: scope } },
            at,
          ).allowed,
    )
    .slice(0, HELPERS_MAX)
}

/**
 * Administrators who could end what stands in the way: lift each of these restrictions, and hand out what comes back by
 * that. Those nearest come first.
 */
export function whoCouldLift(
  facts: Facts,
  wanted: Wanted,
  restrictionIds: readonly string[],
  at: number,
): readonly string[] {
  // One of them may be over today, where a past day was asked about.
  const subjects = restrictionIds.flatMap((id) => restrictionOf(facts, id)?.subject ?? [])
  return whoCouldGive(facts, wanted, at).filter((helper) =>
    subjects.every(
      (subject) =>
        decide(facts, {
          memberId: helper,
          permission: 'perm.restrict',
          target: targetOfSubject(subject),
          at,
        }).allowed,
    ),
  )
}

/** Administrators who could stop somebody: by a restriction, or by ending the seat. Those nearest come first. */
export function whoCouldStop(facts: Facts, { memberId, key }: Wanted, at: number): readonly string[] {
  if (innate.includes(key)) return []
  const asked = permission(key).kind === 'feature' ? 'perm.restrict' : 'admin.revoke'
  const target = { type: 'member', id: memberId } as const
  return administrators(facts, at, memberId)
    .filter((helper) => decide(facts, { memberId: helper, permission: asked, target, at }).allowed)
    .slice(0, HELPERS_MAX)
}

// Everybody with a seat in force but the person themself, the lowest tier first: the nearest one to ask.
function administrators(facts: Facts, at: number, memberId: string): readonly string[] {
  const found = new Set(seatsInForce(facts, at).map((seat) => seat.memberId))
  found.delete(memberId)
  const rank = (id: string): number => ranks[tierOf(facts, id, at) ?? 'creator']
  return [...found].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}
