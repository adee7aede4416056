import { newId } from '@hufu/kit'
import { record } from '../../platform/act/index.ts'
import type { Tally } from '../../platform/act/index.ts'
import { profileOf, sealedOf } from './commands-members.ts'
import type { MemberInput } from './commands-members.ts'
import { lifeOf } from './member.ts'
import { goodName } from './rules.ts'
import { insertDepartment, insertVersion, touch } from './store.ts'
import { insertAppointment, insertMember, lockMember, markActive } from './store-members.ts'

/**
 * What a new company is: its root department and its creator, active and appointed there. The workspace's row exists;
 * authority follows with the roles and the creator's seat, in the same act.
 */
export async function foundDirectory(
  tally: Tally<'sys.org.found'>,
  input: { readonly company: string; readonly creator: MemberInput },
): Promise<{ readonly rootId: string; readonly creatorId: string }> {
  const { workspaceId } = tally.act
  const { name, nameKey } = goodName(input.company)
  const profile = profileOf(input.creator)
  const rootId = newId()
  const creatorId = input.creator.id ?? newId()
  const appointmentId = newId()
  await insertVersion(tally)
  await insertDepartment(tally, { id: rootId, parent: null, name, nameKey })
  await insertMember(tally, { ...profile, id: creatorId, status: 'active' })
  const place = { departmentId: rootId, positionId: null }
  await insertAppointment(tally, {
    id: appointmentId,
    memberId: creatorId,
    ...place,
    isPrimary: true,
    isHead: true,
  })
  await touch(tally)
  const about = [creatorId]
  record(tally, { name: 'workspace.founded@1', data: { workspaceId, rootId } }, { sealed: { name } })
  record(
    tally,
    { name: 'member.added@1', data: { memberId: creatorId, status: 'active' } },
    { sealed: sealedOf(profile), about },
  )
  record(
    tally,
    {
      name: 'appointment.made@1',
      data: { appointmentId, memberId: creatorId, ...place, primary: true, head: true },
    },
    { about },
  )
  return { rootId, creatorId }
}

/** An invited member has come: they are active from now on. The tally is that of whatever let them in. */
export async function activateMember(tally: Tally, memberId: string): Promise<void> {
  const member = await lockMember(tally.act, memberId)
  lifeOf.next(member.status, 'activate')
  await markActive(tally, memberId)
  await touch(tally)
  record(tally, { name: 'member.activated@1', data: { memberId } }, { about: [memberId] })
}
