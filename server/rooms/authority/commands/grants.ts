import { knowsScope, knowsSubject, mayGive, tierOf } from '@hufu/authority'
import type { PermissionKey, Right, Scope, Subject } from '@hufu/authority'
import { assert, newId, refuse } from '@hufu/kit'
import { allowed, permit, record } from '../../../platform/act/index.ts'
import type { Act, Tally } from '../../../platform/act/index.ts'
import {
  featureKeys,
  grantTermsOf,
  isTemporary,
  isoOf,
  keyForGiving,
  knownKeys,
  targetOfSubject,
  targetsOfScope,
} from '../rule.ts'
import type { NewGrant, TermsInput } from '../rule.ts'
import { endGrant as endGrantRow, insertGrant, lockGrant, lockGrantsOf, lockRole } from '../store.ts'
import type { Ending, Giving, GrantRow } from '../store.ts'
import type { HowEnded } from '../tables.ts'

export type RightInput =
  | { readonly type: 'permission'; readonly key: string }
  | { readonly type: 'role'; readonly id: string }
export type GiveInput = TermsInput & {
  readonly subject: Subject
  readonly right: RightInput
  readonly scope: Scope
  readonly because: string
}

/** Reads a right from a body: the right itself and the permissions it stands for now. Refuses unknown ones. */
export async function readRight(
  act: Act,
  input: RightInput,
): Promise<{ readonly right: Right; readonly keys: readonly PermissionKey[] }> {
  if (input.type === 'role') {
    const role = await lockRole(act, input.id)
    if (role === undefined) throw refuse('authority/not-found', { what: 'role' })
    return { right: { type: 'role', id: role.id }, keys: role.permissions }
  }
  const [key] = knownKeys([input.key])
  if (key === undefined) throw refuse('authority/unknown-permission', { permission: input.key })
  return { right: { type: 'permission', key }, keys: [key] }
}

/** Gives a right to somebody. Only features; only what one identity of the giver may hand out, there and to them. */
export async function give(act: Act, input: GiveInput): Promise<{ readonly id: string }> {
  const { right, keys } = await readRight(act, input.right)
  const terms = grantTermsOf(input, keys, act.at)
  refuseUnknown(act, input)
  const tally = permitGiving(act, input, isTemporary(terms, act.at))
  refuseOwnRights(act, input.subject)
  refuseAboveCeiling(act, featureKeys(keys), input.scope, input.subject, tally.permission)
  const grant: NewGrant = {
    id: newId(),
    subject: input.subject,
    right,
    scope: input.scope,
    ...terms,
    because: input.because,
    source: 'administrator',
  }
  await writeGrant(tally, grant)
  return { id: grant.id }
}

/** Gives several rights to several subjects, all or none. */
export async function giveMany(act: Act, input: ManyInput): Promise<{ readonly ids: readonly string[] }> {
  const ids: string[] = []
  for (const one of eachOf(input)) ids.push((await give(act, one)).id)
  return { ids }
}

export type ManyInput = Omit<GiveInput, 'subject' | 'right'> & {
  readonly subjects: readonly Subject[]
  readonly rights: readonly RightInput[]
}

/** Every subject with every right, each pair once. */
export function eachOf({ subjects, rights, ...rest }: ManyInput): readonly GiveInput[] {
  const once = <T>(list: readonly T[]): readonly T[] => [
    ...new Map(list.map((one) => [JSON.stringify(one), one])).values(),
  ]
  return once(subjects).flatMap((subject) => once(rights).map((right) => ({ ...rest, subject, right })))
}

/** Refuses a subject or a scope that is not there. Who it is about is asked for afterwards. */
export function refuseUnknown(
  act: Act,
  { subject, scope }: { readonly subject: Subject; readonly scope: Scope },
): void {
  if (!knowsSubject(act.facts, subject) || !knowsScope(act.facts, scope))
    throw refuse('authority/unknown-target')
}

/** Asks for giving somebody a right there. A short one is also given by those who may give temporary rights only. */
export function permitGiving(
  act: Act,
  { subject, scope }: Pick<GiveInput, 'subject' | 'scope'>,
  isShort: boolean,
): Tally<'perm.grant' | 'perm.grant.temp'> {
  const target = targetOfSubject(subject)
  const places = targetsOfScope(scope)
  const key = keyForGiving([target, ...places], isShort, (each, place) => allowed(act, each, place).allowed)
  for (const place of places) permit(act, key, place)
  return permit(act, key, target)
}

/** Writes a grant and its entry. */
export async function writeGrant(tally: Tally<Giving>, grant: NewGrant): Promise<void> {
  // What is given by a request is not judged by the ceiling of whoever is last: nothing else goes that way.
  assert(
    (grant.source === 'request') === tally.permission.startsWith('request.'),
    'a grant comes of a request exactly when its tally does',
  )
  refuseUnfoldable(tally, grant)
  await insertGrant(tally, grant)
  record(
    tally,
    {
      name: 'grant.given@1',
      data: {
        grantId: grant.id,
        subject: grant.subject,
        right: grant.right,
        scope: grant.scope,
        from: isoOf(grant.from),
        until: isoOf(grant.until),
        source: grant.source,
      },
    },
    { sealed: { because: grant.because }, about: grant.subject.type === 'member' ? [grant.subject.id] : [] },
  )
}

/**
 * A rule that names what is not there could be written and never be folded: no node would load the company again. Whoever
 * founds it has nothing yet that could be asked.
 */
export function refuseUnfoldable(
  tally: Tally,
  rule: { readonly subject: Subject; readonly scope: Scope },
): void {
  if (tally.permission !== 'sys.org.found') refuseUnknown(tally.act, rule)
}

/** Ends a grant. What other grants still give stays. */
export async function endGrant<T>(
  act: Act,
  input: { readonly grantId: string; readonly because: string; readonly how?: HowEnded },
  around: (tally: Tally<'perm.revoke'>, grant: GrantRow, end: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const grant = await lockGrant(act, input.grantId)
  if (grant === undefined) throw refuse('authority/not-found', { what: 'grant' })
  const tally = permit(act, 'perm.revoke', targetOfSubject(subjectOf(grant)))
  if (grant.endedAt !== null) throw refuse('authority/already-ended')
  return around(tally, grant, () => endAndRecord(tally, grant, input.because, input.how))
}

/** Ends one locked grant and writes its entry. */
export async function endAndRecord(
  tally: Tally<Ending>,
  grant: GrantRow,
  because: string | null,
  how: HowEnded = 'revoked',
): Promise<void> {
  await endGrantRow(tally, grant.id, { how, because })
  record(
    tally,
    { name: 'grant.ended@1', data: { grantId: grant.id } },
    { sealed: because === null ? {} : { because }, about: aboutOf(grant) },
  )
}

/** Whom an entry about a grant is about. */
export const aboutOf = ({ subjectType, subjectId }: GrantRow): readonly string[] =>
  subjectType === 'member' && subjectId !== null ? [subjectId] : []

/** Ends what was given to somebody alone, because they leave: nothing of theirs is left open behind them. */
export async function endGrantsOf(
  tally: Tally<'org.member.delete'>,
  memberId: string,
  because: string,
): Promise<void> {
  for (const grant of await lockGrantsOf(tally.act, memberId)) await endAndRecord(tally, grant, because)
}

/** A row's subject as the vocabulary has it. */
export function subjectOf(row: Pick<GrantRow, 'subjectType' | 'subjectId'>): Subject {
  if (row.subjectType === 'everyone') return { type: 'everyone' }
  if (row.subjectId === null)
    throw new Error('a subject other than everyone has an id; the database checks it')
  return { type: row.subjectType, id: row.subjectId }
}

/** INVARIANT E1: nobody lets their own rights grow. The creator has nobody above to ask. */
export function refuseOwnRights(act: Act, subject: Subject): void {
  if (act.actor.type !== 'member' || subject.type !== 'member' || subject.id !== act.actor.memberId) return
  if (tierOf(act.facts, act.actor.memberId, act.at.getTime()) === 'creator') return
  throw refuse('authority/own-rights')
}

/** INVARIANT E4: what is handed out lies inside the ceiling of one identity of the giver. */
export function refuseAboveCeiling(
  act: Act,
  keys: readonly PermissionKey[],
  scope: Scope,
  subject: Subject,
  using: PermissionKey = 'perm.grant',
): void {
  if (act.actor.type !== 'member') return
  const verdict = mayGive(
    act.facts,
    act.actor.memberId,
    { permissions: keys, scope, subject, act: using },
    act.at.getTime(),
  )
  if (!verdict.allowed) throw refuse('authority/above-ceiling', { permissions: verdict.above })
}
