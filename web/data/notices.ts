import { contract } from '@hufu/contract'
import { useQuery } from '@tanstack/react-query'
import { readAgain, reads } from './queries.ts'
import { onFrame } from './socket.ts'

/** How many notices I have not read; 0 while unknown. */
export function useUnreadNotices(): number {
  const query = reads(contract.notices.list, { query: { limit: 1 } })
  return useQuery({ ...query, select: ({ unread }) => unread }).data ?? 0
}

/** Reads my notices again whenever the line says that there is a new one. */
export const followNotices = (): (() => void) =>
  onFrame((frame) => {
    if (frame.type === 'notice') void readAgain(contract.notices.list)
  })
