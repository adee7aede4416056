/** A page. */
export function LedgerPage() {
  return <p>…</p>
}
