import { refuse } from '@hufu/kit'
import { permit, record } from '../../../platform/act/index.ts'
import type { Act, Tally } from '../../../platform/act/index.ts'
import { lockCredential, lockSession, lockSessionsOf, markEnded } from '../store.ts'
import type { Ending, SessionRow } from '../store.ts'

/** Ends sessions: an authority change, so that the answer means that no node goes on with them. */
export async function endSessions(
  tally: Tally<Ending>,
  sessions: readonly Pick<SessionRow, 'id' | 'memberId'>[],
  because?: string,
): Promise<void> {
  if (sessions.length === 0) return
  await markEnded(
    tally,
    sessions.map(({ id }) => id),
  )
  for (const { id, memberId } of sessions)
    record(
      tally,
      { name: 'session.ended@1', data: { sessionId: id, memberId } },
      { about: [memberId], ...(because === undefined ? {} : { sealed: { because } }) },
    )
}

/** Ends every session of somebody from whom the top seat goes. Answers how many there were. */
export async function endSessionsOf(
  tally: Tally<'creator.transfer'>,
  memberId: string,
  because: string,
): Promise<number> {
  await lockCredential(tally.act, memberId)
  const sessions = await lockSessionsOf(tally.act, memberId)
  await endSessions(tally, sessions, because)
  return sessions.length
}

/** Signs out: ends the session the request came with. */
export async function signOut(act: Act): Promise<null> {
  const { actor } = act
  if (actor.type !== 'member' || actor.sessionId === null) throw refuse('identity/not-signed-in')
  const tally = permit(act, 'audit.self.view', { type: 'member', id: actor.memberId })
  await lockCredential(act, actor.memberId)
  const session = await lockSession(act, actor.sessionId)
  if (session !== undefined) await endSessions(tally, [session])
  return null
}

/** Ends one of one's own sessions. One of somebody else is not there. */
export async function endMySession(act: Act, { sessionId }: { readonly sessionId: string }): Promise<null> {
  const { actor } = act
  if (actor.type !== 'member') throw refuse('identity/not-signed-in')
  const tally = permit(act, 'sec.self.manage', { type: 'member', id: actor.memberId })
  await lockCredential(act, actor.memberId)
  const session = await lockSession(act, sessionId)
  if (session === undefined || session.memberId !== actor.memberId) throw refuse('identity/no-such-session')
  await endSessions(tally, [session])
  return null
}

/** Ends all one's sessions but this one. */
export async function endMyOthers(act: Act): Promise<{ readonly ended: number }> {
  const { actor } = act
  if (actor.type !== 'member' || actor.sessionId === null) throw refuse('identity/not-signed-in')
  const { memberId, sessionId } = actor
  await lockCredential(act, memberId)
  const tally = permit(act, 'sec.self.manage', { type: 'member', id: memberId })
  const others = (await lockSessionsOf(act, memberId)).filter(({ id }) => id !== sessionId)
  await endSessions(tally, others)
  return { ended: others.length }
}

/** Ends one session of a member. Asked of the member, so nobody does it to a person of the same or a higher tier. */
export async function endSessionOf(
  act: Act,
  {
    memberId,
    sessionId,
    because,
  }: { readonly memberId: string; readonly sessionId: string; readonly because: string },
): Promise<null> {
  await lockCredential(act, memberId)
  const tally = permit(act, 'sec.session.kick', { type: 'member', id: memberId })
  const session = await lockSession(act, sessionId)
  if (session === undefined || session.memberId !== memberId) throw refuse('identity/no-such-session')
  await endSessions(tally, [session], because)
  return null
}

/** Ends every session of a member. Asked of the member, so nobody does it to a person of the same or a higher tier. */
export async function signOutMember(
  act: Act,
  { memberId, because }: { readonly memberId: string; readonly because: string },
): Promise<{ readonly ended: number }> {
  await lockCredential(act, memberId)
  const sessions = await lockSessionsOf(act, memberId)
  const tally = permit(act, 'sec.session.kick', { type: 'member', id: memberId })
  await endSessions(tally, sessions, because)
  return { ended: sessions.length }
}
