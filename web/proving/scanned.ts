/** What a QR code holds: which one it is, and the proof that it was seen. */
export type Scanned = { readonly linkId: string; readonly code: string }

/** Reads what stands behind the number sign, where no server and no log sees it; null when that is nothing of ours. */
export function scannedOf(hash: string): Scanned | null {
  const [, linkId, code] = /^#?([\da-f-]{36})\.([\w-]{1,100})$/i.exec(hash) ?? []
  return linkId === undefined || code === undefined ? null : { linkId, code }
}
