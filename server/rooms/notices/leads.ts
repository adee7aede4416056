import type { PermissionKey } from '@hufu/authority'
import type { Notice } from '@hufu/contract'
import { can } from '../../platform/http/index.ts'
import type { Reading } from '../../platform/http/index.ts'

type Leads = NonNullable<Notice['leads']>

/**
 * Where a notice leads its reader: to a page of their own when it is about them, to the console when they hold one of the
 * permissions over the person it is about, and else nowhere.
 */
export function leadsTo(
  reading: Reading,
  kind: Leads['kind'],
  id: string,
  memberId: string,
  asks: readonly PermissionKey[] = ['perm.view'],
): Leads | null {
  const mine = memberId === reading.memberId
  const opens = mine || asks.some((key) => can(reading, key, { type: 'member', id: memberId }).allowed)
  return opens ? { kind, id, mine } : null
}
