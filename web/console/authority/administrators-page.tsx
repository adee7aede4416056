/** A page. */
export function AdministratorsPage() {
  return <p>…</p>
}
