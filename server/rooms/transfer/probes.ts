import { contract } from '@hufu/contract'
import { probe } from '../../platform/http/index.ts'
import type { Probe } from '../../platform/http/index.ts'

const routes = contract.transfers

/** Probes of what this room asks. */
export const transferProbes: readonly Probe[] = [
  probe('creator.transfer', routes.settings, {
    body: () => ({ rankMin: null, consent: 'none', approvals: 1 }),
  }),
  probe('creator.recovery.vote', routes.successors),
]
