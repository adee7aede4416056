/** A page. */
export function GroupsPage() {
  return <p>…</p>
}
