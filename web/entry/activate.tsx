/** A page. */
export function ActivatePage() {
  return <p>…</p>
}
