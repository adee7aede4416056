import { assert, newId, refuse } from '@hufu/kit'
import { permit, record } from '../../../platform/act/index.ts'
import type { Act } from '../../../platform/act/index.ts'
import { featureKeys, isoOf, knownKeys, nameKeyOf, targetOfSubject } from '../rule.ts'
import {
  insertRole,
  lockGrant,
  lockRole,
  roleHolders,
  roleNameTaken,
  rulesOfRole,
  updateRole,
} from '../store.ts'
import type { GrantRow, RestrictionRow, RoleRow } from '../store.ts'
import { endGrant, give, refuseAboveCeiling, subjectOf } from './grants.ts'
import { writeSuspension } from './lives.ts'
import { lift, restrict } from './restrictions.ts'

const workspace = { type: 'workspace' } as const

/** Creates a role of feature permissions. */
export async function createRole(
  act: Act,
  input: { readonly name: string; readonly permissions: readonly string[] },
): Promise<{ readonly id: string }> {
  const tally = permit(act, 'admin.role.manage', workspace)
  const permissions = featureKeys(knownKeys(input.permissions))
  refuseAboveCeiling(act, permissions, workspace, { type: 'everyone' })
  const role = {
    id: newId(),
    slug: null,
    name: input.name,
    nameKey: nameKeyOf(input.name),
    permissions: [...permissions],
  }
  if (await roleNameTaken(act, role.nameKey)) throw refuse('authority/name-taken', { name: input.name })
  await insertRole(tally, role)
  record(
    tally,
    { name: 'role.created@1', data: { roleId: role.id, permissions } },
    { sealed: { name: role.name } },
  )
  return { id: role.id }
}

export type RoleChange = {
  readonly roleId: string
  readonly name?: string | undefined
  readonly permissions?: readonly string[] | undefined
}

/** Changes a role. INVARIANT E5: its editor cannot put in what they may not assign to everyone who holds it. */
export async function changeRole(act: Act, input: RoleChange): Promise<null> {
  const role = await lockOwnRole(act, input.roleId)
  const tally = permit(act, 'admin.role.manage', workspace)
  if (input.name !== undefined && nameKeyOf(input.name) !== role.nameKey) {
    const nameKey = nameKeyOf(input.name)
    if (await roleNameTaken(act, nameKey)) throw refuse('authority/name-taken', { name: input.name })
    await updateRole(tally, role.id, { name: input.name, nameKey })
    record(tally, { name: 'role.renamed@1', data: { roleId: role.id } }, { sealed: { name: input.name } })
  }
  if (input.permissions !== undefined) {
    const permissions = featureKeys(knownKeys(input.permissions))
    refuseAboveCeiling(
      act,
      permissions.filter((key) => !role.permissions.includes(key)),
      workspace,
      { type: 'everyone' },
    )
    await updateRole(tally, role.id, { permissions: [...permissions] })
    record(tally, { name: 'role.changed@1', data: { roleId: role.id, permissions } })
  }
  return null
}

/** Removes a role that nothing names any more. */
export async function removeRole(act: Act, input: { readonly roleId: string }): Promise<null> {
  const role = await lockOwnRole(act, input.roleId)
  const tally = permit(act, 'admin.role.manage', workspace)
  const holders = await roleHolders(act.tx, act.workspaceId, role.id)
  if (holders > 0) throw refuse('authority/role-held', { holders })
  await updateRole(tally, role.id, { removedAt: act.at })
  record(tally, { name: 'role.removed@1', data: { roleId: role.id } })
  return null
}

/**
 * Removes a role that is held: its grants end, or go on with another role; its restrictions can only go on with another,
 * because to drop them unseen would give something back. Each grant and restriction is asked for like any other.
 */
export async function replaceRole(
  act: Act,
  input: { readonly roleId: string; readonly by?: string | undefined; readonly because: string },
): Promise<{ readonly ended: number; readonly given: number }> {
  const role = await lockOwnRole(act, input.roleId)
  const tally = permit(act, 'admin.role.manage', workspace)
  if (input.by === role.id) throw refuse('authority/role-itself')
  const { grants, restrictions } = await rulesOfRole(act.tx, act.workspaceId, role.id)
  if (input.by === undefined && restrictions.length > 0)
    throw refuse('authority/role-restricts', { restrictions: restrictions.length })
  const right = input.by === undefined ? null : ({ type: 'role', id: input.by } as const)
  if (right !== null) {
    const next = (rule: RestrictionRow) => ({
      subject: subjectOf(rule),
      right,
      scope: rule.scope,
      from: isoOf(rule.fromAt),
      until: isoOf(rule.untilAt),
      because: input.because,
    })
    for (const grant of grants) await keepSuspended(act, grant, (await give(act, next(grant))).id)
    for (const restriction of restrictions) await restrict(act, next(restriction))
  }
  const how = right === null ? 'revoked' : 'superseded'
  for (const { id } of grants)
    await endGrant(act, { grantId: id, because: input.because, how }, (_, __, end) => end())
  for (const { id } of restrictions) await lift(act, { restrictionId: id, because: input.because })
  await updateRole(tally, role.id, { removedAt: act.at })
  record(tally, { name: 'role.removed@1', data: { roleId: role.id } })
  return {
    ended: grants.length + restrictions.length,
    given: right === null ? 0 : grants.length + restrictions.length,
  }
}

// What was suspended stays suspended under another role, and by whom it was.
async function keepSuspended(act: Act, before: GrantRow, grantId: string): Promise<void> {
  const { suspendedBy, suspendedBecause, suspendedTier } = before
  if (suspendedBy === null || suspendedBecause === null) return
  const after = await lockGrant(act, grantId)
  assert(after !== undefined, 'what was just given is there')
  const tally = permit(act, 'perm.revoke', targetOfSubject(subjectOf(after)))
  await writeSuspension(tally, after, { by: suspendedBy, because: suspendedBecause, tier: suspendedTier })
}

async function lockOwnRole(act: Act, id: string): Promise<RoleRow> {
  const role = await lockRole(act, id)
  if (role === undefined) throw refuse('authority/not-found', { what: 'role' })
  if (role.slug !== null) throw refuse('authority/role-built-in')
  return role
}
