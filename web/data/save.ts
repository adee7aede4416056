/** The page that verifies what was downloaded: it stands beside the app, and by itself. */
export const VERIFY_PAGE = '/verify.html'

const KEPT_MS = 60_000

/** Hands bytes to the browser's own download. */
export function saveBytes(bytes: Blob, fileName: string): void {
  const address = URL.createObjectURL(bytes)
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  // The browser reads the address after the click; it may go once the reading has surely begun.
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS)
}

/** Hands a text to the browser's own download. */
export function saveText(text: string, fileName: string): void {
  saveBytes(new Blob([text], { type: 'text/plain;charset=utf-8' }), fileName)
}
