import { getRouteApi } from '@tanstack/react-router'
import { TransferDetail } from '../../transfer/transfer-detail.tsx'
import { useTransfer } from '../../transfer/use-transfer.ts'
import { PageSkeleton, Shown } from '../../ui/states.tsx'

const here = getRouteApi('/signed/console/creator/transfers/$transferId')

/** One transfer in the console: how it stands and what can be done. */
export function TransferPage() {
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
