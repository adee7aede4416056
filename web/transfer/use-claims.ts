import { contract } from '@hufu/contract'
import { useAsk } from '../data/queries.ts'

/** Others vote while somebody looks. */
const LOOK_MS = 5000

/** Claims that I may look at, newest first; read again while somebody looks. */
export const useClaims = () => useAsk(contract.claims.list, {}, { everyMs: LOOK_MS })
