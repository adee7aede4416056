import { PageSkeleton, Shown } from '../ui/states.tsx'
import { TransferDetail } from './transfer-detail.tsx'
import { useTransfer } from './use-transfer.ts'

/** One transfer, read anew as it moves on: the same in the console and for whoever is asked something about it. */
export function TransferRead({ transferId }: { readonly transferId: string }) {
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
