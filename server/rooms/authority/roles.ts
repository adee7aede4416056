import { membersOf, statusOf } from '@hufu/authority'
import type { Facts, PermissionKey, Right, Subject } from '@hufu/authority'
import type { RoleView } from '@hufu/contract'
import type { Reading } from '../../platform/http/index.ts'
import { subjectOf } from './commands/grants.ts'
import { roles, rulesOfRole } from './store.ts'
import type { GrantRow, RestrictionRow } from './store.ts'
import { showGrants, showRestrictions } from './views.ts'
import type { Shown } from './views.ts'

/** Permissions of roles by id. */
export type RoleKeys = ReadonlyMap<string, readonly PermissionKey[]>

/** The permissions a right stands for. */
export const permissionKeysOf = (roleKeys: RoleKeys, right: Right): readonly PermissionKey[] =>
  right.type === 'permission' ? [right.key] : (roleKeys.get(right.id) ?? [])

// Active people among those some subjects speak of, each once.
function peopleAmong(facts: Facts, subjects: readonly Subject[]): number {
  const ids = new Set(subjects.flatMap((subject) => membersOf(facts, subject)))
  return [...ids].filter((id) => statusOf(facts, id) === 'active').length
}

const subjectsOf = (rows: readonly RestrictionRow[]): readonly Subject[] => rows.map(subjectOf)

/** The living roles with their holders, in the order in which they were made. */
export async function rolesView(reading: Reading): Promise<{ items: RoleView[] }> {
  const items: RoleView[] = []
  for (const { id, name, slug, permissions } of await roles(reading.db, reading.workspaceId)) {
    const { grants, restrictions } = await rulesOfRole(reading.db, reading.workspaceId, id)
    items.push({
      id,
      name,
      builtIn: slug !== null,
      permissions: [...permissions],
      holders: grants.length + restrictions.length,
      people: peopleAmong(reading.facts, subjectsOf(grants)),
    })
  }
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
