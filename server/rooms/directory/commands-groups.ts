import { groupContains, groupsInside } from '@hufu/authority'
import { newId, refuse } from '@hufu/kit'
import { permit, record } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import { goodName, refuseBeyond, refuseSpokenOf } from './rules.ts'
import {
  holdersOf,
  insertGroup,
  insertPosition,
  isNameTaken,
  lockDepartment,
  lockGroup,
  lockPosition,
  touch,
  updateGroup,
  updatePosition,
} from './store.ts'
import {
  deleteGroupMembers,
  deleteNestings,
  groupMemberIds,
  groupMembersAmong,
  insertGroupMembers,
  insertNestings,
  nestingsWith,
} from './store-groups.ts'
import { lockMembers } from './store-members.ts'
import { refuseUnseen } from './visibility/unseen.ts'

const workspace = { type: 'workspace' } as const
/** Members of one user group. */
export const GROUP_MEMBERS_MAX = 20_000

type Named = { readonly id?: string; readonly name: string }
type Ranked = { readonly rank?: number | null | undefined }

/** Makes a position. */
export async function createPosition(act: Act, input: Named & Ranked): Promise<{ readonly id: string }> {
  const tally = permit(act, 'org.position.manage', workspace)
  const named = await freeName(act, 'position', input.name)
  const id = input.id ?? newId()
  const { rank = null } = input
  await insertPosition(tally, { id, ...named, rank })
  await touch(tally)
  record(tally, { name: 'position.created@1', data: { positionId: id } }, { sealed: { name: named.name } })
  if (rank !== null) recordRank(tally, id, rank)
  return { id }
}

const recordRank = (tally: Tally<'org.position.manage'>, positionId: string, rank: number | null): number =>
  record(tally, { name: 'position.ranked@1', data: { positionId, rank } })

/** Gives a position another name, or another rank: by it the company says who may become creator. */
export async function renamePosition(
  act: Act,
  input: { readonly positionId: string; readonly name?: string | undefined } & Ranked,
): Promise<null> {
  const position = await lockPosition(act, input.positionId)
  const tally = permit(act, 'org.position.manage', workspace)
  const { rank } = input
  if (input.name !== undefined) {
    const named = await freeName(act, 'position', input.name, position.nameKey)
    await updatePosition(tally, position.id, named)
    record(
      tally,
      { name: 'position.renamed@1', data: { positionId: position.id } },
      { sealed: { name: named.name, before: position.name } },
    )
  }
  if (rank !== undefined && rank !== position.rank) {
    await updatePosition(tally, position.id, { rank })
    recordRank(tally, position.id, rank)
  }
  await touch(tally)
  return null
}

/** Removes a position that nobody holds and nothing speaks of. */
export async function removePosition(act: Act, input: { readonly positionId: string }): Promise<null> {
  const position = await lockPosition(act, input.positionId)
  const tally = permit(act, 'org.position.manage', workspace)
  const members = await holdersOf(act, position.id)
  if (members > 0) throw refuse('directory/position-held', { members })
  refuseSpokenOf(act, { type: 'position', id: position.id })
  await updatePosition(tally, position.id, { removedAt: act.at })
  await touch(tally)
  record(
    tally,
    { name: 'position.removed@1', data: { positionId: position.id } },
    { sealed: { name: position.name } },
  )
  return null
}

/** Makes a user group, of a department or of the company. */
export async function createGroup(
  act: Act,
  input: Named & { readonly departmentId?: string | null | undefined },
): Promise<{ readonly id: string }> {
  const departmentId = input.departmentId ?? null
  if (departmentId !== null) await lockDepartment(act, departmentId)
  const tally = permit(
    act,
    'org.usergroup.manage',
    departmentId === null ? workspace : { type: 'department', id: departmentId },
  )
  const named = await freeName(act, 'memberGroup', input.name)
  const id = input.id ?? newId()
  await insertGroup(tally, { id, ...named, departmentId })
  await touch(tally)
  record(
    tally,
    { name: 'group.created@1', data: { groupId: id, departmentId } },
    { sealed: { name: named.name } },
  )
  return { id }
}

/** Gives a user group another name. */
export async function renameGroup(
  act: Act,
  input: { readonly groupId: string; readonly name: string },
): Promise<null> {
  const group = await lockGroup(act, input.groupId)
  const tally = permitGroup(act, group.id)
  const named = await freeName(act, 'memberGroup', input.name, group.nameKey)
  await updateGroup(tally, group.id, named)
  await touch(tally)
  record(
    tally,
    { name: 'group.renamed@1', data: { groupId: group.id } },
    { sealed: { name: named.name, before: group.name } },
  )
  return null
}

/** Removes a user group that nothing speaks of; its members and groups leave it first, each on record. */
export async function removeGroup(act: Act, input: { readonly groupId: string }): Promise<null> {
  const group = await lockGroup(act, input.groupId)
  const tally = permitGroup(act, group.id)
  refuseSpokenOf(act, { type: 'group', id: group.id }, { type: 'resource', kind: 'group', id: group.id })
  const nestings = await nestingsWith(act.tx, act.workspaceId, group.id)
  const around = nestings.filter(({ innerId }) => innerId === group.id).map(({ groupId }) => groupId)
  // Taking it out of other groups changes those: they are asked for, too.
  for (const outer of around) await takeGroupsOut(permitGroup(act, outer), outer, [group.id])
  const inside = nestings.filter(({ groupId }) => groupId === group.id).map(({ innerId }) => innerId)
  await takeGroupsOut(tally, group.id, inside)
  const memberIds = await groupMemberIds(act.tx, act.workspaceId, group.id)
  await takeOut(tally, group.id, memberIds)
  await updateGroup(tally, group.id, { removedAt: act.at })
  await touch(tally)
  record(tally, { name: 'group.removed@1', data: { groupId: group.id } }, { sealed: { name: group.name } })
  return null
}

export type GroupChange = {
  readonly groupId: string
  readonly add?: readonly string[] | undefined
  readonly remove?: readonly string[] | undefined
  readonly addGroups?: readonly string[] | undefined
  readonly removeGroups?: readonly string[] | undefined
}

/**
 * Puts members and groups into a user group and takes others out. Who is there already, or is not, stays as they are.
 */
export async function changeGroupMembers(act: Act, input: GroupChange): Promise<null> {
  const group = await lockGroup(act, input.groupId)
  const tally = permitGroup(act, group.id)
  const nested = await changeNesting(act, tally, group.id, input)
  const { there, size } = await groupMembersAmong(act, group.id, [
    ...(input.add ?? []),
    ...(input.remove ?? []),
  ])
  const remove = [...new Set(input.remove)].filter((id) => there.has(id)).toSorted()
  const add = [...new Set(input.add)].filter((id) => !there.has(id) && !remove.includes(id)).toSorted()
  if (size - remove.length + add.length > GROUP_MEMBERS_MAX)
    throw refuse('directory/group-full', { max: GROUP_MEMBERS_MAX })
  refuseUnseen(act, add)
  for (const { id, status } of await lockMembers(act, add)) {
    if (status === 'departed') throw refuse('member/inactive')
    refuseBeyond(act, 'org.usergroup.manage', { type: 'member', id }, [{ type: 'group', id: group.id }])
  }
  await takeOut(tally, group.id, remove)
  await insertGroupMembers(tally, group.id, add)
  for (const memberId of add)
    record(
      tally,
      { name: 'group.member-added@1', data: { groupId: group.id, memberId } },
      { about: [memberId] },
    )
  if (add.length + remove.length + nested === 0) throw refuse('directory/nothing-changed')
  await touch(tally)
  return null
}

// Answers how many groups went in or out.
async function changeNesting(
  act: Act,
  tally: Tally<'org.usergroup.manage'>,
  groupId: string,
  { addGroups, removeGroups }: GroupChange,
): Promise<number> {
  const there = new Set(groupsInside(act.facts, groupId))
  const remove = [...new Set(removeGroups)].filter((id) => there.has(id)).toSorted()
  const add = [...new Set(addGroups)].filter((id) => !there.has(id) && !remove.includes(id)).toSorted()
  for (const id of add) {
    const inner = await lockGroup(act, id)
    if (groupContains(act.facts, inner.id, groupId))
      throw refuse('directory/group-circle', { name: inner.name })
    refuseBeyond(act, 'org.usergroup.manage', { type: 'group', id: inner.id }, [
      { type: 'group', id: groupId },
    ])
  }
  await takeGroupsOut(tally, groupId, remove)
  await insertNestings(tally, groupId, add)
  for (const innerId of add) record(tally, { name: 'group.group-added@1', data: { groupId, innerId } })
  return add.length + remove.length
}

async function takeGroupsOut(
  tally: Tally<'org.usergroup.manage'>,
  groupId: string,
  innerIds: readonly string[],
): Promise<void> {
  await deleteNestings(tally, groupId, innerIds)
  for (const innerId of innerIds) record(tally, { name: 'group.group-removed@1', data: { groupId, innerId } })
}

async function takeOut(
  tally: Tally<'org.usergroup.manage'>,
  groupId: string,
  memberIds: readonly string[],
): Promise<void> {
  await deleteGroupMembers(tally, groupId, memberIds)
  for (const memberId of memberIds)
    record(tally, { name: 'group.member-removed@1', data: { groupId, memberId } }, { about: [memberId] })
}

const permitGroup = (act: Act, id: string): Tally<'org.usergroup.manage'> =>
  permit(act, 'org.usergroup.manage', { type: 'resource', kind: 'group', id })

async function freeName(act: Act, table: 'position' | 'memberGroup', text: string, own?: string) {
  const named = goodName(text)
  if (named.nameKey !== own && (await isNameTaken(act, table, named.nameKey)))
    throw refuse('directory/name-taken', { name: named.name })
  return named
}
