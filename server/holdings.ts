/** Everything a member can hold. Whoever sees somebody off covers this list, and so no room is forgotten. */
import { authorityHoldings } from './rooms/authority/index.ts'
import { directoryHoldings } from './rooms/directory/index.ts'
import { filesHoldings } from './rooms/files/index.ts'
import type { Holding } from './rooms/holdings/index.ts'
import { identityHoldings } from './rooms/identity/index.ts'
import { messagingHoldings } from './rooms/messaging/index.ts'
import { requestHoldings } from './rooms/requests/index.ts'

/** The holdings of every room. */
export const holdings: readonly Holding[] = [
  ...messagingHoldings,
  ...directoryHoldings,
  ...filesHoldings,
  ...authorityHoldings,
  ...identityHoldings,
  ...requestHoldings,
]
