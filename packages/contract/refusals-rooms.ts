import { claimRefusals } from './refusals-claims.ts'
import { directoryRefusals } from './refusals-directory.ts'
import { grantRefusals } from './refusals-grants.ts'
import { halfRefusals } from './refusals-halves.ts'
import { handoverRefusals } from './refusals-handover.ts'
import { identityRefusals } from './refusals-identity.ts'
import { messagingRefusals } from './refusals-messaging.ts'
import { requestRefusals } from './refusals-requests.ts'
import { deviceRefusals } from './refusals-devices.ts'
import { transferRefusals } from './refusals-transfer.ts'

/** The refusals that rooms keep in files of their own. */
export const roomRefusals = {
  ...claimRefusals,
  ...directoryRefusals,
  ...handoverRefusals,
  ...halfRefusals,
  ...grantRefusals,
  ...requestRefusals,
  ...messagingRefusals,
  ...identityRefusals,
  ...deviceRefusals,
  ...transferRefusals,
} as const
