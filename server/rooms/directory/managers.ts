import type { Kysely } from 'kysely'
import type { PlatformTables } from '../../platform/feed/index.ts'
import { headAbove, readAppointments, readNames, readProfile } from './store-views.ts'

type Where = { readonly db: Kysely<PlatformTables>; readonly workspaceId: string }

/** Who a member reports to: whom they name, else the head of the nearest department above. */
export async function managerOf(
  { db, workspaceId }: Where,
  row: { readonly id: string; readonly managerId: string | null },
): Promise<{ readonly id: string; readonly name: string } | null> {
  if (row.managerId !== null) {
    const names = await readNames(db, workspaceId, {
      members: [row.managerId],
      departments: [],
      groups: [],
      positions: [],
    })
    return { id: row.managerId, name: names.get(row.managerId) ?? '' }
  }
  const [primary] = await readAppointments(db, workspaceId, [row.id])
  return primary === undefined ? null : headAbove(db, workspaceId, primary.path, row.id)
}

/** Who a member reports to, by their id. */
export async function managerOfMember(
  where: Where,
  memberId: string,
): Promise<{ readonly id: string; readonly name: string } | null> {
  const row = await readProfile(where.db, where.workspaceId, memberId)
  return row === null ? null : managerOf(where, row)
}
