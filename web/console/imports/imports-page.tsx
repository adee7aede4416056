/** A page. */
export function ImportsPage() {
  return <p>…</p>
}
