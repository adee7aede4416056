import { getRouteApi } from '@tanstack/react-router'
import { OneClaim } from '../../transfer/claimed-page.tsx'

const here = getRouteApi('/signed/console/creator/claims/$claimId')

/** One claim in the console. */
export function ClaimPage() {
  const { claimId } = here.useParams()
  return <OneClaim claimId={claimId} />
}
