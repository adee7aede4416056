import { contract } from '@hufu/contract'
import { probe } from '../../platform/http/index.ts'
import type { Probe } from '../../platform/http/index.ts'

/** Probes of what this room asks. */
export const claimProbes: readonly Probe[] = [probe('creator.recovery.vote', contract.claims.voters)]
