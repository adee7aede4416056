import { contract } from '@hufu/contract'
import type { Applied } from '@hufu/contract'
import { may, see } from '../../platform/http/index.ts'
import type { Doors, Reading } from '../../platform/http/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { directoryCommands as commands } from './commands.ts'
import { groupMemberIds } from './store-groups.ts'
import { memberView } from './members-shown.ts'
import { groupMembersView, groupsView, membersView, positionsView, treeView } from './views.ts'
import { visibilityRoutes } from './visibility/routes.ts'

const routes = contract.directory
const view = 'org.directory.view'

type Perform = {
  readonly perform: <T>(
    kind: 'authority',
    name: string,
    work: (act: Act) => Promise<T>,
    options?: { readonly urgent?: boolean },
  ) => Promise<{ readonly result: T; readonly applied: Applied }>
}

/** Runs a verb of this room and answers with what became of it on every node. */
async function change<Name extends keyof typeof commands>(
  call: Perform,
  name: Name,
  input: Parameters<(typeof commands)[Name]>[1],
  options?: { readonly urgent: boolean },
): Promise<{ readonly id: string; readonly applied: Applied }> {
  // The input is that of exactly this command; the compiler does not follow a name into a table of functions.
  const command = commands[name] as (act: Act, given: typeof input) => Promise<{ readonly id: string } | null>
  const { result, applied } = await call.perform('authority', name, (act) => command(act, input), options)
  return { id: result?.id ?? '', applied }
}

/** For verbs that make nothing: only what became of it. */
async function settle<Name extends keyof typeof commands>(
  call: Perform,
  name: Name,
  input: Parameters<(typeof commands)[Name]>[1],
  options?: { readonly urgent: boolean },
): Promise<{ readonly applied: Applied }> {
  const { applied } = await change(call, name, input, options)
  return { applied }
}

/** Whoever may look at the directory sees themselves at least; what else they see, each view asks. */
const mayLook = (reading: Reading): void => may(reading, view, { type: 'member', id: reading.memberId })

/** Registers the doors of the directory, imports and exports aside. */
export function directoryRoutes(doors: Doors): void {
  departmentRoutes(doors)
  memberRoutes(doors)
  namedRoutes(doors)
  visibilityRoutes(doors)
}

function departmentRoutes(doors: Doors): void {
  doors.handle(routes.tree, async (call) => {
    mayLook(call.reading)
    return treeView(call.reading)
  })
  doors.handle(routes.createDepartment, (call) => change(call, 'departments.create', call.body))
  doors.handle(routes.renameDepartment, (call) =>
    settle(call, 'departments.rename', { ...call.params, ...call.body }),
  )
  doors.handle(routes.moveDepartment, (call) =>
    settle(call, 'departments.move', { ...call.params, ...call.body }),
  )
  doors.handle(routes.removeDepartment, (call) => settle(call, 'departments.remove', call.params))
}

function memberRoutes(doors: Doors): void {
  doors.handle(routes.members, async (call) => {
    mayLook(call.reading)
    return membersView(call.reading, call.query)
  })
  doors.handle(routes.member, async (call) => {
    see(call.reading, view, { type: 'member', id: call.params.memberId }, 'directory/not-found')
    return memberView(call.reading, call.params.memberId)
  })
  doors.handle(routes.addMember, (call) => change(call, 'members.add', call.body))
  doors.handle(routes.changeMember, (call) =>
    settle(call, 'members.change', { ...call.params, ...call.body }),
  )
  doors.handle(routes.restore, (call) => settle(call, 'members.restore', { ...call.params, ...call.body }))
  doors.handle(routes.appoint, (call) => change(call, 'appointments.make', { ...call.params, ...call.body }))
  doors.handle(routes.endAppointment, (call) => settle(call, 'appointments.end', call.params))
}

function namedRoutes(doors: Doors): void {
  doors.handle(routes.positions, async (call) => {
    mayLook(call.reading)
    return positionsView(call.reading)
  })
  doors.handle(routes.createPosition, (call) => change(call, 'positions.create', call.body))
  doors.handle(routes.renamePosition, (call) =>
    settle(call, 'positions.rename', { ...call.params, ...call.body }),
  )
  doors.handle(routes.removePosition, (call) => settle(call, 'positions.remove', call.params))

  doors.handle(routes.groups, async (call) => {
    mayLook(call.reading)
    return groupsView(call.reading)
  })
  doors.handle(routes.groupMembers, async (call) => {
    see(
      call.reading,
      view,
      { type: 'resource', kind: 'group', id: call.params.groupId },
      'directory/not-found',
    )
    const ids = await groupMemberIds(call.reading.db, call.reading.workspaceId, call.params.groupId)
    return groupMembersView(call.reading, ids, call.query)
  })
  doors.handle(routes.createGroup, (call) => change(call, 'groups.create', call.body))
  doors.handle(routes.renameGroup, (call) => settle(call, 'groups.rename', { ...call.params, ...call.body }))
  doors.handle(routes.removeGroup, (call) => settle(call, 'groups.remove', call.params))
  doors.handle(routes.changeGroupMembers, (call) =>
    settle(call, 'groups.change-members', { ...call.params, ...call.body }),
  )
}
