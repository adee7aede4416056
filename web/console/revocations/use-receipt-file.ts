import { contract } from '@hufu/contract'
import { useState } from 'react'
import { download } from '../../data/ask.ts'
import { useTell } from '../../ui/tell.tsx'

/** Takes the receipt as the very bytes the server sent: it is the file that is verified, so nothing is written anew. */
export function useReceiptFile(revocationId: string): {
  readonly busy: boolean
  readonly take: () => void
} {
  const tell = useTell()
  const [busy, setBusy] = useState(false)
  const take = async (): Promise<void> => {
    setBusy(true)
    await download(
      contract.revocations.receipt,
      { params: { revocationId } },
      `hufu-receipt-${revocationId}.json`,
    ).catch(tell.problem)
    setBusy(false)
  }
  return { busy, take: () => void take() }
}
