/** Every command by the name under which it may stand in a batch, or be rehearsed in a preview. */
import { contract } from '@hufu/contract'
import { authorityCommands } from './rooms/authority/index.ts'
import { step } from './rooms/batches/index.ts'
import type { BatchCommand } from './rooms/batches/index.ts'
import { directoryCommands } from './rooms/directory/index.ts'
import { moveAndReview, planRest } from './rooms/plans/index.ts'
import { endGrantAndKeep, restore, suspendAndKeep, takingBack } from './rooms/revocations/index.ts'
import type { Depart } from './rooms/revocations/index.ts'

/** All of them. `depart` sees somebody off with what other rooms do for it. */
export function stepsOf(depart: Depart): Readonly<Record<string, BatchCommand>> {
  const { authority, directory, revocations } = contract
  return {
    'departments.create': step(directory.createDepartment, directoryCommands['departments.create']),
    'departments.rename': step(directory.renameDepartment, directoryCommands['departments.rename']),
    'departments.move': step(directory.moveDepartment, directoryCommands['departments.move']),
    'departments.remove': step(directory.removeDepartment, directoryCommands['departments.remove']),
    'members.add': step(directory.addMember, directoryCommands['members.add']),
    'members.change': step(directory.changeMember, directoryCommands['members.change']),
    'members.suspend': step(directory.suspend, suspendAndKeep),
    'members.restore': step(directory.restore, directoryCommands['members.restore']),
    'members.depart': step(directory.depart, depart),
    'revocations.take': step(revocations.take, takingBack(planRest)),
    'revocations.restore': step(revocations.restore, restore),
    'appointments.make': step(directory.appoint, directoryCommands['appointments.make']),
    'appointments.change': step(directory.changeAppointment, moveAndReview),
    'appointments.end': step(directory.endAppointment, directoryCommands['appointments.end']),
    'positions.create': step(directory.createPosition, directoryCommands['positions.create']),
    'groups.create': step(directory.createGroup, directoryCommands['groups.create']),
    'groups.rename': step(directory.renameGroup, directoryCommands['groups.rename']),
    'groups.remove': step(directory.removeGroup, directoryCommands['groups.remove']),
    'groups.change-members': step(directory.changeGroupMembers, directoryCommands['groups.change-members']),
    'roles.create': step(authority.createRole, authorityCommands['roles.create']),
    'roles.change': step(authority.changeRole, authorityCommands['roles.change']),
    'roles.remove': step(authority.removeRole, authorityCommands['roles.remove']),
    'grants.give': step(authority.give, authorityCommands['grants.give']),
    'grants.end': step(authority.endGrant, endGrantAndKeep),
    'grants.suspend': step(authority.suspendGrant, authorityCommands['grants.suspend']),
    'grants.resume': step(authority.resumeGrant, authorityCommands['grants.resume']),
    'grants.extend': step(authority.extendGrant, authorityCommands['grants.extend']),
    'grants.relinquish': step(authority.relinquish, authorityCommands['grants.relinquish']),
    'restrictions.place': step(authority.restrict, authorityCommands['restrictions.place']),
    'restrictions.lift': step(authority.lift, authorityCommands['restrictions.lift']),
    'administrators.appoint': step(
      authority.appointAdministrator,
      authorityCommands['administrators.appoint'],
    ),
    'administrators.change': step(authority.changeAdministrator, authorityCommands['administrators.change']),
    'administrators.end': step(authority.endAdministrator, authorityCommands['administrators.end']),
    'resources.place': step(authority.placeResource, authorityCommands['resources.place']),
    'resources.remove': step(authority.removeResource, authorityCommands['resources.remove']),
    'administrators.heads': step(authority.setHeads, authorityCommands['administrators.heads']),
    'roles.replace': step(authority.replaceRole, authorityCommands['roles.replace']),
    'positions.set-template': step(authority.setTemplate, authorityCommands['positions.set-template']),
    'grants.give-many': step(authority.giveMany, authorityCommands['grants.give-many']),
    'restrictions.place-many': step(authority.restrictMany, authorityCommands['restrictions.place-many']),
  }
}
