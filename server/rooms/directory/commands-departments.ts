import { differenceOf } from '@hufu/authority'
import type { AuthorityEvent } from '@hufu/authority'
import { newId, refuse } from '@hufu/kit'
import { isRehearsal, permit, record } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { grownReach } from '../authority/index.ts'
import { goodName, refuseBeyond, refuseSpokenOf } from './rules.ts'
import {
  contentsOf,
  depthOf,
  heightOf,
  insertDepartment,
  lockDepartment,
  markDepartmentRemoved,
  moveSubtree,
  siblingNamed,
  touch,
  updateDepartmentName,
} from './store.ts'
import { DEPTH_MAX } from './tree.ts'

/** Makes a department below another. */
export async function createDepartment(
  act: Act,
  input: { readonly id?: string; readonly parentId: string; readonly name: string },
): Promise<{ readonly id: string }> {
  const { name, nameKey } = goodName(input.name)
  const tally = permit(act, 'org.dept.edit', { type: 'department', id: input.parentId })
  const parent = await lockDepartment(act, input.parentId)
  if (depthOf(parent.path) + 1 > DEPTH_MAX) throw refuse('directory/too-deep', { max: DEPTH_MAX })
  if ((await siblingNamed(act, parent.id, nameKey)) !== null) throw refuse('directory/name-taken', { name })
  const id = input.id ?? newId()
  await insertDepartment(tally, { id, parent, name, nameKey })
  await touch(tally)
  record(
    tally,
    { name: 'department.created@1', data: { departmentId: id, parentId: parent.id } },
    { sealed: { name } },
  )
  return { id }
}

/** Gives a department, or the company, another name. */
export async function renameDepartment(
  act: Act,
  input: { readonly departmentId: string; readonly name: string },
): Promise<null> {
  const { name, nameKey } = goodName(input.name)
  const department = await lockDepartment(act, input.departmentId)
  const tally = permit(act, 'org.dept.edit', { type: 'department', id: department.id })
  if (department.parentId !== null) {
    const taken = await siblingNamed(act, department.parentId, nameKey)
    if (taken !== null && taken !== department.id) throw refuse('directory/name-taken', { name })
  }
  await updateDepartmentName(tally, department, name, nameKey)
  await touch(tally)
  record(
    tally,
    { name: 'department.renamed@1', data: { departmentId: department.id } },
    { sealed: { name, before: department.name } },
  )
  return null
}

export type DepartmentMove = {
  readonly departmentId: string
  readonly parentId: string
  readonly reach?: readonly string[] | undefined
}

/**
 * Hangs a department with all below it under another one. Needs scope over what moves and over where it goes, and that
 * whoever does it has named the administrators who come to reach further by it.
 */
export async function moveDepartment(act: Act, input: DepartmentMove): Promise<null> {
  const department = await lockDepartment(act, input.departmentId)
  const parent = await lockDepartment(act, input.parentId)
  const tally = permit(act, 'org.dept.move', { type: 'department', id: department.id })
  permit(act, 'org.dept.move', { type: 'department', id: parent.id })
  if (department.parentId === null) throw refuse('directory/root-fixed')
  if (parent.path.startsWith(department.path)) throw refuse('directory/cycle')
  if (depthOf(parent.path) + 1 + (await heightOf(act, department)) > DEPTH_MAX)
    throw refuse('directory/too-deep', { max: DEPTH_MAX })
  const taken = await siblingNamed(act, parent.id, department.nameKey)
  if (taken !== null && taken !== department.id)
    throw refuse('directory/name-taken', { name: department.name })
  refuseBeyond(act, 'org.dept.move', { type: 'department', id: department.id }, [
    { type: 'department', id: parent.id },
  ])
  const moved = {
    name: 'department.moved@1',
    data: { departmentId: department.id, parentId: parent.id },
  } as const
  const administrators = reachApproved(act, moved, input.reach ?? [])
  await moveSubtree(tally, department, parent)
  await touch(tally)
  record(tally, moved)
  if (administrators.length > 0)
    record(
      tally,
      { name: 'department.reach-approved@1', data: { departmentId: department.id, administrators } },
      { about: administrators },
    )
  return null
}

/**
 * INVARIANT E6: nobody's administration reaches further by a move unless whoever moves has named them. Gives whom it
 * reaches further for. A rehearsal shows them, so that they can be named.
 */
function reachApproved(act: Act, moved: AuthorityEvent, named: readonly string[]): readonly string[] {
  const grown = grownReach(differenceOf(act.facts, [moved], act.at.getTime()))
  const unnamed = grown.filter((id) => !named.includes(id))
  if (unnamed.length > 0 && !isRehearsal(act))
    throw refuse('directory/reach-grows', { count: grown.length, administrators: grown })
  return grown
}

/** Removes an empty department that nothing speaks of. */
export async function removeDepartment(act: Act, input: { readonly departmentId: string }): Promise<null> {
  const department = await lockDepartment(act, input.departmentId)
  const tally = permit(act, 'org.dept.delete', { type: 'department', id: department.id })
  if (department.parentId === null) throw refuse('directory/root-fixed')
  const { members, departments, groups } = await contentsOf(act, department.id)
  if (members + departments + groups > 0)
    throw refuse('directory/department-not-empty', { members, departments, groups })
  refuseSpokenOf(act, { type: 'department', id: department.id })
  await markDepartmentRemoved(tally, department.id)
  await touch(tally)
  record(
    tally,
    { name: 'department.removed@1', data: { departmentId: department.id } },
    { sealed: { name: department.name } },
  )
  return null
}
