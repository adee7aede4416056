/** A page. */
export function RolesPage() {
  return <p>…</p>
}
