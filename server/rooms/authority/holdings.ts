import { byHolder } from '../holdings/index.ts'
import type { EndingHolding } from '../holdings/index.ts'
import { openGrantsTo } from './store-holdings.ts'
import { seatsOpenOf } from './store-seats.ts'

/** Administrator seats: taking one over would be giving oneself rights, so somebody appoints. */
const seats: EndingHolding = {
  kind: 'seat',
  goes: 'administrator',
  async heldBy(where, memberIds) {
    const rows = await seatsOpenOf(where, memberIds)
    return byHolder(rows, ({ id, tier, permissions, scope, fromAt, untilAt }) => ({
      id,
      name: '',
      sole: false,
      detail: {
        tier,
        permissions,
        scope: { ...scope },
        from: fromAt?.toISOString() ?? null,
        until: untilAt?.toISOString() ?? null,
      },
    }))
  },
}

/** Rights given to somebody by name. */
const grants: EndingHolding = {
  kind: 'grant',
  goes: 'ends',
  async heldBy(where, memberIds) {
    const rows = await openGrantsTo(where, memberIds)
    return byHolder(rows, ({ id, permission, roleId, roleName, scope, source, fromAt, untilAt }) => ({
      id,
      name: permission ?? roleName ?? '',
      sole: false,
      detail: {
        permission,
        roleId,
        scope: { ...scope },
        source,
        from: fromAt?.toISOString() ?? null,
        until: untilAt?.toISOString() ?? null,
      },
    }))
  },
}

/** What a member can hold of authority. */
export const authorityHoldings = [seats, grants] as const
