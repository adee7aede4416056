/** A page. */
export function GrantsPage() {
  return <p>…</p>
}
