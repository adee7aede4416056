import { mayRestrict, permission } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import { newId, refuse } from '@hufu/kit'
import { permit, record } from '../../../platform/act/index.ts'
import type { Act, Tally } from '../../../platform/act/index.ts'
import { isoOf, targetOfSubject, targetsOfScope, termsOf } from '../rule.ts'
import type { DecidedBy, NewRestriction } from '../rule.ts'
import { endRestriction, insertRestriction, lockRestriction } from '../store.ts'
import type { RestrictionRow } from '../store.ts'
import {
  eachOf,
  readRight,
  refuseAboveCeiling,
  refuseOwnRights,
  refuseUnfoldable,
  refuseUnknown,
  subjectOf,
} from './grants.ts'
import type { GiveInput, ManyInput } from './grants.ts'

/** Places a restriction: a no that beats every grant. */
export async function restrict(act: Act, input: GiveInput): Promise<{ readonly id: string }> {
  const { right, keys } = await readRight(act, input.right)
  refuseUnknown(act, input)
  const tally = permit(act, 'perm.restrict', targetOfSubject(input.subject))
  for (const target of targetsOfScope(input.scope)) permit(act, 'perm.restrict', target)
  refuseInnate(keys)
  refuseBeyondSeat(act, input)
  const restriction: NewRestriction = {
    id: newId(),
    subject: input.subject,
    right,
    scope: input.scope,
    ...termsOf(input),
    because: input.because,
  }
  await writeRestriction(tally, restriction)
  return { id: restriction.id }
}

/** Restricts several rights of several subjects, all or none. */
export async function restrictMany(act: Act, input: ManyInput): Promise<{ readonly ids: readonly string[] }> {
  const ids: string[] = []
  for (const one of eachOf(input)) ids.push((await restrict(act, one)).id)
  return { ids }
}

/** Writes a restriction and its entry. */
export async function writeRestriction(
  tally: Tally<'perm.restrict' | DecidedBy>,
  restriction: NewRestriction,
): Promise<void> {
  refuseUnfoldable(tally, restriction)
  await insertRestriction(tally, restriction)
  const { id, subject, right, scope, from, until, because } = restriction
  record(
    tally,
    {
      name: 'restriction.placed@1',
      data: { restrictionId: id, subject, right, scope, from: isoOf(from), until: isoOf(until) },
    },
    { sealed: { because }, about: subject.type === 'member' ? [subject.id] : [] },
  )
}

/** Lifts a restriction. That gives something back, so nobody lifts their own. */
export async function lift(
  act: Act,
  input: { readonly restrictionId: string; readonly because: string },
): Promise<null> {
  const restriction = await lockRestriction(act, input.restrictionId)
  if (restriction === undefined) throw refuse('authority/not-found', { what: 'restriction' })
  const subject = subjectOf(restriction)
  const tally = permit(act, 'perm.restrict', targetOfSubject(subject))
  if (restriction.endedAt !== null) throw refuse('authority/already-ended')
  refuseOwnRights(act, subject)
  const { keys } = await readRight(
    act,
    restriction.permission === null
      ? { type: 'role', id: restriction.roleId ?? '' }
      : { type: 'permission', key: restriction.permission },
  )
  refuseAboveCeiling(
    act,
    keys.filter((key) => permission(key).kind === 'feature'),
    restriction.scope,
    subject,
  )
  await liftAndRecord(tally, restriction, input.because)
  return null
}

/** Lifts one locked restriction and writes its entry. */
export async function liftAndRecord(
  tally: Tally<'perm.restrict' | DecidedBy>,
  restriction: RestrictionRow,
  because: string,
): Promise<void> {
  const subject = subjectOf(restriction)
  await endRestriction(tally, restriction.id, because)
  record(
    tally,
    { name: 'restriction.lifted@1', data: { restrictionId: restriction.id } },
    { sealed: { because }, about: subject.type === 'member' ? [subject.id] : [] },
  )
}

const innateKeys: readonly PermissionKey[] = ['audit.self.view', 'request.submit']

/** Seeing one's own status and asking to be restored cannot be taken from anybody. */
function refuseInnate(keys: readonly PermissionKey[]): void {
  const innate = keys.find((key) => innateKeys.includes(key))
  if (innate !== undefined) throw refuse('authority/innate', { permission: innate })
}

/** A30: a restriction lies inside one seat of whoever places it, and takes from nobody of the same or a higher tier. */
function refuseBeyondSeat(act: Act, { subject, scope }: Pick<GiveInput, 'subject' | 'scope'>): void {
  if (act.actor.type !== 'member') return
  const verdict = mayRestrict(act.facts, act.actor.memberId, { subject, scope }, act.at.getTime())
  if (verdict.allowed) return
  if (verdict.because === 'authority/over-ceiling') throw refuse('authority/restriction-too-wide')
  throw refuse(verdict.because === 'granted' ? 'authority/out-of-scope' : verdict.because, {
    permission: 'perm.restrict',
    by: verdict.by,
  })
}
