import type { Kysely } from 'kysely'
import type { PlatformTables } from '../../platform/feed/index.ts'
import { headAbove, readAppointments, readManagers, readNames, readProfile } from './store-views.ts'

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

// Nobody: it is no member's id.
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Whom each of these members reports to; who reports to nobody is missing. */
export async function managersOf(
  where: Where,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { db, workspaceId } = where
  const above = new Map<string, string>()
  for (const { id, managerId } of await readManagers(db, workspaceId, memberIds))
    if (managerId !== null) above.set(id, managerId)
  const unnamed = memberIds.filter((id) => !above.has(id))
  const primary = new Map<string, string>()
  for (const { memberId, path } of await readAppointments(db, workspaceId, unnamed))
    if (!primary.has(memberId)) primary.set(memberId, path)
  const heads = new Map<string, { readonly id: string } | null>()
  for (const [memberId, path] of primary) {
    if (!heads.has(path)) heads.set(path, await headAbove(db, workspaceId, path, NOBODY))
    const nearest = heads.get(path) ?? null
    // Whoever heads the department reports to whoever heads the next above.
    const head = nearest?.id === memberId ? await headAbove(db, workspaceId, path, memberId) : nearest
    if (head !== null) above.set(memberId, head.id)
  }
  return above
}

/** Who a member reports to, by their id. */
export async function managerOfMember(
  where: Where,
  memberId: string,
): Promise<{ readonly id: string; readonly name: string } | null> {
  const row = await readProfile(where.db, where.workspaceId, memberId)
  return row === null ? null : managerOf(where, row)
}
