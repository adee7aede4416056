import { getRouteApi } from '@tanstack/react-router'
import { PageSkeleton, Shown } from '../ui/states.tsx'
import { NotFoundPage } from '../ui/whole-page.tsx'
import { ClaimDetail } from './claim-detail.tsx'
import { useClaims } from './use-claims.ts'

const here = getRouteApi('/signed/work/creator/claims/$claimId')

/** A claim for whoever is concerned and sees no console: the successor, and the creator who is said to be gone. */
export function ClaimedPage() {
  const { claimId } = here.useParams()
  return <OneClaim claimId={claimId} />
}

/** One claim among those that I may look at. */
export function OneClaim({ claimId }: { readonly claimId: string }) {
  const read = useClaims()
  return (
    <Shown read={read} skeleton={<PageSkeleton />}>
      {({ items }) => {
        const view = items.find(({ id }) => id === claimId)
        return view === undefined ? (
          <NotFoundPage />
        ) : (
          <div className="page page-narrow">
            <ClaimDetail key={view.id} view={view} />
          </div>
        )
      }}
    </Shown>
  )
}
