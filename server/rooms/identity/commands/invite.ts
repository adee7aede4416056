import { statusOf } from '@hufu/authority'
import { newId, refuse } from '@hufu/kit'
import { actorText, permit, record } from '../../../platform/act/index.ts'
import type { Act, Tally } from '../../../platform/act/index.ts'
import { assertActive } from '../active.ts'
import { takeFactors } from '../factors/commands.ts'
import type { Limits } from '../limits.ts'
import type { Hashed } from '../password.ts'
import type { Parts } from '../parts.ts'
import { codeKey, hashOf, newCode } from '../secrets.ts'
import { lockCredential, lockSessionsOf, putCredential } from '../store.ts'
import { lockInvitation, markInvitationUsed, putInvitation } from '../store-codes.ts'
import { endSessions } from './end.ts'
import { enter } from './enter.ts'
import type { Entered, Whence } from './enter.ts'

/** Issues a one-time invitation: the way in for somebody new, and the way back for who forgot the password. */
export async function invite(
  act: Act,
  { memberId }: { readonly memberId: string },
  limits: Pick<Limits, 'invitationMs'>,
): Promise<{ readonly code: string; readonly until: string }> {
  await lockCredential(act, memberId)
  const tally = permit(act, 'org.member.invite', { type: 'member', id: memberId })
  const { id: _, ...made } = await issue(tally, memberId, limits)
  return made
}

/** A one-time way in: the code is shown once and kept as a hash. */
export type WayIn = { readonly id: string; readonly code: string; readonly until: string }

/**
 * Issues a one-time way in from the host, for a company in which nobody is left who could. The code has to be enough: what
 * the member proved by beside the password is taken away, and every session of theirs ends.
 */
export async function wayInFromHost(
  tally: Tally<'creator.transfer'>,
  { memberId, because }: { readonly memberId: string; readonly because: string },
  limits: Pick<Limits, 'invitationMs'>,
): Promise<WayIn> {
  await lockCredential(tally.act, memberId)
  await takeFactors(tally, { memberId, because })
  return issue(tally, memberId, limits)
}

async function issue(
  tally: Tally<'org.member.invite' | 'creator.transfer'>,
  memberId: string,
  limits: Pick<Limits, 'invitationMs'>,
): Promise<WayIn> {
  const { act } = tally
  if (statusOf(act.facts, memberId) === 'departed') throw refuse('identity/departed')
  const code = newCode()
  const id = newId()
  const until = new Date(act.at.getTime() + limits.invitationMs)
  await putInvitation(tally, {
    id,
    hash: hashOf(codeKey(code)),
    memberId,
    until,
    madeBy: actorText(act.actor),
  })
  record(
    tally,
    { name: 'credential.invited@1', data: { memberId, invitationId: id, until: until.toISOString() } },
    { about: [memberId] },
  )
  return { id, code, until: until.toISOString() }
}

/**
 * Accepts an invitation: sets the password, makes an invited member active, ends what sessions there were, and lets them
 * in, past their second factor where they have one. The code is the proof of the rest; a suspended member may get in again, somebody departed may not.
 */
export async function accept(
  act: Act,
  { hash, next, whence }: { readonly hash: Buffer; readonly next: Hashed; readonly whence: Whence },
  parts: Parts,
): Promise<Entered> {
  const invitation = await lockInvitation(act, hash)
  if (invitation === undefined) throw refuse('identity/code-invalid')
  const { memberId } = invitation
  await lockCredential(act, memberId)
  const status = statusOf(act.facts, memberId)
  if (status === null || status === 'departed') throw refuse('identity/code-invalid')
  const tally = permit(act, 'sec.self.manage', { type: 'member', id: memberId })
  await markInvitationUsed(tally, invitation.id)
  await putCredential(tally, memberId, next)
  record(
    tally,
    { name: 'credential.set@1', data: { memberId, invitationId: invitation.id } },
    { about: [memberId] },
  )
  await endSessions(tally, await lockSessionsOf(act, memberId))
  if (status === 'invited') await parts.people.activate(tally, memberId)
  else assertActive(act.facts, memberId)
  return enter(tally, parts, { memberId, methods: ['password'], whence })
}
