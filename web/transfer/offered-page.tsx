import { getRouteApi } from '@tanstack/react-router'
import { TransferRead } from './transfer-read.tsx'

const here = getRouteApi('/signed/work/creator/$transferId')

/** A transfer of the top seat for whoever is asked something about it: the successor, those who agree, the former creator. */
export function OfferedPage() {
  const { transferId } = here.useParams()
  return <TransferRead transferId={transferId} />
}
