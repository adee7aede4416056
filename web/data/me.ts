import { contract } from '@hufu/contract'
import type { Can, Me } from '@hufu/contract'
import { useSuspenseQuery } from '@tanstack/react-query'
import { queryClient, reads } from './queries.ts'

/** Options of the read of who I am. */
export const meQuery = { ...reads(contract.identity.me, {}), staleTime: 60_000 }

/** Who I am; pages below the sign-in gate have it from their first moment. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data
}

/** Who I am, where it is known already: for parts that also stand before the door. */
export const meKnown = (): Me | undefined => queryClient.getQueryData(meQuery.queryKey)

/** Whether I may do this somewhere at least, as the server said. A key it did not name is a no. */
export function useMay(permission: string): Can {
  return useMe().can[permission] ?? { allowed: false, because: 'authority/not-granted' }
}

/** Puts a fresh answer about me in place, after signing in or changing a setting. */
export function keepMe(me: Me): void {
  queryClient.setQueryData(meQuery.queryKey, me)
}
