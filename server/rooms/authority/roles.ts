import { peopleAmong } from '@hufu/authority'
import type { PermissionKey, Right } from '@hufu/authority'
import type { RoleView } from '@hufu/contract'
import type { Reading } from '../../platform/http/index.ts'
import { subjectOf } from './commands/grants.ts'
import { holdersOfRoles, roles, rulesOfRole } from './store.ts'
import type { GrantRow, RestrictionRow } from './store.ts'
import { showGrants, showRestrictions } from './views.ts'
import type { Shown } from './views.ts'

/** Permissions of roles by id. */
export type RoleKeys = ReadonlyMap<string, readonly PermissionKey[]>

/** The permissions a right stands for. */
export const permissionKeysOf = (roleKeys: RoleKeys, right: Right): readonly PermissionKey[] =>
  right.type === 'permission' ? [right.key] : (roleKeys.get(right.id) ?? [])

/** The living roles with their holders, in the order in which they were made. */
export async function rolesView(reading: Reading): Promise<{ items: RoleView[] }> {
  const { db, workspaceId, facts } = reading
  const holders = await holdersOfRoles(db, workspaceId)
  const items = (await roles(db, workspaceId)).map(({ id, name, slug, permissions }) => {
    const held = holders.filter(({ roleId }) => roleId === id)
    const given = held.filter(({ kind }) => kind === 'grant')
    return {
      id,
      name,
      builtIn: slug !== null,
      permissions: [...permissions],
      holders: held.reduce((sum, { rules }) => sum + rules, 0),
      people: peopleAmong(facts, given.map(subjectOf)),
    }
  })
  return { items }
}

/** Every grant and restriction by which a role is held or taken. */
export async function roleHoldersView(shown: Shown, roleId: string) {
  const { reading } = shown
  const { grants, restrictions } = await rulesOfRole(reading.db, reading.workspaceId, roleId)
  const line = (kind: 'grant' | 'restriction', rows: readonly (GrantRow | RestrictionRow)[]) => {
    const subjects = new Map(rows.map((row) => [row.id, subjectOf(row)]))
    return (
      view:
        | Awaited<ReturnType<typeof showRestrictions>>[number]
        | Awaited<ReturnType<typeof showGrants>>[number],
    ) => ({
      id: view.id,
      kind,
      subject: view.subject,
      scope: view.scope,
      people: peopleAmong(reading.facts, [subjects.get(view.id) ?? { type: 'everyone' }]),
      until: view.until,
      because: view.because,
    })
  }
  return {
    items: [
      ...(await showGrants(shown, grants)).map(line('grant', grants)),
      ...(await showRestrictions(shown, restrictions)).map(line('restriction', restrictions)),
    ],
  }
}
