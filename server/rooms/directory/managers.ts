import type { Where } from '../holdings/index.ts'
import { headAbove, readAllAbove, readAppointments, readNamedManagers } from './store-views.ts'

type Manager = { readonly id: string; readonly name: string }

/**
 * Whom each of these members reports to: whom they name, else the head of the nearest department above who is somebody
 * else. Who reports to nobody is missing.
 */
export async function managersOf(
  { db, workspaceId }: Where,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, Manager>> {
  const above = new Map(await readNamedManagers(db, workspaceId, memberIds))
  const unnamed = memberIds.filter((id) => !above.has(id))
  const primary = new Map<string, string>()
  for (const { memberId, path } of await readAppointments(db, workspaceId, unnamed))
    if (!primary.has(memberId)) primary.set(memberId, path)
  const heads = new Map<string, Manager | null>()
  for (const [memberId, path] of primary) {
    if (!heads.has(path)) heads.set(path, await headAbove(db, workspaceId, path, null))
    const nearest = heads.get(path) ?? null
    // Whoever heads the department reports to whoever heads the next above.
    const head = nearest?.id === memberId ? await headAbove(db, workspaceId, path, memberId) : nearest
    if (head !== null) above.set(memberId, head)
  }
  return above
}

/** Whom one member reports to; null for nobody. */
export async function managerOfMember(where: Where, memberId: string): Promise<Manager | null> {
  return (await managersOf(where, [memberId])).get(memberId) ?? null
}

const CLIMB_MAX = 12

/** Ids of everybody above one member, nearest first; whoever heads nothing and reports to nobody has none. */
export const managersAbove = ({ db, workspaceId }: Where, memberId: string): Promise<readonly string[]> =>
  readAllAbove(db, workspaceId, memberId, CLIMB_MAX)
