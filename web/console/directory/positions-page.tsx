/** A page. */
export function PositionsPage() {
  return <p>…</p>
}
