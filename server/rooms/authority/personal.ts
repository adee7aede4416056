import { grantInForce, grantsOf, permission } from '@hufu/authority'
import type { Facts, GrantRow, PermissionKey, Risk } from '@hufu/authority'
import type { Kysely } from 'kysely'
import type { PlatformTables } from '../../platform/feed/index.ts'
import { permissionKeysOf } from './roles.ts'
import type { RoleKeys } from './roles.ts'
import { roles } from './store.ts'

/** A grant given to one person alone, and whether their job gives all of it anyway. */
export type PersonalGrant = {
  readonly grant: GrantRow
  readonly permissions: readonly PermissionKey[]
  /** Highest risk among them. */
  readonly risk: Risk
  /** What stands at everyone, at their departments or at their positions gives each of them. */
  readonly ruled: boolean
}

const risks: readonly Risk[] = ['low', 'medium', 'high', 'critical']

/** The permissions of every living role, by id. */
export async function readRoleKeys(db: Kysely<PlatformTables>, workspaceId: string): Promise<RoleKeys> {
  return new Map((await roles(db, workspaceId)).map(({ id, permissions }) => [id, permissions]))
}

/** The grants in force that were given to one person alone, in the order of their ids. */
export function personalGrants(
  facts: Facts,
  roleKeys: RoleKeys,
  memberId: string,
  at: number,
): readonly PersonalGrant[] {
  const live = grantsOf(facts, memberId).filter((grant) => grantInForce(grant, at))
  const rules = live.filter(({ subject }) => subject.type !== 'member' && subject.type !== 'group')
  return live
    .filter(({ subject }) => subject.type === 'member')
    .map((grant) => {
      const keys = permissionKeysOf(roleKeys, grant.right)
      const ruled = keysThere(rules, roleKeys, grant.scope)
      return {
        grant,
        permissions: keys,
        risk: risks[Math.max(0, ...keys.map((key) => risks.indexOf(permission(key).risk)))] ?? 'low',
        ruled: keys.every((key) => ruled.has(key)),
      }
    })
    .toSorted((one, other) => (one.grant.grantId < other.grant.grantId ? -1 : 1))
}

/** What rules give wherever a scope reaches: those that hold everywhere, or exactly there. */
const keysThere = (
  rules: readonly GrantRow[],
  roleKeys: RoleKeys,
  there: GrantRow['scope'],
): ReadonlySet<PermissionKey> =>
  new Set(
    rules
      .filter(({ scope }) => scope.type === 'workspace' || JSON.stringify(scope) === JSON.stringify(there))
      .flatMap(({ right }) => permissionKeysOf(roleKeys, right)),
  )
