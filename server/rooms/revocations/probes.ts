import { contract } from '@hufu/contract'
import { probe } from '../../platform/http/index.ts'
import type { Probe } from '../../platform/http/index.ts'

const routes = contract.revocations
const of = ({ revocation }: { readonly revocation: string }) => ({ revocationId: revocation })

/** Probes of what this room asks. */
export const revocationProbes: readonly Probe[] = [
  probe('perm.verify', routes.verify, { needs: ['revocation'], params: of, body: () => ({}) }),
  probe('perm.receipt.view', routes.receipt, { needs: ['revocation'], params: of }),
]
