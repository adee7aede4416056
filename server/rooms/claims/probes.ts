import { contract } from '@hufu/contract'
import { probe } from '../../platform/http/index.ts'
import type { Probe } from '../../platform/http/index.ts'

/** Whoever holds the permission is heard; that they are no super administrator is said to nobody who does not hold it. */
const isHeard = (status: number, body: unknown): boolean =>
  status < 300 || (body instanceof Object && 'code' in body && body.code === 'claim/supers-only')

/** Probes of what this room asks. */
export const claimProbes: readonly Probe[] = [
  probe('creator.recovery.vote', contract.claims.make, {
    needs: ['person'],
    body: ({ person }) => ({ successorId: person, because: 'probe', evidence: [{ words: 'probe' }] }),
    passes: isHeard,
  }),
]
