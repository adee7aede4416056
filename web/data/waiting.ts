import { contract } from '@hufu/contract'
import { useQuery } from '@tanstack/react-query'
import { meKnown } from './me.ts'
import { readAgain, reads } from './queries.ts'
import { onFrame } from './socket.ts'

const SHOWN = 100
/** Options of the read of what waits for me: the one list that the red number and the thread of cards share. */
export const waitingQuery = reads(contract.requests.waiting, { query: { limit: SHOWN } })

/** Whether I may be asked to decide at all. */
export const mayAnswer = (): boolean => meKnown()?.can['request.answer']?.allowed === true

/** How many requests wait for me; 0 while unknown. */
export function useWaitingCount(): number {
  const read = useQuery({
    ...waitingQuery,
    enabled: mayAnswer(),
    select: ({ items, total }) => total ?? items.length,
  })
  return read.data ?? 0
}

const { requests, problemReports } = contract
const shown = [
  requests.waiting,
  requests.mine,
  requests.one,
  requests.card,
  requests.list,
  requests.appeals,
  problemReports.mine,
  problemReports.list,
]

/** Reads requests again whenever the line says that something is new, so that cards turn where they stand. */
export const followRequests = (): (() => void) =>
  onFrame((frame) => {
    if (frame.type === 'notice') void readAgain(...shown)
  })
