/** A page. */
export function RestrictionsPage() {
  return <p>…</p>
}
