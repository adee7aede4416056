import { getRouteApi } from '@tanstack/react-router'
import { PageSkeleton, Shown } from '../ui/states.tsx'
import { TransferDetail } from './transfer-detail.tsx'
import { useTransfer } from './use-transfer.ts'

const here = getRouteApi('/signed/work/creator/$transferId')

/** A transfer of the top seat for whoever is asked something about it: the successor, those who agree, the former creator. */
export function OfferedPage() {
  const { transferId } = here.useParams()
  const read = useTransfer(transferId)
  return (
    <Shown read={read} skeleton={<PageSkeleton />}>
      {(view) => (
        <div className="page page-narrow">
          <TransferDetail key={view.id} view={view} />
        </div>
      )}
    </Shown>
  )
}
