/** A page. */
export function SetupPage() {
  return <p>…</p>
}
