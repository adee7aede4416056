import { marks } from './lanes.ts'
import type { Parts } from './parts.ts'
import { knownAmong } from './store-codes.ts'

/** Whether a member has signed in by this browser before, by the mark it bears. */
export async function isKnownDevice(
  { node, limits }: Pick<Parts, 'node' | 'limits'>,
  whose: { readonly workspaceId: string; readonly memberId: string; readonly device: string | null },
): Promise<boolean> {
  const { workspaceId, memberId, device } = whose
  if (device === null) return false
  const known = await knownAmong(
    node.pool,
    workspaceId,
    memberId,
    [marks.device(device)],
    limits.knownDeviceMs,
  )
  return known.length > 0
}
