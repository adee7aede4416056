import { contract } from '@hufu/contract'
import { probe } from '../../platform/http/index.ts'
import type { Probe } from '../../platform/http/index.ts'

/** Probes of what this room asks. */
export const auditProbes: readonly Probe[] = [
  probe('audit.admin.view', contract.ledger.entries, { reach: 'workspace' }),
  probe('audit.export', contract.ledger.export, {
    reach: 'workspace',
    body: () => ({ texts: false }),
  }),
]
