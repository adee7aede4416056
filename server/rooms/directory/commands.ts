import { appoint, changeAppointment, endAppointment } from './commands-appointments.ts'
import {
  createDepartment,
  moveDepartment,
  removeDepartment,
  renameDepartment,
} from './commands-departments.ts'
import {
  changeGroupMembers,
  createGroup,
  createPosition,
  removeGroup,
  removePosition,
  renameGroup,
  renamePosition,
} from './commands-groups.ts'
import { changeRule, endRule, setRule } from './visibility/commands.ts'
import { addMember, changeMember, restoreMember } from './commands-members.ts'

/** The verbs of this room by the names that batches and logs use. */
export const directoryCommands = {
  'departments.create': createDepartment,
  'departments.rename': renameDepartment,
  'departments.move': moveDepartment,
  'departments.remove': removeDepartment,
  'members.add': addMember,
  'members.change': changeMember,
  'members.restore': restoreMember,
  'appointments.make': appoint,
  'appointments.change': changeAppointment,
  'appointments.end': endAppointment,
  'positions.create': createPosition,
  'positions.rename': renamePosition,
  'positions.remove': removePosition,
  'groups.create': createGroup,
  'groups.rename': renameGroup,
  'groups.remove': removeGroup,
  'groups.change-members': changeGroupMembers,
  'visibility.set': setRule,
  'visibility.change': changeRule,
  'visibility.end': endRule,
} as const
