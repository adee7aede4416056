import { contract } from '@hufu/contract'
import { useQuery } from '@tanstack/react-query'
import { reads } from './queries.ts'

/** Options of the read of my conversations: the one list that the rail's red dot and the messenger share. */
export const conversationsQuery = reads(contract.messaging.conversations, { query: {} })

/** How many messages wait for me; 0 while unknown or when I may not read messages. */
export function useUnread(): number {
  return useQuery({ ...conversationsQuery, select: (answer) => answer.unread }).data ?? 0
}
