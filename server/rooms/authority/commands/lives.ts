/** What becomes of a grant once it is given: it is suspended and resumed, ends later, or is given up by its holder. */
import { speaksOf, tierOf } from '@hufu/authority'
import type { Target } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import { actorText, permit, record } from '../../../platform/act/index.ts'
import type { Act, Tally } from '../../../platform/act/index.ts'
import { refusesExtending, refusesGivingUp, refusesResuming, refusesSuspending, termsWith } from '../life.ts'
import { featureKeys, isTemporary, targetOfSubject } from '../rule.ts'
import { rightOf } from '../snapshot.ts'
import { deleteSuspension, insertSuspension, lockGrant, updateEnd } from '../store.ts'
import type { Giving, GrantRow, Suspension } from '../store.ts'
import {
  aboutOf,
  endAndRecord,
  permitGiving,
  readRight,
  refuseAboveCeiling,
  refuseOwnRights,
  subjectOf,
} from './grants.ts'

type Asked = { readonly grantId: string; readonly because: string }

/** Suspends a grant: until it is resumed it gives nothing, and what other grants give stays. */
export async function suspendGrant(act: Act, { grantId, because }: Asked): Promise<null> {
  const grant = await lockKnownGrant(act, grantId)
  const tally = permit(act, 'perm.revoke', targetOfSubject(subjectOf(grant)))
  stopFor(refusesSuspending(grant, act.at))
  await writeSuspension(tally, grant, { by: actorText(act.actor), because, tier: tierOfActor(act) })
  return null
}

/** Resumes a suspended grant. It asks what giving it asks, and no lower a tier than suspended it. */
export async function resumeGrant(act: Act, { grantId, because }: Asked): Promise<null> {
  const grant = await lockKnownGrant(act, grantId)
  const tally = await permitAgain(act, grant, grant.untilAt)
  stopFor(refusesResuming(grant, act.at, tierOfActor(act)))
  await deleteSuspension(tally, grant.id)
  const event = { name: 'grant.resumed@1', data: { grantId: grant.id } } as const
  record(tally, event, { sealed: { because }, about: aboutOf(grant) })
  return null
}

/** Gives a grant a later end. It asks what giving it with that end asks. */
export async function extendGrant(
  act: Act,
  { grantId, until, because }: Asked & { readonly until: string },
): Promise<null> {
  const grant = await lockKnownGrant(act, grantId)
  const end = new Date(until)
  const tally = await permitAgain(act, grant, end)
  await writeExtension(tally, grant, end, because)
  return null
}

/** Gives up a grant that was given to whoever acts, and to nobody else: what is no longer needed. */
export async function relinquish(
  act: Act,
  { grantId, because }: { readonly grantId: string; readonly because?: string | undefined },
): Promise<null> {
  const grant = await lockKnownGrant(act, grantId)
  const memberId = act.actor.type === 'member' ? act.actor.memberId : ''
  const self: Target = memberId === '' ? { type: 'workspace' } : { type: 'member', id: memberId }
  const tally = permit(act, 'request.submit', self)
  // What speaks of others only is not there for them.
  if (!speaksOf(act.facts, subjectOf(grant), memberId)) throw refuse('authority/not-found', { what: 'grant' })
  stopFor(refusesGivingUp(grant, act.at, memberId))
  await endAndRecord(tally, grant, because ?? null, 'relinquished')
  return null
}

/** Suspends one locked grant and writes its entry. */
export async function writeSuspension(
  tally: Tally<'perm.revoke'>,
  grant: GrantRow,
  suspension: Suspension,
): Promise<void> {
  await insertSuspension(tally, grant.id, suspension)
  const event = { name: 'grant.suspended@1', data: { grantId: grant.id } } as const
  record(tally, event, { sealed: { because: suspension.because }, about: aboutOf(grant) })
}

/** Gives one locked grant a later end and writes its entry. Refuses one that is over or has no end, and an end not later. */
export async function writeExtension(
  tally: Tally<Giving>,
  grant: GrantRow,
  until: Date,
  because: string,
): Promise<void> {
  stopFor(refusesExtending(grant, tally.at, until))
  await updateEnd(tally, grant, until)
  const event = {
    name: 'grant.extended@1',
    data: { grantId: grant.id, until: until.toISOString() },
  } as const
  record(tally, event, { sealed: { because }, about: aboutOf(grant) })
}

async function lockKnownGrant(act: Act, grantId: string): Promise<GrantRow> {
  const grant = await lockGrant(act, grantId)
  if (grant === undefined) throw refuse('authority/not-found', { what: 'grant' })
  return grant
}

// What giving the same with some end would ask: the permission there and over them, not for oneself, under the ceiling.
async function permitAgain(
  act: Act,
  grant: GrantRow,
  until: Date | null,
): Promise<Tally<'perm.grant' | 'perm.grant.temp'>> {
  const gift = { subject: subjectOf(grant), scope: grant.scope }
  const { keys } = await readRight(act, rightOf(grant))
  const tally = permitGiving(act, gift, isTemporary(termsWith(grant, until), act.at))
  refuseOwnRights(act, gift.subject)
  refuseAboveCeiling(act, featureKeys(keys), gift.scope, gift.subject, tally.permission)
  return tally
}

const tierOfActor = ({ actor, facts, at }: Act): Suspension['tier'] =>
  actor.type === 'member' ? tierOf(facts, actor.memberId, at.getTime()) : null

function stopFor(code: `authority/${string}` | null): void {
  if (code !== null) throw refuse(code)
}
