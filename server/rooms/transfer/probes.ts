import { contract } from '@hufu/contract'
import { probe } from '../../platform/http/index.ts'
import type { Probe } from '../../platform/http/index.ts'

const routes = contract.transfers

/** Probes of what this room asks. */
export const transferProbes: readonly Probe[] = [
  probe('creator.transfer', routes.settings, {
    body: () => ({ rankMin: null, consent: 'none', approvals: 1 }),
  }),
  // Whoever may object hears that there is no such transfer; whoever may not, that they may not.
  probe('creator.recovery.vote', routes.veto, {
    params: ({ self }) => ({ transferId: self }),
    body: () => ({ because: 'probe' }),
    passes: (status) => status === 404,
  }),
]
