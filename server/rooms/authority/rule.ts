import { TEMPORARY_DAYS_MAX, defaultDays, isPermission, permission } from '@hufu/authority'
import type {
  Ceiling,
  GrantSource,
  PermissionKey,
  Right,
  Scope,
  Subject,
  Target,
  Tier,
} from '@hufu/authority'
import { refuse } from '@hufu/kit'

/** By these a request is decided: what it asks for is given by them, and what stands against it for this person is lifted. */
export type DecidedBy = 'request.answer' | 'request.approve' | 'request.appeal.decide'

/** A restriction about to be written. */
export type NewRestriction = {
  readonly id: string
  readonly subject: Subject
  readonly right: Right
  readonly scope: Scope
  readonly from: Date | null
  readonly until: Date | null
  readonly because: string
}

/** A grant about to be written: the same shape and where it comes from. */
export type NewGrant = NewRestriction & { readonly source: GrantSource }

/** An administrator's seat about to be written. */
export type NewSeat = {
  readonly id: string
  readonly memberId: string
  readonly tier: Tier
  readonly permissions: readonly PermissionKey[]
  readonly scope: Scope
  readonly ceiling: Ceiling
  readonly from: Date | null
  readonly until: Date | null
  readonly because: string
  readonly appointedBy: string | null
  /** Made by the switch for department heads. */
  readonly forHead: boolean
}

/** What a body says of times. */
export type TermsInput = {
  readonly from?: string | null | undefined
  readonly until?: string | null | undefined
}

const DAY_MS = 86_400_000

/**
 * The times of a grant: an end that is left out is what the risk of the right suggests; `null` is without end. The
 * riskiest of several permissions decides.
 */
export function grantTermsOf(
  input: TermsInput,
  keys: readonly PermissionKey[],
  now: Date,
): { readonly from: Date | null; readonly until: Date | null } {
  const terms = termsOf(input)
  if (input.until !== undefined) return terms
  const days = keys.flatMap((key) => defaultDays[permission(key).risk] ?? [])
  if (days.length === 0) return terms
  const start = terms.from ?? now
  return { ...terms, until: new Date(start.getTime() + Math.min(...days) * DAY_MS) }
}

/** Whether a grant is short enough for `perm.grant.temp`. */
export function isTemporary({ from, until }: { from: Date | null; until: Date | null }, now: Date): boolean {
  return until !== null && until.getTime() - (from ?? now).getTime() <= TEMPORARY_DAYS_MAX * DAY_MS
}

/** Which permission giving asks: the one for temporary rights where the other is not held everywhere it is asked. */
export const keyForGiving = (
  places: readonly Target[],
  isShort: boolean,
  holds: (key: 'perm.grant', place: Target) => boolean,
): 'perm.grant' | 'perm.grant.temp' =>
  isShort && !places.every((place) => holds('perm.grant', place)) ? 'perm.grant.temp' : 'perm.grant'

/** Reads times from a body. Refuses an end that is not after the start. */
export function termsOf(input: TermsInput): { readonly from: Date | null; readonly until: Date | null } {
  const from = instantOf(input.from)
  const until = instantOf(input.until)
  if (from !== null && until !== null && until <= from) throw refuse('authority/times-reversed')
  return { from, until }
}

const instantOf = (text: string | null | undefined): Date | null =>
  text === null || text === undefined ? null : new Date(text)

/** ISO text of an instant, for events. */
export const isoOf = (instant: Date | null): string | null => instant?.toISOString() ?? null

/** Reads permission keys from a body. Refuses unknown and reserved ones, naming them. */
export function knownKeys(keys: readonly string[]): readonly PermissionKey[] {
  const known: PermissionKey[] = []
  for (const key of new Set(keys)) {
    if (!isPermission(key)) throw refuse('authority/unknown-permission', { permission: key })
    if (permission(key).state !== 'enforced')
      throw refuse('authority/reserved-permission', { permission: key })
    known.push(key)
  }
  return known
}

/** Keys that can be given by a grant: features. Administration comes by a seat only. */
export function featureKeys(keys: readonly PermissionKey[]): readonly PermissionKey[] {
  const administration = keys.find((key) => permission(key).kind === 'administration')
  if (administration !== undefined) throw refuse('authority/not-grantable', { permission: administration })
  return keys
}

/** Where a change to a rule about this subject is asked: at the person, the department, the group, or the workspace. */
export function targetOfSubject(subject: Subject): Target {
  switch (subject.type) {
    case 'member':
    case 'department':
      return { type: subject.type, id: subject.id }
    case 'group':
      return { type: 'resource', kind: 'group', id: subject.id }
    case 'position':
    case 'everyone':
      return { type: 'workspace' }
  }
}

/** The targets a scope spans: a rule is asked at each of them too. */
export function targetsOfScope(scope: Scope): readonly Target[] {
  switch (scope.type) {
    case 'workspace':
    case 'own-department':
      return []
    case 'departments':
      return scope.ids.map((id) => ({ type: 'department', id }))
    case 'resource':
      return [{ type: 'resource', kind: scope.kind, id: scope.id }]
  }
}

/** Folds a name for comparing: compatibility forms and case aside. */
export const nameKeyOf = (name: string): string =>
  name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
