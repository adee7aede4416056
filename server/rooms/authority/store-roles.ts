import type { PermissionKey } from '@hufu/authority'
import type { Selectable } from 'kysely'
import type { Act, Tally } from '../../platform/act/index.ts'
import { on, workspaceOf } from './tables-on.ts'
import type { Db } from './tables-on.ts'
import type { AuthorityTables } from './tables.ts'

export type RoleRow = Selectable<AuthorityTables['role']>

/** Writes a role. */
export async function insertRole(
  tally: Tally<'admin.role.manage' | 'sys.org.found'>,
  role: Pick<RoleRow, 'id' | 'slug' | 'name' | 'nameKey' | 'permissions'>,
): Promise<void> {
  await on(tally.tx)
    .insertInto('role')
    .values({ workspaceId: workspaceOf(tally), ...role, createdAt: tally.at, removedAt: null })
    .execute()
}

/** Changes a role's name or permissions, or removes it. */
export async function updateRole(
  tally: Tally<'admin.role.manage'>,
  id: string,
  change: { name?: string; nameKey?: string; permissions?: PermissionKey[]; removedAt?: Date },
): Promise<void> {
  await on(tally.tx)
    .updateTable('role')
    .set(change)
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

/** Reads a living role and keeps it from changing until the transaction ends. */
export async function lockRole(act: Act, id: string): Promise<RoleRow | undefined> {
  return on(act.tx)
    .selectFrom('role')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .where('removedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
}

/** Whether a living role bears this name already. */
export async function roleNameTaken(act: Act, nameKey: string): Promise<boolean> {
  const found = await on(act.tx)
    .selectFrom('role')
    .select('id')
    .where('workspaceId', '=', act.workspaceId)
    .where('nameKey', '=', nameKey)
    .where('removedAt', 'is', null)
    .executeTakeFirst()
  return found !== undefined
}

/** How many open grants and restrictions name a role. */
export async function roleHolders(db: Db, workspaceId: string, roleId: string): Promise<number> {
  let holders = 0
  for (const table of ['authorityGrant', 'restriction'] as const) {
    const row = await on(db)
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('workspaceId', '=', workspaceId)
      .where('roleId', '=', roleId)
      .where('endedAt', 'is', null)
      .executeTakeFirstOrThrow()
    holders += Number(row.count)
  }
  return holders
}

/** The living roles. */
export async function roles(db: Db, workspaceId: string): Promise<readonly RoleRow[]> {
  return on(db)
    .selectFrom('role')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('removedAt', 'is', null)
    .orderBy('id')
    .execute()
}
