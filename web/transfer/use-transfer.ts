import { contract } from '@hufu/contract'
import { useAsk } from '../data/queries.ts'
import { isOpen } from './transfer-words.tsx'

/** Others answer while somebody looks: an open transfer is read again this often. */
const LOOK_MS = 4000
/** One that has ended may still be asked back. */
const LATER_MS = 30_000

/** Reads a transfer, and again while something may move. */
export function useTransfer(transferId: string) {
  const input = { params: { transferId } }
  const first = useAsk(contract.transfers.read, input)
  const open = first.data !== undefined && isOpen(first.data)
  return useAsk(contract.transfers.read, input, { everyMs: open ? LOOK_MS : LATER_MS })
}
