import { getRouteApi } from '@tanstack/react-router'
import { TransferRead } from '../../transfer/transfer-read.tsx'

const here = getRouteApi('/signed/console/creator/transfers/$transferId')

/** One transfer in the console: how it stands and what can be done. */
export function TransferPage() {
  const { transferId } = here.useParams()
  return <TransferRead transferId={transferId} />
}
