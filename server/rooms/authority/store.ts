import { on } from './tables-on.ts'
import type { Db } from './tables-on.ts'

export * from './store-lives.ts'
export * from './store-resources.ts'
export * from './store-roles.ts'
export * from './store-rules.ts'
export * from './store-seats.ts'

// What a decision needs of a rule; who gave it and why is read where it is shown.
const terms = [
  'id',
  'subjectType',
  'subjectId',
  'permission',
  'roleId',
  'scope',
  'fromAt',
  'untilAt',
] as const

/** Every row that makes facts, for the snapshot. */
export async function everything(db: Db, workspaceId: string) {
  const t = on(db)
  // One after the other: this runs on the one connection that holds the snapshot.
  const roleRows = await t
    .selectFrom('role')
    .select(['id', 'permissions'])
    .where('workspaceId', '=', workspaceId)
    .where('removedAt', 'is', null)
    .execute()
  const grants = await t
    .selectFrom('authorityGrant')
    .select([...terms, 'source', 'suspendedAt'])
    .where('workspaceId', '=', workspaceId)
    .where('endedAt', 'is', null)
    .execute()
  const restrictions = await t
    .selectFrom('restriction')
    .select(terms)
    .where('workspaceId', '=', workspaceId)
    .where('endedAt', 'is', null)
    .execute()
  const seats = await t
    .selectFrom('administrator')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('endedAt', 'is', null)
    .execute()
  const resources = await t
    .selectFrom('externalResource')
    .select(['kind', 'id', 'departmentId'])
    .where('workspaceId', '=', workspaceId)
    .execute()
  return { roles: roleRows, grants, restrictions, seats, resources }
}
