/** A page. */
export function ProfilePage() {
  return <p>…</p>
}
