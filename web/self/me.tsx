/** A page. */
export function MePage() {
  return <p>…</p>
}
