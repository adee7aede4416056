import type { Doors } from '../../platform/http/index.ts'
import { conversations } from './projection.ts'
import { messagingRoutes } from './routes.ts'
import { snapshotConversations } from './snapshot.ts'

/** The room of conversations. Its delivery is begun by `startDelivery` once sockets are there. */
export const messagingRoom = {
  name: 'messaging',
  routes: (doors: Doors): void => messagingRoutes(doors),
  snapshot: snapshotConversations,
  projections: [conversations],
} as const

export { addMembers, dissolve, openDirect, openGroup, removeMember, renameGroup } from './commands.ts'
export type { GroupInput, MembersInput } from './commands.ts'
export { startDelivery } from './delivery.ts'
export type { Deliverer, Delivery } from './delivery.ts'
export { conversationPlace } from './place.ts'
export { messagingHoldings } from './holdings.ts'
export { messagingProbes } from './probes.ts'
export { conversations, conversationsOf, heldOf } from './projection.ts'
export type { Conversations } from './projection.ts'
export { markRead, send } from './sending.ts'
export type { SendInput } from './sending.ts'
export { messagesSeen } from './store-shown.ts'
