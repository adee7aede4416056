import type { PermissionKey } from '@hufu/authority'
import type { Tally } from '../../platform/act/index.ts'
import { lockCredential } from './store.ts'
import { keepSigns } from './store-signs.ts'

/**
 * Reads how often somebody has proved who they are, and keeps them from doing so until the transaction ends. The
 * credential first: whoever begins a session takes the two in this order.
 */
export async function lockSigns<P extends PermissionKey>(tally: Tally<P>, memberId: string): Promise<number> {
  await lockCredential(tally.act, memberId)
  return keepSigns(tally, memberId)
}
