/** A page. */
export function MyPermissionsPage() {
  return <p>…</p>
}
