import { byHolder } from '../holdings/index.ts'
import type { EndingHolding } from '../holdings/index.ts'
import { invitationsSent, sessionsHeld } from './store-holdings.ts'

const sessions: EndingHolding = {
  kind: 'session',
  goes: 'ends',
  async heldBy(where, memberIds) {
    const rows = await sessionsHeld(where, memberIds)
    return byHolder(rows, ({ id, device, createdAt }) => ({
      id,
      name: device,
      sole: false,
      detail: { begun: createdAt.toISOString() },
    }))
  },
}

const invitations: EndingHolding = {
  kind: 'invitation',
  goes: 'ends',
  async heldBy(where, memberIds) {
    const rows = await invitationsSent(where, memberIds)
    return byHolder(rows, ({ id, memberId: invited, until }) => ({
      id,
      name: '',
      sole: false,
      detail: { memberId: invited, until: until.toISOString() },
    }))
  },
}

/** What a member can hold of signing in. */
export const identityHoldings = [sessions, invitations] as const
