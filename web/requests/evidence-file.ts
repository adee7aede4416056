import type { RequestView } from '@hufu/contract'

/** A request with all that was said as a file to keep: everything but what its reader may do just now. */
export function evidenceText(view: RequestView): string {
  const { can: _, waitsForMe: __, ...record } = view
  return `${JSON.stringify(record, null, 2)}\n`
}
