import { byHolder } from '../holdings/index.ts'
import type { EndingHolding } from '../holdings/index.ts'
import { approvalsHeld, openRequestsHeld } from './store-holdings.ts'

/** What would hang, did it not go on to others the moment somebody goes. */
const approvals: EndingHolding = {
  kind: 'approval',
  goes: 'ends',
  async heldBy(where, memberIds) {
    const rows = await approvalsHeld(where, memberIds)
    return byHolder(rows, ({ id, name }) => ({ id, name, sole: false, detail: {} }))
  },
}

const own: EndingHolding = {
  kind: 'request',
  goes: 'ends',
  async heldBy(where, memberIds) {
    const rows = await openRequestsHeld(where, memberIds)
    return byHolder(rows, ({ id }) => ({ id, name: '', sole: false, detail: {} }))
  },
}

/** What a member can hold of requests: what they are asked, and what they ask. */
export const requestHoldings = [approvals, own] as const
