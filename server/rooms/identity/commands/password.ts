import { refuse } from '@hufu/kit'
import { permit, record } from '../../../platform/act/index.ts'
import type { Act } from '../../../platform/act/index.ts'
import type { Hashed } from '../password.ts'
import { lockCredential, lockSessionsOf, putCredential } from '../store.ts'
import { endSessions } from './end.ts'

/** Puts a new password in place of the one that was proven, and ends the member's other sessions. */
export async function changePassword(
  act: Act,
  { proven, next }: { readonly proven: Hashed; readonly next: Hashed },
): Promise<null> {
  const { actor } = act
  if (actor.type !== 'member') throw refuse('identity/not-signed-in')
  const { memberId, sessionId } = actor
  const now = await lockCredential(act, memberId)
  const tally = permit(act, 'sec.self.manage', { type: 'member', id: memberId })
  if (now === null || !now.hash.equals(proven.hash)) throw refuse('identity/wrong-credentials')
  await putCredential(tally, memberId, next)
  record(tally, { name: 'credential.set@1', data: { memberId } }, { about: [memberId] })
  const others = (await lockSessionsOf(act, memberId)).filter(({ id }) => id !== sessionId)
  await endSessions(tally, others)
  return null
}
